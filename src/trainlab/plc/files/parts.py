"""How the editors of IDEs call the places of a text, beside the file's own line and column."""

from __future__ import annotations

from trainlab.core.message import Text

DECLARATION = Text("declaration of {name}, line {line}", "{name} 的声明部分第 {line} 行")
BODY = Text("body of {name}, line {line}", "{name} 的实现部分第 {line} 行")
VARIABLES = Text("variables of {name}", "{name} 的变量表")
TYPES = Text("data type {name}", "数据类型 {name}")
TASKS = Text("tasks and programs of {name}", "{name} 的任务与程序配置")
