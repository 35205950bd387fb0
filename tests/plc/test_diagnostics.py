"""For each mistake: its code and its place. A caret ^ stands before the place that is pointed at."""

import pytest

from trainlab.core.message import LANGUAGES
from trainlab.core.problem import ProblemKind
from trainlab.plc.problems import (
    binding,
    calls,
    expressions,
    names,
    reading,
    running,
    syntax,
    types,
)

MODULES = (reading, syntax, names, types, calls, binding, expressions, running)
KINDS = [
    kind for module in MODULES for kind in vars(module).values() if isinstance(kind, ProblemKind)
]

DECLARED = """FUNCTION_BLOCK Pump VAR_INPUT go : BOOL; END_VAR VAR_OUTPUT on : BOOL; END_VAR
VAR hours : INT; END_VAR VAR_IN_OUT total : INT; END_VAR END_FUNCTION_BLOCK
FUNCTION double : INT VAR_INPUT n : INT; END_VAR double := 2 * n; END_FUNCTION
TYPE Mode : (Idle, Run); Point : STRUCT x : INT; END_STRUCT; END_TYPE
PROGRAM p VAR CONSTANT K : INT := 4; END_VAR VAR_INPUT start : BOOL; END_VAR
VAR a : ARRAY[1..5] OF INT; i, n : INT; r, q : REAL; b : BOOL; w : WORD; t : TON; pump : Pump;
m : Mode; pt : Point; d : TIME; u : UINT; END_VAR
"""

# Statements inside of the program above.
STATEMENTS = {
    "TL2101": "i := 1 ^$ ;",
    "TL2102": "i := 1^；",
    "TL2108": "b := i ^== 1;",
    "TL2201": "i := ^;",
    "TL2202": "i := 1^\nn := 2;",
    "TL2203": "i ^= 1;",
    "TL2204": "IF i ^:= 1 THEN n := 2; END_IF",
    "TL2205": "^i;",
    "TL2206": "IF b THEN i := 1; ^END_WHILE",
    "TL2207": "^END_IF",
    "TL2209": "FOR i := 1 TO 5 DO n := pt.^VAR; END_FOR",
    "TL2212": "i := 1; ^VAR x : INT; END_VAR",
    "TL2213": "t(IN := b, ^);",
    "TL3001": "^levl := 1;",
    "TL3003": "i := ^doubel(2);",
    "TL3004": "i := pt.^y;",
    "TL3007": "i := ^double + 1;",
    "TL3012": "^K := 5;",
    "TL3013": "^start := TRUE;",
    "TL3014": "i := pump.^hours;",
    "TL3015": "^t.Q := TRUE;",
    "TL3020": "m := ^Mode#Stop;",
    "TL3101": "i := ^r;",
    "TL3102": "i := ^40000;",
    "TL3103": "b := i ^AND b;",
    "TL3104": "b := d ^> i;",
    "TL3105": "IF ^i THEN n := 1; END_IF",
    "TL3106": "i := n^[1];",
    "TL3107": "i := a^[1, 2];",
    "TL3108": "i := a[^r];",
    "TL3109": "i := a[^6];",
    "TL3110": "i := r.^x;",
    "TL3111": "b := w.^16;",
    "TL3112": "^1 := i;",
    "TL3113": "FOR ^r := 1 TO 2 DO n := 1; END_FOR",
    "TL3114": "FOR i := 1 TO 2 BY ^0 DO n := 1; END_FOR",
    "TL3115": "CASE ^r OF 1: n := 1; END_CASE",
    "TL3116": "CASE i OF 1..5: n := 1; ^3: n := 2; END_CASE",
    "TL3117": "^EXIT;",
    "TL3118": "i := n ^/ 0;",
    "TL3119": "^t := t;",
    "TL3122": "i := ^INT#40000;",
    "TL3201": "t(^INN := b);",
    "TL3202": "i := double^(1, 2);",
    "TL3203": "^pump(go := b);",
    "TL3204": "t(IN := b, ^IN := b);",
    "TL3205": "t(IN := b, ^T#1s);",
    "TL3206": "^TON(IN := b);",
    "TL3207": "^i(1);",
    "TL3208": "b := ^t(IN := b);",
    "TL3209": "t(^Q := b);",
    "TL3210": "t(^IN => b);",
    "TL3211": "pump(^total := 5);",
    "TL3212": "^p();",
    "TL3901": "b := r ^= q;",
    "TL3902": "FOR i := 1 TO 5 DO ^i := 3; END_FOR",
    "TL3903": "RETURN; ^i := 1;",
    "TL3904": "^double(2);",
}
# Whole files.
FILES = {
    "TL2211": "PROGRAM p ^INITIAL_STEP s : END_STEP END_PROGRAM",
    "TL2103": "PROGRAM p ^(* END_PROGRAM",
    "TL2104": "PROGRAM p VAR s : INT := ^'abc\n; END_VAR END_PROGRAM",
    "TL2105": "PROGRAM p ^{ END_PROGRAM",
    "TL2106": "PROGRAM p VAR x : INT := ^16#XY; END_VAR END_PROGRAM",
    "TL2107": "PROGRAM p VAR x : TIME := ^T#5; END_VAR END_PROGRAM",
    "TL2109": "PROGRAM p VAR x AT ^%Z4 : INT; END_VAR END_PROGRAM",
    "TL2210": "^x := 1; PROGRAM p ; END_PROGRAM",
    "TL3002": "PROGRAM p VAR x : ^INTT; END_VAR END_PROGRAM",
    "TL3005": "PROGRAM p VAR x : INT; ^X : INT; END_VAR END_PROGRAM",
    "TL3006": "FUNCTION f : INT f := 1; END_FUNCTION PROGRAM p VAR x : ^f; END_VAR END_PROGRAM",
    "TL3008": "FUNCTION f : INT f := g(); END_FUNCTION FUNCTION g : INT g := ^f(); END_FUNCTION",
    "TL3009": "PROGRAM p VAR n : INT; a : ARRAY[1..^n] OF INT; END_VAR END_PROGRAM",
    "TL3010": "PROGRAM p VAR a : ^ARRAY[5..1] OF INT; END_VAR END_PROGRAM",
    "TL3011": "PROGRAM p VAR a : ^ARRAY[1..2000000000] OF INT; END_VAR END_PROGRAM",
    "TL3017": "PROGRAM p ^VAR_GLOBAL x : INT; END_VAR END_PROGRAM",
    "TL3018": "VAR_GLOBAL xy : INT; END_VAR PROGRAM p VAR_EXTERNAL ^xy : REAL; END_VAR END_PROGRAM",
    "TL3021": "PROGRAM p END_PROGRAM CONFIGURATION c PROGRAM i : ^q; END_CONFIGURATION",
    "TL3022": "PROGRAM p VAR x AT ^%IW0 : BOOL; END_VAR END_PROGRAM",
    "TL3023": "TYPE s : ^STRUCT END_STRUCT; END_TYPE PROGRAM p END_PROGRAM",
    "TL3120": "PROGRAM p VAR x : INT := ^[1, 2]; END_VAR END_PROGRAM",
    "TL3121": "PROGRAM p VAR x : ARRAY[1..2] OF INT := ^[1, 2, 3]; END_VAR END_PROGRAM",
}


def marked(text):
    """The text without its caret, and the line and column where it stood."""
    at = text.index("^")
    line = text.count("\n", 0, at) + 1
    return text[:at] + text[at + 1 :], (line, at - (text.rfind("\n", 0, at) + 1) + 1)


@pytest.mark.parametrize("code", STATEMENTS)
def test_a_statement_is_pointed_at(problems, code):
    text, place = marked(DECLARED + STATEMENTS[code] + "\nEND_PROGRAM")
    found = [(p.kind.code, p.position.line, p.position.column) for p in problems(text)]
    assert (code, *place) in found


@pytest.mark.parametrize("code", FILES)
def test_a_declaration_is_pointed_at(problems, code):
    text, place = marked(FILES[code])
    found = [(p.kind.code, p.position.line, p.position.column) for p in problems(text)]
    assert (code, *place) in found


def test_the_declarations_used_here_are_right(problems):
    assert problems(DECLARED + "END_PROGRAM") == []


def test_three_mistakes_show_three(problems):
    text = "PROGRAM p VAR x : INT; END_VAR\nx := ;\nx = 1;\ny := 2;;\nIF x THEN END_IF\nEND_PROGRAM"
    assert [(p.kind.code, p.position.line) for p in problems(text)] == [
        ("TL2201", 2),
        ("TL2203", 3),
        ("TL3001", 4),
        ("TL3105", 5),
    ]
    text = text.replace("x := ;", "x := 2.5;").replace("x = 1", "x := 1")
    assert [(p.kind.code, p.position.line) for p in problems(text)] == [
        ("TL3101", 2), ("TL3001", 4), ("TL3105", 5),
    ]  # fmt: skip


def test_a_wrong_declaration_is_not_faulted_again_at_each_use(problems):
    text = "PROGRAM p VAR x : INTT; END_VAR x := TRUE; x := NOT x; END_PROGRAM"
    assert [p.kind.code for p in problems(text)] == ["TL3002"]


@pytest.mark.parametrize("name", ["level", "LEVEL", "水位"])
def test_a_near_name_is_offered(problems, name):
    (problem,) = problems(f"PROGRAM p VAR {name} : INT; END_VAR {name}l := 1; END_PROGRAM")
    if name.isascii():
        assert f"did you mean '{name}'?" in problem.message("en")
        assert f"是否想写“{name}”？" in problem.message("zh-CN")


def test_codes_are_unique_and_ordered_by_subject():
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert all(code[:3] in ("TL2", "TL3", "TL4") and len(code) == 6 for code in codes)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_has_the_same_places_in_both_languages(kind):
    for text in (kind.message, kind.help):
        assert text.places("en") == text.places("zh-CN")
    assert kind.message.zh != kind.message.en


def test_every_problem_renders_in_both_languages(problems):
    texts = [DECLARED + statement + "\nEND_PROGRAM" for statement in STATEMENTS.values()]
    for text in [*texts, *FILES.values()]:
        for problem in problems(text.replace("^", "")):
            for language in LANGUAGES:
                assert problem.message(language)
                assert problem.help(language)


def test_end_if_needs_no_semicolon(problems):
    text = "PROGRAM p VAR x : INT; END_VAR IF x > 0 THEN x := 1; END_IF x := 2; END_PROGRAM"
    assert problems(text) == []


def test_mistakes_of_every_kind_in_bodies_are_shown_at_once(problems):
    text = """PROGRAM p
VAR x, i : INT; a : ARRAY[1..3] OF INT; END_VAR
x := 1
y := 2;
IF x > 1 THEN x := 2.5; END_IF;
a[7] := 1;
i := * 3;
END_PROGRAM"""
    found = [(problem.kind.code, problem.position.line) for problem in problems(text)]
    assert found == [("TL2202", 3), ("TL3001", 4), ("TL3101", 5), ("TL3109", 6), ("TL2201", 7)]


def test_a_mistake_in_a_declaration_does_not_make_its_uses_wrong(problems):
    text = "PROGRAM p\nVAR x, : INT;\nlevel : REAL; END_VAR\nx := 1; level := 2.0;\nEND_PROGRAM"
    assert [problem.position.line for problem in problems(text)] == [2]


def test_a_loop_whose_head_cannot_be_read_does_not_fault_its_exit(problems):
    text = "PROGRAM p\nVAR x : INT; END_VAR\nWHILE x < DO EXIT; END_WHILE\nEND_PROGRAM"
    assert {problem.position.line for problem in problems(text)} == {3}
    assert {problem.kind.code for problem in problems(text)} == {"TL2201"}


def test_a_missing_then_is_one_mistake_in_the_line_that_lacks_it(problems):
    text = "PROGRAM p\nVAR x : INT; END_VAR\nIF x > 1\n x := 2;\nELSE x := 3; END_IF\nEND_PROGRAM"
    (problem,) = problems(text)
    assert (problem.kind.code, problem.position.line) == ("TL2201", 3)


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("x : INTEGER;", "TL3002"), ("x : ARRAY[5..1] OF INT;", "TL3010"), ("x : INT := 'a';", "TL3101"),
        ("x : ARRAY[1..2000000000] OF INT;", "TL3011"), ("x : Broken;", "TL3010"),
    ],
)  # fmt: skip
def test_nothing_is_said_of_the_uses_of_what_is_declared_wrong(problems, declared, code):
    kind = "TYPE Broken : ARRAY[5..1] OF INT; END_TYPE" if "Broken" in declared else ""
    text = (
        f"{kind} PROGRAM p VAR {declared} y : INT; END_VAR\nx := 50;\ny := x[1] + x;\nEND_PROGRAM"
    )
    assert [problem.kind.code for problem in problems(text)] == [code]


def test_a_string_that_is_not_closed_is_one_mistake(problems):
    text = "PROGRAM p\nVAR s : STRING; END_VAR\ns := 'Tank 1;\ns := 'ok';\nEND_PROGRAM"
    assert [problem.kind.code for problem in problems(text)] == ["TL2104"]


def test_a_comment_that_is_not_closed_is_one_mistake(problems):
    text = "PROGRAM p\nVAR x : INT; END_VAR\nIF x > 0 THEN\n(* x := 1;\nEND_IF;\nEND_PROGRAM"
    assert [problem.kind.code for problem in problems(text)] == ["TL2103"]
