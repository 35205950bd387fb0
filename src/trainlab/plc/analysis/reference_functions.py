"""REF and what else is written like a function but asks about a variable itself.

IEC 61131-3:2013 Tables 12 and 15; __ISVALIDREF as in CODESYS.
"""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc import syntax
from trainlab.plc.analysis.places import named_place, place_of
from trainlab.plc.analysis.references import reference_of
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.problems import calls as wrong_calls
from trainlab.plc.problems import references as wrong
from trainlab.plc.typed import Constant, Expression, Load, Operation
from trainlab.plc.types import BOOL, is_reference

_ADDRESSES = ("ADR", "ADRINST", "BITADR", "INDEXOF")
_BOUNDS = ("LOWER_BOUND", "UPPER_BOUND")
_A_PLACE = Text("a variable", "变量")


def is_reference_function(name: str) -> bool:
    """Whether `reference_call` knows what that function does, or why there is none."""
    upper = name.upper()
    return upper == "REF" or upper.startswith("__") or upper in _ADDRESSES


def reference_call(scope: Scope, call: syntax.Call, name: str) -> Expression:
    """REF(x), __ISVALIDREF(r)."""
    upper = name.upper()
    at = start_of(call)
    if upper in _ADDRESSES:
        raise scope.stop(wrong.NO_ADDRESSES, at, name=name)
    if upper not in ("REF", "__ISVALIDREF"):
        raise scope.stop(wrong.SYSTEM_NAME, at, name=name)
    given = [argument.value for argument in call.arguments if not argument.output]
    if len(call.arguments) != 1 or given[:1] == [None] or not given:
        raise scope.stop(
            wrong_calls.TOO_MANY_ARGUMENTS, at, callee=name, wanted=1, found=len(call.arguments),
            known=_A_PLACE,
        )  # fmt: skip
    node = given[0]
    assert node is not None
    if upper == "REF":
        return reference_of(scope, place_of(scope, node), start_of(node))
    place = named_place(scope, node)
    if not is_reference(place.type):
        raise scope.stop(wrong.NO_REFERENCE, at, type=place.type)
    value = Load(at, place.type, place)
    return Operation(at, BOOL, "<>", value, Constant(at, place.type, 0))
