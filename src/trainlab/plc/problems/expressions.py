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
UNIT_HERE = kind(
    "TL3608",
    "the numbers of an expression have no units, but here is '{unit}'",
    "表达式中的数不带单位，此处却有“{unit}”",
    "write the number alone, in the unit of the signal that it meets (0.2 for 200 mm where the signal"
    " is in m); durations are written T#2s",
    "只写数值，按所涉及信号的单位换算（信号以 m 为单位时，200 mm 写作 0.2）；时间写作 T#2s",
)
BY_ZERO = kind(
    "TL3609",
    "this divides by zero, whatever happens in the run",
    "无论运行中发生什么，此处都除以零",
    "divide by a signal, or by a number other than 0",
    "请除以某个信号，或除以不为 0 的数",
)
TOO_LARGE = kind(
    "TL3610",
    "this number is larger than a value of a trace can be",
    "该数超出轨迹数值的范围",
    "the largest number is about 1.0E308",
    "最大约为 1.0E308",
)
