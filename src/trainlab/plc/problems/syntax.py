"""TL22xx: tokens that stand in the wrong place."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.problems.kinds import kind

END_OF_FILE = Text("the end of the text", "文本结尾")

EXPECTED = kind(
    "TL2201",
    "expected {wanted}, but found {found}",
    "此处应为{wanted}，却是{found}",
    "write {wanted} here, or look for a mistake just before",
    "请在此处写{wanted}，或检查前面是否有错误",
)
MISSING_SEMICOLON = kind(
    "TL2202",
    "';' is missing at the end of this statement",
    "语句末尾缺少“;”",
    "every statement and declaration ends with ';'",
    "每条语句和每个声明都以“;”结束",
)
EQUALS_FOR_ASSIGNMENT = kind(
    "TL2203",
    "'=' compares; it does not assign",
    "“=”用于比较，不能赋值",
    "to assign, write ':='",
    "赋值请写“:=”",
)
ASSIGNMENT_IN_EXPRESSION = kind(
    "TL2204",
    "':=' assigns; it cannot stand in an expression",
    "“:=”用于赋值，不能出现在表达式中",
    "to compare, write '='",
    "比较请写“=”",
)
NOT_A_STATEMENT = kind(
    "TL2205",
    "this is a value, not a statement",
    "这只是一个值，不是语句",
    "assign it to a variable with ':=', or call a function block",
    "请用“:=”把它赋给变量，或调用功能块",
)
WRONG_END = kind(
    "TL2206",
    "{opener} of line {line} must be closed by {closer}, but {found} stands here",
    "第 {line} 行的 {opener} 应以 {closer} 结束，此处却是{found}",
    "write {closer} before this",
    "请在此之前写 {closer}",
)
STRAY_END = kind(
    "TL2207",
    "{found} closes nothing here",
    "此处的 {found} 没有对应的开头",
    "remove it, or write the beginning that belongs to it",
    "请删除它，或补上与之对应的开头",
)
TOO_DEEP = kind(
    "TL2208",
    "the nesting here is more than {most} levels deep",
    "此处嵌套超过 {most} 层",
    "compute parts in variables of their own, or move them to a function",
    "请把一部分先算到变量里，或移到函数中",
)
RESERVED_NAME = kind(
    "TL2209",
    "'{name}' is a keyword of the language and cannot be a name",
    "“{name}”是语言的关键字，不能用作名称",
    "choose another name, for example '{name}_1'",
    "请换一个名称，例如“{name}_1”",
)
OUTSIDE_POU = kind(
    "TL2210",
    "{found} stands outside of every PROGRAM, FUNCTION_BLOCK and FUNCTION",
    "{found}不在任何 PROGRAM、FUNCTION_BLOCK 或 FUNCTION 之内",
    "put statements between PROGRAM name and END_PROGRAM, after the declarations",
    "语句应写在 PROGRAM 名称 与 END_PROGRAM 之间、声明之后",
)
NOT_YET = kind(
    "TL2211",
    "{what} is not supported yet",
    "暂不支持{what}",
    "write the program without it for now",
    "目前请不使用它来编写程序",
)
DECLARATION_IN_BODY = kind(
    "TL2212",
    "declarations must stand before the first statement",
    "变量声明必须写在第一条语句之前",
    "move this {found} ... END_VAR above the statements",
    "请将此 {found} ... END_VAR 移到语句之前",
)
EMPTY_ARGUMENT = kind(
    "TL2213",
    "an argument is missing here",
    "此处缺少一个参数",
    "write a value, or remove the comma",
    "请写一个值，或删除逗号",
)
NO_END = kind(
    "TL2214",
    "{opener} of line {line} has no {closer}; it is taken to end here",
    "第 {line} 行的 {opener} 没有 {closer}；视为在此处结束",
    "write {closer} here, and look whether something of the text is missing",
    "请在此处写 {closer}，并检查文本是否不完整",
    severity="warning",
)
END_OF_EXPRESSION = Text("the end of the expression", "表达式结尾")
POINTER = kind(
    "TL2220",
    "POINTER TO is not allowed: a pointer can lead anywhere in memory",
    "不允许使用 POINTER TO：指针可能指向内存中的任何位置",
    "use REF_TO with REF(x) and r^, or REFERENCE TO with REF=; for arrays of any size, ARRAY[*]",
    "请改用 REF_TO（配合 REF(x) 和 r^）或 REFERENCE TO（配合 REF=）；任意长度的数组请用 ARRAY[*]",
)
