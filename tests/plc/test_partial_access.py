"""Parts of parts, named bits and wrong parts of bit strings (IEC 61131-3:2013 Table 17)."""

import pytest


@pytest.mark.parametrize(
    ("part", "value", "bit"),
    [
        ("%W1.%B0", "1", 16), ("%D1.%W1.%B1", "1", 56), ("%B2.%X3", "TRUE", 19),
        ("%D1.31", "TRUE", 63),
    ],
)  # fmt: skip
def test_table_17_a_part_of_a_part_is_one_of_the_whole(body, part, value, bit):
    running = body("l : LWORD; b : BOOL;", f"l.{part} := {value}; b := l.{part} = {value};")
    assert (running["l"], running["b"]) == (1 << bit, True)


def test_a_constant_may_name_a_bit_as_in_codesys(run):
    running = run(
        """VAR_GLOBAL CONSTANT ready : INT := 3; END_VAR
        PROGRAM p VAR w : WORD; b : BOOL; END_VAR w.ready := TRUE; b := w.ready; END_PROGRAM"""
    ).scan()
    assert (running["w"], running["b"]) == (8, True)


def test_a_part_keeps_to_the_subrange_of_what_holds_it(run):
    running = run(
        "PROGRAM p VAR i : INT (0..9) := 1; END_VAR i.3 := TRUE; i.2 := TRUE; END_PROGRAM"
    )
    assert running.stop().kind.code == "TL4005"


@pytest.mark.parametrize("part", ["%B2", "%W0", "%X16", "16", "%D0", "far"])
def test_table_17_a_part_that_is_not_there_is_told_with_those_that_are(problems, part):
    (problem,) = problems(
        f"""VAR_GLOBAL CONSTANT far : INT := 99; END_VAR
        PROGRAM p VAR w : WORD; END_VAR w.{part} := 1; END_PROGRAM"""
    )
    assert problem.kind.code == "TL3111"
    assert problem.values["known"] == ".%X0 .. .%X15, .%B0 .. .%B1"
