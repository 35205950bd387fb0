"""TL30xx: names and declarations."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

UNKNOWN_NAME = kind(
    "TL3001",
    "'{name}' is not declared{hint}",
    "“{name}”没有声明{hint}",
    "declare it in VAR ... END_VAR, or correct the spelling",
    "请在 VAR ... END_VAR 中声明它，或检查拼写",
)
UNKNOWN_TYPE = kind(
    "TL3002",
    "there is no type or function block '{name}'{hint}",
    "没有名为“{name}”的类型或功能块{hint}",
    "write a type such as BOOL, INT, REAL or TIME, or declare '{name}' yourself",
    "请写 BOOL、INT、REAL、TIME 等类型，或自行定义“{name}”",
)
UNKNOWN_FUNCTION = kind(
    "TL3003",
    "there is no function '{name}'{hint}",
    "没有名为“{name}”的函数{hint}",
    "check the spelling, or write FUNCTION {name} yourself",
    "请检查拼写，或自行编写 FUNCTION {name}",
)
UNKNOWN_MEMBER = kind(
    "TL3004",
    "{type} has no element '{name}'{hint}",
    "{type} 没有名为“{name}”的元素{hint}",
    "it has: {known}",
    "它的元素有：{known}",
)
DECLARED_TWICE = kind(
    "TL3005",
    "'{name}' is declared twice; first in line {line}",
    "“{name}”重复声明，首次声明在第 {line} 行",
    "give one of them another name; upper and lower case do not differ",
    "请给其中一个换名；名称不区分大小写",
)
NOT_A_TYPE = kind(
    "TL3006",
    "'{name}' is a {what}, not a type",
    "“{name}”是 {what}，不是类型",
    "only function blocks have instances; call a function directly",
    "只有功能块可以声明实例；函数可直接调用",
)
NOT_A_VARIABLE = kind(
    "TL3007",
    "'{name}' is not a variable",
    "“{name}”不是变量",
    "a function is called with parentheses; a function block needs an instance in VAR ... END_VAR",
    "函数调用要加括号；功能块要先在 VAR ... END_VAR 中声明实例",
)
SELF_CONTAINING = kind(
    "TL3008",
    "'{name}' uses itself: {chain}",
    "“{name}”使用了它自己：{chain}",
    "a PLC allows no recursion; use a loop instead",
    "PLC 不允许递归；请改用循环",
)
NOT_CONSTANT = kind(
    "TL3009",
    "this value must be known before the program runs",
    "此处的值必须在程序运行前就能确定",
    "write a number, or the name of a VAR CONSTANT",
    "请写一个数，或一个 VAR CONSTANT 常量的名称",
)
BAD_BOUNDS = kind(
    "TL3010",
    "the bounds {low}..{high} are the wrong way round",
    "上下界 {low}..{high} 颠倒了",
    "write the lower bound first",
    "请先写下界",
)
TOO_MUCH_MEMORY = kind(
    "TL3011",
    "'{name}' would need {size} bytes; a program may have {most}",
    "“{name}”需要 {size} 字节；一个程序最多可用 {most} 字节",
    "make the array smaller",
    "请减小数组",
)
ASSIGNED_CONSTANT = kind(
    "TL3012",
    "'{name}' is a constant and cannot be changed",
    "“{name}”是常量，不能被修改",
    "remove CONSTANT from its declaration, or assign to another variable",
    "请去掉声明中的 CONSTANT，或改为给其他变量赋值",
)
ASSIGNED_INPUT = kind(
    "TL3013",
    "'{name}' is an input (VAR_INPUT) of the program and cannot be changed here",
    "“{name}”是程序的输入变量（VAR_INPUT），此处不能修改",
    "copy it to a variable of VAR ... END_VAR and change that one",
    "请先复制到 VAR ... END_VAR 中的变量，再修改该变量",
)
CHANGED_INPUT = kind(
    "TL3934",
    "{pou} changes its own input '{name}': the caller does not see that, and its next value undoes it",
    "{pou} 修改了自己的输入变量“{name}”：调用者看不到，下次给出的值会将其覆盖",
    "copy it to a variable of VAR ... END_VAR; use VAR_IN_OUT if the caller's variable is meant",
    "请复制到 VAR ... END_VAR 中的变量；若要修改调用者的变量，请用 VAR_IN_OUT",
    severity="warning",
)
HIDDEN_MEMBER = kind(
    "TL3014",
    "'{name}' is inside of {type} and cannot be reached from here",
    "“{name}”是 {type} 的内部变量，外部不能访问",
    "make it a VAR_OUTPUT of {type} if others need to read it",
    "若外部需要读取，请在 {type} 中把它声明为 VAR_OUTPUT",
)
ASSIGNED_OUTPUT = kind(
    "TL3015",
    "'{name}' is an output of {type}; only {type} itself can change it",
    "“{name}”是 {type} 的输出，只有 {type} 自己能修改它",
    "read it, or give {type} an input for what you want to set",
    "只能读取它；若要设置，请给 {type} 增加一个输入",
)
NO_RESULT = kind(
    "TL3016",
    "'{name}' has no result type",
    "“{name}”没有返回值类型",
    "write {keyword} {name} : INT (or another type)",
    "请写 {keyword} {name} : INT（或其他类型）",
)
WRONG_SECTION = kind(
    "TL3017",
    "{section} cannot stand in a {pou}",
    "{section} 不能出现在 {pou} 中",
    "use VAR, VAR_INPUT, VAR_OUTPUT, VAR_IN_OUT or VAR_TEMP",
    "请使用 VAR、VAR_INPUT、VAR_OUTPUT、VAR_IN_OUT 或 VAR_TEMP",
)
NO_GLOBAL = kind(
    "TL3018",
    "there is no VAR_GLOBAL '{name}' of type {type} for this VAR_EXTERNAL{hint}",
    "没有与此 VAR_EXTERNAL 对应、类型为 {type} 的 VAR_GLOBAL“{name}”{hint}",
    "declare it in VAR_GLOBAL ... END_VAR with the same type",
    "请在 VAR_GLOBAL ... END_VAR 中以相同类型声明它",
)
UNKNOWN_ENUM_VALUE = kind(
    "TL3020",
    "{type} has no value '{name}'{hint}",
    "{type} 没有名为“{name}”的值{hint}",
    "its values are: {known}",
    "它的值有：{known}",
)
UNKNOWN_PROGRAM = kind(
    "TL3021",
    "there is no PROGRAM '{name}' for this instance{hint}",
    "没有与该实例对应的 PROGRAM“{name}”{hint}",
    "write the name of a PROGRAM of this file",
    "请写出本文件中某个 PROGRAM 的名称",
)
MISUSED_LOCATION = kind(
    "TL3022",
    "'{name}' cannot be located at {address}: its type is {type}",
    "“{name}”的类型是 {type}，不能定位到 {address}",
    "X addresses hold BOOL, B 8 bits, W 16 bits, D 32 bits and L 64 bits",
    "X 地址存放 BOOL，B 为 8 位，W 为 16 位，D 为 32 位，L 为 64 位",
)
TOO_MUCH_CODE = kind(
    "TL3024",
    "'{name}' with all that it uses comes to {found} instructions; a program may have {most}",
    "“{name}”及其所用部分共有 {found} 条指令；一个程序最多可有 {most} 条",
    "write what repeats once, in a loop or a function",
    "请把重复的部分写成循环或函数",
)
UNKNOWN_INSTANCE = kind(
    "TL3030",
    "there is no function and no function block instance '{name}'{hint}",
    "没有名为“{name}”的函数或功能块实例{hint}",
    "declare an instance in VAR ... END_VAR, for example {name} : TON; or correct the spelling",
    "请在 VAR ... END_VAR 中声明实例，例如 {name} : TON; 或检查拼写",
)
EMPTY_STRUCT = kind(
    "TL3023",
    "the structure '{name}' has no elements",
    "结构体“{name}”没有元素",
    "declare at least one element between STRUCT and END_STRUCT",
    "请在 STRUCT 与 END_STRUCT 之间至少声明一个元素",
)
BAD_BASE_TYPE = kind(
    "TL3040",
    "'{name}' is no integer type, so neither an enumeration nor a subrange can be made of it",
    "“{name}”不是整数类型，不能用作枚举或子范围的基础类型",
    "write an integer type such as INT or USINT; an enumeration may be of BYTE or WORD, too",
    "请写 INT、USINT 等整数类型；枚举还可以用 BYTE 或 WORD",
)
GENERIC_TYPE = kind(
    "TL3041",
    "'{name}' is a generic type: only standard functions have parameters of many types",
    "“{name}”是通用类型：只有标准函数的参数可以是多种类型",
    "write one type such as REAL, and a function of its own for each other type",
    "请写一个具体类型，例如 REAL；其他类型请各写一个函数",
)
INITIAL_HERE = kind(
    "TL3042",
    "'{name}' of {section} cannot have an initial value: it stands for another variable",
    "{section} 中的“{name}”不能有初始值：它代表另一个变量",
    "remove the value, and give it where that variable is declared",
    "请删除此值，并在声明那个变量的地方给出",
)
LOCATED_HERE = kind(
    "TL3043",
    "'{name}' cannot have an address here: {section} of a {pou} lives in its calls only",
    "“{name}”在此处不能有地址：{pou} 的 {section} 只在调用期间存在",
    "declare it AT {address} in a PROGRAM or VAR_GLOBAL, and give it to the {pou} as VAR_INPUT",
    "请在 PROGRAM 或 VAR_GLOBAL 中用 AT {address} 声明，再通过 VAR_INPUT 传给 {pou}",
)
EDGE_HERE = kind(
    "TL3044",
    "'{name}' cannot be {edge}: only a BOOL of VAR_INPUT of a FUNCTION_BLOCK or PROGRAM can",
    "“{name}”不能声明为 {edge}：只有 FUNCTION_BLOCK 或 PROGRAM 的 BOOL 型 VAR_INPUT 可以",
    "declare an instance of R_TRIG or F_TRIG, and call it with the signal as CLK",
    "请声明 R_TRIG 或 F_TRIG 的实例，并以该信号作为 CLK 调用",
)
NOT_OVERLAPPING = kind(
    "TL3045",
    "'{name}' is {type}, which cannot share its memory with other elements",
    "“{name}”的类型是 {type}，不能与其他元素共用内存",
    "only numbers, bits, times and arrays and structures of these stand in a UNION",
    "UNION 中只能有数、位串、时间以及由它们组成的数组和结构体",
)
