"""The standard function blocks (IEC 61131-3:2013 clause 6.6.3.5), each in Structured Text."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent
BLOCK_NAMES = tuple(sorted(path.stem for path in _FOLDER.glob("*.st")))
_FILES = {name.casefold(): _FOLDER / f"{name}.st" for name in BLOCK_NAMES}
# They take the L-forms in any case, to which the others convert by themselves.
_FILES |= {f"split_l{kind}": _FILES[f"split_{kind}"] for kind in ("date", "tod", "dt")}


def block_file(key: str) -> Path | None:
    """The file of the block with that folded name, if it is a standard one."""
    return _FILES.get(key)
