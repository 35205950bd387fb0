"""TL35xx: choosing the program to run and binding its variables to the tags of a plant."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

NO_TAG_AT = kind(
    "TL3501",
    "the plant has no tag at {address}; '{name}' is connected to nothing",
    "被控对象在 {address} 处没有变量，“{name}”没有连接到任何信号",
    "look the address up in the tag list of the plant",
    "请在被控对象的变量表中查找正确的地址",
    severity="warning",
)
NO_SUCH_POU = kind(
    "TL3502",
    "there is no PROGRAM or FUNCTION_BLOCK '{name}' in this file{hint}",
    "此文件中没有名为“{name}”的 PROGRAM 或 FUNCTION_BLOCK{hint}",
    "it has: {known}",
    "文件中有：{known}",
)
WHICH_PROGRAM = kind(
    "TL3503",
    "the file leaves open which program is to run: {known}",
    "无法确定要运行哪个程序：{known}",
    "keep one PROGRAM, or name one in a CONFIGURATION (PROGRAM instance WITH task : name;)",
    "请只保留一个 PROGRAM，或在 CONFIGURATION 中指定（PROGRAM 实例 WITH 任务 : 名称;）",
)
NO_PROGRAM = kind(
    "TL3504",
    "the file has no PROGRAM to run",
    "文件中没有可运行的 PROGRAM",
    "write PROGRAM name ... END_PROGRAM; functions and function blocks run only when they are called",
    "请写 PROGRAM 名称 ... END_PROGRAM；函数和功能块只有被调用时才会执行",
)
ASSIGNED_SENSOR = kind(
    "TL3505",
    "'{name}' is connected to the sensor {tag}; a program cannot write a sensor",
    "“{name}”连接的是传感器 {tag}，程序不能给传感器赋值",
    "assign to an actuator (%Q), or to a variable that is not connected",
    "请给执行器（%Q）赋值，或使用未连接信号的变量",
)
WRONG_TAG_TYPE = kind(
    "TL3506",
    "'{name}' is {type}, but the tag {tag} is {wanted}",
    "“{name}”的类型是 {type}，而变量 {tag} 的类型是 {wanted}",
    "declare {name} : {wanted};",
    "请声明 {name} : {wanted};",
)
TAG_TWICE = kind(
    "TL3507",
    "'{name}' writes the output {tag}, which '{other}' writes already",
    "“{name}”与“{other}”都写输出 {tag}",
    "connect one variable to each output",
    "每个输出只能连接一个变量",
)
TOUCHES_NOTHING = kind(
    "TL3508",
    "the program touches no tag of this plant",
    "程序没有使用该被控对象的任何变量",
    "declare variables by the names of the tags, for example {tag} : {type}; or by their addresses: "
    "{tag} AT {address} : {type};",
    "请用变量的名称声明变量，例如 {tag} : {type};，或用地址声明：{tag} AT {address} : {type};",
)
NO_TAG_NAMED = kind(
    "TL3509",
    "the plant has no tag '{name}'; this {section} is connected to nothing{hint}",
    "被控对象没有名为“{name}”的变量，此 {section} 没有连接到任何信号{hint}",
    "the names of the tags are in the tag list of the plant",
    "变量名称见被控对象的变量表",
    severity="warning",
)
NO_EXTERNAL = kind(
    "TL3510",
    "neither a VAR_GLOBAL nor a tag has the name '{name}' of this VAR_EXTERNAL{hint}",
    "没有与此 VAR_EXTERNAL“{name}”同名的 VAR_GLOBAL 或变量{hint}",
    "declare it in VAR_GLOBAL, or write the name of a tag",
    "请在 VAR_GLOBAL 中声明，或写变量的名称",
)
WRONG_DIRECTION = kind(
    "TL3511",
    "'{name}' is declared in {section}, but the tag {tag} is {direction}",
    "“{name}”声明在 {section} 中，但变量 {tag} 是{direction}",
    "a sensor belongs in VAR_INPUT, an actuator in VAR_OUTPUT",
    "传感器应声明在 VAR_INPUT 中，执行器应声明在 VAR_OUTPUT 中",
)
OPEN_IN_OUT = kind(
    "TL3512",
    "'{name}' cannot run by itself: its VAR_IN_OUT '{variable}' needs a caller",
    "“{name}”不能单独运行：它的 VAR_IN_OUT“{variable}”需要由调用者提供",
    "write a PROGRAM that calls it",
    "请写一个调用它的 PROGRAM",
)
NEAR_TAG = kind(
    "TL3513",
    "'{name}' is connected to nothing; did you mean the tag '{tag}'?",
    "“{name}”没有连接到任何变量；是否想写变量“{tag}”？",
    "a variable stands for the tag whose name it has: write it as in the tag list of the plant",
    "程序变量按名称与被控对象的变量对应：请与变量表中的写法一致",
    severity="warning",
)
