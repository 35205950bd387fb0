"""Expressions over a run: what the functions over time mean, and that following a run tick by tick
gives what looking at all of it gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.problem import Position
from trainlab.plc.structured_text import StructuredText

TICK_NS = 100_000_000
SIGNALS = {"p": True, "q": True, "x": False, "y": False}
INF, NAN = math.inf, math.nan


def columns(**values):
    count = len(next(iter(values.values())))
    found = {name: values.get(name, [0] * count) for name in SIGNALS}
    return {
        name: np.array(column, dtype=np.bool_ if SIGNALS[name] else np.float64)
        for name, column in found.items()
    }


def evaluated(text, **values):
    looked_at = columns(**values)
    now_ns = np.arange(len(looked_at["p"]), dtype=np.int64) * TICK_NS
    expression = StructuredText().expression(text, Position("t", 1, 1))
    assert expression.check(SIGNALS) == ()
    return expression.evaluate(looked_at, now_ns)


def followed(text, **values):
    looked_at = columns(**values)
    follow = StructuredText().expression(text, Position("t", 1, 1)).follow(SIGNALS)
    rows = zip(*(looked_at[name].tolist() for name in SIGNALS), strict=True)
    return [follow(row, tick * TICK_NS) for tick, row in enumerate(rows)]


@pytest.mark.parametrize("value", [evaluated, followed])
@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("rising(p)", {"p": [1, 0, 1, 1, 0]}, [0, 0, 1, 0, 0]),
        ("falling(p)", {"p": [0, 1, 0, 0, 1]}, [0, 0, 1, 0, 0]),
        ("previous(x)", {"x": [3, 4, 5]}, [3, 3, 4]),
        ("held_for(p, T#200ms)", {"p": [1, 1, 1, 0, 1, 1, 1]}, [0, 0, 1, 0, 0, 0, 1]),
        ("held_for(p, T#0ms)", {"p": [0, 1]}, [0, 1]),
        ("held_for(p, x)", {"p": [1, 1, 1], "x": [0.3, 0.1, 0.1]}, [0, 1, 1]),
        ("since(p)", {"p": [0, 1, 0, 0, 1]}, [INF, 0, 0.1, 0.2, 0]),
        ("x / y", {"x": [1, -1, 0, 4], "y": [0, 0, 0, 2]}, [INF, -INF, NAN, 2]),
        ("x MOD y", {"x": [7, -7, 7], "y": [3, 3, 0]}, [1, -1, NAN]),
        ("LIMIT(0.0, x, 1.0)", {"x": [-1, 0.5, 2]}, [0, 0.5, 1]),
        ("SEL(p, x, y)", {"p": [0, 1], "x": [1, 1], "y": [2, 2]}, [1, 2]),
        ("p AND NOT q OR x > 1.0", {"p": [1, 1, 0], "q": [0, 1, 1], "x": [0, 0, 2]}, [1, 0, 1]),
    ],
)
def test_meaning(value, text, values, expected):
    np.testing.assert_array_equal(np.array(value(text, **values), dtype=float), expected)


NUMBERS = st.sampled_from(["x", "y", "2.0", "0.5", "0.0", "-1.0", "T#200ms"])
CONDITIONS = st.sampled_from(["p", "q", "TRUE", "x > y", "x = 1.0"])


def deeper_numbers(parts):
    number, condition = parts
    return st.one_of(
        st.builds("({} {} {})".format, number, st.sampled_from("+ - * / MOD **".split()), number),
        st.builds("{}({})".format, st.sampled_from(["ABS", "SQRT", "previous", "-"]), number),
        st.builds("{}({}, {})".format, st.sampled_from(["MIN", "MAX"]), number, number),
        st.builds("LIMIT({}, {}, {})".format, number, number, number),
        st.builds("SEL({}, {}, {})".format, condition, number, number),
        st.builds("since({})".format, condition),
    )


def deeper_conditions(parts):
    number, condition = parts
    return st.one_of(
        st.builds("({} {} {})".format, condition, st.sampled_from("AND OR XOR = <>".split()), condition),
        st.builds("({} {} {})".format, number, st.sampled_from("< <= > >= = <>".split()), number),
        st.builds("{}({})".format, st.sampled_from(["rising", "falling", "previous", "NOT "]), condition),
        st.builds("held_for({}, {})".format, condition, number),
    )  # fmt: skip


LEVEL_1 = deeper_numbers((NUMBERS, CONDITIONS)), deeper_conditions((NUMBERS, CONDITIONS))
LEVEL_2 = deeper_numbers(LEVEL_1), deeper_conditions(LEVEL_1)
VALUES = st.sampled_from([0.0, 1.0, -1.0, 2.0, 0.5, 1e300, -0.0, INF, NAN]) | st.floats(-10, 10)
ROWS = st.lists(st.tuples(st.booleans(), st.booleans(), VALUES, VALUES), min_size=1, max_size=12)


@given(text=st.one_of(*LEVEL_1, *LEVEL_2), rows=ROWS)
@settings(max_examples=600, deadline=None)
def test_following_gives_what_looking_back_gives(text, rows):
    expression = StructuredText().expression(text, Position("t", 1, 1))
    if expression.check(SIGNALS):
        return  # a division by a constant 0, say
    values = dict(zip(SIGNALS, map(list, zip(*rows, strict=True)), strict=True))
    looked, live = np.array(evaluated(text, **values)), followed(text, **values)
    assert all(isinstance(value, bool) for value in live) is (looked.dtype == np.bool_)
    if "**" in text:  # the last bit of a power is the C library's
        np.testing.assert_allclose(np.array(live, dtype=float), looked.astype(float), rtol=1e-12)
    else:
        np.testing.assert_array_equal(np.array(live, dtype=float), looked.astype(float))
