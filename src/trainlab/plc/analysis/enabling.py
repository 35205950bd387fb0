"""EN and ENO: calls that are made only where EN is TRUE (IEC 61131-3:2013 Tables 18 and 19).

Every function and function block has them, whether it declares them or not. What declares EN or
ENO itself gets them as any other parameter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from trainlab.plc import syntax
from trainlab.plc.analysis.conversions import coerced
from trainlab.plc.analysis.places import written_place
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.problems import calls as wrong
from trainlab.plc.typed import Constant, Expression, Place, Pou
from trainlab.plc.types import BOOL


@dataclass(frozen=True, slots=True)
class Enabling:
    """A call without its EN and ENO, and what these are: a condition, and a place for the answer."""

    call: syntax.Call
    condition: Expression | None
    done: Place | None

    @property
    def is_used(self) -> bool:
        """Whether the call has either."""
        return self.condition is not None or self.done is not None

    def enable(self, at: int) -> Expression:
        """The condition, TRUE where none is given."""
        return self.condition or Constant(at, BOOL, True)


def enabling(scope: Scope, call: syntax.Call, pou: Pou | None) -> Enabling:
    """Takes EN and ENO out of a call of `pou`, or of a standard function where that is None."""
    declared = pou.variables if pou is not None else {}
    kept: list[syntax.Argument] = []
    condition: Expression | None = None
    done: Place | None = None
    for argument in call.arguments:
        name = argument.name.casefold()
        if name not in ("en", "eno") or name in declared:
            kept.append(argument)
        elif argument.output != (name == "eno"):
            kind = wrong.OUTPUT_ARROW if name == "eno" else wrong.INPUT_ARROW
            callee = pou.name if pou is not None else _callee(call)
            raise scope.stop(kind, argument.at, name=argument.name, callee=callee)
        elif argument.value is None:
            continue
        elif name == "en":
            if condition is not None:
                raise scope.stop(wrong.ARGUMENT_TWICE, argument.at, name=argument.name)
            value = scope.value(argument.value, BOOL)
            condition = coerced(scope, value, BOOL, "EN", start_of(argument.value))
        else:
            if done is not None:
                raise scope.stop(wrong.ARGUMENT_TWICE, argument.at, name=argument.name)
            done = written_place(scope, argument.value)
            if done.type != BOOL or argument.negated:
                raise scope.stop(
                    wrong.NEEDS_VARIABLE, start_of(argument.value), name="ENO",
                    callee=_callee(call), type=BOOL,
                )  # fmt: skip
    return Enabling(replace(call, arguments=tuple(kept)), condition, done)


def _callee(call: syntax.Call) -> str:
    return call.callee.text if isinstance(call.callee, syntax.Name) else "..."
