"""Sine, cosine and arctangent that give the same bits on every machine.

As in arithmetic.py only + - * / and integers are used. Range reduction by a pi/2 in three pieces
of 33 bits (Cody and Waite 1980, chapter 8), then Taylor polynomials. The error is at most 2 units in
the last place, for angles up to 1e5 rad.
"""

from __future__ import annotations

PI = 3.141592653589793
TAU = 6.283185307179586

_HALF_PI = 1.5707963267948966
_HALF_PI_HIGH = 1.5707963267341256
_HALF_PI_MIDDLE = 6.077100506303966e-11
_HALF_PI_LOW = 2.0222662487959506e-21
_PER_HALF_PI = 0.6366197723675814
_LARGEST = 1e5
_SIXTH_PI = 0.5235987755982989
_SQRT_3 = 1.7320508075688772
_TAN_PI_12 = 0.2679491924311228


def sine_cosine(angle: float) -> tuple[float, float]:
    """Sine and cosine of an angle in rad; of an angle beyond 1e5, those of 1e5."""
    if angle > _LARGEST:
        angle = _LARGEST
    elif not angle >= -_LARGEST:
        angle = -_LARGEST
    turns = angle * _PER_HALF_PI
    k = int(turns + 0.5) if turns >= 0.0 else -int(0.5 - turns)
    r = ((angle - k * _HALF_PI_HIGH) - k * _HALF_PI_MIDDLE) - k * _HALF_PI_LOW
    z = r * r
    s = -7.647163731819816e-13 * z + 1.6059043836821613e-10
    s = s * z - 2.505210838544172e-08
    s = s * z + 2.7557319223985893e-06
    s = s * z - 1.984126984126984e-04
    s = s * z + 8.333333333333333e-03
    s = s * z - 1.6666666666666666e-01
    s = s * z * r + r
    c = 4.779477332387385e-14 * z - 1.1470745597729725e-11
    c = c * z + 2.08767569878681e-09
    c = c * z - 2.755731922398589e-07
    c = c * z + 2.48015873015873e-05
    c = c * z - 1.388888888888889e-03
    c = c * z + 4.1666666666666664e-02
    c = c * z * z - 0.5 * z + 1.0
    k &= 3
    if k == 0:
        return s, c
    if k == 1:
        return c, -s
    return (-s, -c) if k == 2 else (-c, s)


def arctangent(y: float, x: float) -> float:
    """The angle of the vector (x, y) in rad, above -pi and up to pi; 0 for the zero vector."""
    if x == 0.0:
        return 0.0 if y == 0.0 else _HALF_PI if y > 0.0 else -_HALF_PI
    size_x = x if x > 0.0 else -x
    size_y = y if y > 0.0 else -y
    angle = (
        _first_octant(size_y / size_x)
        if size_y <= size_x
        else (_HALF_PI - _first_octant(size_x / size_y))
    )
    if x < 0.0:
        angle = PI - angle
    return angle if y >= 0.0 else -angle


def _first_octant(t: float) -> float:
    """The arctangent of 0..1."""
    turned = t > _TAN_PI_12
    if turned:
        t = (_SQRT_3 * t - 1.0) / (_SQRT_3 + t)
    z = t * t
    tail = 0.0
    for n in range(27, 1, -2):
        tail = z * (1.0 / n - tail)
    angle = t - t * tail
    return _SIXTH_PI + angle if turned else angle
