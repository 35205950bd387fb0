"""Diagnostics of what a rubric says: moments, conditions, units."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import ProblemKind

UNKNOWN_MOMENT = ProblemKind(
    "TL6001",
    Text("unknown moment '{name}'{hint}", "未知时刻“{name}”{hint}"),
    Text(
        "write a duration from the start of the run (12 s), a label of the timeline or of a fault, or a label with an offset (start + 2 s); labels here: {known}",
        "请写从运行开始算起的时间（12 s）、时间轴或故障的标签，或带偏移的标签（start + 2 s）；可用标签：{known}",
    ),
)
NOT_A_CONDITION = ProblemKind(
    "TL6002",
    Text(
        "'{text}' is a number, but a condition is true or false",
        "“{text}”是数值，而条件必须为真或假",
    ),
    Text("compare it with something: {text} > 0", "请与某个值比较，例如：{text} > 0"),
)
NOT_A_NUMBER = ProblemKind(
    "TL6003",
    Text(
        "'{text}' is true or false, but a number is needed here",
        "“{text}”只有真或假，而此处需要数值",
    ),
    Text(
        "name a signal that has a value, such as a fact of the plant",
        "请使用有数值的信号，例如被控对象的事实量",
    ),
)
WRONG_DIMENSION = ProblemKind(
    "TL6004",
    Text(
        "'{quantity}' does not fit the signal '{signal}'; it takes {wanted}",
        "“{quantity}”与信号“{signal}”不匹配，此处应为{wanted}",
    ),
    Text("write {wanted}", "请写{wanted}"),
)
EMPTY_WINDOW = ProblemKind(
    "TL6005",
    Text(
        "the window of this check is empty, for some seeds at least: it begins at {begin} and ends at {end}",
        "该检查的时间窗为空（至少对某些种子）：开始于 {begin}，结束于 {end}",
    ),
    Text(
        "let 'until' lie after 'after', whatever the seed draws, and both within the run",
        "无论种子取何值，都应使 until 晚于 after，且二者都在运行时间之内",
    ),
)
CONSTANT = ProblemKind(
    "TL6006",
    Text(
        "'{text}' reads no signal, so that it is the same for every program",
        "“{text}”没有使用任何信号，对所有程序结果都相同",
    ),
    Text("name a tag or a fact of the plant", "请使用被控对象的变量或事实量"),
)
POINTS_DO_NOT_SUM = ProblemKind(
    "TL6007",
    Text(
        "the points of the checks come to {total:g}, not to {points:g}",
        "各检查的分值之和为 {total:g}，而不是 {points:g}",
    ),
    Text(
        "change the points of a check, or write 'points: {total:g}' here",
        "请修改某项检查的分值，或在此处写“points: {total:g}”",
    ),
)
NEVER_DECIDED = ProblemKind(
    "TL6008",
    Text(
        "'{field}' is {span}, but the run leaves {longest} at most, so that this is never decided",
        "“{field}”为 {span}，而运行最多只留 {longest}，因此永远无法判定",
    ),
    Text(
        "make '{field}' shorter, or the window or the duration longer",
        "请缩短“{field}”，或延长时间窗或运行时间",
    ),
)
ALWAYS = Text("always true", "恒为真")
NEVER = Text("never true", "永不为真")
FOREGONE = ProblemKind(
    "TL6009",
    Text("'{text}' is {value}, in every run", "“{text}”在任何运行中都{value}"),
    Text(
        "compare with what can be; ranges and duration of the run: {known}",
        "请与可能出现的值比较；取值范围和运行时间：{known}",
    ),
)
WITHOUT_UNIT = ProblemKind(
    "TL6010",
    Text(
        "'{signal}' has no unit that '{quantity}' could be compared in",
        "“{signal}”没有单位，无法与“{quantity}”比较",
    ),
    Text(
        "name a signal that has a unit, or write a plain number: {number}",
        "请使用有单位的信号，或只写数值：{number}",
    ),
)
UNKNOWN_NAME = ProblemKind(
    "TL6041",
    Text("this check has no {what} '{name}'{hint}", "该检查中没有名为“{name}”的{what}{hint}"),
    Text("known here: {known}", "此处可用：{known}"),
)
ONE_OF_TWO = ProblemKind(
    "TL6042",
    Text(
        "this check takes '{one}' or '{other}', and exactly one of them",
        "该检查应有且只有“{one}”和“{other}”之一",
    ),
    Text("write one of the two: '{one}' or '{other}'", "请只写其中之一：“{one}”或“{other}”"),
)
NEEDS = ProblemKind(
    "TL6043",
    Text("'{key}' says nothing without '{other}'", "没有“{other}”时，“{key}”没有意义"),
    Text("add '{other}', or leave '{key}' out", "请补上“{other}”，或去掉“{key}”"),
)
