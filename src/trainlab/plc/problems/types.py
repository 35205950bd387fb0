"""TL31xx: types of values, and statements that do not fit them."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.problems.kinds import kind

CANNOT_ASSIGN = kind(
    "TL3101",
    "cannot assign {source} to {target} variable '{name}'",
    "不能把 {source} 赋给 {target} 类型的变量“{name}”",
    "use {conversion}",
    "请使用 {conversion}",
)
NUMBER_TOO_LARGE = kind(
    "TL3102",
    "{value} does not fit into {type} ({low}..{high})",
    "{value} 超出 {type} 的范围（{low}..{high}）",
    "use a wider type, or a smaller number",
    "请使用更宽的类型，或更小的数",
)
WRONG_OPERAND = kind(
    "TL3103",
    "'{operator}' cannot be used on {type}",
    "“{operator}”不能用于 {type}",
    "{advice}",
    "{advice}",
)
MIXED_OPERANDS = kind(
    "TL3104",
    "'{operator}' cannot combine {left} with {right}",
    "“{operator}”不能同时用于 {left} 和 {right}",
    "convert one of them, for example {conversion}",
    "请先转换其中一个，例如 {conversion}",
)
COMPARE = Text(
    "compare it with something, for example '{text} <> 0'", "请与某个值比较，例如“{text} <> 0”"
)
NOT_BOOL = kind(
    "TL3105",
    "a condition must be BOOL, but this is {type}",
    "条件必须是 BOOL，此处却是 {type}",
    "{advice}",
    "{advice}",
)
NOT_AN_ARRAY = kind(
    "TL3106",
    "{type} is not an array and has no [index]",
    "{type} 不是数组，不能用 [下标]",
    "remove the index, or declare an ARRAY[1..n] OF ...",
    "请去掉下标，或声明为 ARRAY[1..n] OF ...",
)
WRONG_INDEX_COUNT = kind(
    "TL3107",
    "the array has {wanted} index(es), but {found} stand here",
    "该数组有 {wanted} 个下标，此处却写了 {found} 个",
    "write one index for each range of the declaration",
    "声明中有几个范围就写几个下标",
)
INDEX_NOT_INTEGER = kind(
    "TL3108",
    "an index must be an integer, but this is {type}",
    "下标必须是整数，此处却是 {type}",
    "use an INT variable, or convert with {conversion}",
    "请使用 INT 变量，或用 {conversion} 转换",
)
INDEX_OUTSIDE = kind(
    "TL3109",
    "index {value} is outside of {low}..{high}",
    "下标 {value} 超出范围 {low}..{high}",
    "use an index within the declared bounds",
    "请使用声明范围内的下标",
)
NO_MEMBERS = kind(
    "TL3110",
    "{type} has no elements to reach with '.{name}'",
    "{type} 没有可用“.{name}”访问的元素",
    "only structures and function block instances have elements; bit strings have bits .0, .1, ...",
    "只有结构体和功能块实例有元素；位串可用 .0、.1 等访问位",
)
BIT_OUTSIDE = kind(
    "TL3111",
    "{type} has no {part} {number}",
    "{type} 没有编号为 {number} 的{part}",
    "its parts are {known}; a bit may be written .0, too",
    "它的各部分为 {known}；位也可以写成 .0",
)
NOT_ASSIGNABLE = kind(
    "TL3112",
    "this is a value, not a variable: nothing can be assigned to it",
    "这是一个值，不是变量，不能被赋值",
    "write the name of a variable left of ':='",
    "请在“:=”左边写变量名",
)
NOT_COUNTABLE = kind(
    "TL3113",
    "a FOR loop counts with an integer variable, but '{name}' is {type}",
    "FOR 循环用整数变量计数，而“{name}”是 {type}",
    "declare '{name}' as INT or DINT",
    "请把“{name}”声明为 INT 或 DINT",
)
STEP_ZERO = kind(
    "TL3114",
    "a FOR loop with step 0 never ends",
    "步长为 0 的 FOR 循环永远不会结束",
    "write BY 1 or BY -1",
    "请写 BY 1 或 BY -1",
)
NO_CASE_TYPE = kind(
    "TL3115",
    "CASE chooses by an integer or an enumeration, but this is {type}",
    "CASE 按整数或枚举选择，此处却是 {type}",
    "use IF ... ELSIF for {type}",
    "对 {type} 请使用 IF ... ELSIF",
)
DOUBLE_LABEL = kind(
    "TL3116",
    "the label {value} stands in an earlier branch already",
    "标号 {value} 已在前面的分支中出现",
    "each value may stand in one branch only",
    "每个值只能出现在一个分支中",
)
OUTSIDE_LOOP = kind(
    "TL3117",
    "{keyword} stands outside of every loop",
    "{keyword} 不在任何循环之内",
    "use it inside of FOR, WHILE or REPEAT; RETURN leaves the whole program part",
    "请在 FOR、WHILE 或 REPEAT 内使用；要退出整个程序单元请用 RETURN",
)
DIVISION_BY_ZERO = kind(
    "TL3118",
    "this divides by zero",
    "此处除以零",
    "divide by another number",
    "请除以其他的数",
)
NOT_A_VALUE = kind(
    "TL3119",
    "{type} is not a single value and cannot be used here",
    "{type} 不是单个值，不能用在这里",
    "use one of its elements",
    "请使用它的某个元素",
)
WRONG_INITIAL = kind(
    "TL3120",
    "this initial value does not fit {type}",
    "此初始值与 {type} 不符",
    "write [1, 2, ...] for an array and (name := value, ...) for a structure",
    "数组写 [1, 2, ...]，结构体写 (名称 := 值, ...)",
)
TOO_MANY_INITIALS = kind(
    "TL3121",
    "{found} initial values for an array of {count} elements",
    "数组有 {count} 个元素，却写了 {found} 个初始值",
    "remove some, or enlarge the array",
    "请减少初始值，或增大数组",
)
BAD_PREFIX = kind(
    "TL3122",
    "'{text}' is no value of type {type}",
    "“{text}”不是 {type} 类型的值",
    "write a number that {type} can hold, or leave the type out",
    "请写 {type} 能表示的数，或去掉类型前缀",
)
CHAINED_COMPARISON = kind(
    "TL3130",
    "a comparison cannot be continued with '{operator}'",
    "比较运算不能用“{operator}”继续写下去",
    "write both comparisons: low < x AND x < high",
    "请把两个比较分开写：low < x AND x < high",
)
NUMBER_AS_CONDITION = kind(
    "TL3131",
    "'{operator}' stands between conditions, but {value} is a number",
    "“{operator}”连接的是条件，而 {value} 是一个数",
    "write the whole comparison again: x = 1 {operator} x = {value}",
    "请写出完整的比较：x = 1 {operator} x = {value}",
)
ARRAY_CALLED = kind(
    "TL3132",
    "'{name}' is an array: its elements stand in brackets",
    "“{name}”是数组，元素应写在方括号中",
    "write {name}[...]",
    "请写 {name}[...]",
)
INTEGER_DIVISION = kind(
    "TL3930",
    "this divides integers: what is behind the point is lost before it becomes {type}",
    "这是整数除法：在转换为 {type} 之前小数部分已经丢失",
    "convert first: INT_TO_REAL(a) / 2.0",
    "请先转换：INT_TO_REAL(a) / 2.0",
    severity="warning",
)
LOSES_PRECISION = kind(
    "TL3901",
    "two REAL values are hardly ever exactly equal",
    "两个 REAL 值几乎不会完全相等",
    "compare the distance: ABS(a - b) < 0.001",
    "请比较差值：ABS(a - b) < 0.001",
    severity="warning",
)
CONTROL_CHANGED = kind(
    "TL3902",
    "the loop changes its own counter '{name}'",
    "循环体修改了自己的计数变量“{name}”",
    "use WHILE if the number of rounds is not fixed, EXIT to leave early",
    "循环次数不固定请用 WHILE，提前结束请用 EXIT",
    severity="warning",
)
UNREACHABLE = kind(
    "TL3903",
    "this statement is never reached",
    "此语句永远不会执行",
    "remove it, or move it before {keyword}",
    "请删除它，或移到 {keyword} 之前",
    severity="warning",
)
