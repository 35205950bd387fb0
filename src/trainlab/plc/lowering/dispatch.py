"""Calls of which only the instance knows the target: by the type number at its beginning."""

from __future__ import annotations

from trainlab.plc.lowering.ir import Site, register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.problems import running
from trainlab.plc.reach import targets
from trainlab.plc.typed import BODY, Pou, Role


def parameter_types(pou: Pou | None) -> list[str]:
    """The IR types of a routine's parameters: head and self, then those of a method; None for the
    body of a function block."""
    types = ["ptr", "ptr"]
    if pou is None:
        return types
    types += [register_type(variable.type) for variable in pou.having(Role.INPUT)]
    types += ["ptr" for _ in pou.having(Role.IN_OUT, Role.OUTPUT)]
    return types if pou.result is None else [*types, "ptr"]


def dispatcher(routine: Routine, known: Pou, key: str, method: Pou | None) -> str:
    """The symbol to call for a method, or a body, of an instance that is at least a `known`."""
    numbers = routine.numbers
    found = targets(numbers, known, key)
    distinct = list(dict.fromkeys(found.values()))
    if len(distinct) == 1:
        return f"@pou{numbers[distinct[0]]}"
    name = f"{known.namespace}.{known.name} {key}".casefold()
    symbol = f"@dispatch_{name.encode().hex()}"
    if symbol not in routine.module.helpers:
        routine.module.helpers[symbol] = _text(routine, symbol, found, method)
    return symbol


def _text(routine: Routine, symbol: str, found: dict[Pou, Pou], method: Pou | None) -> str:
    types = parameter_types(method)
    names = ["%head", "%self", *(f"%p{index}" for index in range(2, len(types)))]
    arguments = ", ".join(f"{type_} {name}" for type_, name in zip(types, names, strict=True))
    pou = routine.pou
    site = routine.module.site(
        Site(running.NULL_REFERENCE, pou.source, pou.at, pou.title, (), (("name", pou.title),))
    )
    type_numbers = routine.block.layout.numbers
    cases = " ".join(f"i32 {type_numbers[one]}, label %t{type_numbers[one]}" for one in found)
    lines = [
        "%number = load i32, ptr %self",
        f"switch i32 %number, label %none [{cases}]",
    ]
    for one, target in found.items():
        number = type_numbers[one]
        lines += [
            f"t{number}:",
            f"%r{number} = call i32 @pou{routine.numbers[target]}({arguments})",
            f"ret i32 %r{number}",
        ]
    lines += ["none:", f"call void @stop(ptr %head, i32 {site}, i64 0, i64 0)", "ret i32 1"]
    return "\n".join([f"define internal i32 {symbol}({arguments}) {{", *lines, "}"])


def body_symbol(routine: Routine, pou: Pou, dynamic: bool) -> str:
    """The symbol to call for the body of an instance."""
    return dispatcher(routine, pou, BODY, None) if dynamic else f"@pou{routine.numbers[pou]}"


def narrowed(routine: Routine, offset: str, target: Pou) -> str:
    """The offset of an instance if it is a `target`, else 0."""
    text = routine.text
    slot = text.local("i64")
    text.do(f"store i64 0, ptr {slot}")
    test, keep, done = text.label(), text.label(), text.label()
    text.choose(text.value(f"icmp eq i64 {offset}, 0"), done, test)
    text.begin(test)
    instance = text.value(f"getelementptr i8, ptr %head, i64 {offset}")
    number = text.value(f"load i32, ptr {instance}")
    type_numbers = routine.block.layout.numbers
    fitting = [pou for pou in routine.numbers if pou.is_block and pou.is_a(target)]
    cases = " ".join(f"i32 {type_numbers[pou]}, label %{keep}" for pou in fitting)
    text.finish(f"switch i32 {number}, label %{done} [{cases}]")
    text.begin(keep)
    text.do(f"store i64 {offset}, ptr {slot}")
    text.begin(done)
    return text.value(f"load i64, ptr {slot}")
