"""TL34xx: references, arrays of any size, system names and namespaces."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.problems.kinds import kind

OF_A_CALL = Text("it lives only as long as one call", "它只在一次调用期间存在")
OF_A_BIT = Text("a single bit has no place of its own", "单个位没有自己的存储位置")
OF_A_CONSTANT = Text("a constant cannot be changed", "常量不能被修改")
OF_A_RESULT = Text(
    "the result of a call is gone after the statement", "调用的返回值在语句之后就不存在了"
)
OF_TEXT = Text("a single character has no place of its own", "单个字符没有自己的存储位置")

NOT_REFERABLE = kind(
    "TL3401",
    "there can be no reference to '{name}': {reason}",
    "不能引用“{name}”：{reason}",
    "refer to a variable of VAR ... END_VAR in a PROGRAM or FUNCTION_BLOCK, or to a VAR_GLOBAL",
    "请引用 PROGRAM 或 FUNCTION_BLOCK 中 VAR ... END_VAR 的变量，或 VAR_GLOBAL 变量",
)
NO_REFERENCE = kind(
    "TL3402",
    "'^' follows a reference, but this is {type}",
    "“^”应写在引用之后，此处却是 {type}",
    "remove the '^', or declare the variable as REF_TO {type}",
    "请去掉“^”，或把变量声明为 REF_TO {type}",
)
OPEN_ARRAY_HERE = kind(
    "TL3403",
    "ARRAY[*] can only be the type of a VAR_IN_OUT",
    "ARRAY[*] 只能用作 VAR_IN_OUT 的类型",
    "write the bounds, as in ARRAY[1..10], or move the variable to VAR_IN_OUT",
    "请写出上下界，例如 ARRAY[1..10]，或把变量移到 VAR_IN_OUT 中",
)
NO_DIMENSION = kind(
    "TL3404",
    "{function} needs an array and the number of one of its {count} dimension(s)",
    "{function} 需要一个数组，以及它的 {count} 个维度之一的编号",
    "write {function}(array, 1); the second argument is a number that is known now",
    "请写 {function}(数组, 1)；第二个参数必须是运行前已知的数",
)
NOT_ATTEMPTED = kind(
    "TL3405",
    "'?=' cannot assign {source} to {target}",
    "“?=”不能把 {source} 赋给 {target}",
    "on both sides stand interface variables or references to function blocks; NULL is the result "
    "where the instance is of another type",
    "两边都应是接口变量或指向功能块的引用；若实例属于其他类型，结果为 NULL",
)
NOT_BINDABLE = kind(
    "TL3406",
    "'REF=' needs a variable of type REFERENCE TO on its left, but this is {type}",
    "“REF=”左边应为 REFERENCE TO 类型的变量，此处却是 {type}",
    "declare it as REFERENCE TO ..., or write r := REF(x) for a REF_TO",
    "请把它声明为 REFERENCE TO ...；若为 REF_TO，请写 r := REF(x)",
)
WRONG_REFERENCE = kind(
    "TL3407",
    "{target} '{name}' cannot take {source}",
    "{target} 类型的“{name}”不能接受 {source}",
    "{advice}",
    "{advice}",
)
SYSTEM_NAME = kind(
    "TL3408",
    "'{name}' belongs to one vendor's system and does not exist here",
    "“{name}”属于某厂商的系统，此处不存在",
    "use what the standard has: REF(x), r^, NULL and '?='; __ISVALIDREF(r) works here, too",
    "请使用标准提供的写法：REF(x)、r^、NULL 和“?=”；__ISVALIDREF(r) 也可以使用",
)
NO_ADDRESSES = kind(
    "TL3409",
    "'{name}' gives an address in memory; there are none here",
    "“{name}”给出内存地址；此处没有内存地址",
    "write REF(x) for a REF_TO variable, or r REF= x for a REFERENCE TO",
    "REF_TO 变量请写 REF(x)，REFERENCE TO 变量请写 r REF= x",
)
CIRCULAR_REFERENCE = kind(
    "TL3410",
    "this reference refers to nothing but references",
    "此引用只指向引用本身",
    "let it refer to a type that is declared elsewhere, such as a STRUCT",
    "请让它引用另外声明的类型，例如 STRUCT",
)
NEEDS_CARET = kind(
    "TL3411",
    "'{name}' is a reference: its target is written '{name}^'",
    "“{name}”是引用，它所指的内容应写作“{name}^”",
    "write {name}^",
    "请写 {name}^",
)
UNKNOWN_NAMESPACE = kind(
    "TL3412",
    "there is no namespace '{name}'{hint}",
    "没有名为“{name}”的命名空间{hint}",
    "write the whole name of a NAMESPACE, as in USING a.b;",
    "请写出 NAMESPACE 的完整名称，例如 USING a.b;",
)
