"""Why a text is not YAML, in a person's words and both languages.

ruamel.yaml says it in English and in a parser's terms; each of its sentences is found here by how
it begins.
"""

from __future__ import annotations

import re

from trainlab.core.message import Message, Text

_ENDLESS = Text(
    "a '[' or '{{' that was opened before here is not closed", "此前打开的“[”或“{{”没有关闭"
)
_NO_COLON = Text(
    "this line is no 'name: value'; a colon and a space are missing, or it belongs to the line above",
    "这一行不是“名称: 值”；缺少冒号和空格，或应属于上一行",
)
_UNALIGNED = Text(
    "this does not line up with what stands above it, or a quote before it was closed too early",
    "此处与上文没有对齐，或前面的引号过早结束",
)
_WRONG_NAME = Text("a name of letters and digits is wanted here", "此处应为由字母和数字组成的名称")
_AFTER_BLOCK = Text(
    "behind '|' and '>' the text begins in the next line", "“|”和“>”之后，文字应从下一行开始"
)
_ESCAPE = Text(
    "in double quotes '\\' begins an escape, and this is none; use single quotes",
    "双引号中的“\\”是转义符，而此处不是有效的转义；请改用单引号",
)
_TAG = Text("'!' begins a tag, and this is none", "“!”表示标签，而此处不是有效的标签")
_DIRECTIVE = Text("'%' begins a directive, and this is none", "“%”表示指令，而此处不是有效的指令")

_REASONS = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (
            r"mapping values are not allowed",
            Text(
                "a second ': ' cannot stand here; put a text that holds one in quotes, and align the"
                " keys of a group",
                "此处不能再有“: ”；含有冒号的文字请加引号，同一组的键请对齐",
            ),
        ),
        (
            r"sequence entries are not allowed",
            Text("a list cannot begin here; start a new line", "列表不能从此处开始；请另起一行"),
        ),
        (
            r"found character '\\t'",
            Text("a tab stands here; indent with spaces", "此处有制表符；请用空格缩进"),
        ),
        (
            r"found character .* that cannot start",
            Text(
                "a value cannot begin with this character; put it in quotes",
                "值不能以该字符开头；请加引号",
            ),
        ),
        (r"could not find expected ':'", _NO_COLON),
        (
            r"expected <block end>, but found '[\]},]'",
            Text(
                "nothing is open here that this could close or part", "此处没有可以关闭或分隔的内容"
            ),
        ),
        (r"expected <block end>", _UNALIGNED),
        (r"expected ',' or .*<stream end>", _ENDLESS),
        (
            r"expected ',' or '\]'",
            Text("',' or ']' is missing before this", "此前缺少“,”或“]”"),
        ),
        (
            r"expected ',' or '\}'",
            Text("',' or '}}' is missing before this", "此前缺少“,”或“}}”"),
        ),
        (
            r"found unexpected (end of stream|document)",
            Text("the quote that begins here is never closed", "此处开始的引号没有结束"),
        ),
        (
            r"found unexpected ':'",
            Text("put a text that holds a colon in quotes", "含有冒号的文字请加引号"),
        ),
        (
            r"found undefined alias",
            Text("'*' names an anchor that stands nowhere above", "“*”引用的锚点在前文不存在"),
        ),
        (r"\n?found duplicate anchor", Text("this anchor is here already", "该锚点已经存在")),
        (
            r"but found another document|expected a single document|expected '<document start>'",
            Text(
                "a sheet is one document; remove '---' or '...' and what follows",
                "一个文件只能有一个文档；请删除“---”或“...”及其后内容",
            ),
        ),
        (r"found unknown escape|expected escape sequence", _ESCAPE),
        (r"expected a comment or a line break|expected (chomping|indentation)", _AFTER_BLOCK),
        (r"found undefined tag handle|expected (URI|'!'|'>')", _TAG),
        (r"expected a digit|expected ' '|found (incompatible|non-comment)|.*directive", _DIRECTIVE),
        (r"expected alphabetic", _WRONG_NAME),
        (r"expected the node content", Text("a value is missing here", "此处缺少值")),
    )
)
_ELSE = Text("this cannot stand here", "此处不能这样写")


def why_no_yaml(problem: str) -> Message:
    """What a problem that ruamel.yaml reports means."""
    return next((text for pattern, text in _REASONS if pattern.match(problem)), _ELSE).fill()
