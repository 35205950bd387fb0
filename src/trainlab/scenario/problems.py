"""Diagnostics of scenario files."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import ProblemKind

UNREADABLE = ProblemKind(
    "TL1001",
    Text("this file cannot be read: {reason}", "无法读取该文件：{reason}"),
    Text("check the path and the permissions", "请检查路径和权限"),
)
NOT_UTF8 = ProblemKind(
    "TL1002",
    Text("this file is not UTF-8 text", "该文件不是 UTF-8 文本"),
    Text("save it as UTF-8 in your editor", "请在编辑器中以 UTF-8 编码保存"),
)
TOO_LARGE = ProblemKind(
    "TL1003",
    Text("this sheet is larger or nested deeper than a sheet may be", "该文件过大或嵌套过深"),
    Text(
        "a sheet has at most 1 MiB, 50,000 values and 40 levels; repeated aliases count each time",
        "文件最大 1 MiB、50000 个值、40 层；重复引用的别名每次都计数",
    ),
)
CONTROL_CHARACTER = Text(
    "the control character U+{code:04X} stands here; delete it",
    "此处有控制字符 U+{code:04X}；请删除",
)
NOT_YAML = ProblemKind(
    "TL1004",
    Text("this is not YAML: {reason}", "YAML 语法错误：{reason}"),
    Text(
        "check indentation (spaces, no tabs), colons and quotes near this place",
        "请检查此处附近的缩进（用空格而非制表符）、冒号和引号",
    ),
)
EMPTY = ProblemKind(
    "TL1005",
    Text("this sheet is empty", "该文件为空"),
    Text(
        "start from scenarios/tank/level_hold.yaml",
        "可从 scenarios/tank/level_hold.yaml 开始修改",
    ),
)
BAD_KEY = ProblemKind(
    "TL1006",
    Text("a key must be a plain name", "键必须是普通名称"),
    Text("write 'name: value'", "请写成“名称: 值”"),
)
DUPLICATE_KEY = ProblemKind(
    "TL1007",
    Text("'{key}' stands here already, in line {line}", "“{key}”已在第 {line} 行出现"),
    Text("keep one of the two", "请只保留其中一个"),
)
BAD_TAG = ProblemKind(
    "TL1008",
    Text("'{tag}' is not allowed in a sheet", "文件中不允许使用“{tag}”"),
    Text("write plain text, numbers, true and false", "请只使用普通文本、数字、true 和 false"),
)
FULL_WIDTH = ProblemKind(
    "TL1009",
    Text("'{sign}' is a full-width character", "此处是全角字符 {sign}"),
    Text(
        "write {plain} here, typed with the English keyboard; inside texts full-width is fine",
        "此处请切换到英文输入法，写半角的 {plain}；文字内容中可以使用全角字符",
    ),
)
UNKNOWN_KEY = ProblemKind(
    "TL1010",
    Text("unknown key '{key}'{hint}", "未知的键“{key}”{hint}"),
    Text("keys that may stand here: {known}", "此处可用的键：{known}"),
)
MISSING_KEY = ProblemKind(
    "TL1011",
    Text("'{key}' is missing", "缺少“{key}”"),
    Text("add a line '{key}: {example}' here", "请在此处添加一行“{key}: {example}”"),
)
BAD_VALUE = ProblemKind(
    "TL1012",
    Text("{value} cannot be '{key}'", "{value} 不能作为“{key}”"),
    Text("expected here: {expected}", "此处应为：{expected}"),
)
UNKNOWN_NAME = ProblemKind(
    "TL1013",
    Text("unknown {what} '{name}'{hint}", "未知的{what}“{name}”{hint}"),
    Text("known here: {known}", "此处可用：{known}"),
)
OUT_OF_RANGE = ProblemKind(
    "TL1014",
    Text(
        "{value} is out of range for '{name}'",
        "{value} 超出“{name}”的范围",
    ),
    Text("'{name}' takes {low} to {high} {unit}", "“{name}”的范围是 {low} 到 {high} {unit}"),
)
WRONG_UNIT = ProblemKind(
    "TL1015",
    Text(
        "'{quantity}' does not fit '{name}', which takes {wanted}",
        "“{quantity}”与“{name}”不匹配，此处应为{wanted}",
    ),
    Text("write {wanted}", "请写{wanted}"),
)
NOT_CHANGEABLE = ProblemKind(
    "TL1016",
    Text("'{name}' cannot be changed while the plant runs", "“{name}”不能在运行中改变"),
    Text("parameters that can: {known}", "可改变的参数：{known}"),
)
DUPLICATE_LABEL = ProblemKind(
    "TL1017",
    Text("the label '{label}' is used twice", "标签“{label}”重复使用"),
    Text("give each moment and each check a name of its own", "请为每个时刻和每项检查取不同的名称"),
)
SCAN_NOT_MULTIPLE = ProblemKind(
    "TL1018",
    Text(
        "the scan of {scan} is not a whole multiple of the tick of {tick}",
        "扫描周期 {scan} 不是节拍 {tick} 的整数倍",
    ),
    Text("take a scan of {tick}, twice that, ...", "请取 {tick} 或其整数倍"),
)
AFTER_THE_END = ProblemKind(
    "TL1019",
    Text(
        "this happens at {at}, but the run ends at {end}", "此动作发生在 {at}，但运行在 {end} 结束"
    ),
    Text("make the duration longer, or let it happen earlier", "请延长运行时间，或让它更早发生"),
)
ONE_ACTION = ProblemKind(
    "TL1020",
    Text(
        "a step of the timeline does exactly one thing; here are {count}",
        "时间轴的每一步只做一件事；此处有 {count} 件",
    ),
    Text(
        "write one of: {known}; put the others in steps of their own",
        "请只写其中之一：{known}；其余另起一步",
    ),
)
ENDS_BEFORE_BEGIN = ProblemKind(
    "TL1021",
    Text("this ends at {end}, before it begins at {begin}", "结束时刻 {end} 早于开始时刻 {begin}"),
    Text("let 'end' lie after 'begin'", "请使 end 晚于 begin"),
)
BAD_FAULT_TARGET = ProblemKind(
    "TL1022",
    Text(
        "the fault '{fault}' makes no sense on '{name}': {reason}",
        "故障“{fault}”不适用于“{name}”：{reason}",
    ),
    Text("choose another fault or another tag", "请选择其他故障或其他变量"),
)
WRONG_CONTROL = ProblemKind(
    "TL1023",
    Text("'{name}' is a {kind}; it cannot be {verb}", "“{name}”是{kind}，不能{verb}"),
    Text(
        "press buttons, press and release mushrooms, set dials and selectors",
        "按钮用 press，急停用 press 和 release，旋钮和选择开关用 set",
    ),
)
ONLY_WITH_WHEN = ProblemKind(
    "TL1024",
    Text("'{key}' belongs to a step that waits", "“{key}”只能用于等待条件的步骤"),
    Text(
        "add 'when: <condition>', or say with 'at' (of a fault: 'begin') when it happens",
        "请添加“when: <条件>”，或用 at（故障用 begin）给出时刻",
    ),
)
LASTS_INSTEAD = ProblemKind(
    "TL1025",
    Text("this fault cannot have an 'end'", "该故障不能使用“end”"),
    Text(
        "a fault that waits for something, or has 'lasts', ends when it has lasted: write 'lasts: 5 s' alone",
        "等待条件的故障、或已有 lasts 的故障按持续时间结束：请只写“lasts: 5 s”",
    ),
)
NO_ADDRESS = ProblemKind(
    "TL1026",
    Text(
        "'{address}' is not an address, for the tag '{name}'", "“{address}”不是变量“{name}”的地址"
    ),
    Text(
        "'{name}' is {side} of type {type}: write an address such as {example}; the number counts bytes",
        "“{name}”是 {type} 型{side}：请写 {example} 这样的地址，其中的数字以字节计",
    ),
)
ADDRESS_OF_ANOTHER_KIND = ProblemKind(
    "TL1027",
    Text(
        "'{address}' cannot be the address of '{name}', {side} of type {type}",
        "“{address}”不能作为 {type} 型{side}“{name}”的地址",
    ),
    Text(
        "write an address such as {example}: I is an input, Q an output; X a BOOL, W an INT, D a DINT or REAL",
        "请写 {example} 这样的地址：I 为输入，Q 为输出；X 为 BOOL，W 为 INT，D 为 DINT 或 REAL",
    ),
)
ODD_ADDRESS = ProblemKind(
    "TL1028",
    Text(
        "'{address}', for the tag '{name}', begins at an odd byte",
        "变量“{name}”的地址“{address}”从奇数字节开始",
    ),
    Text(
        "INT, DINT and REAL begin at an even byte, or they would stand across two Modbus registers",
        "INT、DINT、REAL 须从偶数字节开始，否则会跨越两个 Modbus 寄存器",
    ),
)
ADDRESSES_OVERLAP = ProblemKind(
    "TL1029",
    Text(
        "'{name}' at {address} stands on bits that '{other}' at {taken} has",
        "“{name}”的地址 {address} 与“{other}”的地址 {taken} 重叠",
    ),
    Text(
        "move one of the two; an INT takes two bytes, a DINT or REAL four",
        "请移动其中之一；INT 占两个字节，DINT 和 REAL 占四个字节",
    ),
)
NO_PART_PROGRAMS = ProblemKind(
    "TL1036",
    Text(
        "the plant '{plant}' has no control of its own that runs part programs",
        "被控对象“{plant}”没有自带的数控系统，不能运行零件程序",
    ),
    Text("leave 'program' out", "请删去 program"),
)
PART_PROGRAM_UNREADABLE = ProblemKind(
    "TL1037",
    Text(
        "the part program '{name}' cannot be read: {reason}",
        "无法读取零件程序“{name}”：{reason}",
    ),
    Text(
        "put the file beside the sheet and write its name, as UTF-8 text",
        "请将文件以 UTF-8 文本放在场景文件所在目录，此处写文件名",
    ),
)
ADDRESS_BEYOND = ProblemKind(
    "TL1030",
    Text(
        "'{address}', for the tag '{name}', is beyond what Modbus can address",
        "变量“{name}”的地址“{address}”超出 Modbus 的寻址范围",
    ),
    Text(
        "a BOOL stands at most at byte 8191, all else at most at byte 131070",
        "BOOL 的字节号最大为 8191，其他类型最大为 131070",
    ),
)
ENDLESS_FAMILY = ProblemKind(
    "TL1031",
    Text(
        "these sheets extend one another without end: {chain} ({reason})",
        "场景文件相互扩展，没有尽头：{chain}（{reason}）",
    ),
    Text(
        "let the last sheet of the chain have no 'extends'",
        "请使链上的最后一个文件不含 extends",
    ),
)
NO_BASE = ProblemKind(
    "TL1032",
    Text(
        "there is no sheet '{name}' to extend; looked for at {path}",
        "找不到要扩展的场景文件“{name}”；查找位置：{path}",
    ),
    Text(
        "write its path from the folder of this sheet, such as base.yaml or ../base.yaml",
        "请写相对于本文件所在文件夹的路径，例如 base.yaml 或 ../base.yaml",
    ),
)
NAME_TAKEN = ProblemKind(
    "TL1034",
    Text("'{name}' is a signal of the plant already", "“{name}”已是被控对象的信号"),
    Text("take another name for this variable", "请为该程序变量另取名称"),
)
NOT_IN_PROGRAM = ProblemKind(
    "TL1035",
    Text(
        "checks of this scenario read '{name}', and {reason}",
        "该场景的检查要读取“{name}”，而{reason}",
    ),
    Text(
        "such checks earn nothing: give the variable that path and type, if the task asks for it",
        "这些检查将不得分：如任务有要求，请使用该变量路径和类型",
    ),
    severity="warning",
)
ONE_FEED = ProblemKind(
    "TL1038",
    Text(
        "what is fed is told by exactly one key; here are {count}",
        "放入什么零件只能用一个键说明；此处有 {count} 个",
    ),
    Text(
        "write one of: part (one part), parts (in this order), one_of (drawn each time)",
        "请只写其中之一：part（一种零件）、parts（按顺序）、one_of（每次抽取）",
    ),
)
TOO_MANY_PARTS = ProblemKind(
    "TL1040",
    Text(
        "this timeline may lay on {count} parts, more than {most}",
        "该时间轴最多会放入 {count} 个零件，超过 {most} 个",
    ),
    Text(
        "fewer of them: 'count', 'times' or a longer 'every'; a steady stream is what 'feed' is for",
        "请减少数量：使用 count、times 或更长的 every；持续来料请用 feed 一节",
    ),
)
NOT_FED = ProblemKind(
    "TL1039",
    Text(
        "nobody can lay parts on the plant '{plant}'",
        "被控对象“{plant}”没有可放入的零件",
    ),
    Text(
        "leave this step out; `trainlab catalog plants {plant}` lists what can be operated",
        "请删去此步；`trainlab catalog plants {plant}` 列出可操作的内容",
    ),
)
LINK_WITHOUT_DELAY = ProblemKind(
    "TL1033",
    Text(
        "a transfer over this link takes {longest} at most, which is no tick of {tick}",
        "该总线的一次传输最长 {longest}，不足一个节拍（{tick}）",
    ),
    Text(
        "delays are rounded to ticks: make the tick smaller or the delay longer, or leave 'link' out",
        "延迟按节拍取整：请减小节拍或加大延迟，或去掉 link",
    ),
)
