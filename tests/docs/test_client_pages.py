"""The pages of what can be wrong with the URL of a PLC: their commands do what they say."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
COMMAND = re.compile(r"^```shell\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODES = ("TL5051", "TL5052", "TL5053", "TL5054", "TL5055")


def commands(code: str) -> list[list[str]]:
    """The failing and the mended one, as this Python runs them; ports of nobody in place of a PLC's."""
    page = (ROOT / "docs/problems" / f"{code}.md").read_text(encoding="utf-8")
    return [
        [sys.executable, "-m", *shlex.split(text.replace("level_hold.yaml", str(SCENARIO)))]
        for text in COMMAND.findall(re.sub(r"//192\.168\.0\.\d+", "//127.0.0.1", page))
    ]


@pytest.mark.parametrize("code", CODES)
def test_the_failing_command_earns_the_code_and_the_mended_one_polls(
    code: str, tmp_path: Path
) -> None:
    failing, mended = commands(code)
    (tmp_path / "plc.password").write_text("secret\n")
    failed = subprocess.run(
        failing, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path
    )
    assert failed.returncode == 2
    assert set(re.findall(r"TL\d{4}", failed.stderr)) == {code}
    with subprocess.Popen(
        [*mended, "--lang", "en"], stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as polls:
        assert polls.stderr is not None
        try:
            assert " polls " in polls.stderr.readline()
        finally:
            polls.kill()
