"""TL32xx: calls of functions and function blocks."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

NO_PARAMETER = kind(
    "TL3201",
    "'{callee}' has no {direction} '{name}'{hint}",
    "“{callee}”没有名为“{name}”的{direction}{hint}",
    "it has: {known}",
    "它的参数有：{known}",
)
TOO_MANY_ARGUMENTS = kind(
    "TL3202",
    "'{callee}' takes {wanted} argument(s), but {found} stand here",
    "“{callee}”需要 {wanted} 个参数，此处却有 {found} 个",
    "it takes: {known}",
    "它的参数为：{known}",
)
MISSING_ARGUMENT = kind(
    "TL3203",
    "'{callee}' is called without '{name}'",
    "调用“{callee}”时缺少“{name}”",
    "write {name} := ... in the call",
    "请在调用中写 {name} := ...",
)
ARGUMENT_TWICE = kind(
    "TL3204",
    "'{name}' is given twice in this call",
    "此次调用中“{name}”给出了两次",
    "remove one of them",
    "请删除其中一个",
)
MIXED_ARGUMENTS = kind(
    "TL3205",
    "an argument without a name stands behind one with a name",
    "不带名称的参数写在了带名称的参数之后",
    "put those without names first, or write name := value for each",
    "请把不带名称的参数写在前面，或全部写成 名称 := 值",
)
NEEDS_INSTANCE = kind(
    "TL3206",
    "'{name}' is a function block: it needs an instance to be called",
    "“{name}”是功能块，调用前需要声明实例",
    "declare VAR my_{lower} : {name}; END_VAR and call my_{lower}(...)",
    "请声明 VAR my_{lower} : {name}; END_VAR，然后调用 my_{lower}(...)",
)
NOT_CALLABLE = kind(
    "TL3207",
    "{type} cannot be called",
    "{type} 不能被调用",
    "only functions and instances of function blocks are called",
    "只能调用函数和功能块实例",
)
BLOCK_IN_EXPRESSION = kind(
    "TL3208",
    "a function block has no value of its own",
    "功能块本身没有返回值",
    "call '{name}(...);' as a statement and then read an output such as {name}.{output}",
    "请先用语句 {name}(...); 调用，再读取输出，例如 {name}.{output}",
)
OUTPUT_ARROW = kind(
    "TL3209",
    "'{name}' is an output of '{callee}': take it with '=>'",
    "“{name}”是“{callee}”的输出，应该用“=>”取出",
    "write {name} => variable",
    "请写 {name} => 变量",
)
INPUT_ARROW = kind(
    "TL3210",
    "'{name}' is an input of '{callee}': give it with ':='",
    "“{name}”是“{callee}”的输入，应该用“:=”给出",
    "write {name} := value",
    "请写 {name} := 值",
)
NEEDS_VARIABLE = kind(
    "TL3211",
    "'{name}' of '{callee}' needs a {type} variable here",
    "“{callee}”的“{name}”此处需要一个 {type} 变量",
    "a value or a variable of another type does not do; declare one of type {type}",
    "不能用值或其他类型的变量；请声明一个 {type} 类型的变量",
)
PROGRAM_CALLED = kind(
    "TL3212",
    "'{name}' is a PROGRAM and cannot be called",
    "“{name}”是 PROGRAM，不能被调用",
    "make it a FUNCTION_BLOCK and declare an instance of it",
    "请把它改为 FUNCTION_BLOCK，并声明实例",
)
RESULT_IGNORED = kind(
    "TL3904",
    "the result of '{name}' is thrown away",
    "“{name}”的返回值没有被使用",
    "assign it to a variable: x := {name}(...);",
    "请赋给变量：x := {name}(...);",
    severity="warning",
)
