"""TL0009..TL0013: what ends a call of the command line before its work is done."""

from __future__ import annotations

from trainlab.core.message import Message, Text
from trainlab.core.problem import Position, ProblemKind

NOWHERE = Position("")

OUT_OF_PLACE = ProblemKind(
    "TL0009",
    Text("{options}: only {how}", "{options}：该选项{how}"),
    Text("without --grade a station is for practice: it plays its timeline and judges nothing",
         "不带 --grade 时工位用于练习：只执行时间轴，不作评判"),
)  # fmt: skip
WITH_GRADE = Text("with --grade", "须与 --grade 同用")
WITHOUT_GRADE = Text("without --grade", "不能与 --grade 同用")
WRONG_CALL = ProblemKind(
    "TL0010",
    Text("the command cannot be understood: {what}", "无法理解该命令：{what}"),
    Text("`trainlab --help` and `trainlab VERB --help` show what can be written",
         "`trainlab --help` 和 `trainlab 命令 --help` 说明可用的写法"),
)  # fmt: skip
UNWRITABLE = ProblemKind(
    "TL0011",
    Text("'{path}' cannot be written: {reason}", "无法写入“{path}”：{reason}"),
    Text("name a file that can be written, in a folder that can be written",
         "请指定可写文件夹中的可写文件"),
)  # fmt: skip
INTERRUPTED = ProblemKind(
    "TL0012",
    Text("interrupted before the end; nothing is graded", "在结束前被中断，没有评分"),
    Text("run it again and let it come to its end", "请重新运行并等待其结束"),
)
OWN_MISTAKE = ProblemKind(
    "TL0013",
    Text("trainlab itself made a mistake: {what}", "trainlab 自身出错：{what}"),
    Text("your files are not to blame; please report it with what stands on stderr",
         "与您的文件无关；请连同标准错误输出的内容一并反馈"),
)  # fmt: skip


class CannotWrite(Exception):
    """What was asked for cannot be written."""

    def __init__(self, path: str, reason: Text | Message) -> None:
        super().__init__(path)
        self.problem = UNWRITABLE.at(Position(path), path=path, reason=reason)
