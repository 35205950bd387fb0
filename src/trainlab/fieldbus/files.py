"""Where keys and certificates are kept, and how: whole or not at all."""

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


def state_folder(link: str) -> Path:
    """A link's folder of what a user's runs share, as the XDG Base Directory Specification has it."""
    state = os.environ.get("XDG_STATE_HOME", "")
    home = Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state"
    return home / "trainlab" / link
