"""The state of an alarm: OPC 10000-9, Table B.1 and clause 5.8.17; ISA-18.2's states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.exchange.alarm_record import ALARM_BYTES, BY_BYTES, COMMENT_BYTES, packed, unpacked
from trainlab.exchange.alarm_state import (
    MAX_SHELVED_NS,
    AlarmState,
    Refusal,
    Refused,
    Shelving,
    Word,
)

S = 1_000_000_000
NOW = Word(5 * S, "ada")
NORMAL = AlarmState()
UNACKED = NORMAL.set_active(True, S)
ACKED = UNACKED.acknowledge(1, NOW)
RETURNED = UNACKED.set_active(False, 2 * S)


def states(state: AlarmState) -> tuple[bool, bool, bool, bool]:
    """Active, acked, confirmed, retain: the columns of Table B.1."""
    return state.active, state.acked, state.confirmed, state.retain


def refusal(do: object, *arguments: object) -> Refusal:
    with pytest.raises(Refused) as refused:
        do(*arguments)  # type: ignore[operator]
    return refused.value.refusal


def test_a_confirmed_alarm_goes_through_table_b1_of_the_specification() -> None:
    state = AlarmState(confirms=True)
    rows = [states(state)]
    steps = (
        lambda s: s.set_active(True, S),
        lambda s: s.acknowledge(s.change, NOW),
        lambda s: s.set_active(False, S),
        lambda s: s.confirm(s.change, NOW),
        lambda s: s.set_active(True, S),
        lambda s: s.set_active(False, S),
        lambda s: s.acknowledge(s.change, NOW),
        lambda s: s.confirm(s.change, NOW),
    )
    for number, step in enumerate(steps, 1):
        state = step(state)
        rows.append(states(state))
        assert state.change == number  # the table's EventId

    assert rows == [
        (False, True, True, False),
        (True, False, True, True),
        (True, True, False, True),
        (False, True, False, True),
        (False, True, True, False),
        (True, False, True, True),
        (False, False, True, True),
        (False, True, False, True),
        (False, True, True, False),
    ]


@pytest.mark.parametrize(
    ("state", "retain"), [(NORMAL, False), (UNACKED, True), (ACKED, True), (RETURNED, True)]
)
def test_what_an_operator_has_to_look_at_is_retained(state: AlarmState, retain: bool) -> None:
    assert state.retain is retain


def test_without_confirmation_an_acknowledged_alarm_that_has_gone_is_done_with() -> None:
    assert not ACKED.set_active(False, 9 * S).retain
    assert not RETURNED.acknowledge(2, NOW).retain


def test_an_alarm_that_comes_back_asks_for_a_new_acknowledgement() -> None:
    again = ACKED.set_active(False, 6 * S).set_active(True, 7 * S)

    assert states(again) == (True, False, True, True)
    assert refusal(again.acknowledge, 1, NOW) is Refusal.UNKNOWN_EVENT
    assert again.acknowledge(again.change, NOW).acked


def test_an_acknowledgement_names_what_was_seen_of_this_occurrence() -> None:
    assert RETURNED.acknowledge(1, NOW).acked
    assert RETURNED.acknowledge(2, NOW).acked
    assert refusal(RETURNED.acknowledge, 3, NOW) is Refusal.UNKNOWN_EVENT
    assert refusal(RETURNED.acknowledge, 0, NOW) is Refusal.UNKNOWN_EVENT
    assert refusal(NORMAL.acknowledge, 0, NOW) is Refusal.UNKNOWN_EVENT


def test_nothing_is_acknowledged_or_confirmed_twice() -> None:
    assert refusal(ACKED.acknowledge, 1, NOW) is Refusal.ALREADY_ACKNOWLEDGED
    assert refusal(ACKED.confirm, 1, NOW) is Refusal.ALREADY_CONFIRMED
    assert refusal(UNACKED.confirm, 1, NOW) is Refusal.ALREADY_CONFIRMED


def test_a_comment_stays_until_there_is_another() -> None:
    said = ACKED.add_comment(2, Word(6 * S, "eve", "look here"))
    asked = said.set_active(False, 7 * S).add_comment(3, Word(8 * S, "ada"))

    assert (said.comment, said.by, said.commented_at_ns) == ("look here", "eve", 6 * S)
    assert (asked.comment, asked.by, asked.commented_at_ns) == ("look here", "ada", 6 * S)
    assert said.add_comment(3, Word(9 * S, "ada", "")).comment == ""


U, T, O = Shelving.UNSHELVED, Shelving.TIMED, Shelving.ONE_SHOT  # noqa: E741
SHELVED = {
    U: ACKED,
    T: ACKED.shelve(S, NOW),
    O: ACKED.shelve_once(NOW),
}


@pytest.mark.parametrize(
    ("before", "deed", "after"),
    [
        (U, "shelve", T),
        (U, "shelve_once", O),
        (U, "unshelve", Refusal.NOT_SHELVED),
        (T, "shelve", Refusal.ALREADY_SHELVED),
        (T, "shelve_once", O),
        (T, "unshelve", U),
        (O, "shelve", T),
        (O, "shelve_once", Refusal.ALREADY_SHELVED),
        (O, "unshelve", U),
    ],
)
def test_shelving_has_the_transitions_of_figure_16(
    before: Shelving, deed: str, after: Shelving | Refusal
) -> None:
    state = SHELVED[before]
    arguments = (S, NOW) if deed == "shelve" else (NOW,)
    if isinstance(after, Refusal):
        assert refusal(getattr(state, deed), *arguments) is after
        return
    moved = getattr(state, deed)(*arguments)
    assert moved.shelving is after
    assert states(moved) == states(state)


@pytest.mark.parametrize("duration_ns", [0, -1, MAX_SHELVED_NS + 1])
def test_a_shelving_time_beyond_its_ends_is_refused(duration_ns: int) -> None:
    assert refusal(ACKED.shelve, duration_ns, NOW) is Refusal.SHELVING_TIME


def test_shelving_ends_by_time_and_one_shot_when_the_alarm_clears() -> None:
    timed, once = SHELVED[T], SHELVED[O]

    assert timed.pass_time(NOW.at_ns + S - 1) is timed
    assert timed.pass_time(NOW.at_ns + S).shelving is U
    assert timed.set_active(False, 6 * S).shelving is T
    assert once.set_active(False, 6 * S).shelving is U
    assert once.pass_time(NOW.at_ns + MAX_SHELVED_NS).shelving is U
    assert NORMAL.shelve_once(NOW).set_active(True, 6 * S).shelving is O


def test_a_disabled_alarm_says_nothing_and_takes_nothing_but_to_be_enabled() -> None:
    off = SHELVED[T].disable(NOW)

    assert states(off) == (False, True, True, False)
    assert off.shelving is U
    assert off.set_active(True, 6 * S) is off
    for do, arguments in (
        (off.acknowledge, (off.change, NOW)),
        (off.confirm, (off.change, NOW)),
        (off.add_comment, (off.change, NOW)),
        (off.shelve, (S, NOW)),
        (off.shelve_once, (NOW,)),
        (off.unshelve, (NOW,)),
    ):
        assert refusal(do, *arguments) is Refusal.DISABLED
    assert refusal(off.disable, NOW) is Refusal.ALREADY_DISABLED
    assert refusal(NORMAL.enable, NOW) is Refusal.ALREADY_ENABLED
    assert states(off.enable(NOW).set_active(True, 7 * S)) == (True, False, True, True)


WORDS = st.builds(
    Word, st.integers(0, 100 * S), st.text(max_size=100), st.none() | st.text(max_size=300)
)
DEEDS = st.one_of(
    st.tuples(st.just("set_active"), st.booleans(), st.integers(0, 100 * S)),
    st.tuples(st.just("pass_time"), st.integers(0, 100 * S)),
    st.tuples(
        st.sampled_from(("acknowledge", "confirm", "add_comment")), st.integers(0, 20), WORDS
    ),
    st.tuples(st.just("shelve"), st.integers(-S, 10 * S), WORDS),
    st.tuples(st.sampled_from(("shelve_once", "unshelve", "disable", "enable")), WORDS),
)


@settings(deadline=None)
@given(st.booleans(), st.lists(DEEDS, max_size=30))
def test_whatever_is_done_an_alarm_keeps_its_word(
    confirms: bool, deeds: list[tuple[object, ...]]
) -> None:
    state = AlarmState(confirms)
    for name, *arguments in deeds:
        before = state
        try:
            state = getattr(state, str(name))(*arguments)
        except Refused:
            continue
        assert state.change == before.change + (state is not before)
        quiet = not state.active and state.acked and state.confirmed
        assert state.retain == (state.enabled and not quiet)
        assert state.confirmed or (state.acked and confirms)
        assert state.enabled or not (state.active or state.shelved)
        assert 0 <= state.occurrence <= state.change
        assert not (state.active and not before.active and state.acked)
        assert bool(state.shelved_until_ns) == state.shelved or state.shelved
        again = unpacked(packed(state), 0)
        assert len(packed(state)) == ALARM_BYTES
        assert state.comment.startswith(again.comment)
        assert len(again.comment.encode()) > COMMENT_BYTES - 4 or again.comment == state.comment
        assert len(again.by.encode()) > BY_BYTES - 4 or again.by == state.by
        assert replace(again, by=state.by, comment=state.comment) == state
