"""TL6011..TL6022: diagnostics of tag files."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import ProblemKind

BINARY = ProblemKind(
    "TL6011",
    Text("{format} is no text that a terminal can show", "{format} 不是终端可以显示的文本"),
    Text("write it to a file: --to NAME{suffix}", "请写入文件：--to 文件名{suffix}"),
)
UNREADABLE = ProblemKind(
    "TL6012",
    Text("this file cannot be read: {reason}", "无法读取该文件：{reason}"),
    Text("check the path and the permissions", "请检查路径和权限"),
)
WHICH_FORMAT = ProblemKind(
    "TL6013",
    Text("the name does not tell the format of this file", "从文件名无法判断该文件的格式"),
    Text("say it with --format, one of: {known}", "请用 --format 指明，可用：{known}"),
)
TOO_LARGE = ProblemKind(
    "TL6014",
    Text("this file is larger than a tag file may be", "该文件超过变量文件允许的大小"),
    Text(
        "a tag file has at most {most} MiB, unpacked too, and {rows} tags",
        "变量文件最大 {most} MiB（解压后亦然），最多 {rows} 个变量",
    ),
)
NOT_THIS_FORMAT = ProblemKind(
    "TL6015",
    Text("this is no file of the format {format}: {reason}", "该文件不是 {format} 格式：{reason}"),
    Text(
        "name the right format with --format, or export the file again",
        "请用 --format 指明正确的格式，或重新导出该文件",
    ),
)
BAD_TAG = ProblemKind(
    "TL6016",
    Text("the tag '{name}' cannot be read: {reason}", "无法读取变量“{name}”：{reason}"),
    Text(
        "a tag has a name, a type (BOOL, INT, DINT, REAL) and an address such as {example}",
        "变量须有名称、类型（BOOL、INT、DINT、REAL）和 {example} 这样的地址",
    ),
)
TAG_MISSING = ProblemKind(
    "TL6017",
    Text("the tag '{name}' ({address}) is not in this file", "该文件缺少变量“{name}”（{address}）"),
    Text("export the file again, or add the tag", "请重新导出该文件，或补上该变量"),
)
UNKNOWN_TAG = ProblemKind(
    "TL6018",
    Text("'{station}' has no tag '{name}'{hint}", "“{station}”没有变量“{name}”{hint}"),
    Text("known tags: {known}", "已有变量：{known}"),
)
OTHER_ADDRESS = ProblemKind(
    "TL6019",
    Text(
        "'{name}' stands at {found} in this file and at {address} at '{station}'",
        "变量“{name}”在该文件中位于 {found}，在“{station}”中位于 {address}",
    ),
    Text(
        'export the file again, or move the tag in the sheet: addresses: {{{name}: "{found}"}}',
        '请重新导出该文件，或在场景文件中移动变量：addresses: {{{name}: "{found}"}}',
    ),
)
OTHER_TYPE = ProblemKind(
    "TL6020",
    Text(
        "'{name}' is {found} in this file and {type} at '{station}'",
        "变量“{name}”在该文件中为 {found}，在“{station}”中为 {type}",
    ),
    Text("make it {type} in the file", "请在文件中改为 {type}"),
)
TWICE = ProblemKind(
    "TL6021",
    Text("the tag '{name}' is in this file twice", "变量“{name}”在该文件中出现两次"),
    Text("keep one of the two", "请只保留其中一个"),
)
NOT_TOGETHER = ProblemKind(
    "TL6022",
    Text(
        "'{name}' cannot be moved to {address}: {reason}",
        "变量“{name}”不能移到 {address}：{reason}",
    ),
    Text(
        "give it an address of its own type and direction that no other tag has",
        "请给它一个与其类型和方向相符、且未被其他变量占用的地址",
    ),
)
