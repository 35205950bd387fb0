"""Buttons beside a plant."""

from __future__ import annotations

from trainlab.plants.parts.push_buttons import PushButtons


def test_it_works_once_each_time_it_goes_down() -> None:
    buttons = PushButtons("feed", "clear")
    assert ("feed" in buttons, "start" in buttons) == (True, False)
    hands = [
        ("feed", 1.0),
        ("feed", 1.0),
        ("clear", 1.0),
        ("feed", 0.0),
        ("feed", 0.0),
        ("feed", 1.0),
    ]
    assert [buttons.goes_down(*hand) for hand in hands] == [True, False, True, False, False, True]
