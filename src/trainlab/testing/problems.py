"""TL2010..TL2012: what the settings of `pytest --trainlab` say wrong."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import ProblemKind

NO_PROGRAM = ProblemKind(
    "TL2010",
    Text("no program is named that this scenario is to grade", "没有指定此场景要评分的程序"),
    Text(
        'write program = "main.st" under [tool.trainlab] in pyproject.toml, or name it with --trainlab-program',
        '请在 pyproject.toml 的 [tool.trainlab] 下写 program = "main.st"，或用 --trainlab-program 指定',
    ),
)
BAD_SETTING = ProblemKind(
    "TL2011",
    Text("'{key}' of [tool.trainlab] {wrong}{hint}", "[tool.trainlab] 中的“{key}”{wrong}{hint}"),
    Text("it takes {wanted}", "此处应为{wanted}"),
)
NO_SCENARIO = ProblemKind(
    "TL2012",
    Text(
        "no scenario is at '{path}', which [tool.trainlab] names",
        "[tool.trainlab] 指定的“{path}”处没有场景文件",
    ),
    Text(
        "name files relative to pyproject.toml; exams/*.yaml stands for all of a folder",
        "请写相对于 pyproject.toml 的文件名；exams/*.yaml 表示文件夹中的全部场景",
    ),
)
