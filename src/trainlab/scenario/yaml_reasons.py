"""Why a text is no YAML, in words for a person who has never read about YAML's tokens."""

from __future__ import annotations

import re

from trainlab.core.message import Message, Text

# what the library says -> what is said; groups of the pattern fill {found} and {wanted}
_REASONS: tuple[tuple[str, Text], ...] = (
    (r"found character '\\t'", Text("a tab stands here; indent with spaces", "此处有制表符，缩进请用空格")),
    (
        r"found character '(?P<found>.)'",
        Text("a value cannot begin with {found}; put it in quotes", "值不能以 {found} 开头，请加引号"),
    ),
    (
        r"mapping values are not allowed",
        Text(
            "a second ':' in one line, or a line that is indented too far",
            "同一行有第二个“:”，或该行缩进过多",
        ),
    ),
    (r"could not find expected ':'", Text("a ':' is missing", "缺少“:”")),
    (
        r"expected (?P<wanted>'.' or '.'), but got '?(?P<found>[^']*)",
        Text("{wanted} is missing before {found}", "在 {found} 之前缺少 {wanted}"),
    ),
    (
        r"expected <block end>, but found",
        Text(
            "this line is not indented like those that it belongs to",
            "该行的缩进与其所属的行不一致",
        ),
    ),
    (
        r"expected the node content, but found '(?P<found>[^']*)",
        Text("a value is missing before {found}", "在 {found} 之前缺少值"),
    ),
    (
        r"found unexpected end of stream",
        Text("the quotes that begin here are never closed", "此处开始的引号没有结束"),
    ),
    (r"found undefined alias '?(?P<found>[^']*)", Text("*{found} stands for nothing", "*{found} 没有定义")),
    (
        r"found unknown escape character '?(?P<found>[^']*)",
        Text("\\{found} means nothing in double quotes", "双引号中没有转义 \\{found}"),
    ),
    (r"but found another document", Text("a second document begins here", "此处开始了第二个文档")),
    (r"unacceptable character #x(?P<found>\w+)", Text("a control character stands in it: {found}", "文件中有控制字符：{found}")),
)  # fmt: skip
_OTHER = Text("it cannot be read from here on", "从此处起无法读取")
_END = Text("the end", "文件结尾")


def yaml_reason(problem: str) -> Message:
    """What a library's complaint means to a person."""
    for pattern, text in _REASONS:
        match = re.search(pattern, problem)
        if match:
            values: dict[str, object] = dict(match.groupdict())
            if values.get("found") == "<stream end>":
                values["found"] = _END
            return text.fill(**values)
    return _OTHER.fill()
