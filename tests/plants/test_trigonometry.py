"""The plant's own sine, cosine and arctangent against the mathematical library."""

from __future__ import annotations

from math import atan2, cos, sin, ulp

from hypothesis import given
from hypothesis import strategies as st

from trainlab.plants.parts.trigonometry import arctangent, sine_cosine

ANGLES = st.floats(-1e5, 1e5)
SIDES = st.floats(-1e3, 1e3).filter(lambda x: x == 0.0 or abs(x) > 1e-9)


@given(ANGLES)
def test_sine_and_cosine_are_right_to_two_units_in_the_last_place(angle: float) -> None:
    sine, cosine = sine_cosine(angle)

    assert abs(sine - sin(angle)) <= 2.0 * ulp(max(abs(sin(angle)), 1e-12))
    assert abs(cosine - cos(angle)) <= 2.0 * ulp(max(abs(cos(angle)), 1e-12))


@given(SIDES, SIDES)
def test_the_arctangent_is_right_in_every_quadrant(y: float, x: float) -> None:
    y, x = y + 0.0, x + 0.0  # no negative zeros
    assert abs(arctangent(y, x) - atan2(y, x)) <= 2.0 * ulp(abs(atan2(y, x)))


def test_an_angle_that_is_none_gives_a_number() -> None:
    for angle in (float("nan"), float("inf"), -float("inf")):
        sine, cosine = sine_cosine(angle)
        assert -1.0 <= sine <= 1.0
        assert -1.0 <= cosine <= 1.0
