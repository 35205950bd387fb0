"""What students bring from other languages and typing slips: one mistake, one message, at its place.

A caret ^ stands before the place that is pointed at.
"""

from time import process_time

import pytest

HEAD = """PROGRAM p
VAR start, stop, run : BOOL; count, i, n : INT; level : REAL; w : WORD; t1 : TON; delay : TIME;
a : ARRAY[1..10] OF INT; s : STRING; END_VAR
"""

# Statements of the program above, with one mistake each: the code and the wording of the help.
STATEMENTS = {
    "ELSEIF": ("TL2240", "write ELSIF", "IF run THEN n := 1; ^ELSEIF stop THEN n := 2; END_IF"),
    "ELIF": ("TL2240", "write ELSIF", "IF run THEN n := 1; ^ELIF (stop) THEN n := 2; END_IF"),
    "ENDIF": ("TL2240", "write END_IF", "IF run THEN n := 1; ^ENDIF; count := 1;"),
    "END IF": ("TL2240", "write END_IF", "IF run THEN n := 1; ^END IF; count := 1;"),
    "END of a loop": ("TL2240", "write END_FOR", "FOR i := 1 TO 3 DO n := i; ^END; n := 1;"),
    "NEXT": ("TL2240", "write END_FOR", "FOR i := 1 TO 3 DO n := i;\n^NEXT\nn := 1;"),
    "WHIEL": ("TL2240", "write WHILE", "^WHIEL i < 3 DO i := i + 1; END_WHILE"),
    "THNE": ("TL2240", "write THEN", "IF run ^THNE n := 1; END_IF"),
    "STEP": ("TL2240", "write BY", "FOR i := 1 TO 9 ^STEP 2 DO n := i; END_FOR"),
    "DOWNTO": ("TL2240", "write TO ... BY -1", "FOR i := 9 ^DOWNTO 1 DO n := i; END_FOR"),
    "default:": ("TL2240", "write ELSE", "CASE n OF 1: i := 1; ^default: i := 2; END_CASE"),
    "ELSE IF": ("TL2241", "write ELSIF", "IF run THEN n := 1;\n^ELSE IF stop THEN n := 2;\nEND_IF"),
    "braces": ("TL2242", "write IF", "IF (run) ^{ n := 1; } ELSE { n := 2; }\nn := 3;"),
    "Pascal declaration": ("TL2243", "write x : INT;", "^x : INT := 5;\nn := x;"),
    "C declaration": ("TL2243", "write x : INT;", "^int x = 5;\nn := x;"),
    "decimal comma": ("TL2245", "write 3.14", "level := ^3,14;"),
    "instruction list": ("TL2246", "write one statement", "^LD start\nANDN stop\nST run"),
    "ladder": ("TL2246", "one statement", "^|--| |--|/|--( )--|\n|  run   stop  n  |\n"),
    "#name": ("TL2247", "without #", "^#n := #count + 1;\n#count := #n;"),
    '"name"': ("TL2247", "without #", '^"n" := count;\n"t1"(IN := run, PT := T#1s);'),
    "REGION": ("TL2247", "REGION", "^REGION first part\nn := 1;\nEND_REGION\ncount := n;"),
    "return x": ("TL2248", "name of the function", "^RETURN n;"),
    "break": ("TL2250", "EXIT leaves", "FOR i := 1 TO 3 DO ^break; END_FOR"),
    "for (": ("TL2250", "FOR i :=", "FOR ^(i = 0; i < 10; i = i) DO\nn := i;\nEND_FOR"),
    "SET": ("TL2250", "write run := TRUE;", "^SET run; n := 1;"),
    "GOTO": ("TL2250", "IF, CASE or a loop", "^GOTO first;"),
    "CASE 1:": ("TL2250", "label alone", "CASE n OF\n^CASE 1: i := 1;\nEND_CASE"),
    "!=": ("TL2108", "write '<>'", "run := n ^!= 1;"),
    "! =": ("TL2108", "write '<>'", "run := n ^! = 1;"),
    "=<": ("TL2108", "write '<='", "IF n ^=< 1 THEN i := 1; END_IF"),
    "> =": ("TL2108", "write '>='", "IF n ^> = 1 THEN i := 1; END_IF"),
    ": =": ("TL2108", "write ':='", "n ^: = 1;"),
    "=:": ("TL2108", "write ':='", "n ^=: 1;"),
    "<-": ("TL2108", "write ':='", "n ^<- 1;"),
    "+=": ("TL2108", "write 'count := count + ...'", "count ^+= 1;"),
    "++": ("TL2108", "write 'i := i + 1'", "i^++;"),
    "%": ("TL2108", "write 'MOD'", "n := i ^% 2;"),
    "%2": ("TL2108", "write 'MOD'", "n := i ^%2;"),
    "~": ("TL2108", "write 'NOT'", "run := ^~stop;"),
    "<<": ("TL2108", "write 'SHL(x, n)'", "w := w ^<< 2;"),
    "=>": ("TL2112", "write '>='", "IF n ^=> 1 THEN i := 1; END_IF"),
    "^2": ("TL2112", "write '**'", "level := level^^ 2.0;"),
    "1..10 in FOR": ("TL2112", "write 'TO'", "FOR i := 1^..10 DO n := i; END_FOR"),
    "1 TO 3:": ("TL2112", "write '..'", "CASE n OF 1 ^TO 3: i := 1; END_CASE"),
    "1 - 3:": ("TL2112", "write '..'", "CASE n OF 1 ^- 3: i := 1; END_CASE"),
    "5s": ("TL2111", "write T#5s", "t1(IN := run, PT := ^5s);"),
    "1.5s": ("TL2111", "write T#1.5s", "delay := ^1.5s;"),
    "0xFF": ("TL2111", "write 16#FF", "w := ^0xFF;"),
    "0b101": ("TL2111", "write 2#101", "w := ^0b101;"),
    "1.": ("TL2111", "write 1.0", "level := ^1.;"),
    ".5": ("TL2111", "write 0.5", "level := ^.5;"),
    "*)": ("TL2110", "remove it", "n := 1; (* one *) ^*)"),
    "closing )": ("TL2207", "remove it", "n := (count + 1)^) * 2;"),
    "closing ) in IF": ("TL2207", "remove it", "IF run AND NOT stop^) THEN n := 1; END_IF"),
    "same line": ("TL2202", "ends with ';'", "count := 1^ n := 2;"),
    "THEN": ("TL2201", "write THEN", "IF run^\nn := 1;\nEND_IF\nn := 2;"),
    "THEN and an operand": ("TL2201", "write THEN", "IF start ^stop THEN n := 1; END_IF"),
    "DO": ("TL2201", "write DO", "FOR i := 1 TO 9^\nn := i;\nEND_FOR"),
    "OF": ("TL2201", "write OF", "CASE n^\n1: i := 1;\nEND_CASE"),
    "a label": ("TL2201", "write ':'", "CASE n OF 1^; i := 1;\n2: i := 2; END_CASE"),
    "two operators": ("TL2201", "write a value", "IF run AND ^AND stop THEN n := 1; END_IF"),
    "UNTIL": ("TL2201", "write UNTIL", "REPEAT i := i + 1; ^END_REPEAT n := 1;"),
    "array (1)": ("TL3132", "write a[...]", "n := ^a(1);"),
    "array (1) written": ("TL3132", "write a[...]", "^a(1) := n;"),
    "1 < n < 5": ("TL3130", "low < x AND x < high", "IF 1 < n ^< 5 THEN i := 1; END_IF"),
    "n = 1 OR 2": ("TL3131", "x = 1 OR x = 2", "IF n = 1 OR ^2 THEN i := 1; END_IF"),
    "IN = run": ("TL2203", "write ':='", "t1(IN ^= run);"),
    "an instance that is not declared": ("TL3030", "t2 : TON;", "^t2(IN := run);\nrun := t2.Q;"),
    "a name three times": (
        "TL3001",
        "VAR ... END_VAR",
        "^motor := run; run := motor; motor := stop;",
    ),
    "a block for its instance": ("TL3206", "my_ton : TON", "^TON(IN := run);\nrun := TON.Q;"),
    "milliseconds without T#": ("TL3101", "use T#5000ms", "delay := ^5000;"),
    "a duration and a number": ("TL3104", "T#500ms", "IF t1.ET ^> 500 THEN n := 1; END_IF"),
    "a whole array": ("TL3101", "one element: a[...]", "n := ^a;"),
    "colon alone": ("TL2201", "write ':='", "n ^: 5;"),
}

FILES = {
    "ENDVAR": ("TL2240", "PROGRAM p VAR x : INT;\n^ENDVAR\nx := 1; END_PROGRAM"),
    "END VAR": ("TL2240", "PROGRAM p VAR x : INT;\n^END VAR\nx := 1; END_PROGRAM"),
    "VAR INPUT": ("TL2240", "FUNCTION_BLOCK f\n^VAR INPUT\nx : BOOL; END_VAR END_FUNCTION_BLOCK"),
    "VAR_OUPUT": ("TL2240", "FUNCTION_BLOCK f ^VAR_OUPUT x : BOOL; END_VAR END_FUNCTION_BLOCK"),
    "PROGRM": ("TL2240", "^PROGRM p VAR x : INT; END_VAR x := 1; END_PROGRAM"),
    "FUNCTION BLOCK": ("TL2240", "^FUNCTION BLOCK f VAR x : INT; END_VAR END_FUNCTION_BLOCK"),
    "END_PROGARM": ("TL2240", "PROGRAM p VAR x : INT; END_VAR x := 1;\n^END_PROGARM\n"),
    "END_VAR missing": ("TL2206", "PROGRAM p VAR x : INT;\n^x := 1; END_PROGRAM"),
    "END_METHOD missing": (
        "TL2206",
        "FUNCTION_BLOCK f METHOD m : INT m := 1; ^END_FUNCTION_BLOCK PROGRAM p END_PROGRAM",
    ),
    "FUNCTION in PROGRAM": (
        "TL2206",
        "PROGRAM p ; ^FUNCTION f : INT f := 1; END_FUNCTION END_PROGRAM",
    ),
    "parameters": ("TL2244", "FUNCTION f^(x : INT; y : INT) : INT f := x + y; END_FUNCTION"),
    "type first": ("TL2251", "PROGRAM p VAR ^INT x; y : INT; END_VAR x := y; END_PROGRAM"),
    "ARRAY[10]": ("TL2249", "PROGRAM p VAR x : ^ARRAY[10] OF INT; END_VAR x[1] := 1; END_PROGRAM"),
    "INT[10]": ("TL2249", "PROGRAM p VAR x : ^INT[10]; END_VAR x[1] := 1; END_PROGRAM"),
    "PROGRAM without a name": ("TL2201", "PROGRAM^\nVAR x : INT; END_VAR x := 1; END_PROGRAM"),
    "TYPE without a colon": ("TL2201", "TYPE s ^STRUCT x : INT; END_STRUCT; END_TYPE"),
    "FUNCTION without a type": (
        "TL3016",
        "FUNCTION f VAR_INPUT x : INT; END_VAR ^f := x; END_FUNCTION "
        "PROGRAM p VAR y : INT; END_VAR y := f(1); END_PROGRAM",
    ),
    "a number for an enumeration": (
        "TL3101",
        "TYPE m : (idle, run); END_TYPE PROGRAM p VAR x : m; END_VAR x := ^1; END_PROGRAM",
    ),
    "__SYSTEM": ("TL3408", "INTERFACE i EXTENDS ^__SYSTEM.IQueryInterface END_INTERFACE"),
    "an organization block": (
        "TL2247",
        '^ORGANIZATION_BLOCK "Main"\nTITLE = "x"\nVERSION : 0.1\nVAR x : INT; END_VAR\nBEGIN\n'
        "#x := 1;\nEND_ORGANIZATION_BLOCK\n",
    ),
    "#include": (
        "TL2101",
        "^#include <stdio.h>\nPROGRAM p VAR x : INT; END_VAR x := 1; END_PROGRAM",
    ),
    "twice the same name": (
        "TL3005",
        "FUNCTION_BLOCK f VAR_INPUT x : INT; END_VAR VAR ^x : INT; END_VAR x := 1; END_FUNCTION_BLOCK",
    ),
}


def marked(text):
    """The text without its caret, and the line and column where it stood."""
    at = text.index("^")
    line = text.count("\n", 0, at) + 1
    return text[:at] + text[at + 1 :], (line, at - (text.rfind("\n", 0, at) + 1) + 1)


def errors(problems):
    return [
        (p.kind.code, p.position.line, p.position.column)
        for p in problems
        if p.kind.severity == "error"
    ]


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_habit_is_told_once_with_what_to_write(problems, name):
    code, help_text, body = STATEMENTS[name]
    text, place = marked(HEAD + body + "\nEND_PROGRAM\n")
    found = problems(text)
    assert errors(found) == [(code, *place)]
    assert help_text in found[0].help("en")


@pytest.mark.parametrize("name", FILES)
def test_a_slip_outside_of_the_statements_is_told_once(problems, name):
    code, file = FILES[name]
    text, place = marked(file)
    assert errors(problems(text)) == [(code, *place)]


def test_what_cannot_be_read_in_one_declaration_hides_nothing_elsewhere(problems):
    text = """PROGRAM p
VAR
    a INT;
    b : BOLL;
    c : INT;
    e : BOOL := 'abc;
END_VAR
IF c > 1 THN a := 1; END_IF
d := 5;
c := 2.5;
END_PROGRAM
"""
    assert [(code, line) for code, line, _ in errors(problems(text))] == [
        ("TL2201", 3),
        ("TL2104", 6),
        ("TL2240", 8),
    ]
    whole = text.replace("'abc", "TRUE")
    assert [(code, line) for code, line, _ in errors(problems(whole))] == [
        ("TL2201", 3),
        ("TL3002", 4),
        ("TL2240", 8),
        ("TL3001", 9),
        ("TL3101", 10),
    ]


def test_variables_with_the_names_of_other_languages_words_are_variables(body):
    run = body(
        "end, next, step, set, break, region, elseif, ld, s, r, default : INT; q : BOOL;",
        "end := 1; next := end + 1; step := 3; set := 4; break := 5; region := 6; ld := 8; s := 9;"
        "elseif := 7; r := s; default := r; q := s = r;",
    )
    assert [run[name] for name in ("end", "next", "region", "elseif", "default", "q")] == [
        1, 2, 6, 7, 9, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ITN", "INT"), ("BOLO", "BOOL"), ("INTEGER", "INT"), ("Boolean", "BOOL"),
        ("float", "REAL"), ("double", "LREAL"), ("STRNG", "STRING"), ("TONN", "TON"),
    ],
)  # fmt: skip
def test_a_type_of_another_language_is_known_for_what_it_is(problems, written, meant):
    (found,) = problems(f"PROGRAM p VAR x : {written}; END_VAR x := x; END_PROGRAM")
    assert f"did you mean '{meant}'?" in found.message("en")


@pytest.mark.parametrize("name", ["I0", "q4", "M10"])
def test_an_address_without_percent_is_known_for_what_it_is(problems, name):
    (found,) = problems(f"PROGRAM p VAR b : BOOL; END_VAR b := {name}.0; END_PROGRAM")
    assert f"%{name[0].upper()}X{name[1:]}.0" in found.message("en")


def test_each_side_of_an_operator_has_its_own_message(problems):
    text = "PROGRAM p VAR b : BOOL; END_VAR b := pump AND fan OR NOT valve; END_PROGRAM"
    columns = [text.index(name) + 1 for name in ("pump", "fan", "valve")]
    assert [problem.position.column for problem in problems(text)] == columns


def test_an_integer_division_that_becomes_a_real_is_pointed_at(problems):
    text = "PROGRAM p VAR n : INT; r : REAL; END_VAR r := {}; END_PROGRAM"
    for wrong in ("n / 2", "2.0 * (n / 2)", "(n + 1) / n"):
        assert [p.kind.code for p in problems(text.format(wrong))] == ["TL3930"], wrong
    for right in ("INT_TO_REAL(n) / 2.0", "n / 2.0", "n * 2", "n", "r / 2"):
        assert problems(text.format(right)) == [], right


def test_s_and_r_set_and_reset_as_in_codesys(run):
    text = "PROGRAM p VAR on, off, lamp : BOOL; END_VAR lamp S= on; lamp R= off; END_PROGRAM"
    plc = run(text)
    plc["on"] = "TRUE"
    assert plc.scan()["lamp"] is True
    plc["on"] = "FALSE"
    assert plc.scan()["lamp"] is True
    plc["off"] = "TRUE"
    assert plc.scan()["lamp"] is False


def test_habits_of_several_languages_in_one_statement_are_told_one_by_one(problems):
    text = (
        HEAD
        + "if (n == 5) {\n run = true;\n}\nELSEIF run THEN\n level := 2,5;\nENDIF\nEND_PROGRAM\n"
    )
    assert [(code, line) for code, line, _ in errors(problems(text))] == [
        ("TL2108", 4),
        ("TL2242", 4),
        ("TL2203", 5),
        ("TL2240", 7),
        ("TL2245", 8),
        ("TL2240", 9),
    ]


def test_a_pasted_switch_is_told_as_a_whole(problems):
    text = (
        HEAD + "switch (n) {\n case 1: i = 1; break;\n default: i = 0;\n}\nn := 2.5;\nEND_PROGRAM\n"
    )
    assert [(code, line) for code, line, _ in errors(problems(text))] == [
        ("TL2250", 4),
        ("TL2242", 4),
        ("TL3101", 8),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "WHIEL i < 3 ENDIF\n", "$ #a `", "{\n", "IF (i > 1) {; ", "IF (i > 1) {; } }}", "BEGIN\n",
        "REGION x\n", "VAR x$ : INT; END_VAR\n", '"a" := "b"; ', "| ", "|--\n", "IF a a a a a a\n",
        "CASE i OF 1 1; ", "END\n", "int x;\n", "ELSE IF i > 2 THEN\n", "b := a + c;\n", "i++;", "= i :=",
    ],
)  # fmt: skip
def test_thousands_of_slips_are_told_in_time(problems, piece):
    text = HEAD + piece * (200_000 // len(piece)) + "END_PROGRAM\n"
    before = process_time()
    assert problems(text)
    assert process_time() - before < 5.0
