"""TL3905 to TL3921: what is legal, runs, and is hardly ever what its writer meant."""

from __future__ import annotations

from trainlab.core.problem import ProblemKind
from trainlab.plc.problems import kinds


def _warning(code: str, en: str, zh: str, help_en: str, help_zh: str) -> ProblemKind:
    return kinds.kind(code, en, zh, help_en, help_zh, severity="warning")


UNUSED = _warning(
    "TL3905",
    "'{name}' is declared, but nothing uses it",
    "声明了“{name}”，但程序从未使用它",
    "use it, or remove its declaration",
    "请使用它，或删除该声明",
)
OUTPUT_NEVER_WRITTEN = _warning(
    "TL3906",
    "nothing ever writes the output '{name}'",
    "程序从未给输出“{name}”赋值",
    "assign it: {name} := ...;",
    "请为它赋值：{name} := ...;",
)
NEVER_SET = _warning(
    "TL3907",
    "'{name}' is read, but nothing ever gives it a value",
    "读取了“{name}”，但从未给它赋值",
    "assign it before it is read, or make it a VAR_INPUT or a VAR CONSTANT",
    "请先赋值再读取，或将它改为 VAR_INPUT 或 VAR CONSTANT",
)
NEVER_READ = _warning(
    "TL3908",
    "'{name}' is written, but nothing ever reads it",
    "给“{name}”赋了值，但从未读取",
    "remove it, or make it a VAR_OUTPUT if others are to see it",
    "请删除它；若要供外部使用，请改为 VAR_OUTPUT",
)
WRITTEN_TWICE = _warning(
    "TL3909",
    "this value of '{name}' is lost: line {line} writes it again before anything reads it",
    "“{name}”的这个值会丢失：第 {line} 行在读取之前又写了一次",
    "let one statement write it, with all its conditions: {name} := a OR b;",
    "请只用一条语句写它，并把条件合并：{name} := a OR b;",
)
WRITTEN_BY_TWO = _warning(
    "TL3910",
    "'{name}' is written here and in {other}, line {line}; the last one in the scan wins",
    "“{name}”在此处和 {other} 的第 {line} 行都被写入；一个周期内后执行者生效",
    "let one POU write it, and give it what it needs to decide",
    "请只由一个 POU 写它，并把所需的条件传给该 POU",
)
CALLED_TWICE = _warning(
    "TL3911",
    "'{name}' is called a second time in the same scan; the first call is in line {line}",
    "“{name}”在同一周期内被第二次调用；第一次调用在第 {line} 行",
    "call each instance once a scan; declare a second instance for a second use",
    "每个实例每个周期只调用一次；另一处使用请另外声明一个实例",
)
NEVER_CALLED = _warning(
    "TL3912",
    "'{name}' is never called, so its outputs never change",
    "从未调用“{name}”，它的输出不会变化",
    "call it in each scan: {name}(...);",
    "请在每个周期调用它：{name}(...);",
)
CALLED_SOMETIMES = _warning(
    "TL3913",
    "'{name}' ({type}) is called only under a condition: in the other scans it sees and times nothing",
    "“{name}”（{type}）只在条件成立时才被调用：在其他周期它不检测也不计时",
    "call it in each scan, outside of IF and CASE, and put the condition into its input",
    "请在 IF 和 CASE 之外每个周期都调用它，并把条件接到它的输入上",
)
DEAD_BRANCH = _warning(
    "TL3914",
    "this condition is always {value}",
    "该条件恒为 {value}",
    "remove the branch that can never run, or correct the condition",
    "请删除永远不会执行的分支，或改正条件",
)
SAME_CONDITION = _warning(
    "TL3915",
    "this condition stands in line {line} already, so this branch never runs",
    "该条件已出现在第 {line} 行，因此这个分支永远不会执行",
    "correct the condition, or remove the branch",
    "请改正条件，或删除该分支",
)
COVERED = _warning(
    "TL3932",
    "where this is true, the condition in line {line} is true as well, so this branch never runs",
    "该条件成立时，第 {line} 行的条件必然也成立，因此这个分支永远不会执行",
    "ask for the narrower condition first",
    "请先判断范围更窄的条件",
)
NO_ELSE = _warning(
    "TL3916",
    "this CASE has no ELSE: in a state without a label the machine stands still",
    "该 CASE 没有 ELSE：若状态值没有对应的分支，状态机会停住不动",
    "add ELSE with what is safe, for example: ELSE {name} := 0;",
    "请加上 ELSE 并写安全的处理，例如：ELSE {name} := 0;",
)
MAGIC_TIME = _warning(
    "TL3917",
    "{text} stands in {count} places of {pou}",
    "{text} 在 {pou} 中出现了 {count} 次",
    "give it a name: VAR CONSTANT DELAY : TIME := {text}; END_VAR",
    "请为它命名：VAR CONSTANT DELAY : TIME := {text}; END_VAR",
)
ASSIGNED_TO_ITSELF = _warning(
    "TL3918",
    "'{name}' is assigned to itself, which changes nothing",
    "“{name}”赋值给了自己，没有任何作用",
    "remove the statement, or write what was meant",
    "请删除该语句，或改成想要的内容",
)
FORGETFUL = _warning(
    "TL3931",
    "'{name}' ({type}) begins anew in every call, so it never sees an edge or the end of a time",
    "“{name}”（{type}）在每次调用时都重新开始，因此检测不到边沿，也不会到时",
    "declare it in VAR ... END_VAR of a FUNCTION_BLOCK or PROGRAM, which keep their variables",
    "请在 FUNCTION_BLOCK 或 PROGRAM 的 VAR ... END_VAR 中声明，它们会保留变量的值",
)
NO_ROUNDS = _warning(
    "TL3919",
    "this loop never runs: from {first} to {last} in steps of {step} there is nothing to count",
    "该循环从不执行：从 {first} 到 {last}，步长 {step}，没有可计数的值",
    "write BY -1 to count down, or swap the limits",
    "递减计数请写 BY -1，或交换上下限",
)
SHADOWS = _warning(
    "TL3920",
    "'{name}' hides the global variable of that name",
    "“{name}”遮盖了同名的全局变量",
    "give one of them another name, or declare it in VAR_EXTERNAL to mean the global one",
    "请改名；若要使用全局变量，请在 VAR_EXTERNAL 中声明",
)
RESULT_NEVER_SET = _warning(
    "TL3921",
    "{name} never gets a result",
    "{name} 从未得到返回值",
    "assign the result to its name: {name} := ...;",
    "请把结果赋给函数名：{name} := ...;",
)
