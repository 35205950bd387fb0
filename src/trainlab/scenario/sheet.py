"""The shape of a scenario's YAML, section by section."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from trainlab.core.fields import (
    DurationNs,
    Fields,
    QuantityField,
    TextField,
    expected,
    explained,
)
from trainlab.core.quantity import Quantity
from trainlab.grading.fields import ConditionField
from trainlab.grading.marks import SKILL_PATTERN
from trainlab.scenario.draw import Draw, DurationDrawField, LastingDrawField, QuantityDrawField
from trainlab.scenario.entries import FeedField, NoiseEntry, RampEntry

LABEL_PATTERN = r"^[a-z][a-z0-9_]*$"
LONGEST_NS = 24 * 3600 * 10**9
SHORTEST_TICK_NS = 100_000
# Ticks times signals of a trace: about ten bytes each while it is judged, so about a gigabyte.
MOST_SAMPLES = 100_000_000
MOST_SEEDS = 10_000
ACTIONS = ("press", "release", "set", "change", "ramp", "noise", "feed")


class SkillEntry(Fields):
    """A competence that checks of the rubric prove."""

    id: str = explained(
        "dotted, such as control.closed_loop",
        "带点的名称，例如 control.closed_loop",
        pattern=SKILL_PATTERN,
    )
    level: int = explained(
        "from 1, beginner, to 5, expert", "从 1（入门）到 5（专家）", default=1, ge=1, le=5
    )
    title: TextField | None = explained("what it is called", "名称", default=None)


class ProgramEntry(Fields):
    """A variable of the program that checks may read."""

    path: str = explained(
        "its path in the program, such as timer.ET or axis[2].speed",
        "程序中的变量路径，例如 timer.ET 或 axis[2].speed",
        min_length=1,
    )
    type: Literal["BOOL", "INT", "DINT", "REAL", "LREAL", "TIME"] = explained(
        "its type; any integer is as good as INT, a TIME is read in seconds",
        "变量类型；任何整数类型都可写 INT，TIME 以秒读取",
    )
    unit: str = explained("its unit, if it has one", "单位（如有）", default="")


class Sheet(Fields):
    """The sections of a sheet; those with names of their own inside are read afterwards."""

    trainlab: Literal[1] = explained("the version of this format", "格式版本")
    extends: str | None = explained(
        "another sheet that this one is a variant of: its path from this file's folder; only what differs is written here",
        "本场景所基于的另一场景文件（相对于本文件的路径）；此处只写不同之处",
        default=None,
    )
    title: TextField = explained("what the exercise is called", "练习的标题")
    task: TextField = explained(
        "what the student has to do, as on a lab sheet", "学生的任务，如同实验指导书"
    )
    plant: dict[str, Any] = explained("which plant, and its parameters", "被控对象及其参数")
    timing: dict[str, Any] = explained(
        "tick, scan and duration of the run", "节拍、扫描周期和运行时间"
    )
    skills: list[SkillEntry] = explained(
        "the competences that the checks prove", "各检查所证明的能力", default=[]
    )
    seed: int = explained(
        "the seed used where none is asked for", "未另行指定时使用的种子", default=1, ge=0
    )
    seeds: int = explained(
        "over how many seeds a program is graded",
        "在多少个种子上评分",
        default=1,
        ge=1,
        le=MOST_SEEDS,
    )
    feed: dict[str, Any] = explained(
        "what comes to the plant by itself: its parameters feed_..., without that prefix",
        "自动到来的物料：对象的 feed_... 参数（不写前缀）",
        default={},
    )
    timeline: list[dict[str, Any]] = explained(
        "what the operator and the world do", "操作员与外界的动作", default=[]
    )
    faults: list[dict[str, Any]] = explained(
        "what goes wrong, and when", "发生什么故障、何时发生", default=[]
    )
    program: dict[str, dict[str, Any]] = explained(
        "variables of the program that checks may read, by the name that they have there",
        "检查可读取的程序变量，按其在检查中的名称给出",
        default={},
    )
    rubric: dict[str, Any] = explained("what is required, and its points", "要求及其分值")


class PlantSection(Fields):
    """Which plant, and the parameters that differ from its defaults."""

    type: str = explained(
        "a plant, as `trainlab catalog plants` lists it", "被控对象，见 `trainlab catalog plants`"
    )
    parameters: dict[str, QuantityDrawField] = explained(
        "values by parameter name", "按参数名给出的值", default={}
    )
    addresses: dict[str, str] = explained(
        "addresses by tag name, such as %IW100", "按变量名给出的地址，例如 %IW100", default={}
    )
    program: str | None = explained(
        "the part program that the plant's own control runs, a file beside the sheet",
        "被控对象自带数控系统运行的零件程序，与场景文件在同一目录",
        default=None,
    )


class FeedSection(Fields):
    """The section `feed` alone."""

    feed: dict[str, QuantityDrawField] = explained(
        "what comes to the plant by itself: its parameters feed_..., without that prefix",
        "自动到来的物料：对象的 feed_... 参数（不写前缀）",
    )


class LinkEntry(Fields):
    """A fieldbus between the plant and a program in the soft PLC."""

    delay: DurationNs = explained("how long a transfer takes", "一次传输的时间", default=0, ge=0)
    jitter: DurationNs = explained(
        "how much longer it may take, drawn for each transfer",
        "每次传输可能多用的时间（随机取值）",
        default=0,
        ge=0,
    )


class TimingSection(Fields):
    """The grid of time. The scan is a whole multiple of the tick."""

    tick: DurationNs = explained(
        "the plant's step", "被控对象的节拍", default=10_000_000, ge=SHORTEST_TICK_NS
    )
    scan: DurationNs | None = explained(
        "the controller's cycle; the tick if left out",
        "控制器的扫描周期；省略时等于节拍",
        default=None,
        gt=0,
    )
    link: LinkEntry | None = explained(
        "the delay of a fieldbus, each way; for programs in the soft PLC alone, a wired controller has its own",
        "现场总线每个方向的延迟；仅用于软 PLC 中的程序，接线的控制器有自己的总线",
        default=None,
    )
    duration: DurationNs = explained("how long the run is", "运行时间", gt=0, le=LONGEST_NS)


class Occasion(Fields):
    """When something happens that may wait for something else."""

    when: ConditionField | None = explained(
        "what is waited for: a condition over tags, facts and panel signals",
        "等待的条件（变量、事实量和操作件）",
        default=None,
    )
    after: DurationDrawField = explained(
        "how long after that", "条件成立后多久", default=Draw(0, 0)
    )


class Action(Fields):
    """What the operator or the world does; exactly one."""

    label: str | None = explained(
        "a name for this moment", "该时刻的标签", default=None, pattern=LABEL_PATTERN
    )
    press: str | None = explained(
        "a button to press, or a mushroom to strike", "按下的按钮，或拍下的急停", default=None
    )
    hold: LastingDrawField = explained(
        "how long a button is held", "按钮按住的时间", default=Draw(300e6, 300e6)
    )
    release: str | None = explained("a mushroom to turn back", "旋开的急停", default=None)
    set: dict[str, QuantityDrawField] | None = explained(
        "a dial or selector to set", "旋钮和选择开关的新值", default=None, min_length=1
    )
    change: dict[str, QuantityDrawField] | None = explained(
        "a plant parameter that changes for good",
        "此后保持新值的对象参数",
        default=None,
        min_length=1,
    )
    ramp: dict[str, RampEntry] | None = explained(
        "a dial or parameter that goes to a value in a line",
        "按直线变化到某值的旋钮或参数",
        default=None,
        min_length=1,
    )
    noise: dict[str, NoiseEntry] | None = explained(
        "a dial or parameter that is noisy for a while",
        "一段时间内带噪声的旋钮或参数",
        default=None,
        min_length=1,
    )

    feed: FeedField | None = explained(
        "a part that is laid on, or a train of parts", "放入一个零件，或一列零件", default=None
    )


class ThenStep(Action):
    """What comes after a step, its time counted from that."""

    after: DurationDrawField = explained("how long after the step", "在该步骤之后多久")


class Step(Action, Occasion):
    """One step of the timeline: a moment, or what is waited for, and one action."""

    at: DurationDrawField | None = explained(
        "when, from the start of the run; with `when`, from then on",
        "从运行开始算起的时刻；与 when 同用时从那时起等待",
        default=None,
    )
    times: int = explained(
        "how many times what is waited for may come", "条件最多成立几次", default=1, ge=1, le=10_000
    )
    then: list[dict[str, Any]] = explained("what comes after it", "随后的步骤", default=[])


class FaultWindow(Occasion):
    """What every fault has: a name and a window of time."""

    label: str = explained(
        "a name for the moment it begins", "故障开始时刻的标签", pattern=LABEL_PATTERN
    )
    begin: DurationDrawField | None = explained(
        "when it begins; with `when`, from when on that is waited for",
        "何时开始；与 when 同用时从那时起等待",
        default=None,
    )
    end: DurationDrawField | None = explained(
        "when it ends; never if left out", "何时结束；省略则一直持续", default=None
    )
    lasts: LastingDrawField | None = explained(
        "how long it lasts, in place of end", "持续多久，代替 end", default=None
    )


class WireFaultEntry(FaultWindow):
    """A fault on one tag's wire. Keys that are not here belong to the kind of fault."""

    fault: str = explained(
        "a fault, as `trainlab catalog faults` lists it", "故障种类，见 `trainlab catalog faults`"
    )
    tag: str = explained("the tag whose wire is faulty", "接线有故障的变量")


class ParameterFaultEntry(FaultWindow):
    """A fault of the plant itself: a parameter takes a faulty value and gets its own back."""

    parameter: str = explained("a faultable parameter of the plant", "可设故障的对象参数")
    value: QuantityDrawField = explained("its value while the fault lasts", "故障期间的值")


def _share(value: Quantity) -> Quantity:
    """A share of the whole: more than nothing, and not more than all."""
    if value.unit not in ("", "%") or not 0 < value.within("") <= 1:
        raise expected("share")
    return value


class RubricSection(Fields):
    """The checks and the share of the points that passes."""

    pass_at: Annotated[QuantityField, AfterValidator(_share)] = explained(
        "the share of the points that passes",
        "及格的得分比例",
        default=Quantity(100.0, "%"),
        alias="pass",
    )
    levels: dict[str, Annotated[QuantityField, AfterValidator(_share)]] = explained(
        "levels above the pass line, such as {merit: 80 %, distinction: 95 %}",
        "及格线以上的等级，例如 {merit: 80 %, distinction: 95 %}",
        default={},
    )
    points: float | None = explained(
        "what the points of all checks must come to", "各检查分值之和", default=None, gt=0
    )
    checks: list[dict[str, Any]] = explained("what is required", "各项要求", min_length=1)
