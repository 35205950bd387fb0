"""TL40xx: what stops a running program."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.problems.kinds import kind

CALLED_FROM = Text("; called from line {line} in {pou}", "；由 {pou} 第 {line} 行调用")

DIVIDED_BY_ZERO = kind(
    "TL4001",
    "the program divided by zero{path}",
    "程序执行了除以零的运算{path}",
    "test the divisor first: IF divisor <> 0 THEN ... END_IF",
    "请先检查除数：IF 除数 <> 0 THEN ... END_IF",
)
NULL_REFERENCE = kind(
    "TL4040",
    "'{name}' refers to nothing: it is NULL{path}",
    "“{name}”没有引用任何内容：它是 NULL{path}",
    "assign it first, or test it: IF {name} <> NULL THEN ... END_IF",
    "请先给它赋值，或先检查：IF {name} <> NULL THEN ... END_IF",
)
FLEETING_REFERENCE = kind(
    "TL4041",
    "a reference to '{name}' would outlive it{path}",
    "对“{name}”的引用会比它本身存在得更久{path}",
    "what stands here lives only as long as one call; refer to a variable of a PROGRAM, of an "
    "instance in VAR ... END_VAR, or of VAR_GLOBAL",
    "此处的内容只在一次调用期间存在；请引用 PROGRAM、VAR ... END_VAR 中的实例或 VAR_GLOBAL 的变量",
)
CALLS_TOO_DEEP = kind(
    "TL4042",
    "the calls do not end: {name} is called again and again from within itself{path}",
    "调用没有尽头：{name} 在自己内部被反复调用{path}",
    "a method that is reached through an interface or reference must not lead back to itself "
    "without end",
    "通过接口或引用到达的方法不能无止境地回到自身",
)
OPEN_INDEX_OUTSIDE = kind(
    "TL4044",
    "index {value} is outside of the array, whose upper bound is {high} here{path}",
    "下标 {value} 超出数组范围，此处上界为 {high}{path}",
    "keep the index between LOWER_BOUND(array, 1) and UPPER_BOUND(array, 1)",
    "请使下标保持在 LOWER_BOUND(数组, 1) 与 UPPER_BOUND(数组, 1) 之间",
)
NO_IN_OUT = kind(
    "TL4043",
    "'{name}' (VAR_IN_OUT) stands for nothing here{path}",
    "“{name}”（VAR_IN_OUT）此处不代表任何变量{path}",
    "it stands for a variable only while the function block is called; a method that is called by "
    "itself needs a VAR_IN_OUT of its own",
    "它只在功能块被调用期间代表某个变量；单独调用的方法需要自己的 VAR_IN_OUT",
)
INDEX_OUTSIDE = kind(
    "TL4002",
    "index {value} is outside of the array's bounds {low}..{high}{path}",
    "下标 {value} 超出数组范围 {low}..{high}{path}",
    "keep the index within the bounds, for example with LIMIT({low}, index, {high}); AND evaluates "
    "both sides, AND_THEN only what is needed",
    "请把下标限制在范围内，例如 LIMIT({low}, 下标, {high})；AND 会计算两边，AND_THEN 只计算需要的一边",
)
OUT_OF_BUDGET = kind(
    "TL4003",
    "the scan does not end: this has run for {steps} steps{path}",
    "扫描无法结束：已执行 {steps} 步{path}",
    "a PLC program runs through in every scan: let the scans be the loop, or make sure that the "
    "condition of this loop becomes false",
    "PLC 程序每个扫描周期都要执行到底：用扫描周期代替循环，或确保此循环的条件会变为假",
)
OUT_OF_RESERVE = kind(
    "TL4008",
    "the scans of this run are too long: together they have used up its {steps} steps{path}",
    "本次运行的扫描过长：合计已用完 {steps} 步{path}",
    "a scan of an ordinary program takes some hundred or thousand steps: spread the turns of a long "
    "loop over many scans",
    "普通程序的一次扫描只需几百到几千步：请把长循环分摊到多个扫描周期",
)
OUTSIDE_DOMAIN = kind(
    "TL4004",
    "{function} has no value here{path}",
    "{function} 在此处无定义{path}",
    "SQRT needs a number >= 0, LN and LOG one > 0, ASIN and ACOS one in -1..1, ** a base > 0 or "
    "a whole exponent; test the argument first",
    "SQRT 要求参数 >= 0，LN 和 LOG 要求 > 0，ASIN 和 ACOS 要求在 -1..1 内，** 要求底数 > 0 或指数为整数；"
    "请先检查参数",
)
OUT_OF_SUBRANGE = kind(
    "TL4005",
    "the value {value} is outside of {low}..{high}, the range of '{name}'{path}",
    "值 {value} 超出“{name}”的范围 {low}..{high}{path}",
    "limit the value first, for example with LIMIT({low}, value, {high})",
    "请先限制数值，例如 LIMIT({low}, 值, {high})",
)
NO_CHARACTER = kind(
    "TL4020",
    "the text has no character number {value}; it has {length} character(s){path}",
    "文本没有第 {value} 个字符；它共有 {length} 个字符{path}",
    "characters count from 1; test LEN(...) first",
    "字符从 1 开始编号；请先用 LEN(...) 检查长度",
)
NO_SUCH_DATE = kind(
    "TL4021",
    "{function} has no such date or time: a part is {value}, and it goes from {low} to {high}{path}",
    "{function} 的日期或时刻不存在：某一部分为 {value}，范围应为 {low}..{high}{path}",
    "test year, month, day, hour, minute, second and millisecond first",
    "请先检查年、月、日、时、分、秒和毫秒",
)
NOT_BCD = kind(
    "TL4022",
    "the value {value} holds a digit above 9: it is no BCD number{path}",
    "值 {value} 中有大于 9 的数字，不是 BCD 数{path}",
    "test it first with IS_VALID_BCD(...); a plain number needs no BCD conversion",
    "请先用 IS_VALID_BCD(...) 检查；普通的数不需要 BCD 转换",
)
TOO_LARGE_FOR_BCD = kind(
    "TL4023",
    "{value} does not fit into the BCD digits of a {type}: it holds 0..{most}{path}",
    "{value} 超出 {type} 的 BCD 数字所能表示的范围 0..{most}{path}",
    "limit the value first, for example with LIMIT(0, value, {most}), or use a wider type",
    "请先限制数值，例如 LIMIT(0, 值, {most})，或使用更宽的类型",
)
NEGATIVE_SHIFT = kind(
    "TL4006",
    "{function} was asked to shift by {value} places{path}",
    "{function} 的移位数为 {value}{path}",
    "the number of places N must not be negative; use the opposite direction instead",
    "移位数 N 不能为负；请改用相反方向的移位",
)
SELECTOR_OUTSIDE = kind(
    "TL4007",
    "MUX has no input number {value}; it has 0..{high}{path}",
    "MUX 没有第 {value} 个输入；输入编号为 0..{high}{path}",
    "keep K within 0..{high}, for example with LIMIT(0, k, {high})",
    "请把 K 限制在 0..{high} 内，例如 LIMIT(0, k, {high})",
)
