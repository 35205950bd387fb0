"""One mistake in a statement is one diagnostic, in the line where it is made, and hides no other."""

import pytest

MISTAKES = [
    ("IF a = 1\n a := 2;\nEND_IF;", [(4, "TL2201")]),
    ("IF a = 1; THEN a := 2;\nEND_IF;", [(4, "TL2201")]),
    ("IF a = THEN a := 2;\nELSIF a = 3 THEN a := 4;\nELSE a := 5;\nEND_IF;", [(4, "TL2201")]),
    ("IF (a = 1 a := 2;\nELSIF a = 3 THEN a := 4;\nELSE a := 5;\nEND_IF;", [(4, "TL2201")]),
    ("IF a = 1 THEN a := 2; ELSEIF a = 2 THEN a := 3; END_IF;", [(4, "TL2240")]),
    ("IF a = 1 THEN a := 2; ENDIF;\na := 4;", [(4, "TL2240")]),
    ("IF a = 1 THEN a := 2; END IF;\na := 4;", [(4, "TL2240")]),
    ("FOR a := 1 TO 3\n a := a;\nEND_FOR;", [(4, "TL2201")]),
    ("FOR a := 1 DO\n a := a;\nEND_FOR;", [(4, "TL2201")]),
    ("FOR a TO 3 DO\n a := a;\nEND_FOR;", [(4, "TL2201")]),
    ("WHILE a < 3\n a := a + 1;\nEND_WHILE;", [(4, "TL2201")]),
    ("WHILE a < 3 DO\n a := a + 1;\nENDWHILE", [(6, "TL2240")]),
    ("REPEAT\n a := a + 1;\nEND_REPEAT;\na := 3;", [(5, "TL2201")]),
    ("CASE a\n1: a := 2;\n2: a := 3;\nEND_CASE;", [(4, "TL2201")]),
    ("CASE a OF\n1 a := 2;\n2: a := 3;\nEND_CASE;", [(5, "TL2201")]),
    ("CASE s OF\n'a': a := 2;\n'b': a := 3;\nEND_CASE;", [(4, "TL3115")]),
    ("FOR a := 1 TO 3 DO\nIF a = 1 THEN\n;\nEND_FOR;\nEND_IF;\na := 3;", [(7, "TL2206")]),
    ("FOR a := 1 TO 3 DO\nIF a = 1 THEN\n;\nEND_FOR;\na := 3;", [(7, "TL2206")]),
    ("WHILE a < 3 DO\na := a + 1;\nEND_FOR;\na := 3;", [(6, "TL2206")]),
    ("IF a = THEN\nb := 1;\nEND_IF;\nc := 2;\nFOR a := 1 TO DO\n;\nEND_FOR;",
     [(4, "TL2201"), (5, "TL3001"), (7, "TL3001"), (8, "TL2201")]),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "found"), MISTAKES)
def test_a_mistake_in_a_statement_is_reported_once(problems, statements, found):
    text = f"PROGRAM p\nVAR a : INT; s : STRING;\nEND_VAR\n{statements}\nEND_PROGRAM"
    assert [(p.position.line, p.kind.code) for p in problems(text)] == found


@pytest.mark.parametrize(
    ("declarations", "found"),
    [
        ("a : INT;\na := 1;", [(4, "TL2206")]),
        ("a : INT; t : TON;\nt(IN := TRUE);\na := 1;", [(4, "TL2206")]),
        ("a : INT; r : ARRAY[1..2] OF INT;\nr[1] := a;", [(4, "TL2206")]),
        ("IF : INT; a : INT;\nEND_VAR\na := 1;", [(3, "TL2209")]),
        ("a := 5;\nb : INT;\nEND_VAR\nb := 1;", [(3, "TL2201")]),
    ],
)
def test_a_mistake_in_a_declaration_is_reported_once(problems, declarations, found):
    text = f"PROGRAM p\nVAR\n{declarations}\nEND_PROGRAM"
    assert [(p.position.line, p.kind.code) for p in problems(text)] == found


def test_a_name_may_still_be_what_others_write_for_a_keyword(body):
    running = body(
        "endif, elseif, end, s : INT;", "endif := 1; elseif := endif; end := 2; s := end;"
    )
    assert (running["elseif"], running["s"]) == (1, 2)
