"""The words of the page, each in both languages."""

from __future__ import annotations

from trainlab.core.message import Text

WORDS = {
    "sheet": Text("Lab sheet", "实验报告"),
    "student": Text("Name", "姓名"),
    "group": Text("Class", "班级"),
    "date": Text("Date", "日期"),
    "teacher": Text("Checked by", "批阅人"),
    "scenario": Text("Scenario", "场景"),
    "plant": Text("Plant", "被控对象"),
    "program": Text("Program", "程序"),
    "controller": Text("Controller", "控制器"),
    "run": Text("Run", "运行"),
    "marks": Text("Marks", "得分"),
    "check": Text("Check", "检查"),
    "result": Text("Result", "结果"),
    "points": Text("Points", "得分"),
    "total": Text("Total", "总分"),
    "skills": Text("Skills", "能力"),
    "skill": Text("Skill", "能力"),
    "seeds": Text("Seeds", "种子"),
    "checks": Text("Checks", "检查项"),
    "measured": Text("measured", "实测"),
    "allowed": Text("allowed", "允许"),
    "when": Text("when", "时间"),
    "lines": Text("lines", "程序行"),
    "gate": Text("gate", "必过项"),
    "gate_zero": Text("without it the total is 0", "未得满分则总分为 0"),
    "hidden": Text("hidden", "隐藏"),
    "timeline": Text("What happened", "运行过程"),
    "at": Text("at", "时刻"),
    "what": Text("what", "事件"),
    "label": Text("label", "标签"),
    "listing": Text("Program", "程序清单"),
    "problems": Text("Diagnostics", "诊断信息"),
    "help": Text("help", "提示"),
    "not_graded": Text("Not graded", "未评分"),
    "not_graded_why": Text(
        "The submission cannot be graded. This is what stands in the way:",
        "该提交无法评分，原因如下：",
    ),
    "watched": Text("Watched variables", "监视的变量"),
    "legend": Text(
        "How to read the diagrams: shaded with a thin bar below is the window that the check looks at,"
        " dark with a thick bar the stretch that decided; a hatched band is a fault, a dashed line"
        " something that the operator or the world did. Dotted lines around a target are its band.",
        "读图说明：浅色底纹及下方细条为检查的时间窗口，深色底纹及粗条为决定结果的区间；斜线带为故障，"
        "竖虚线为操作员或外界的动作；目标值两侧的点线为允许带。",
    ),
    "digests": Text("To repeat this run", "复现本次运行"),
    "trace_digest": Text("trace", "轨迹"),
    "scenario_digest": Text("scenario", "场景"),
    "program_digest": Text("program", "程序"),
    "marks_of_lines": Text(
        "+ has run, ! only some of its branches have, - has never run",
        "+ 已执行，! 只执行了部分分支，- 从未执行",
    ),
    "marks_of_writes": Text(
        "← last wrote, or made the value of, an output by which that check was lost",
        "← 最后写入或产生了导致该项检查失分的输出值",
    ),
    "hit": Text("has run", "已执行"),
    "part": Text("only some of its branches have run", "只执行了部分分支"),
    "miss": Text("has never run", "从未执行"),
}
CAPTION = Text(
    "{first:.2f} to {last:.2f} s; decided at {begin:.3f} to {end:.3f} s. Shown: {names}.",
    "{first:.2f} 至 {last:.2f} s；决定区间 {begin:.3f} 至 {end:.3f} s。信号：{names}。",
)
CLOSE_UP = Text("Enlarged: {caption}", "局部放大：{caption}")
GATE_CAP = Text("without it the total is at most {share:g} %", "未得满分则总分最高为 {share:g} %")
MORE_LINES = Text("{count} more lines are not shown", "另有 {count} 行未显示")
MORE_EVENTS = Text("{count} more are not shown", "另有 {count} 项未显示")
SEED = Text("seed {seed}", "种子 {seed}")
EVENT_KINDS = {
    "operate": Text("the operator: {name} = {value:g}", "操作：{name} = {value:g}"),
    "change": Text("the plant changes: {name} = {value:g}", "对象变化：{name} = {value:g}"),
    "fault_begin": Text("a fault begins: {name}", "故障开始：{name}"),
    "fault_end": Text("a fault ends: {name}", "故障结束：{name}"),
    "controller_stopped": Text("the controller stopped: {name}", "控制器停止：{name}"),
    "controller_ready": Text("the controller is ready: {name}", "控制器就绪：{name}"),
    "link_stale": Text("the controller is not heard any more: {name}", "控制器失联：{name}"),
    "link_back": Text("the controller is heard again: {name}", "控制器重新连通：{name}"),
    "seat_taken": Text("owns the outputs now: {name}", "取得输出控制权：{name}"),
    "seat_takeover": Text("has taken over the outputs: {name}", "接管输出控制权：{name}"),
    "seat_left": Text("owns the outputs no longer: {name}", "释放输出控制权：{name}"),
    "write_refused": Text("may not write: {name}", "写入被拒绝：{name}"),
}
MOVED = Text(", moving to {value:g}", "，逐步变为 {value:g}")
OTHER_EVENT = Text("{kind}: {name}", "{kind}：{name}")
