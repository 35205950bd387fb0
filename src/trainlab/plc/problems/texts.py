"""TL37xx: texts and characters."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

BAD_LENGTH = kind(
    "TL3701",
    "a string cannot have the length {length}",
    "字符串的长度不能为 {length}",
    "write a length from 1 to {most}, for example STRING[80]",
    "长度应为 1 到 {most}，例如 STRING[80]",
)
WRONG_QUOTES = kind(
    "TL3702",
    "this literal has the wrong quotes for {target} '{name}'",
    "此常量的引号与 {target} 类型的“{name}”不符",
    "write {quotes}: single quotes make a STRING or CHAR, double quotes a WSTRING or WCHAR",
    "请写 {quotes}：单引号用于 STRING 和 CHAR，双引号用于 WSTRING 和 WCHAR",
)
NOT_ONE = kind(
    "TL3703",
    "{target} '{name}' takes exactly one character",
    "{target} 类型的“{name}”只能存放一个字符",
    "write one character between the quotes, or declare '{name}' as a string",
    "请在引号中只写一个字符，或把“{name}”声明为字符串",
)
CUT_OFF = kind(
    "TL3790",
    "this text has {found} characters, and '{name}' is {type}: the rest is cut off",
    "此文本有 {found} 个字符，而“{name}”是 {type}，多余部分会被截掉",
    "declare it longer: STRING[{found}]",
    "请声明得更长：STRING[{found}]",
    severity="warning",
)
