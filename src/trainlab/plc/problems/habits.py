"""TL224x, TL225x: what people bring from other languages, read on as what was meant."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc.problems.kinds import kind

INSTRUCTION_LIST = Text("instruction list (IL)", "指令表（IL）")
LADDER = Text("a drawing of a ladder diagram (LD)", "用字符画的梯形图（LD）")
WRITE_EXPRESSION = Text(
    "write one statement, for example run := (start OR run) AND NOT stop;",
    "请写成一条语句，例如 run := (start OR run) AND NOT stop;",
)
REMOVE_IT = Text("remove it", "请删除它")
NO_BREAK = Text(
    "EXIT leaves a loop; a branch of CASE ends by itself, so remove it there",
    "退出循环请用 EXIT；CASE 的分支会自行结束，分支中请删除它",
)
NO_JUMP = Text("use IF, CASE or a loop instead", "请改用 IF、CASE 或循环")
WRITE_CASE = Text("write CASE x OF ... END_CASE", "请写 CASE x OF ... END_CASE")
WRITE_VALUE = Text(
    "write {name} := TRUE; or {name} := FALSE;", "请写 {name} := TRUE; 或 {name} := FALSE;"
)
LABEL_ALONE = Text("write the label alone, as in 1: ...", "只写标号，例如 1: ...")
COUNT_LOOP = Text("write FOR i := 0 TO 9 DO ... END_FOR", "请写 FOR i := 0 TO 9 DO ... END_FOR")

FOREIGN_WORD = kind(
    "TL2240",
    "'{found}' is not a keyword of Structured Text",
    "“{found}”不是结构化文本的关键字",
    "write {wanted}",
    "请写 {wanted}",
)
ELSE_IF = kind(
    "TL2241",
    "'ELSE IF' begins a second IF, which needs an END_IF of its own",
    "“ELSE IF”会开始另一个 IF，它需要自己的 END_IF",
    "write ELSIF for another condition of the same IF",
    "同一个 IF 的另一个条件请写 ELSIF",
)
BRACES = kind(
    "TL2242",
    "'{{' and '}}' do not group statements",
    "“{{”和“}}”不能把语句分组",
    "write IF ... THEN ... END_IF, FOR ... DO ... END_FOR or WHILE ... DO ... END_WHILE",
    "请写 IF ... THEN ... END_IF、FOR ... DO ... END_FOR 或 WHILE ... DO ... END_WHILE",
)
DECLARED_HERE = kind(
    "TL2243",
    "the variable '{name}' cannot be declared among the statements",
    "变量“{name}”不能在语句之间声明",
    "write {name} : {type}; between VAR and END_VAR, above the statements",
    "请在语句之前的 VAR 与 END_VAR 之间写 {name} : {type};",
)
PARAMETER_LIST = kind(
    "TL2244",
    "parameters are not declared in parentheses",
    "参数不能写在括号中声明",
    "declare them in VAR_INPUT ... END_VAR on the lines that follow",
    "请在后面各行的 VAR_INPUT ... END_VAR 中声明参数",
)
DECIMAL_COMMA = kind(
    "TL2245",
    "'{text}' is not a number: a comma does not separate decimals",
    "“{text}”不是合法的数：逗号不能用作小数点",
    "write {wanted}",
    "请写 {wanted}",
)
OTHER_LANGUAGE = kind(
    "TL2246",
    "this is {language}, not Structured Text",
    "这是{language}，不是结构化文本",
    "{advice}",
    "{advice}",
)
TIA_SPELLING = kind(
    "TL2247",
    "'{found}' is how TIA Portal writes SCL",
    "“{found}”是 TIA Portal 中 SCL 的写法",
    "write names without # and quotes, PROGRAM for ORGANIZATION_BLOCK, VAR_GLOBAL for DATA_BLOCK, "
    "and leave out BEGIN, VERSION, TITLE and REGION",
    "名称不加 # 和引号；ORGANIZATION_BLOCK 改为 PROGRAM，DATA_BLOCK 改为 VAR_GLOBAL，"
    "并去掉 BEGIN、VERSION、TITLE 和 REGION",
)
RETURN_VALUE = kind(
    "TL2248",
    "RETURN takes no value",
    "RETURN 后面不能写值",
    "assign the result to the name of the function first, as in Area := w * h; and then RETURN;",
    "请先把结果赋给函数名，例如 Area := w * h; 然后再写 RETURN;",
)
ARRAY_FORM = kind(
    "TL2249",
    "an array is not declared like this",
    "数组不是这样声明的",
    "write ARRAY[1..10] OF INT: the lower and the upper bound, then the type",
    "请写 ARRAY[1..10] OF INT：先写下界和上界，再写类型",
)
TYPE_FIRST = kind(
    "TL2251",
    "the name of a variable comes before its type",
    "变量名应写在类型之前",
    "write {name} : {type};",
    "请写 {name} : {type};",
)
FOREIGN_STATEMENT = kind(
    "TL2250",
    "'{found}' is not used in Structured Text",
    "结构化文本中不使用“{found}”",
    "{advice}",
    "{advice}",
)
