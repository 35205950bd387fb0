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
BAD_XML = kind(
    "TL2306",
    "this is not the XML that it should be",
    "此处不是合法的 XML",
    "export the file once more from the IDE, and do not edit it by hand",
    "请从 IDE 重新导出该文件，不要手工修改",
)
DOCUMENT_TYPE = kind(
    "TL2307",
    "a document type (DOCTYPE) is not allowed in a program's XML",
    "程序的 XML 中不允许使用文档类型声明（DOCTYPE）",
    "remove <!DOCTYPE ...>; no IDE writes one",
    "请删除 <!DOCTYPE ...>；IDE 不会写入它",
)
TOO_MUCH_XML = kind(
    "TL2308",
    "this XML has more than {most} elements, or is nested more than {depth} deep",
    "此 XML 的元素超过 {most} 个，或嵌套超过 {depth} 层",
    "export only the program that is to run",
    "请只导出要运行的程序",
)
OTHER_LANGUAGE = kind(
    "TL2309",
    "'{name}' is written in {language}, which is not read yet",
    "“{name}”使用 {language} 编写，暂不支持读取",
    "write this POU in Structured Text, or have the IDE convert it",
    "请改用结构化文本（ST）编写该 POU，或在 IDE 中转换",
)
NO_PROJECT = kind(
    "TL2310",
    "this file is no {wanted}",
    "此文件不是 {wanted}",
    "name the file or the folder that the IDE has written",
    "请指定 IDE 写出的文件或文件夹",
)
BAD_JSON = kind(
    "TL2311",
    "this is not the JSON that it should be",
    "此处不是合法的 JSON",
    "let the IDE save the project once more, and do not edit it by hand",
    "请让 IDE 重新保存工程，不要手工修改",
)
MISSING_FILE = kind(
    "TL2312",
    "the project names the file '{name}', but it is not there",
    "工程中列出了文件“{name}”，但它不存在",
    "add the file, or remove it from the project",
    "请补上该文件，或将其从工程中移除",
)
OUTSIDE = kind(
    "TL2313",
    "'{name}' lies outside of the folder of this program and is not read",
    "“{name}”位于程序文件夹之外，不予读取",
    "copy the file into the folder, or name a folder that holds all of the project",
    "请将该文件复制到程序文件夹中，或指定包含整个工程的文件夹",
)
SEVERAL_PROJECTS = kind(
    "TL2314",
    "this folder holds several projects: {known}",
    "此文件夹中有多个工程：{known}",
    "name the file or the folder of the one that is meant",
    "请指定其中一个工程的文件或文件夹",
)
