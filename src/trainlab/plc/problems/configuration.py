"""TL38xx: configurations, resources, tasks and the programs that they run."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

UNKNOWN_SETTING = kind(
    "TL3801",
    "a TASK has no setting '{name}'",
    "TASK 没有名为“{name}”的设置",
    "its settings are: {known}",
    "可用的设置有：{known}",
)
UNKNOWN_TASK = kind(
    "TL3802",
    "there is no TASK '{name}' in this resource{hint}",
    "此资源中没有名为“{name}”的 TASK{hint}",
    "declare TASK {name}(INTERVAL := T#20ms, PRIORITY := 1); before the program",
    "请在程序之前声明 TASK {name}(INTERVAL := T#20ms, PRIORITY := 1);",
)
NEVER_DUE = kind(
    "TL3803",
    "the TASK '{name}' has neither an INTERVAL nor a SINGLE, so it never runs",
    "TASK“{name}”既没有 INTERVAL 也没有 SINGLE，因此永远不会执行",
    "write INTERVAL := T#20ms, or leave WITH {name} away so that the program runs in every scan",
    "请写 INTERVAL := T#20ms，或去掉 WITH {name}，让程序在每个扫描周期执行",
)
BAD_SETTING = kind(
    "TL3804",
    "{setting} of the TASK '{name}' must be {wanted}",
    "TASK“{name}”的 {setting} 应为{wanted}",
    "write for example {example}",
    "例如写成 {example}",
)
INSTANCE_TWICE = kind(
    "TL3805",
    "'{name}' is declared twice in the configuration; first in line {line}",
    "“{name}”在配置中重复声明，首次声明在第 {line} 行",
    "give one of them another name; upper and lower case do not differ",
    "请给其中一个换名；名称不区分大小写",
)
NOT_RUN = kind(
    "TL3806",
    "the configuration does not run the PROGRAM '{name}'",
    "配置中没有运行 PROGRAM“{name}”",
    "write PROGRAM instance WITH task : {name}; in the configuration, or remove the program",
    "请在配置中写 PROGRAM 实例 WITH 任务 : {name};，或删除该程序",
    severity="warning",
)
WRONG_SETTING = kind(
    "TL3808",
    "'{name}' is {type}, but {wanted} stands here",
    "“{name}”的类型是 {type}，此处却写了 {wanted}",
    "write the type with which '{name}' is declared: {type}",
    "请写“{name}”声明时的类型：{type}",
)
NO_BLOCK = kind(
    "TL3809",
    "the PROGRAM '{program}' has no function block '{name}' that a task could call{hint}",
    "PROGRAM“{program}”中没有可由任务调用的功能块“{name}”{hint}",
    "write the name of an instance that {program} declares in VAR, of a block without VAR_IN_OUT",
    "请写 {program} 在 VAR 中声明的实例名，且该功能块没有 VAR_IN_OUT",
)
ACCESS_IGNORED = kind(
    "TL3807",
    "VAR_ACCESS names variables for other systems; it changes nothing here",
    "VAR_ACCESS 用于为其他系统命名变量，在此不起作用",
    "nothing needs to be done",
    "无需处理",
    severity="warning",
)
