"""Variables seen and set from outside."""

import pytest


@pytest.fixture
def running(run):
    return run("""TYPE Mode : (Idle, Run); END_TYPE
    PROGRAM p VAR b : BOOL; n : SINT; r : REAL; t : TIME; m : Mode; s : INT (0..9);
    a : ARRAY[1..2, 0..1] OF INT; f : ARRAY[1..2] OF TON; END_VAR END_PROGRAM""")


@pytest.mark.parametrize(
    ("path", "literal", "value"),
    [
        ("b", "TRUE", True), ("B", "0", False), ("n", "-128", -128), ("n", "16#7F", 127),
        ("r", "2.5", 2.5), ("r", "-3", -3.0), ("t", "T#1.5s", 1_500_000_000), ("m", "Run", 1),
        ("m", "Mode#Run", 1), ("s", "9", 9), ("a[2,1]", "7", 7), ("a[2, 1]", "INT#7", 7),
        ("f[2].PT", "T#5s", 5_000_000_000), ("F[1].in", "TRUE", True),
    ],
)  # fmt: skip
def test_a_literal_is_written_and_read_back(running, path, literal, value):
    running[path] = literal
    assert running[path] == value


@pytest.mark.parametrize(
    ("path", "literal"),
    [
        ("b", "2"), ("n", "128"), ("n", "1.5"), ("n", "n"), ("n", ""), ("r", "TRUE"), ("t", "5"),
        ("m", "Stop"), ("s", "10"), ("a", "1"), ("f[1]", "1"), ("n", "1 + 1"), ("n", "$"),
    ],
)  # fmt: skip
def test_what_the_variable_cannot_hold_is_a_value_error(running, path, literal):
    with pytest.raises(ValueError, match="is no value of"):
        running[path] = literal


@pytest.mark.parametrize(
    "path", ["", "x", "b.c", "a[3,0]", "a[1]", "a[x]", "f[1].XX", "a..b", "f[1]"]
)
def test_an_unknown_path_is_a_key_error(running, path):
    with pytest.raises(KeyError):
        running[path]


def test_arrays_are_lists(running):
    assert running["a"] == [[0, 0], [0, 0]]
    assert running["a[2,1]"] == 0
    assert "f[2].ET" in running.plc.variables()
