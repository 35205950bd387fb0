"""Which statement last wrote an output, and whether one has written an input."""

import pytest

from trainlab.core.controller import ControllerStopped
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.problem import ProblemsFound
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

TAGS = [
    Tag("start", DataType.BOOL, Direction.INPUT, "%IX0.0", Text("s", "s")),
    Tag("level", DataType.INT, Direction.INPUT, "%IW64", Text("l", "l")),
    Tag("lamp", DataType.BOOL, Direction.OUTPUT, "%QX0.0", Text("l", "l")),
    Tag("valve", DataType.INT, Direction.OUTPUT, "%QW64", Text("v", "v")),
]
LOCATED = """start AT %IX0.0 : BOOL; level AT %IW64 : INT; lamp AT %QX0.0 : BOOL;
valve AT %QW64 : INT;"""
SCAN_NS = 10_000_000


def written(text, scans=1, tracing=True):
    """(line, POU, ms) of the last write of each tag that was written."""
    image = IOImage(TAGS)
    plc = compiled(Source("p.st", text)).controller(image, tracing=tracing)
    for number in range(scans):
        plc.scan(image, number * SCAN_NS)
    found = {tag.name: plc.last_write(tag.name) for tag in TAGS}
    return {
        name: (write.position.line, write.pou, write.at_ns // 1_000_000)
        for name, write in found.items()
        if write
    }


def program(statements, declarations="", before=""):
    """The statements begin on line 5, if nothing stands before."""
    return f"{before}PROGRAM p VAR {LOCATED}\n{declarations}\nEND_VAR\n{statements}\nEND_PROGRAM"


def test_the_last_of_two_assignments_counts():
    assert written(program("lamp := TRUE;\nlamp := FALSE;")) == {"lamp": (6, "p", 0)}


def test_an_assignment_that_did_not_run_does_not_count():
    text = program("n := n + 1;\nlamp := TRUE;\nIF n = 2 THEN\nlamp := FALSE;\nEND_IF;", "n : INT;")
    assert [written(text, scans)["lamp"] for scans in (1, 2, 3)] == [
        (6, "p", 0),
        (8, "p", 10),
        (6, "p", 20),
    ]


def test_the_time_is_that_of_the_scan_that_wrote_not_of_the_one_that_asks():
    text = program("n := n + 1;\nIF n = 2 THEN\nvalve := 7;\nEND_IF;", "n : INT;")
    assert written(text, 5) == {"valve": (7, "p", 10)}


def test_an_output_without_an_address_is_found_by_its_name():
    text = "PROGRAM p VAR_OUTPUT valve : INT; END_VAR\nvalve := 7;\nEND_PROGRAM"
    assert written(text) == {"valve": (2, "p", 0)}


def test_a_bit_of_an_output_counts_as_the_output():
    assert written(program("valve := 7;\nvalve.%X0 := FALSE;"))["valve"] == (6, "p", 0)


def test_the_counter_of_a_loop_is_written_by_the_loop():
    text = program("FOR valve := 1 TO 3 DO\nn := n + 1;\nEND_FOR;", "n : INT;")
    assert written(text) == {"valve": (5, "p", 0)}


BLOCK = """FUNCTION_BLOCK f VAR_IN_OUT v : INT; END_VAR VAR_OUTPUT q : BOOL; END_VAR
v := 5;
q := TRUE;
END_FUNCTION_BLOCK
"""


def test_an_output_taken_from_a_block_is_written_where_it_is_taken():
    text = program("b(v := n,\nq => lamp);", "b : f; n : INT;", BLOCK)
    assert written(text) == {"lamp": (10, "p", 0)}


def test_a_var_in_out_leads_to_the_statement_in_the_block():
    text = program("b(v := valve);", "b : f;", BLOCK)
    assert written(text) == {"valve": (2, "f", 0)}


def test_a_reference_leads_to_the_statement_behind_it():
    text = program("r := REF(valve);\nr^ := 9;", "r : REF_TO INT;")
    assert written(text) == {"valve": (6, "p", 0)}


def test_an_output_of_a_function_and_of_a_method_counts():
    function = "FUNCTION g : INT VAR_OUTPUT o : BOOL; END_VAR\no := TRUE;\nEND_FUNCTION\n"
    text = program("n := g(o => lamp);", "n : INT;", function)
    assert written(text) == {"lamp": (8, "p", 0)}
    block = """FUNCTION_BLOCK f METHOD PUBLIC m : INT VAR_OUTPUT o : BOOL; END_VAR
o := TRUE; END_METHOD END_FUNCTION_BLOCK
"""
    text = program("n := b.m(o => lamp);", "n : INT; b : f;", block)
    assert written(text) == {"lamp": (7, "p", 0)}


def made(text, tag, scans=1):
    """(line of the copy, line of what made the value, ms of that) of the last write of a tag."""
    image = IOImage(TAGS)
    plc = compiled(Source("p.st", text)).controller(image, tracing=True)
    for number in range(scans):
        plc.scan(image, number * SCAN_NS)
    write = plc.last_write(tag)
    source = write.made
    return write.position.line, *(
        (source.position.line, source.at_ns // 1_000_000) if source else (None, None)
    )


def test_behind_a_copy_stands_the_statement_that_made_the_value():
    text = program(
        "n := n + 1;\nIF n = 2 THEN\non := TRUE;\nEND_IF;\nlamp := on;", "n : INT; on : BOOL;"
    )
    assert made(text, "lamp", scans=5) == (9, 7, 10)


def test_a_copy_of_a_copy_leads_all_the_way_back():
    text = program("x := n + 1;\ny := x;\nz := y;\nvalve := z;", "n, x, y, z : INT;")
    assert made(text, "valve") == (8, 5, 0)


def test_what_was_copied_before_it_was_made_anew_is_the_older_one():
    block = "FUNCTION_BLOCK f VAR_OUTPUT q : BOOL; END_VAR\nq := NOT q;\nEND_FUNCTION_BLOCK\n"
    text = program("lamp := b.q;\nb();", "b : f;", block)
    assert made(text, "lamp", scans=3) == (8, 2, 10)


def test_an_output_taken_from_a_block_leads_into_the_block():
    text = program("b(v := n,\nq => lamp);", "b : f; n : INT;", BLOCK)
    assert made(text, "lamp") == (10, 3, 0)


def test_a_value_that_was_computed_is_no_copy():
    assert made(program("x := 3;\nvalve := x + 1;", "x : INT;"), "valve") == (6, None, None)


def test_a_copy_of_what_no_statement_wrote_stands_for_itself():
    assert made(program("valve := level;"), "valve") == (5, None, None)
    assert made(program("x := level;\nvalve := x;", "x : INT;"), "valve") == (6, 5, 0)


def test_a_tag_that_a_configuration_connects_leads_to_the_students_statement():
    text = """PROGRAM p VAR_OUTPUT q : BOOL; END_VAR
q := NOT q;
END_PROGRAM
CONFIGURATION c VAR_GLOBAL lamp AT %QX0.0 : BOOL; END_VAR
RESOURCE r ON PLC TASK t(INTERVAL := T#10ms, PRIORITY := 1);
PROGRAM main WITH t : p(q => lamp); END_RESOURCE END_CONFIGURATION"""
    assert written(text) == {"lamp": (2, "p", 0)}


def test_an_address_that_var_config_gives_leads_to_the_students_statement():
    text = """FUNCTION_BLOCK f VAR out AT %Q* : BOOL; END_VAR
out := NOT out;
END_FUNCTION_BLOCK
PROGRAM p VAR b : f; END_VAR
b();
END_PROGRAM
CONFIGURATION c RESOURCE r ON PLC TASK t(INTERVAL := T#10ms, PRIORITY := 1);
PROGRAM main WITH t : p; END_RESOURCE
VAR_CONFIG r.main.b.out AT %QX0.0 : BOOL; END_VAR END_CONFIGURATION"""
    assert written(text) == {"lamp": (2, "f", 0)}


def test_where_nothing_is_traced_nothing_is_known_of_outputs():
    assert written(program("valve := 7;"), tracing=False) == {}


def test_tracing_costs_no_step_of_what_a_scan_may_take():
    text = program("WHILE n < 999 DO\nn := n + 1; valve := n;\nEND_WHILE;", "n : INT;")
    least = [_least_budget(text, tracing) for tracing in (False, True)]
    assert least[0] == least[1]


def _least_budget(text, tracing):
    """The fewest steps that let one scan of the text come to its end."""
    low, high = 0, 1 << 20
    while high - low > 1:
        budget = (low + high) // 2
        image = IOImage(TAGS)
        plc = compiled(Source("p.st", text), budget).controller(image, tracing=tracing)
        try:
            plc.scan(image, 0)
            high = budget
        except ControllerStopped:
            low = budget
    return high


@pytest.mark.parametrize(
    ("statements", "declarations", "line"),
    [
        ("r := REF(level);\nr^ := 7;", "r : REF_TO INT;", 6),
        ("r := REF(level);\nb(v := r^);", "r : REF_TO INT; b : f;", 2),
    ],
)
def test_an_input_that_is_reached_by_a_reference_is_noted_in_every_run(
    statements, declarations, line
):
    before = BLOCK if "f;" in declarations else ""
    for tracing in (False, True):
        found = written(program(statements, declarations, before), tracing=tracing)
        assert found["level"][0] == line


def test_an_input_of_another_program_cannot_be_set_unnoticed():
    other = """PROGRAM q VAR_INPUT level : INT; END_VAR VAR_OUTPUT valve : INT; END_VAR
valve := level; END_PROGRAM
"""
    called = other + "PROGRAM p VAR_OUTPUT lamp : BOOL; END_VAR\nq(level := 7);\nEND_PROGRAM"
    assert written(called, tracing=False) == {"level": (4, "p", 0)}
    assigned = other + "PROGRAM p VAR_OUTPUT lamp : BOOL; END_VAR\nq.level := 7; q();\nEND_PROGRAM"
    assert written(assigned, tracing=False) == {"level": (4, "p", 0)}


def test_an_input_that_is_only_read_by_a_reference_is_not_noted():
    text = program("r := REF(level);\nvalve := r^;", "r : REF_TO INT;")
    assert written(text, tracing=False) == {}


def test_an_input_that_is_named_is_refused_before_the_run():
    with pytest.raises(ProblemsFound):
        written(program("level := 7;"))
