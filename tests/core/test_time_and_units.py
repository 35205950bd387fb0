"""Durations, quantities and seeds."""

from __future__ import annotations

import re
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.core.duration import format_duration, parse_duration
from trainlab.core.quantity import UnitMismatch, parse_quantity
from trainlab.core.seeds import Seed


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("1.5 s", 1_500_000_000),
        ("200ms", 200_000_000),
        ("2 min 30 s", 150_000_000_000),
        ("T#1m30s", 90_000_000_000),
        ("LTIME#1us", 1_000),
        ("0 s", 0),
        ("-5 ms", -5_000_000),
    ],
)
def test_a_duration_is_read_exactly(text: str, ns: int) -> None:
    assert parse_duration(text) == ns


@pytest.mark.parametrize("text", ["", "5", "s", "1 m", "1.5 ns", "1 s 2", "one s", "1 s;"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        parse_duration(text)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_duration_survives_being_written(ns: int) -> None:
    assert parse_duration(format_duration(ns)) == ns


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("60 %", "", 0.6),
        ("0.25", "", 0.25),
        ("250", "raw", 250.0),
        ("10 mm", "m", 0.01),
        ("3 bar", "Pa", 3e5),
        ("20 degC", "K", 293.15),
        ("3.6 m3/h", "m3/s", 1e-3),
    ],
)
def test_a_quantity_is_converted_within_its_dimension(text: str, unit: str, value: float) -> None:
    assert parse_quantity(text).within(unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("unit", ["m", "%", "degC", "m3/h"])
def test_a_number_without_its_unit_is_refused(unit: str) -> None:
    with pytest.raises(UnitMismatch, match="has no unit"):
        parse_quantity("10").within(unit)


@pytest.mark.parametrize("text", ["1e400 m", "-1e400", "nan", "inf m"])
def test_a_quantity_is_finite(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_quantity(text)


def test_a_quantity_of_another_dimension_is_refused() -> None:
    with pytest.raises(UnitMismatch):
        parse_quantity("3 bar").within("m")


def test_a_difference_of_temperatures_has_no_offset() -> None:
    assert parse_quantity("5 degC").span_within("K") == pytest.approx(5.0)


@pytest.mark.parametrize("text", ["", "m", "1 furlong", "1 2", "0x10", "nan", "inf m"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        parse_quantity(text)


def test_a_stream_depends_on_seed_and_name_alone() -> None:
    first = [Seed(7).stream("level").bits(k) for k in range(5)]
    assert first == [Seed(7).stream("level").bits(k) for k in range(5)]
    assert first != [Seed(8).stream("level").bits(k) for k in range(5)]
    assert first != [Seed(7).stream("flow").bits(k) for k in range(5)]


def test_draws_are_distributed_as_they_say() -> None:
    stream = Seed(1).stream("x")
    uniform = [stream.uniform(k) for k in range(20_000)]
    normal = [stream.normal(k) for k in range(20_000)]
    assert statistics.fmean(uniform) == pytest.approx(0.5, abs=0.01)
    assert 0.0 <= min(uniform) <= max(uniform) < 1.0
    assert statistics.fmean(normal) == pytest.approx(0.0, abs=0.03)
    assert statistics.stdev(normal) == pytest.approx(1.0, abs=0.02)


@given(
    st.integers(0, 2**64 - 1),
    st.integers(0, 10**12),
)
def test_a_block_of_normal_numbers_holds_what_each_would_be_alone(root: int, first: int) -> None:
    stream = Seed(root).stream("level_raw")
    assert stream.normals(first, 5) == [stream.normal(first + k) for k in range(5)]
    assert stream.normals(first, 5, 0.3) == [0.3 * stream.normal(first + k) for k in range(5)]
