"""TL23xx: the files and projects that a program is kept in."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

NO_PROGRAM_FILES = kind(
    "TL2301",
    "this folder holds no program",
    "此文件夹中没有程序",
    "it should hold {known}, or the project of an IDE",
    "其中应有 {known} 文件，或 IDE 的工程",
)
TOO_MANY_FILES = kind(
    "TL2302",
    "this folder holds more than {most} files",
    "此文件夹中的文件超过 {most} 个",
    "name the folder of the program itself",
    "请指定程序本身所在的文件夹",
)
TOO_MUCH_TEXT = kind(
    "TL2303",
    "the files of this program hold more than {most} bytes together",
    "程序的各个文件合计超过 {most} 字节",
    "leave out what the program does not need",
    "请去掉程序不需要的文件",
)
DECLARED_ELSEWHERE = kind(
    "TL2304",
    "'{name}' is declared twice; first at {place}",
    "“{name}”重复声明，首次声明在 {place}",
    "give one of them another name, or leave one of the files out; upper and lower case do not differ",
    "请给其中一个换名，或去掉其中一个文件；名称不区分大小写",
)
AMBIGUOUS_GLOBAL = kind(
    "TL2305",
    "there are several global variables '{name}'",
    "有多个名为“{name}”的全局变量",
    "write the name of the list before it: {known}",
    "请在前面写上变量表的名称：{known}",
)
