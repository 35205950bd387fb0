"""What disqualifies a run: its outcome is not the program's, or not the controller's, own doing.

A disqualified run has its trace, findings and evidence, but no points. The rules as people read them
are in docs/reference/fair-exam.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trainlab.core.controller import SoftController, UnfitLiteral
from trainlab.core.duration import format_instant
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.problem import Position, Problem, ProblemKind, ProblemsFound, did_you_mean
from trainlab.session.watch import NO_VARIABLE

FORCED = ProblemKind(
    "TL0025",
    Text("'{path}' was forced during the run{at}", "运行期间变量“{path}”被强制{at}"),
    Text(
        "to be graded, run it without forcing; what was found is true of the forced run only",
        "要得到评分，请不要强制变量再次运行；此处的判定结果只适用于被强制的这次运行",
    ),
)
INPUT_WRITTEN = ProblemKind(
    "TL0026",
    Text(
        "the program has written the input tag {tag}, last at {at}",
        "程序写了输入变量 {tag}，最近一次在 {at}",
    ),
    Text(
        "a sensor is for reading: give this statement a variable of the program to write to",
        "传感器只能读取：请让这条语句写程序自己的变量",
    ),
)
TAKEN_OVER = ProblemKind(
    "TL0027",
    Text(
        "{name} has taken the outputs from the controller that owned them, at {at}",
        "{name} 在 {at} 从原控制器接管了输出",
    ),
    Text(
        "let one controller write; leave --takeover out, or take ?seat=host for one that connects anew",
        "只让一个控制器写输出；不要使用 --takeover，控制器会重新连接时请用 ?seat=host",
    ),
)
FAULT_BEGUN = ProblemKind(
    "TL0028",
    Text(
        "a fault was begun on '{name}' from outside, at {at}", "{at} 有人从外部对“{name}”施加了故障"
    ),
    Text(
        "in a graded run only the scenario begins faults; leave --panel out",
        "评分运行中只能由场景施加故障；请不要使用 --panel",
    ),
)
UNFORCEABLE = ProblemKind(
    "TL0029",
    Text(
        "'{path}' is {type} and cannot be forced to '{literal}': {example}",
        "“{path}”的类型是 {type}，不能强制为“{literal}”：{example}",
    ),
    Text("give a literal of its type", "请给出该类型的字面量"),
)

Forces = Sequence[tuple[str, str]]


def force(controller: SoftController, forces: Forces, program: str) -> None:
    """Hold variables, by path, at IEC literals; ProblemsFound with all that cannot be."""
    problems: list[Problem] = []
    at = Position(program)
    for path, literal in forces:
        try:
            controller.force(path, literal)
        except KeyError:
            hint = did_you_mean(path, controller.variables())
            problems.append(NO_VARIABLE.at(at, path=path, hint=hint))
        except UnfitLiteral as unfit:
            values = {"type": unfit.type_name, "literal": literal, "example": unfit.example}
            problems.append(UNFORCEABLE.at(at, path=path, **values))
    if problems:
        raise ProblemsFound(problems)


def unfair(controller: SoftController, image: IOImage, program: str) -> tuple[Problem, ...]:
    """What disqualifies the run of a program that has just ended."""
    problems = [FORCED.at(Position(program), path=path, at="") for path in controller.ever_forced]
    for tag in image.inputs:
        write = controller.last_write(tag.name)
        if write is not None:
            at = format_instant(write.at_ns)
            problems.append(INPUT_WRITTEN.at(write.position, tag=tag.name, at=at))
    return tuple(problems)


def unfair_on_the_wire(
    events: Iterable[Event],
    begun: Iterable[tuple[str, int]],
    forced: Iterable[tuple[str, int]],
    station: str,
) -> tuple[Problem, ...]:
    """Likewise of a run on the wall clock, by its events, the faults that people have begun from outside
    and the tags that they have forced (name, ns)."""
    where = Position(station)
    problems = [
        TAKEN_OVER.at(where, name=event.name, at=format_instant(event.now_ns))
        for event in events
        if event.kind == "seat_takeover"
    ]
    first: dict[str, int] = {}
    for tag, at_ns in forced:
        first.setdefault(tag, at_ns)
    problems += [
        FORCED.at(where, path=tag, at=f" ({format_instant(at_ns)})") for tag, at_ns in first.items()
    ]
    problems += [FAULT_BEGUN.at(where, name=n, at=format_instant(at_ns)) for n, at_ns in begun]
    return tuple(problems)
