"""A photo-eye that pulses twice for one box: its relay's contact bounces when it falls back, or a strap trails behind.

real beam   ____/```````\\_______________
output      ____/```````\\____/````\\_____     pause and second pulse are `bounce_s` long each
"""

from __future__ import annotations

from trainlab.plants.parts.photo_eye import PhotoEye


def told(eye: PhotoEye, bounce_s: float, now_s: float) -> bool:
    """What the eye's output tells; with a `bounce_s` of 0 whether a box is in the beam."""
    if eye.blocked or eye.falls == 0:
        return eye.blocked
    return bounce_s <= now_s - eye.fell_s < 2.0 * bounce_s
