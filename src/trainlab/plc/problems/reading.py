"""TL20xx: the file cannot be read as text. TL21xx: its characters make no tokens."""

from __future__ import annotations

from trainlab.plc.problems.kinds import kind

UNREADABLE = kind(
    "TL2001",
    "the program cannot be read: {reason}",
    "无法读取程序文件：{reason}",
    "check the path; it must be a text file ending in .st",
    "请检查路径；程序应为以 .st 结尾的文本文件",
)
NOT_UTF8 = kind(
    "TL2002",
    "the file is not UTF-8 text (byte 16#{byte} here)",
    "文件不是 UTF-8 文本（此处字节为 16#{byte}）",
    "save it again with the encoding UTF-8 (in the editor's 'Save as')",
    "请在编辑器中选择“另存为”，编码选 UTF-8",
)
BINARY = kind(
    "TL2003",
    "the file holds a NUL byte: it is not a text file",
    "文件含有 NUL 字节，不是文本文件",
    "export the program from its editor as Structured Text (.st)",
    "请在编程软件中将程序导出为结构化文本（.st）",
)
EMPTY = kind(
    "TL2004",
    "the file holds no program",
    "文件中没有程序",
    "write at least PROGRAM name ... END_PROGRAM",
    "至少应写出 PROGRAM 名称 ... END_PROGRAM",
)
TOO_LARGE = kind(
    "TL2005",
    "the file has {size} bytes; at most {most} are accepted",
    "文件大小为 {size} 字节，最多允许 {most} 字节",
    "split the program or remove what is not part of it",
    "请拆分程序，或删除与程序无关的内容",
)
STRAY_CHARACTER = kind(
    "TL2101",
    "the character '{character}' has no meaning in Structured Text",
    "字符“{character}”在结构化文本中没有意义",
    "remove it; text for people belongs in a comment (* ... *) or a string '...'",
    "请删除；说明文字应写在注释 (* ... *) 或字符串 '...' 中",
)
FULL_WIDTH = kind(
    "TL2102",
    "'{character}' is a full-width character; '{wanted}' is needed here",
    "“{character}”是全角字符，此处应使用半角“{wanted}”",
    "switch the input method to English and type '{wanted}'",
    "请切换到英文输入法，输入半角“{wanted}”",
)
OPEN_COMMENT = kind(
    "TL2103",
    "the comment that begins here is never closed",
    "此处开始的注释没有结束",
    "close it with '{closer}'; comments may be nested, so each opening needs its own",
    "请用“{closer}”结束注释；注释可以嵌套，每个开始符都要有对应的结束符",
)
OPEN_STRING = kind(
    "TL2104",
    "the string that begins here is not closed on its line",
    "此处开始的字符串在本行内没有结束",
    "close it with {quote}; a quote inside a string is written ${quote}",
    "请用 {quote} 结束字符串；字符串中的引号写作 ${quote}",
)
OPEN_PRAGMA = kind(
    "TL2105",
    "the pragma that begins with '{{' here is never closed",
    "此处以“{{”开始的编译指令没有结束",
    "close it with '}}'; statements are grouped by IF ... END_IF and the like, not by braces",
    "请用“}}”结束；语句块用 IF ... END_IF 等关键字，而不是花括号",
)
BAD_NUMBER = kind(
    "TL2106",
    "'{text}' is not a number",
    "“{text}”不是合法的数",
    "write 42, 1_000, 3.14, 1.0E-3, 16#FF, 8#17 or 2#1010; one underscore at most between digits",
    "可写作 42、1_000、3.14、1.0E-3、16#FF、8#17 或 2#1010；数字之间最多一个下划线",
)
BAD_DURATION = kind(
    "TL2107",
    "'{text}' is not a duration",
    "“{text}”不是合法的时间常量",
    "each number needs its unit, the units go from large to small, only the last number may have a "
    "fraction: T#5s, T#200ms, T#1m30s, T#2.5s",
    "每个数后面都要写单位，单位从大到小，只有最后一个数可带小数：T#5s、T#200ms、T#1m30s、T#2.5s",
)
FOREIGN_OPERATOR = kind(
    "TL2108",
    "'{found}' is not an operator of Structured Text",
    "“{found}”不是结构化文本的运算符",
    "write '{wanted}'",
    "请写“{wanted}”",
)
BAD_ADDRESS = kind(
    "TL2109",
    "'{text}' is not an address",
    "“{text}”不是合法的地址",
    "write the area (I, Q or M), the size (X, B, W, D or L) and the number: %IX0.3, %QW64, %MD8",
    "依次写出区域（I、Q、M）、长度（X、B、W、D、L）和编号：%IX0.3、%QW64、%MD8",
)
STRAY_COMMENT_END = kind(
    "TL2110",
    "'{found}' closes no comment",
    "“{found}”没有对应的注释开始符",
    "remove it, or open the comment with '{opener}'",
    "请删除它，或用“{opener}”开始注释",
)
FOREIGN_NUMBER = kind(
    "TL2111",
    "'{text}' is not how a number is written",
    "“{text}”不是正确的数值写法",
    "write {wanted}",
    "请写 {wanted}",
)
MISUSED_OPERATOR = kind(
    "TL2112",
    "'{found}' cannot stand here",
    "此处不能使用“{found}”",
    "write '{wanted}'",
    "请写“{wanted}”",
)
LEFT_OUT = kind(
    "TL2113",
    "line {first} to line {last} are left out: the conditional pragmas choose another branch",
    "第 {first} 行到第 {last} 行不参加编译：条件编译选择了其他分支",
    "a name counts as defined only from its {{define name}} in this text on",
    "只有本文中已用 {{define 名称}} 定义的名称才算已定义",
    severity="warning",
)
UNDECIDED = kind(
    "TL2114",
    "the condition '{text}' of this pragma cannot be decided here",
    "无法判断此编译指令的条件“{text}”",
    "use defined (name) with {{define name}} before it, NOT, AND, OR and brackets, or keep one branch only",
    "请使用 defined (名称)（前面有 {{define 名称}}）、NOT、AND、OR 和括号，或只保留一个分支",
)
OPEN_CONDITION = kind(
    "TL2115",
    "the {{IF}} that begins here has no {{END_IF}}",
    "此处开始的 {{IF}} 没有 {{END_IF}}",
    "write {{END_IF}} behind its last branch",
    "请在最后一个分支之后写 {{END_IF}}",
)
STRAY_CONDITION = kind(
    "TL2116",
    "{{{found}}} belongs to no {{IF}}",
    "{{{found}}} 没有对应的 {{IF}}",
    "remove it, or write {{IF defined (name)}} before it",
    "请删除它，或在前面写 {{IF defined (名称)}}",
)
BAD_ESCAPE = kind(
    "TL2121",
    "'{text}' means nothing inside of a string",
    "字符串中的“{text}”没有意义",
    "write $$ for a dollar sign, $' or $\" for a quote, $L $N $P $R $T for line feed, new line, page, "
    "return and tab, or the hexadecimal code: $0D in '...', $000D in \"...\"",
    "美元符号写作 $$，引号写作 $' 或 $\"，换行、新行、换页、回车、制表符写作 $L $N $P $R $T，"
    "也可写十六进制代码：'...' 中为 $0D，\"...\" 中为 $000D",
)
BAD_DATE = kind(
    "TL2122",
    "'{text}' is not a date or a time of day",
    "“{text}”不是合法的日期或时刻",
    "write it as {example}",
    "请写成 {example} 的形式",
)
NO_SUCH_DATE = kind(
    "TL2123",
    "there is no such day or time: '{text}'",
    "不存在这样的日期或时刻：“{text}”",
    "years go from 1678 to 2261, months from 1 to 12, days to the last of the month, hours from 0 to "
    "23, minutes and seconds from 0 to 59",
    "年为 1678..2261，月为 1..12，日不超过当月天数，时为 0..23，分和秒为 0..59",
)
WIDE_CHARACTER = kind(
    "TL2901",
    "a STRING holds single-byte characters; these take several bytes each",
    "STRING 的字符只占一个字节，此处的字符要占多个字节",
    'for Chinese and the like use WSTRING and double quotes: "..."; in a STRING, LEN, LEFT, MID and '
    "so on count bytes",
    '中文等文字请使用 WSTRING 和双引号 "..."；在 STRING 中，LEN、LEFT、MID 等按字节计数',
    severity="warning",
)
