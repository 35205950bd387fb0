"""What a text declares: each name once, where it stands, and the statements of each body."""

from __future__ import annotations

from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

TEXT = """\
FUNCTION_BLOCK Base
VAR_INPUT a : INT; END_VAR
VAR total : INT; END_VAR
total := total + a;
END_FUNCTION_BLOCK
FUNCTION_BLOCK Derived EXTENDS Base
VAR more : INT; END_VAR
METHOD PUBLIC Twice : INT
VAR_INPUT n : INT; END_VAR
Twice := 2 * n;
END_METHOD
SUPER();
more := total;
END_FUNCTION_BLOCK
FUNCTION Half : INT
VAR_INPUT n : INT; END_VAR
Half := n / 2;
END_FUNCTION
PROGRAM Main
VAR_EXTERNAL shared : INT; END_VAR
VAR d : Derived; clock : TON; k : INT; END_VAR
clock(IN := TRUE, PT := T#1s);
FOR k := 1 TO 3 DO
  CASE k OF
    1: d(a := Half(k));
    2: shared := d.Twice(k);
  ELSE
    RETURN;
  END_CASE;
END_FOR;
END_PROGRAM
CONFIGURATION c
  VAR_GLOBAL shared : INT; END_VAR
  VAR_GLOBAL CONSTANT LIMIT_HIGH : INT := 5; END_VAR
  RESOURCE r ON PLC
    TASK fast(INTERVAL := T#10ms, PRIORITY := 1);
    PROGRAM only WITH fast : Main;
  END_RESOURCE
END_CONFIGURATION
"""


def outline(text: str):
    return compiled(Source("p.st", text)).outline


def test_every_name_that_the_text_declares_is_there_once_in_its_order() -> None:
    found = [(each.kind, each.name, each.position.line) for each in outline(TEXT)]
    assert found == [
        ("pou", "Base", 1), ("variable", "a", 2), ("variable", "total", 3),
        ("pou", "Derived", 6), ("variable", "more", 7), ("pou", "Twice", 8), ("variable", "n", 9),
        ("pou", "Half", 15), ("variable", "n", 16),
        ("pou", "Main", 19), ("variable", "d", 21), ("variable", "clock", 21), ("variable", "k", 21),
        ("variable", "shared", 33), ("constant", "LIMIT_HIGH", 34),
    ]  # fmt: skip


def test_a_body_has_its_own_statements_nested_ones_and_heads_included() -> None:
    lengths = {each.name: each.statements for each in outline(TEXT) if each.kind == "pou"}
    assert lengths == {"Base": 1, "Derived": 2, "Twice": 1, "Half": 1, "Main": 6}


def test_the_two_parts_of_a_property_have_one_name_and_the_longer_counts() -> None:
    text = """\
FUNCTION_BLOCK Tank
VAR level : INT; END_VAR
PROPERTY PUBLIC Level_mm : INT
GET
Level_mm := level;
END_GET
SET
IF Level_mm > 0 THEN
  level := Level_mm;
END_IF;
END_SET
END_PROPERTY
END_FUNCTION_BLOCK
PROGRAM p
VAR t : Tank; END_VAR
t.Level_mm := t.Level_mm + 1;
END_PROGRAM
"""
    found = [each for each in outline(text) if each.name == "Level_mm"]
    assert [(each.kind, each.position.line, each.statements) for each in found] == [("pou", 3, 2)]
