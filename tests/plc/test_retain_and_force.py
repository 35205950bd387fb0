"""Cold and warm starts (IEC 61131-3:2013 clause 6.5.6.2, Figure 9), and variables forced by path."""

import pytest

from trainlab.core.controller import ControllerStopped
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag

TAGS = [
    Tag("start", DataType.BOOL, Direction.INPUT, "%IX0.0", Text("s", "s")),
    Tag("level", DataType.INT, Direction.INPUT, "%IW64", Text("l", "l")),
    Tag("lamp", DataType.BOOL, Direction.OUTPUT, "%QX0.0", Text("l", "l")),
    Tag("valve", DataType.INT, Direction.OUTPUT, "%QW64", Text("v", "v")),
]

RETAINING = """VAR_GLOBAL RETAIN total : INT := 5; END_VAR VAR_GLOBAL plain : INT := 5; END_VAR
FUNCTION_BLOCK Meter VAR RETAIN hours : INT; END_VAR VAR now : INT; END_VAR
hours := hours + 1; now := now + 1; END_FUNCTION_BLOCK
PROGRAM p VAR RETAIN kept : ARRAY[1..2] OF INT; name : STRING := 'a'; t : TON; END_VAR
VAR NON_RETAIN lost : INT := 1; END_VAR VAR m : Meter; ms : ARRAY[1..2] OF Meter; END_VAR
total := total + 1; plain := plain + 1; kept[2] := kept[2] + 1; lost := lost + 1; name := 'b';
m(); ms[2](); t(IN := TRUE, PT := T#1s); END_PROGRAM"""


def state(running):
    names = ("total", "plain", "kept", "lost", "name", "m.hours", "m.now", "ms[2].hours", "t.Q")
    return [running[name] for name in names]


def test_a_warm_start_keeps_what_is_retained_and_nothing_else(run):
    running = run(RETAINING)
    running.scan(0).scan(2000)
    assert state(running) == [7, 7, [0, 2], 3, "b", 2, 2, 2, True]
    running.plc.restart(warm=True)
    assert state(running) == [7, 5, [0, 2], 1, "b", 2, 0, 2, True]


def test_a_cold_start_keeps_nothing(run):
    running = run(RETAINING)
    begun = state(running)
    running.scan(0).scan(2000)
    running.plc.restart()
    assert state(running) == begun


def test_after_a_start_the_program_runs_as_ever(run):
    running = run(RETAINING)
    running.scan(0)
    running.plc.restart(warm=True)
    assert running.scan(10)["total"] == 7


def test_a_program_that_stopped_runs_again_after_a_start(run):
    running = run(
        "PROGRAM p VAR x : INT := 3; y : INT; END_VAR x := x - 1; y := 6 / x; END_PROGRAM"
    )
    for _ in range(2):
        running.scan()
    running.stop()
    running.plc.restart()
    assert running.scan()["y"] == 3


PLANT = """PROGRAM p VAR start AT %IX0.0 : BOOL; level AT %IW64 : INT; lamp AT %QX0.0 : BOOL;
valve AT %QW64 : INT; count, seen : INT; END_VAR
count := count + 1; seen := level; lamp := start; valve := level / 2; END_PROGRAM"""


@pytest.fixture
def wired(run):
    running = run(PLANT, TAGS)
    running.image.latch_inputs([False, 1000])
    return running.scan()


def test_a_forced_sensor_is_what_the_program_sees_but_not_what_the_image_holds(wired):
    wired.plc.force("level", "200")
    wired.scan()
    assert (wired["seen"], wired.outputs()["valve"]) == (200, 100)
    assert list(wired.image.input_values()) == [False, 1000]


def test_a_forced_output_reaches_the_plant_whatever_the_program_writes(wired):
    wired.plc.force("lamp", "TRUE")
    wired.plc.force("valve", "-7")
    assert wired.scan().outputs() == {"lamp": True, "valve": -7}


def test_an_inner_variable_is_forced_before_and_after_each_scan(wired):
    wired.plc.force("count", "40")
    assert wired.scan().scan()["count"] == 40


def test_a_released_variable_goes_its_own_way(wired):
    wired.plc.force("level", "200")
    wired.plc.force("count", "40")
    wired.scan()
    assert dict(wired.plc.forced) == {"level": 200, "count": 40}
    wired.plc.release("level")
    wired.plc.release("count")
    wired.scan()
    assert (wired["seen"], wired["count"], dict(wired.plc.forced)) == (1000, 41, {})


def test_a_path_may_lead_anywhere(run):
    running = run(
        "TYPE P : STRUCT x, y : REAL; END_STRUCT END_TYPE PROGRAM main"
        " VAR t : TON; ps : ARRAY[1..2] OF P; s : STRING; flag AT %MX0.3 : BOOL; END_VAR"
        " t(IN := FALSE, PT := T#1s); ps[2].y := 1.0; s := 'x'; flag := FALSE; END_PROGRAM"
    )
    for path, literal in [("t.Q", "TRUE"), ("ps[2].y", "2.5"), ("s", "'abc'"), ("flag", "TRUE")]:
        running.plc.force(path, literal)
    running.scan()
    assert [running[path] for path in ("t.Q", "ps[2].y", "s", "flag")] == [True, 2.5, "abc", True]


@pytest.mark.parametrize(
    ("path", "literal", "error"),
    [("nowhere", "1", KeyError), ("count", "TRUE", ValueError), ("count", "70000", ValueError)],
)
def test_what_cannot_be_forced_is_refused(wired, path, literal, error):
    with pytest.raises(error):
        wired.plc.force(path, literal)
    assert not wired.plc.forced


def test_a_program_stops_under_force_as_it_does_without(run):
    running = run(
        "PROGRAM p VAR x AT %IW64 : INT; y : INT; END_VAR y := 100 / x; END_PROGRAM", TAGS
    )
    running.image.latch_inputs([False, 5])
    running.plc.force("x", "0")
    with pytest.raises(ControllerStopped):
        running.scan()
    assert list(running.image.input_values()) == [False, 5]
