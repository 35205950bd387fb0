"""What can be wrong with the endpoint of a Modbus server, besides what can be with any."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import ProblemKind

NO_CLIENTS_CA = ProblemKind(
    "TL5031",
    Text(
        "nobody could connect: no CA is named whose clients are let in",
        "无人可以连接：没有指定客户端证书的签发机构（CA）",
    ),
    Text(
        "add ?ca=FILE with the certificate of that CA; python -m trainlab.fieldbus.modbus.certificates DIR ca NAME makes one",
        "请添加 ?ca=文件（该 CA 的证书）；可用 python -m trainlab.fieldbus.modbus.certificates 目录 ca 名称 生成",
    ),
)
CERT_WITHOUT_KEY = ProblemKind(
    "TL5032",
    Text(
        "'cert' and 'key' belong together, and only one of them is given",
        "“cert”和“key”必须同时给出，目前只有其中一个",
    ),
    Text(
        "give both files, or neither: then a certificate is made and kept",
        "请同时给出两个文件；两个都不写时会自动生成并保存证书",
    ),
)
BAD_CERTIFICATE = ProblemKind(
    "TL5033",
    Text("cannot use {path}: {reason}", "无法使用 {path}：{reason}"),
    Text(
        "name files in PEM format: a certificate, the key that belongs to it, and the certificate of the CA",
        "请指定 PEM 格式的文件：证书、与其配对的私钥以及 CA 证书",
    ),
)
CERTIFICATE_EXPIRED = ProblemKind(
    "TL5034",
    Text(
        "the certificate in {path} was valid until {until}",
        "{path} 中的证书有效期至 {until}，已过期",
    ),
    Text(
        "make another one: python -m trainlab.fieldbus.modbus.certificates DIR server NAME",
        "请重新生成证书：python -m trainlab.fieldbus.modbus.certificates 目录 server 名称",
    ),
)
NO_DEVICE = ProblemKind(
    "TL5035",
    Text("there is no serial port {path}", "没有串口 {path}"),
    Text(
        "plug the adapter in, and look for its name with ls /dev/tty* (often /dev/ttyUSB0 or /dev/ttyACM0)",
        "请接好转换器，并用 ls /dev/tty* 查看设备名（常见为 /dev/ttyUSB0 或 /dev/ttyACM0）",
    ),
)
DEVICE_FORBIDDEN = ProblemKind(
    "TL5036",
    Text("this user may not open the serial port {path}", "当前用户无权打开串口 {path}"),
    Text(
        "become a member of the group that owns it, on Debian and Ubuntu: sudo adduser $USER dialout, then log in anew",
        "请加入该设备所属的用户组，Debian 和 Ubuntu 上执行 sudo adduser $USER dialout，然后重新登录",
    ),
)
DEVICE_BUSY = ProblemKind(
    "TL5037",
    Text("another program has the serial port {path}", "串口 {path} 正被其他程序占用"),
    Text(
        "end that program (perhaps another station, or an IDE that is online), or name another port",
        "请结束该程序（也许是另一个工位或处于联机状态的编程软件），或改用其他串口",
    ),
)
NO_SERIAL_PORT = ProblemKind(
    "TL5038",
    Text("{path} is no serial port", "{path} 不是串口"),
    Text("name a device such as /dev/ttyUSB0", "请指定串口设备，例如 /dev/ttyUSB0"),
)
UNSUITABLE_LINE = ProblemKind(
    "TL5039",
    Text("the serial port {path} cannot be set to {line}", "串口 {path} 无法设为 {line}"),
    Text(
        "choose what it can do with ?baud=, &parity= and &stop=",
        "请用 ?baud=、&parity= 和 &stop= 选择其支持的设置",
    ),
)
DEVICE_UNUSABLE = ProblemKind(
    "TL5040",
    Text("cannot open the serial port {path}: {reason}", "无法打开串口 {path}：{reason}"),
    Text(
        "look whether the adapter is plugged in and its driver loaded",
        "请检查转换器是否接好、驱动程序是否已加载",
    ),
)

SERIAL_PROBLEMS = {
    "no_device": NO_DEVICE,
    "forbidden": DEVICE_FORBIDDEN,
    "busy": DEVICE_BUSY,
    "no_serial_port": NO_SERIAL_PORT,
    "unsuitable": UNSUITABLE_LINE,
    "unusable": DEVICE_UNUSABLE,
}
TLS_PROBLEMS = {"certificate": BAD_CERTIFICATE, "expired": CERTIFICATE_EXPIRED}
