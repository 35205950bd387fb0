"""Where an instance stands and a value is meant, the message names the member to write."""

import pytest

DECLARED = (
    "TYPE Pair : STRUCT low, high : INT; ok : BOOL; END_STRUCT END_TYPE\n"
    "FUNCTION_BLOCK Motor VAR_OUTPUT speed : REAL; END_VAR VAR t : TON; END_VAR ; END_FUNCTION_BLOCK\n"
)


@pytest.mark.parametrize(
    ("statement", "written"),
    [
        ("b := t;", "t.Q"),
        ("d := t;", "t.ET"),
        ("n := c;", "c.CV"),
        ("r := m;", "m.speed"),
        ("r := p;", "p.low"),
        ("b := ts[2];", "ts[...].Q"),
        ("IF t THEN ; END_IF", "t.Q"),
        ("WHILE p DO EXIT; END_WHILE", "p.ok"),
        ("b := b AND t;", "t.Q"),
        ("b := NOT t;", "t.Q"),
        ("d := d + t;", "t.ET"),
        ("b := t > T#1s;", "t.ET"),
    ],
)
def test_the_member_is_named(problems, statement, written):
    text = (
        f"{DECLARED}PROGRAM Main VAR b : BOOL; d : TIME; n : INT; r : REAL; t : TON; c : CTU;"
        f" m : Motor; p : Pair; ts : ARRAY[1..2] OF TON; END_VAR\n{statement}\nEND_PROGRAM"
    )
    (problem,) = problems(text)
    for language in ("en", "zh-CN"):
        assert written in problem.help(language).split()


def test_without_such_a_member_the_type_is_named(problems):
    (problem,) = problems("PROGRAM p VAR t : TON; n : INT; END_VAR n := t; END_PROGRAM")
    assert problem.help("en") == "use a value of type INT"
    assert problem.help("zh-CN") == "请使用 INT 类型的值"


@pytest.mark.parametrize("value", ["1.0E39", "1.0E38 * 10.0"])
def test_a_number_too_large_for_real_is_shown(problems, value):
    (problem,) = problems(f"PROGRAM p VAR r : REAL; END_VAR r := {value}; END_PROGRAM")
    assert problem.message("en") == "1E+39 does not fit into REAL (-3.4E38..3.4E38)"
    assert problem.message("zh-CN") == "1E+39 超出 REAL 的范围（-3.4E38..3.4E38）"


def test_a_product_of_numbers_that_lreal_holds_is_one(body):
    assert body("r : LREAL;", "r := 1.0E38 * 10.0;")["r"] == 1.0e39


def test_a_whole_number_beyond_every_type_has_its_range(problems):
    big = "18_446_744_073_709_551_615"
    text = f"PROGRAM p VAR n : ULINT; END_VAR n := {big} * {big} * {big}; END_PROGRAM"
    (problem,) = problems(text)
    assert problem.message("zh-CN") == "结果 超出 ULINT 的范围（0..18446744073709551615）"
