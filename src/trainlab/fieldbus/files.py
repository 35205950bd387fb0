"""Files that are there whole or not at all, such as keys."""

from __future__ import annotations

import os
from pathlib import Path


def put_file(place: Path, data: bytes, mode: int, *, keep: bool = False) -> None:
    """Write a file that is never there by half; `keep` one that another process has just made."""
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
    if not keep:
        draft.replace(place)
        return
    try:
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
