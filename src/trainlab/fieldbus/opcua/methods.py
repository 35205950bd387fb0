"""The methods of a station and their arguments; no word of the library in here."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.core.message import Text
from trainlab.fieldbus.opcua.points import ValueType


@dataclass(frozen=True, slots=True)
class Argument:
    """One input argument of a method, a list of values where `is_list`."""

    name: str
    type: ValueType
    about: Text
    is_list: bool = False


_TAG = Argument("Tag", ValueType.STRING, Text("name of a tag", "变量名称"))
METHODS = {
    "Reset": Text("Begin anew", "复位重新开始"),
    "Press": Text("Press a push-button", "按下按钮"),
    "InjectFault": Text("Inject a fault into a tag's wire", "在变量的线路上注入故障"),
    "EndFault": Text("End the fault of a tag's wire", "结束变量线路上的故障"),
}
ARGUMENTS: dict[str, tuple[Argument, ...]] = {
    "Reset": (),
    "Press": (
        Argument("Control", ValueType.STRING, Text("name of a push-button", "按钮名称")),
        Argument(
            "Seconds",
            ValueType.DOUBLE,
            Text("how long it is held; 0: for a moment", "按住的时间；0 表示点按"),
        ),
    ),
    "InjectFault": (
        _TAG,
        Argument("Kind", ValueType.STRING, Text("kind of fault", "故障类型")),
        Argument(
            "Fields",
            ValueType.STRING,
            Text("its fields, such as 'by=5 %'", "故障参数，例如“by=5 %”"),
            is_list=True,
        ),
    ),
    "EndFault": (_TAG,),
}
FOR_INSTRUCTORS = ("Reset", "InjectFault", "EndFault")
