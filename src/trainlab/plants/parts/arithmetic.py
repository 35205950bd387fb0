"""Exponential and logarithm that give the same bits on every machine.

The mathematical libraries of two machines may differ in the last bit, and a trace must not. Only
+ - * /, integers, and scaling by a power of two, which is exact, are used here. Range reduction
after Cody and Waite (Software Manual for the Elementary Functions, 1980, chapters 5 and 6), then
Taylor polynomials: the error is below 1.5 units in the last place over the whole range.
"""

from __future__ import annotations

from math import frexp, ldexp

_LN2_HIGH = 0.693145751953125  # 22 bits: k * _LN2_HIGH is exact for any k that occurs
_LN2_LOW = 1.4286068203094172e-06
_LOG2_E = 1.4426950408889634
_SQRT_2 = 1.4142135623730951

_LARGEST = 709.0
_SMALLEST = -708.0


def exponential(x: float) -> float:
    """e to the x; 0.0 below -708 and e to the 709 above 709, so that no state becomes infinite."""
    if x < _SMALLEST:
        return 0.0
    if x > _LARGEST:
        x = _LARGEST
    k = int(x * _LOG2_E + 0.5) if x >= 0.0 else -int(0.5 - x * _LOG2_E)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    p = 1.6059043836821613e-10 * r + 2.08767569878681e-09
    p = p * r + 2.505210838544172e-08
    p = p * r + 2.755731922398589e-07
    p = p * r + 2.7557319223985893e-06
    p = p * r + 2.48015873015873e-05
    p = p * r + 1.984126984126984e-04
    p = p * r + 1.388888888888889e-03
    p = p * r + 8.333333333333333e-03
    p = p * r + 4.1666666666666664e-02
    p = p * r + 1.6666666666666666e-01
    p = p * r + 0.5
    return ldexp(p * r * r + r + 1.0, k)


def logarithm(x: float) -> float:
    """The natural logarithm of a positive number; ValueError for any other.

    With x = m * 2^k and m near 1: ln m = 2 artanh s, s = (m - 1) / (m + 1).
    """
    if not 0.0 < x < float("inf"):
        raise ValueError(x)
    m, k = frexp(x)
    if m <= _SQRT_2 * 0.5:
        m, k = m * 2.0, k - 1
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    tail = z * (1.0 / 23.0)
    tail = z * (tail + 1.0 / 21.0)
    tail = z * (tail + 1.0 / 19.0)
    tail = z * (tail + 1.0 / 17.0)
    tail = z * (tail + 1.0 / 15.0)
    tail = z * (tail + 1.0 / 13.0)
    tail = z * (tail + 1.0 / 11.0)
    tail = z * (tail + 1.0 / 9.0)
    tail = z * (tail + 1.0 / 7.0)
    tail = z * (tail + 1.0 / 5.0)
    tail = z * (tail + 1.0 / 3.0)
    return k * _LN2_HIGH + (2.0 * s + (2.0 * s * tail + k * _LN2_LOW))


def clamped(value: float, low: float, high: float) -> float:
    """The value within low..high; NaN becomes low."""
    if not value > low:
        return low
    return high if value > high else value
