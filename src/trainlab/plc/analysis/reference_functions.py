"""REF and what else is written like a function but asks about a variable itself.

IEC 61131-3:2013 Tables 12 and 15; __ISVALIDREF as in CODESYS.
"""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.plc import syntax
from trainlab.plc.analysis.arguments import standard_operands
from trainlab.plc.analysis.conversions import coerced
from trainlab.plc.analysis.places import named_place, place_of
from trainlab.plc.analysis.references import reference_of
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.problems import calls as wrong_calls
from trainlab.plc.problems import references as wrong
from trainlab.plc.typed import Bound, Constant, Conversion, Expression, Load, Operation
from trainlab.plc.types import (
    BOOL,
    DINT,
    INTEGER_LITERAL,
    LINT,
    ArrayType,
    Elementary,
    OpenArrayType,
    Type,
    is_reference,
)

_ADDRESSES = ("ADR", "ADRINST", "BITADR", "INDEXOF")
_BOUNDS = ("LOWER_BOUND", "UPPER_BOUND")
_A_PLACE = Text("a variable", "变量")


def is_reference_function(name: str) -> bool:
    """Whether `reference_call` knows what that function does, or why there is none."""
    upper = name.upper()
    return upper == "REF" or upper.startswith("__") or upper in (*_ADDRESSES, *_BOUNDS)


def reference_call(
    scope: Scope, call: syntax.Call, name: str, expected: Elementary | None
) -> Expression:
    """REF(x), __ISVALIDREF(r), LOWER_BOUND(a, 1), UPPER_BOUND(a, 1)."""
    upper = name.upper()
    at = start_of(call)
    if upper in _ADDRESSES:
        raise scope.stop(wrong.NO_ADDRESSES, at, name=name)
    if upper in _BOUNDS:
        return _bound(scope, call, upper, expected)
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


def _bound(scope: Scope, call: syntax.Call, upper: str, expected: Elementary | None) -> Expression:
    """A bound of an array, as an integer of the type that is wanted, else a DINT."""
    at = start_of(call)
    nodes = standard_operands(scope, call, upper, ("ARR", "DIM"))
    array = place_of(scope, nodes[0]) if not isinstance(nodes[0], syntax.Literal) else None
    number = scope.value(nodes[1], DINT)
    type_: Type = array.type if array is not None else BOOL
    count = 0
    if isinstance(type_, ArrayType):
        count = len(type_.bounds)
    elif isinstance(type_, OpenArrayType):
        count = type_.dimensions
    dimension = int(number.value) if isinstance(number, Constant) else 0
    if array is None or not 1 <= dimension <= count:
        raise scope.stop(wrong.NO_DIMENSION, at, function=upper, count=count)
    is_upper = upper == "UPPER_BOUND"
    target = DINT
    if expected is not None and expected.is_integer and not expected.is_literal:
        target = expected
    if isinstance(type_, ArrayType):
        known = type_.bounds[dimension - 1][is_upper]
        return coerced(scope, Constant(at, INTEGER_LITERAL, known), target, upper, at)
    return Conversion(at, target, Bound(at, LINT, array, dimension, is_upper))
