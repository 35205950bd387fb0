"""Files of IDEs that are large. Damaged ones are played by tests/fuzz."""

from __future__ import annotations

import time
from pathlib import Path

from trainlab.plc.structured_text import StructuredText


def test_many_pieces_of_text_are_read_in_linear_time(tmp_path: Path) -> None:
    body = "x := 1 &lt; 2;\n" * 40_000
    path = tmp_path / "plc.xml"
    path.write_text(
        '<project><pou name="p" pouType="program"><interface><localVars><variable name="x"><type>'
        f"<BOOL/></type></variable></localVars></interface><body><ST><p>{body}</p></ST></body></pou></project>"
    )
    began = time.process_time()
    StructuredText().compile(path)
    assert time.process_time() - began < 10
