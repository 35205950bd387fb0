"""Statements that only copy: `lamp := drive.lamp`, `drive(lamp => lamp)`.

Whoever asks what wrote a tag is better served with the statement that made the value. Its variable
must have a note, too (tracing.py), so those that are copied to a tag are looked for before lowering:
in programs, each instance of which has one place in the block. What a function block copies within
itself is left out, for it may have any number of instances.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trainlab.plc.layout import ProgramLayout, is_scalar
from trainlab.plc.tree import everything_in
from trainlab.plc.typed import (
    Assign,
    BitPlace,
    BlockCall,
    Load,
    MemberPlace,
    Place,
    Pou,
    Role,
    Statement,
    VariablePlace,
)
from trainlab.plc.types import BlockType

_HELD = (Role.LOCAL, Role.INPUT, Role.OUTPUT)


def copied_from(node: Statement) -> Place | None:
    """What an assignment of one plain place to another copies; None for any other statement."""
    if not isinstance(node, Assign) or not isinstance(node.value, Load):
        return None
    if not is_scalar(node.target.type) or not is_plain(node.target):
        return None
    return node.value.place if is_plain(node.value.place) else None


def is_plain(place: Place) -> bool:
    """Whether it is a variable, or a part of one, whose address cannot fail."""
    while isinstance(place, MemberPlace | BitPlace):
        place = place.base
    return isinstance(place, VariablePlace) and place.variable.role in (*_HELD, Role.GLOBAL)


def offsets_copied_to(
    noted: Iterable[int], program: Pou, pous: Iterable[Pou], block: ProgramLayout
) -> list[int]:
    """Where the variables stand that are copied, by way of others or not, to those places."""
    starts: dict[Pou, list[int]] = {program: [block.instance]}
    for variable, offset in block.offsets.items():
        if isinstance(variable.type, BlockType) and variable.type.pou.kind == "PROGRAM":
            starts.setdefault(variable.type.pou, []).append(offset)
    sources: dict[int, list[int]] = {}
    for pou in pous:
        for start in dict.fromkeys(starts.get(pou, ())):
            for target, source in _copies(pou, start, block):
                sources.setdefault(target, []).append(source)
    found = dict.fromkeys(noted)
    waiting = list(found)
    while waiting:
        for source in sources.get(waiting.pop(), ()):
            if source not in found:
                found[source] = None
                waiting.append(source)
    return list(found)


def _copies(pou: Pou, start: int, block: ProgramLayout) -> Iterator[tuple[int, int]]:
    """The (target, source) of all copies in the body of one instance of a program."""
    for node in everything_in(pou.body):
        if isinstance(node, BlockCall):
            instance = _offset(node.instance, start, pou, block)
            for variable, target, _ in node.outputs:
                place = _offset(target, start, pou, block)
                if instance is not None and place is not None:
                    part = block.layout.offset(node.pou.block_type(), variable.key)
                    yield place, instance + part
        elif isinstance(node, Assign) and (source := copied_from(node)) is not None:
            to, of = (_offset(place, start, pou, block) for place in (node.target, source))
            if to is not None and of is not None:
                yield to, of


def _offset(place: Place, start: int, pou: Pou, block: ProgramLayout) -> int | None:
    """Where a plain place stands; None if that is not known before it runs."""
    if not is_plain(place):
        return None
    if isinstance(place, BitPlace):
        return _offset(place.base, start, pou, block)
    if isinstance(place, MemberPlace):
        base = _offset(place.base, start, pou, block)
        return None if base is None else base + block.layout.offset(place.base.type, place.key)
    assert isinstance(place, VariablePlace)
    if place.variable in block.offsets:
        return block.offsets[place.variable]
    if place.variable not in pou.variables.values():
        return None
    return start + block.layout.offset(pou.block_type(), place.variable.key)
