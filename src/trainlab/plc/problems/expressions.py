"""TL36xx: expressions over the signals of a trace, as scenarios write them."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

UNKNOWN_SIGNAL = kind(
    "TL3601",
    "there is no signal '{name}'{hint}",
    "没有名为“{name}”的信号{hint}",
    "write the name of a tag or of a fact of the plant",
    "请写被控对象的变量或事实量的名称",
)
UNKNOWN_FUNCTION = kind(
    "TL3602",
    "there is no function '{name}' in an expression over a trace{hint}",
    "轨迹表达式中没有函数“{name}”{hint}",
    "it knows: {known}",
    "可用的函数：{known}",
)
WRONG_COUNT = kind(
    "TL3603",
    "'{name}' takes {wanted} value(s), but {found} stand here",
    "“{name}”需要 {wanted} 个值，此处却有 {found} 个",
    "write {usage}",
    "请写 {usage}",
)
NEEDS_BOOL = kind(
    "TL3604",
    "'{operator}' needs something that is true or false here, but this is a number",
    "“{operator}”此处需要真假值，却是一个数",
    "compare it with something, for example level_m > 0.2",
    "请与某个值比较，例如 level_m > 0.2",
)
NEEDS_NUMBER = kind(
    "TL3605",
    "'{operator}' needs a number here, but this is true or false",
    "“{operator}”此处需要一个数，却是真假值",
    "a BOOL signal stands by itself, or after NOT: pump_on AND NOT valve_open",
    "BOOL 信号可直接使用，或写在 NOT 之后：pump_on AND NOT valve_open",
)
UNLIKE_OPERANDS = kind(
    "TL3606",
    "'{operator}' cannot compare a number with something that is true or false",
    "“{operator}”不能把数与真假值作比较",
    "for a BOOL signal write its name, or NOT and its name",
    "BOOL 信号请直接写名称，或写 NOT 加名称",
)
NOT_HERE = kind(
    "TL3607",
    "this cannot stand in an expression over a trace",
    "轨迹表达式中不能这样写",
    "use signals, numbers, durations such as T#2s, operators, and the functions {known}",
    "请使用信号、数、T#2s 之类的时间、运算符，以及函数 {known}",
)
