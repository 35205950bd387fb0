"""What a served station says of what happens on its wire, line by line."""

from __future__ import annotations

from trainlab.core.message import Text

EVENTS = {
    "controller_ready": Text("the controller is ready: {name}", "控制器就绪：{name}"),
    "seat_taken": Text("owns the outputs now: {name}", "取得输出控制权：{name}"),
    "seat_takeover": Text("has taken over the outputs: {name}", "接管输出控制权：{name}"),
    "seat_left": Text("owns the outputs no longer: {name}", "释放输出控制权：{name}"),
    "write_refused": Text(
        "may not write, another one owns the outputs: {name}", "写入被拒绝，输出已被占用：{name}"
    ),
    "link_stale": Text(
        "not heard any more, the outputs are at fail-safe: {name}", "失联，输出已置安全值：{name}"
    ),
    "link_back": Text("heard again: {name}", "重新连通：{name}"),
    "client_refused": Text("turned away: {name}: {reason}", "拒绝访问：{name}：{reason}"),
    "fault_injected": Text("fault injected: {name}, {label}", "注入故障：{name}，{label}"),
    "fault_ended": Text("fault ended: {name}, {label}", "结束故障：{name}，{label}"),
    "tag_forced": Text("forced: {name}, {label}", "强制变量：{name}，{label}"),
    "tag_released": Text("not forced any more: {name}, {label}", "解除强制：{name}，{label}"),
    "reset_asked": Text("reset by {name}", "由 {name} 复位"),
    "alarm_active": Text("alarm: {name}", "报警：{name}"),
    "alarm_clear": Text("alarm gone: {name}", "报警消失：{name}"),
    "alarm_acknowledged": Text("alarm acknowledged: {name}", "报警已确认：{name}"),
    "client_connected": Text("connected to the PLC: {name}", "已连接 PLC：{name}"),
    "client_lost": Text(
        "not connected to the PLC, trying again: {name}: {reason}",
        "未连接到 PLC，正在重试：{name}：{reason}",
    ),
    "client_stopped": Text(
        "the PLC is connected but does not run: {name}: {reason}",
        "PLC 已连接但未运行：{name}：{reason}",
    ),
    "controller_restarted": Text("the PLC was started anew: {name}", "PLC 已重新启动：{name}"),
}
