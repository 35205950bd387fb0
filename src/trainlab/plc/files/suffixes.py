"""How the names of a program's files end, in the spelling of each IDE."""

from __future__ import annotations

PLAIN = (".st", ".iecst")
OBJECTS = (".tcpou", ".tcdut", ".tcgvl", ".tcio", ".tctto", ".tctleo")
LISTS = (".plcproj", ".tsproj")
SUFFIXES = (*PLAIN, *OBJECTS, *LISTS, ".xml", ".json")
