"""What `trainlab serve` says, and how its options are explained."""

from __future__ import annotations

from trainlab.core.message import Text

HELP = Text(
    "Run the station of SCENARIO on the wall clock, its tags on a fieldbus, for a wired controller."
    " The plant rests until the controller has written an output; then the timeline of the exam plays:"
    " buttons, setpoints, faults. With --free there is none.\n\n"
    "With --grade, exits as `trainlab grade` does; with 2 if no controller came. Without, with 0 when it"
    " is interrupted (Ctrl-C).",
    "按真实时间运行 SCENARIO 的工位，其变量通过现场总线提供给外接控制器。控制器首次写输出之前，对象保持静止；"
    "随后执行考核的时间轴：按钮、设定值、故障。使用 --free 则没有时间轴。\n\n"
    "使用 --grade 时退出码与 trainlab grade 相同；没有控制器接入时为 2。不使用 --grade 时，用 Ctrl-C 结束，退出码为 0。",
)
CLIENT = Text(
    "URL of a PLC to poll: its own inputs are written and its outputs read, as {usual}. May be repeated.",
    "要轮询的 PLC 的 URL：写入其输入，读取其输出，例如 {usual}。可重复使用。",
)
USUAL_CLIENT = "modbus://192.168.0.10/1"
TAKEOVER = Text(
    "Let a client that writes take the outputs from the one that has them; else it is refused.",
    "允许后写入的客户端接管输出；否则拒绝其写入。",
)
STALE = Text(
    "Seconds of silence after which a controller counts as gone, where the endpoint does not say (?stale=1s).",
    "控制器静默多少秒后视为失联；可在地址中用 ?stale=1s 单独设置。",
)
PANEL = Text(
    "Let clients operate the panel in a graded run too; else its timeline alone does.",
    "评分运行中也允许客户端操作面板；否则只由时间轴操作。",
)
GRADE = Text("Grade what the controller does.", "给控制器的表现评分。")
FREE = Text(
    "The plant alone, for practice: no timeline, no faults; the panel is yours.",
    "仅被控对象，用于练习：没有时间轴和故障，面板由您操作。",
)
SEED = Text(
    "Seed of the run; the scenario's own if left out.", "运行的种子；缺省用场景自带的种子。"
)
SPEED = Text("Plant time against wall time.", "仿真时间与真实时间之比。")
WAIT = Text(
    "Seconds to wait for a controller before giving up (with --grade).",
    "等待控制器的秒数，超时放弃（配合 --grade）。",
)
RESTART = Text(
    "Begin only when the controller was seen to stop and to start again, so that nothing of an"
    " earlier run is left in it (with --grade).",
    "只有在控制器停止并重新启动之后才开始，以免残留上次运行的状态（配合 --grade）。",
)
LISTENING = Text("{link} at {endpoint}", "{link} 监听 {endpoint}")
POLLING = Text("{link} polls {endpoint}", "{link} 轮询 {endpoint}")
WAITING = Text("waiting for a controller to write an output", "等待控制器写输出")
WAITING_FOR_RUN = Text(
    "the run begins with Run on a page, or by itself in {wait}",
    "在页面上点“运行”即开始，否则 {wait} 后自动开始",
)
STAY = Text(
    "the pages stay while somebody looks at them; Ctrl-C ends them sooner",
    "只要有人查看，页面就会保留；按 Ctrl-C 可立即结束",
)
RESTART_NOW = Text(
    "restart the controller, the run begins then: stop {name} until it is not heard any more, and start it",
    "请重新启动控制器，随后运行开始：停止 {name}，直到提示失联，再启动它",
)
REAL_LINK = Text(
    "the sheet's 'link' is for the soft PLC; a wired controller has its own delay",
    "场景中的 link 仅用于软 PLC；接线的控制器有其自身的延迟",
)
BEGINS_GRADED = Text("the run begins", "运行开始")
BEGINS = Text(
    "the run begins: the timeline of the exam plays, buttons and faults by themselves ({lasts})",
    "运行开始：执行考核的时间轴，按钮和故障自动发生（{lasts}）",
)
BEGINS_FREE = Text("the run begins: the plant alone", "运行开始：仅被控对象")
ANEW = Text(
    "the station begins anew, times count from 0 again",
    "工位重新开始，时间从 0 重新计",
)
HMI = Text(
    "Where to serve the pages, as 127.0.0.1:8080: plant, I/O, trends, program, scenario.",
    "页面的监听地址，例如 127.0.0.1:8080：流程画面、I/O、趋势、程序、场景。",
)
PROGRAM = Text(
    "Program for a soft PLC in the seat, with --hmi; else a wired PLC or a person at the page drives.",
    "软 PLC 的程序（配合 --hmi）；缺省由外接 PLC 或页面前的人操作。",
)
STATIONS = Text(
    "How many stations to run side by side, with --hmi; their ports follow one another.",
    "并排运行的工位数（配合 --hmi）；端口依次递增。",
)
USERS = Text(
    "Users of the pages, with passwords and roles (`trainlab users`); with --hmi.",
    "页面的用户文件，含密码和角色（由 `trainlab users` 生成）；配合 --hmi。",
)
PAGES_AT = Text("pages at {url}", "页面地址 {url}")
TOKEN = Text("  {role}, station {station}: {url}", "  {role}，工位 {station}：{url}")
OPEN_TO_ALL = Text(
    "warning: whoever reaches this computer's network can operate the station at {endpoint}",
    "警告：网络上的任何人都可以通过 {endpoint} 操作该工位",
)
DIED = Text(
    "the process of the link at {endpoint} has ended by itself, nothing is graded",
    "{endpoint} 的总线连接进程意外终止，没有评分",
)
