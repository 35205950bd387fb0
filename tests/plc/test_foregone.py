"""What is called foregone is so: held to evaluation of the same expression on any values in range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.expression import Column
from trainlab.core.problem import Position, ProblemsFound
from trainlab.plc.trace_expression import TraceExpression

RANGES = {"a": (-3.0, 5.0), "b": (1.0, 2.0), "c": (0.0, 0.0)}
KINDS = {"a": False, "b": False, "c": False, "free": False, "p": True, "q": True}
TICK_NS = 10_000_000
ROWS = 6

NUMBERS = st.recursive(
    st.sampled_from(["a", "b", "c", "free", "0.0", "1", "2.5", "T#30ms"]),
    lambda part: st.one_of(
        st.builds(
            "({} {} {})".format, part, st.sampled_from(["+", "-", "*", "/", "MOD", "**"]), part
        ),
        st.builds("(-{})".format, part),
        st.builds("ABS({})".format, part),
        st.builds("SQRT({})".format, part),
        st.builds("MIN({}, {})".format, part, part),
        st.builds("MAX({}, {}, {})".format, part, part, part),
        st.builds("LIMIT({}, {}, {})".format, part, part, part),
        st.builds("SEL(p, {}, {})".format, part, part),
        st.builds("previous({})".format, part),
        st.just("since(q)"),
    ),
    max_leaves=6,
)
CONDITIONS = st.recursive(
    st.one_of(
        st.sampled_from(["p", "q", "TRUE", "FALSE"]),
        st.builds(
            "({} {} {})".format,
            NUMBERS,
            st.sampled_from(["<", ">", "<=", ">=", "=", "<>"]),
            NUMBERS,
        ),
    ),
    lambda part: st.one_of(
        st.builds(
            "({} {} {})".format, part, st.sampled_from(["AND", "OR", "XOR", "=", "<>"]), part
        ),
        st.builds("NOT {}".format, part),
        st.builds("rising({})".format, part),
        st.builds("held_for({}, {})".format, part, NUMBERS),
        st.builds("SEL({}, {}, {})".format, part, part, part),
    ),
    max_leaves=4,
)


def columns(data: st.DataObject) -> dict[str, Column]:
    """Any run of these signals, the bounds of their ranges and what is no number among the values."""
    made: dict[str, Column] = {}
    for name, boolean in KINDS.items():
        if boolean:
            values = data.draw(st.lists(st.booleans(), min_size=ROWS, max_size=ROWS))
            made[name] = np.array(values, dtype=np.bool_)
            continue
        one = st.floats(allow_nan=True)
        if name in RANGES:
            low, high = RANGES[name]
            one = st.sampled_from([low, high]) | st.floats(low, high)
        made[name] = np.array(data.draw(st.lists(one, min_size=ROWS, max_size=ROWS)))
    return made


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, st.data())
def test_what_is_foregone_is_so_in_every_run(text: str, data: st.DataObject) -> None:
    try:
        expression = TraceExpression(text, Position("x", 1, 1))
    except ProblemsFound:
        return
    if expression.check(KINDS):
        return  # it divides by zero in so many words
    told = expression.foregone(KINDS, RANGES, ROWS * TICK_NS)
    if told is None:
        return
    now_ns = np.arange(ROWS, dtype=np.int64) * TICK_NS
    with np.errstate(all="ignore"):
        values = expression.evaluate(columns(data), now_ns)
    assert bool(np.all(values == told)), text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a > 5", False),
        ("a >= -3", True),
        ("a = 6", False),
        ("a <> 6", True),
        ("a + b > 7", False),
        ("a * b < -6", False),
        ("b / b <= 2", True),
        ("b / a > 100", None),
        ("ABS(a) <= 5", True),
        ("LIMIT(0, free, 1) > 1", False),
        ("SQRT(free) < 0", False),
        ("p OR a > 5", None),
        ("p AND a > 5", False),
        ("(a > 5) = (b > 2)", True),
        ("held_for(p, T#60ms)", False),
        ("held_for(p, T#50ms)", None),
        ("free > 1.0E300", None),
        ("free = free", None),
        ("previous(b) > 2", False),
        ("SEL(p, a, b) > 5", False),
    ],
)
def test_ranges_decide(text: str, told: bool | None) -> None:
    expression = TraceExpression(text, Position("x", 1, 1))
    assert expression.foregone(KINDS, RANGES, ROWS * TICK_NS) is told


def test_a_long_chain_is_no_deep_one() -> None:
    text = " + ".join(["b"] * 3000) + f" > {2 * 3000}"
    assert TraceExpression(text, Position("x", 1, 1)).foregone(KINDS, RANGES, 10**9) is False
