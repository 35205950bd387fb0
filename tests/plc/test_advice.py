"""Warnings that teachers want. A caret ^ stands before the place that is pointed at; none: silence."""

import pytest

HEAD = """VAR_GLOBAL pressure : REAL; END_VAR
FUNCTION_BLOCK Pump
VAR_INPUT go : BOOL; END_VAR VAR_OUTPUT on : BOOL; END_VAR
on := go;
END_FUNCTION_BLOCK
TYPE Mode : (Idle, Fill, Drain); END_TYPE
"""

# Bodies of a program with these variables, all of which it uses.
FRAME = """PROGRAM p
VAR a, b, c, lamp : BOOL; x, y, state : INT; r : REAL; t, u : TON; edge : R_TRIG; n : CTU;
m : Mode; pump : Pump; d : TIME; i : INT; END_VAR
{body}
a := b OR c OR lamp OR t.Q OR u.Q OR edge.Q OR n.Q OR pump.on; x := y + state + i; d := d + t.ET;
r := pressure + r; pressure := r; IF m = Idle THEN m := Fill; END_IF
t(IN := a, PT := T#1s); u(IN := a, PT := T#2s); edge(CLK := a); n(CU := a, PV := 3); pump(go := a);
END_PROGRAM
"""

BODIES = {
    "two coils": ("TL3909", "^lamp := a;\nlamp := b;"),
    "two coils with ELSE": (
        "TL3909",
        "IF a THEN ^lamp := TRUE; ELSE lamp := FALSE; END_IF\n"
        "IF b THEN lamp := TRUE; ELSE lamp := FALSE; END_IF",
    ),
    "in an arm": ("TL3909", "IF a THEN ^y := 1; y := 2; END_IF"),
    "to itself": ("TL3918", "^y := y;"),
    "always true": ("TL3914", "IF ^TRUE THEN y := 1; END_IF"),
    "always false": ("TL3914", "IF a THEN y := 1; ELSIF ^FALSE THEN y := 2; END_IF"),
    "same condition": ("TL3915", "IF x > 1 THEN y := 1; ELSIF ^x > 1 THEN y := 2; END_IF"),
    "true with any variable": ("TL3914", "IF ^a OR TRUE THEN y := 1; END_IF"),
    "false with any variable": ("TL3914", "IF ^a AND FALSE THEN y := 1; END_IF"),
    "a loop that never runs": ("TL3914", "WHILE ^FALSE DO y := 1; END_WHILE"),
    "wider limit first": ("TL3932", "IF x > 5 THEN y := 1; ELSIF ^x > 9 THEN y := 2; END_IF"),
    "same limit included": ("TL3932", "IF x <= 5 THEN y := 1; ELSIF ^x < 5 THEN y := 2; END_IF"),
    "no rounds": ("TL3919", "^FOR i := 10 TO 1 DO y := y + 1; END_FOR"),
    "no else": ("TL3916", "^CASE state OF 0: state := 1; 1: state := 0; END_CASE"),
    "enumeration with a gap": (
        "TL3916",
        "^CASE m OF Idle: m := Fill; Fill: m := Idle; END_CASE",
    ),
    "the same time": (
        "TL3917",
        "d := T#500ms; y := y + 1; d := d + T#500ms; IF a THEN d := ^T#500ms; END_IF",
    ),
}

SILENT = {
    "default, then override": "lamp := FALSE;\nIF a THEN lamp := TRUE; END_IF",
    "default, then a whole CASE": (
        "lamp := FALSE; CASE x OF 1: lamp := TRUE; ELSE lamp := a; END_CASE"
    ),
    "narrower limit first": "IF x > 9 THEN y := 1; ELSIF x > 5 THEN y := 2; END_IF",
    "limits on both sides": "IF x > 9 THEN y := 1; ELSIF x < 5 THEN y := 2; END_IF",
    "same limit left out": "IF x < 5 THEN y := 1; ELSIF x <= 5 THEN y := 2; END_IF",
    "real and zero": "IF r = 0.0 THEN y := 1; END_IF",
    "read in between": "lamp := a;\nb := lamp;\nlamp := c;",
    "one after the other": "lamp := a;\nlamp := lamp AND b;",
    "different arms": "IF a THEN lamp := TRUE; ELSE lamp := FALSE; END_IF",
    "left in between": "lamp := a; IF b THEN RETURN; END_IF\nlamp := c;",
    "else without statements": "CASE state OF 0: state := 1; ELSE ; END_CASE",
    "a choice that is no state machine": "CASE state OF 0: y := 1; 1: y := 2; END_CASE",
    "whole enumeration": "CASE m OF Idle: m := Fill; Fill..Drain: m := Idle; END_CASE",
    "endless loop that is left": "WHILE TRUE DO y := y + 1; IF y > 5 THEN EXIT; END_IF END_WHILE",
    "the same time twice": "d := T#500ms; y := y + 1; d := d + T#500ms;",
    "counting down": "FOR i := 10 TO 1 BY -1 DO y := y + 1; END_FOR",
}


def test_the_frame_gives_no_advice(advice):
    assert advice(HEAD + FRAME.format(body="")) == []


def expect(advice, text, code):
    at = text.index("^")
    text = text.replace("^", "", 1)
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    found = [(p.kind.code, p.position.line, p.position.column) for p in advice(text)]
    assert found == [(code, line, column)]


@pytest.mark.parametrize("name", BODIES)
def test_in_a_body(advice, name):
    code, body = BODIES[name]
    expect(advice, HEAD + FRAME.format(body=body), code)


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_said_of(advice, name):
    assert advice(HEAD + FRAME.format(body=SILENT[name])) == []


FILES = {
    "unused local": ("TL3905", "PROGRAM p VAR x : INT; ^y : INT; END_VAR x := 1; END_PROGRAM"),
    "unused sensor": (
        "TL3905",
        "PROGRAM p VAR ^stop AT %IX0.1 : BOOL; x : INT; END_VAR x := 1; END_PROGRAM",
    ),
    "unused global": ("TL3905", "VAR_GLOBAL ^g : INT; END_VAR PROGRAM p END_PROGRAM"),
    "unused input": (
        "TL3905",
        "FUNCTION f : INT VAR_INPUT ^n : INT; END_VAR f := 1; END_FUNCTION"
        " PROGRAM p VAR x : INT; END_VAR x := f(n := 2); END_PROGRAM",
    ),
    "unwritten output": (
        "TL3906",
        "FUNCTION_BLOCK B VAR_INPUT i : INT; END_VAR VAR_OUTPUT ^o : INT; q : INT; END_VAR"
        " q := i; END_FUNCTION_BLOCK PROGRAM p VAR b : B; x : INT; END_VAR b(i := 1);"
        " x := b.o + b.q; END_PROGRAM",
    ),
    "unwritten actuator": (
        "TL3906",
        "PROGRAM p VAR ^lamp AT %QX0.1 : BOOL; x : BOOL; END_VAR x := lamp; END_PROGRAM",
    ),
    "never set": (
        "TL3907",
        "FUNCTION f : INT VAR_INPUT n : INT; END_VAR VAR ^k : INT; END_VAR f := n + k;"
        " END_FUNCTION PROGRAM p VAR x : INT; END_VAR x := f(1); END_PROGRAM",
    ),
    "never read": (
        "TL3908",
        "FUNCTION f : INT VAR_INPUT n : INT; END_VAR VAR ^k : INT; END_VAR f := n; k := n;"
        " END_FUNCTION PROGRAM p VAR x : INT; END_VAR x := f(1); END_PROGRAM",
    ),
    "no result": (
        "TL3921",
        "FUNCTION ^f : INT VAR_IN_OUT n : INT; END_VAR n := n + 1; END_FUNCTION"
        " PROGRAM p VAR x, y : INT; END_VAR x := f(y); END_PROGRAM",
    ),
    "shadow": (
        "TL3920",
        "VAR_GLOBAL g : INT := 2; END_VAR FUNCTION_BLOCK B VAR_OUTPUT o : INT; END_VAR o := g;"
        " END_FUNCTION_BLOCK PROGRAM p VAR ^g, x : INT; b : B; END_VAR b(); g := 1; x := g + b.o;"
        " END_PROGRAM",
    ),
    "two writers": (
        "TL3910",
        "VAR_GLOBAL valve AT %QX0.0 : BOOL; END_VAR FUNCTION_BLOCK B VAR_INPUT i : BOOL; END_VAR"
        " valve := i; END_FUNCTION_BLOCK PROGRAM p VAR b : B; END_VAR b(i := TRUE);\n"
        "^valve := FALSE; END_PROGRAM",
    ),
    "called twice": (
        "TL3911",
        "PROGRAM p VAR t : TON; a, q : BOOL; END_VAR t(IN := a, PT := T#1s); q := t.Q;\n"
        "^t(IN := q, PT := T#2s); a := t.Q; END_PROGRAM",
    ),
    "never called": (
        "TL3912",
        "PROGRAM p VAR ^t : TON; q : BOOL; END_VAR q := t.Q; END_PROGRAM",
    ),
    "called sometimes": (
        "TL3913",
        "PROGRAM p VAR t : TON; a, q : BOOL; END_VAR\nIF a THEN ^t(IN := TRUE, PT := T#1s); END_IF;"
        " q := t.Q; a := q; END_PROGRAM",
    ),
    "edge in a state": (
        "TL3913",
        "PROGRAM p VAR e : R_TRIG; a, q : BOOL; s : INT; END_VAR\nCASE s OF 1: ^e(CLK := a);"
        " q := e.Q; ELSE a := q; END_CASE END_PROGRAM",
    ),
}

SILENT_FILES = {
    "timer that a state starts and resets": (
        "PROGRAM p VAR t : TON; s : INT; END_VAR CASE s OF 0: t(IN := FALSE); s := 1;"
        " 1: t(IN := TRUE, PT := T#1s); IF t.Q THEN t(IN := FALSE); s := 0; END_IF"
        " ELSE s := 0; END_CASE END_PROGRAM"
    ),
    "a call in each arm": (
        "PROGRAM p VAR t : TON; a, q : BOOL; END_VAR IF a THEN t(IN := TRUE, PT := T#1s);"
        " ELSE t(IN := FALSE, PT := T#1s); END_IF; q := t.Q; a := q; END_PROGRAM"
    ),
    "a program's variables, which tags may stand for": (
        "PROGRAM p VAR start_button, lamp : BOOL; END_VAR lamp := start_button; END_PROGRAM"
    ),
    "constants": "VAR_GLOBAL CONSTANT K : INT := 5; END_VAR PROGRAM p END_PROGRAM",
    "what is passed by reference": (
        "FUNCTION_BLOCK B VAR_IN_OUT n : INT; END_VAR n := n + 1; END_FUNCTION_BLOCK"
        " FUNCTION_BLOCK C VAR b : B; k : INT; END_VAR b(n := k); END_FUNCTION_BLOCK"
        " PROGRAM p VAR c : C; END_VAR c(); END_PROGRAM"
    ),
    "a structure": (
        "TYPE P : STRUCT x, y : INT; END_STRUCT END_TYPE FUNCTION f : INT VAR q : P; END_VAR"
        " q.x := 1; f := q.x; END_FUNCTION PROGRAM p1 VAR x : INT; END_VAR x := f(); END_PROGRAM"
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_in_a_file(advice, name):
    code, text = FILES[name]
    expect(advice, text, code)


@pytest.mark.parametrize("name", SILENT_FILES)
def test_nothing_is_said_of_a_file_with(advice, name):
    assert advice(SILENT_FILES[name]) == []


def test_advice_keeps_nothing_from_running(run):
    running = run("PROGRAM p VAR x, y : INT; END_VAR x := x + 1; END_PROGRAM")
    assert running.scan().scan()["x"] == 2


def codes_of(found):
    return [(problem.kind.code, problem.position.line) for problem in found]


def test_what_a_reference_begins_with_is_used(advice):
    text = """INTERFACE I METHOD v : INT END_METHOD END_INTERFACE
FUNCTION_BLOCK A IMPLEMENTS I METHOD v : INT v := 3; END_METHOD END_FUNCTION_BLOCK
PROGRAM p VAR a : A; i : I := a; y : INT := 4; r : REF_TO INT := REF(y); x : INT; END_VAR
x := i.v() + r^; END_PROGRAM"""
    assert advice(text) == []


def test_a_named_constant_is_a_switch_and_no_dead_branch(advice):
    text = """PROGRAM p VAR CONSTANT DEBUG : BOOL := FALSE; N : INT := 3; END_VAR VAR x : INT; b : BOOL;
END_VAR IF DEBUG THEN x := 1; ELSIF b AND DEBUG THEN x := 2; END_IF
IF N > 2 THEN x := x + N; END_IF b := x > 3; END_PROGRAM"""
    assert advice(text) == []


def test_an_unsigned_number_is_never_below_zero(advice):
    text = "PROGRAM p VAR x : UINT; b : BOOL; END_VAR IF x < 0 THEN b := TRUE; END_IF END_PROGRAM"
    assert codes_of(advice(text)) == [("TL3914", 1)]


def test_a_timer_whose_inputs_are_set_is_called_all_the_same_or_pointed_at(advice):
    text = """PROGRAM p VAR t : TON; b : BOOL; END_VAR
t.IN := b; t.PT := T#1s; {call} b := t.Q; END_PROGRAM"""
    assert codes_of(advice(text.format(call=""))) == [("TL3912", 1)]
    assert advice(text.format(call="t();")) == []


@pytest.mark.parametrize("holder", ["FUNCTION f : BOOL", "PROGRAM q"])
def test_a_timer_that_begins_anew_in_each_call_is_pointed_at(advice, holder):
    section = "VAR" if holder.startswith("FUNCTION") else "VAR_TEMP"
    name = holder.split()[1]
    text = f"""{holder}
{section} t : TON; END_VAR
VAR_OUTPUT o : BOOL; END_VAR
t(IN := TRUE, PT := T#1s); o := t.Q; {"f := o;" if name == "f" else ""}
END_{holder.split()[0]}"""
    assert codes_of(advice(text)) == [("TL3931", 2)]


def test_a_real_is_hardly_ever_equal_to_a_number_but_zero(problems):
    text = "PROGRAM p VAR r : REAL; b : BOOL; END_VAR b := r {}; END_PROGRAM"
    assert [p.kind.code for p in problems(text.format("= 0.1"))] == ["TL3901"]
    assert [p.kind.code for p in problems(text.format("<> 50.0"))] == ["TL3901"]
    assert problems(text.format("= 0.0")) == []
