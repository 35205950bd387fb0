"""Diagnostics of part programs. Each stops the program from being loaded."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import ProblemKind

CHARACTER = ProblemKind(
    "TL7101",
    Text("'{text}' cannot stand here", "此处不能出现“{text}”"),
    Text(
        "a block is made of words, a letter and a number each: N10 G1 X12.5 F200",
        "程序段由字组成，每个字为一个字母加一个数：N10 G1 X12.5 F200",
    ),
)
NO_NUMBER = ProblemKind(
    "TL7102",
    Text("'{letter}' has no number", "“{letter}”后面没有数"),
    Text("write {letter} and its number without an exponent", "请写 {letter} 加一个不带指数的数"),
)
OPEN_COMMENT = ProblemKind(
    "TL7103",
    Text("this comment is not closed", "该注释没有结束"),
    Text(
        "close it with ) in the same line; comments do not nest",
        "请在同一行用 ) 结束；注释不能嵌套",
    ),
)
MACRO = ProblemKind(
    "TL7104",
    Text("'{text}' begins a macro, and this control has none", "“{text}”是宏程序，本系统不支持"),
    Text(
        "write plain numbers; no variables, expressions, jumps or subprograms",
        "请直接写数；不支持变量、表达式、跳转和子程序",
    ),
)
UNKNOWN_G = ProblemKind(
    "TL7105",
    Text("this control has no {code}", "本系统没有 {code}"),
    Text("it has {known}", "支持的有：{known}"),
)
UNKNOWN_M = ProblemKind(
    "TL7106",
    Text("this control has no {code}", "本系统没有 {code}"),
    Text("it has {known}", "支持的有：{known}"),
)
UNKNOWN_WORD = ProblemKind(
    "TL7107",
    Text("this control has no word {letter}", "本系统没有地址字 {letter}"),
    Text("it has {known}", "支持的有：{known}"),
)
ONE_GROUP = ProblemKind(
    "TL7108",
    Text(
        "{one} and {other} are of one modal group: {group}",
        "{one} 和 {other} 属于同一模态组：{group}",
    ),
    Text("keep one of them in the block", "一个程序段中只能保留其中一个"),
)
TWICE = ProblemKind(
    "TL7109",
    Text("the word {letter} stands twice in this block", "该程序段中地址字 {letter} 出现两次"),
    Text("keep one of them", "请只保留一个"),
)
MISSING = ProblemKind(
    "TL7110",
    Text("{code} needs {wanted}", "{code} 需要{wanted}"),
    Text(
        "add it to this block, or before it where it is modal", "请在本段中补上；模态字也可写在前面"
    ),
)
ARC = ProblemKind(
    "TL7111",
    Text("this arc cannot be: {reason}", "该圆弧不成立：{reason}"),
    Text(
        "I, J and K are the way from the start to the centre, on the radius; R is the radius",
        "I、J、K 为起点到圆心的增量（半径值），R 为半径",
    ),
)
RANGE = ProblemKind(
    "TL7112",
    Text("{word} is out of its range, {low} to {high}", "{word} 超出范围 {low} 至 {high}"),
    Text("write a number in that range", "请写该范围内的数"),
)
TRAVEL = ProblemKind(
    "TL7113",
    Text(
        "{axis} would go to {place} mm, and the machine has {low} to {high} mm",
        "{axis} 将到达 {place} mm，而机床行程为 {low} 至 {high} mm",
    ),
    Text(
        "places are machine coordinates: work offset and tool length are in them",
        "此处为机床坐标，已计入工件零点偏置和刀具长度",
    ),
)
AXIS_WORDS = ProblemKind(
    "TL7114",
    Text("nothing in this block takes {letter}", "该程序段中没有使用 {letter} 的指令"),
    Text(
        "X, Y, Z need a motion (G0, G1, G2, G3, a cycle, G28); I, J, K, R an arc; P G4 or a cycle; H G43",
        "X、Y、Z 需要运动指令（G0、G1、G2、G3、循环或 G28），I、J、K、R 用于圆弧，P 用于 G4 或循环，H 用于 G43",
    ),
)
NO_END = ProblemKind(
    "TL7115",
    Text("this program has no end", "该程序没有结束"),
    Text("its last block is M30 or M2", "最后一段应为 M30 或 M2"),
)
TOO_LONG = ProblemKind(
    "TL7116",
    Text("this program is longer than the control's memory", "该程序超过系统存储容量"),
    Text(
        "at most {lines} lines, {columns} characters a line and {steps} motions",
        "最多 {lines} 行、每行 {columns} 个字符、{steps} 个运动",
    ),
)
NOT_NOW = ProblemKind(
    "TL7117",
    Text("{code} is not allowed here: {reason}", "此处不允许 {code}：{reason}"),
    Text("give the other code first, or leave this one out", "请先写所需的指令，或删去本指令"),
)
CUT = ProblemKind(
    "TL7118",
    Text("this cut cannot be read: {reason}", "无法读取该切削说明：{reason}"),
    Text(
        "write (CUT AP=2) or (CUT AP=2 AE=10), depths in mm, and (CUT OFF) after it",
        "请写 (CUT AP=2) 或 (CUT AP=2 AE=10)，单位为 mm，结束后写 (CUT OFF)",
    ),
)
