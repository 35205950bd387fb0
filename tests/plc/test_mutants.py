"""Each kind of mutant: its text, and that the soft PLC behaves otherwise with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.mutant import Mutant
from trainlab.plc.mutants.kinds import KINDS
from trainlab.plc.mutants.mutation import StMutation, edited
from trainlab.plc.programs import CompiledProgram
from trainlab.plc.source import Source, text_of
from trainlab.plc.structured_text import StructuredText, compiled_text

DECLARED = "a, b, c, x : BOOL; i : INT; r : REAL; t : TON; e : R_TRIG; l : SR;"
IN = "VAR estop AT %IX0.2 : BOOL; END_VAR "


def source(body: str, extra: str = "") -> str:
    return f"PROGRAM p {extra}VAR {DECLARED} END_VAR {body} END_PROGRAM"


# kind, statements, the statements mutated, inputs, the variable that shows it
CASES = [
    ("term_dropped", "x := a AND b (* both *) OR c;", "x := a (* both *) OR c;", {"a": 1}, "x"),
    ("term_dropped", "x := a AND NOT (b OR c);", "x := NOT (b OR c);", {}, "x"),
    ("contact_negated", "x := a AND NOT b;", "x := a AND b;", {"a": 1}, "x"),
    ("contact_negated", "e(CLK := a); x := x OR e.Q;", "e(CLK := NOT a); x := x OR e.Q;", {"a": 1}, "x"),
    ("logic_exchanged", "x := a AND b AND c;", "x := (a OR b) AND c;", {"a": 1, "c": 1}, "x"),
    ("logic_exchanged", "x := a OR b;", "x := (a AND b);", {"a": 1}, "x"),
    ("relation", "x := i > 5;", "x := i >= 5;", {"i": 5}, "x"),
    ("relation", "x := -i < 5;", "x := -i > 5;", {"i": 5}, "x"),
    ("constant", "x := i > 100;", "x := i > 110;", {"i": 105}, "x"),
    ("constant", "r := 2.0;", "r := 2.2;", {}, "r"),
    ("time", "t(IN := TRUE, PT := T#50ms); x := t.Q;", "t(IN := TRUE, PT := T#100ms); x := t.Q;", {}, "x"),
    ("sign", "i := i + 1;", "i := i - 1;", {}, "i"),
    ("statement_dropped", "i := 3; x := a;", "i := 3; ;", {"a": 1}, "x"),
    ("stuck", "x := a;", "x := TRUE;", {}, "x"),
    ("condition_fixed", "IF a THEN IF b THEN i := 1; END_IF; ELSE i := 2; END_IF;",
     "IF TRUE THEN IF b THEN i := 1; END_IF; ELSE i := 2; END_IF;", {}, "i"),
    ("branch_skipped", "CASE i OF 0: x := TRUE; i := 1; 1, 2: i := 0; END_CASE;",
     "CASE i OF 0: ; 1, 2: i := 0; END_CASE;", {}, "x"),
    ("edge_lost", "e(CLK := a); IF e.Q THEN i := i + 1; END_IF;",
     "e(CLK := a); IF (a) THEN i := i + 1; END_IF;", {"a": 1}, "i"),
    ("timer_input", "t(IN := a, PT := T#10ms); x := t.Q;", "t(IN := TRUE, PT := T#10ms); x := t.Q;", {}, "x"),
    ("dominance", "IF a THEN x := FALSE; ELSIF b THEN x := TRUE; END_IF;",
     "IF b THEN x := TRUE; ELSIF a THEN x := FALSE; END_IF;", {"a": 1, "b": 1}, "x"),
]  # fmt: skip


def mutation(text: str) -> StMutation:
    return StMutation(text_of(Source("p.st", text)), compiled_text)


def mutated(text: str, mutant: Mutant) -> str:
    return edited(text_of(Source("p.st", text)), mutant.edits).source.text


def the_one(text: str, kind: str, wanted: str) -> Mutant:
    made = {mutated(text, m): m for m in mutation(text).mutants if m.kind == kind}
    assert wanted in made, sorted(made)
    return made[wanted]


def shown(program: CompiledProgram, inputs: Mapping[str, int], name: str) -> object:
    """The variable after two scans, 0 and 60 ms, both with those inputs."""
    image = IOImage([])
    plc = program.controller(image)
    for path, value in inputs.items():
        plc.write(path, str(value) if path == "i" else "TRUE")
    for now_ms in (0, 60):
        plc.scan(image, now_ms * 1_000_000)
    return plc.read(name)


@pytest.mark.parametrize(("kind", "body", "wanted", "inputs", "name"), CASES)
def test_a_mutant_differs_in_one_slip_and_behaves_otherwise(
    kind: str, body: str, wanted: str, inputs: dict[str, int], name: str
) -> None:
    text = source(body)
    mutant = the_one(text, kind, source(wanted))
    right = compiled_text(text_of(Source("p.st", text)))
    wrong = mutation(text).compile(mutant)
    assert shown(right, inputs, name) != shown(wrong, inputs, name)


def test_an_emergency_stop_is_left_out_everywhere() -> None:
    text = source("x := estop AND a; c := NOT estop;", IN)
    mutant = the_one(text, "input_ignored", source("x := TRUE AND a; c := NOT TRUE;", IN))
    assert len(mutant.edits) == 2
    assert mutation(text).compile(mutant)


def test_a_latch_is_exchanged_with_the_names_of_its_inputs(run: Callable[..., object]) -> None:
    body = "l(S1 := TRUE, R := TRUE); x := l.Q1;"
    text = source(body)
    wanted = source("l(S := TRUE, R1 := TRUE); x := l.Q1;").replace("l : SR", "l : RS")
    mutant = the_one(text, "dominance", wanted)
    assert shown(mutation(text).compile(mutant), {}, "x") is False
    assert run(text).scan()["x"] is True  # type: ignore[attr-defined, index]


def test_every_kind_is_shown_here() -> None:
    assert {case[0] for case in CASES} | {"input_ignored"} == set(KINDS)


def test_mutants_come_in_the_order_of_the_text_and_each_once() -> None:
    made = mutation(source("x := a AND b; IF x THEN i := 3; END_IF;")).mutants
    starts = [mutant.edits[0].start for mutant in made]
    assert starts == sorted(starts)
    assert len({mutant.edits for mutant in made}) == len(made)


def test_the_mutants_of_a_folder_stand_in_its_files(tmp_path: Path) -> None:
    block = "FUNCTION_BLOCK f VAR_OUTPUT q : BOOL; END_VAR q := TRUE; END_FUNCTION_BLOCK\n"
    (tmp_path / "a.st").write_text(block)
    (tmp_path / "b.st").write_text(
        "PROGRAM p VAR g : f; x : BOOL; END_VAR g(); x := g.q; END_PROGRAM\n"
    )
    made = StructuredText().mutation(tmp_path)
    assert {Path(mutant.position.file).name for mutant in made.mutants} == {"a.st", "b.st"}
    for mutant in made.mutants:
        made.compile(mutant)


def test_a_limit_in_a_list_of_global_constants_is_changed() -> None:
    limits = "VAR_GLOBAL CONSTANT MOST : INT := {}; END_VAR\n"
    program = "PROGRAM p VAR x, i : INT; END_VAR x := MIN(i, MOST); END_PROGRAM"
    assert the_one(limits.format(100) + program, "constant", limits.format(110) + program)
