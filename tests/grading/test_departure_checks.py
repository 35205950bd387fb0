"""Interlocks, lamps, horns and alarms: at their limits, and against loops that go tick by tick."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.drawn_logic import TICK_NS, complaints, judged, seconds, told

ROWS = 14
CONDITION = st.lists(st.booleans(), min_size=ROWS, max_size=ROWS)
DELAY_MS = st.integers(0, 8).map(lambda halves: 50 * halves)
WINDOW = st.tuples(st.integers(0, ROWS - 2), st.integers(2, ROWS)).filter(lambda w: w[0] < w[1])


def window(rows: tuple[int, int]) -> dict[str, str]:
    return {"after": f"{rows[0] * 100} ms", "until": f"{rows[1] * 100} ms"}


def passed(rows: int, delay_ms: int) -> bool:
    """Whether so many rows are as long as a delay."""
    return rows * TICK_NS >= delay_ms * 1_000_000


# interlock


def test_an_interlock_binds_from_the_tick_of_its_condition() -> None:
    drawn = {"guard_open": "..###.", "motor": "###..#"}
    assert judged("interlock", drawn, forbid="motor", when="guard_open").score == 0.0
    in_time = judged("interlock", drawn, forbid="motor", when="guard_open", within="100 ms")
    assert in_time.score == 1.0


def test_an_interlock_is_decided_by_its_longest_violation() -> None:
    drawn = {"guard_open": "########", "motor": "..#.##.."}
    finding = judged("interlock", drawn, forbid="motor", when="guard_open", within="200 ms")
    assert seconds(finding) == (0.4, 0.6)
    assert told(finding) == "broken 2 times, longest for 200 ms from 0.400 s"


def test_a_permissive_forbids_to_begin_without_it_and_gives_time_to_end() -> None:
    late = {"open": "###......", "pump": "#####...."}
    assert judged("interlock", late, forbid="pump", requires="open", within="200 ms").score == 1.0
    begun = {"open": ".....####", "pump": "....#####"}
    assert judged("interlock", begun, forbid="pump", requires="open", within="200 ms").score == 0.0


def test_a_prohibition_that_was_never_called_for_passes_unless_it_must() -> None:
    drawn = {"guard_open": "....", "motor": "####"}
    assert judged("interlock", drawn, forbid="motor", when="guard_open").score == 1.0
    must = judged("interlock", drawn, forbid="motor", when="guard_open", must_occur=True)
    assert must.score == 0.0


def test_an_interlock_takes_exactly_one_form() -> None:
    both = complaints("interlock", "a b c", forbid="a", when="b", requires="c")
    assert [problem.kind.code for problem in both] == ["TL6042"]
    neither = complaints("interlock", "a", forbid="a")
    assert [problem.kind.code for problem in neither] == ["TL6042"]


@given(CONDITION, CONDITION, DELAY_MS, WINDOW)
def test_an_interlock_agrees_with_a_loop(
    when: list[bool], forbid: list[bool], delay_ms: int, rows: tuple[int, int]
) -> None:
    since, violated = 0, False
    for row in range(ROWS):
        since = since + 1 if when[row] else 0
        if rows[0] <= row < rows[1] and when[row] and forbid[row]:
            violated |= passed(since - 1, delay_ms)
    drawn = {"w": when, "f": forbid}
    asked = {"forbid": "f", "when": "w", "within": f"{delay_ms} ms"} | window(rows)
    assert judged("interlock", drawn, **asked).score == (0.0 if violated else 1.0)


# lamp


def test_a_lamp_may_lag_for_its_delay_and_not_a_tick_longer() -> None:
    drawn = {"lamp": "....###....", "run": "..###......"}
    assert judged("lamp", drawn, lamp="lamp", means="run", within="200 ms").score == 1.0
    late = judged("lamp", drawn, lamp="lamp", means="run", within="199 ms")
    assert late.score == 1.0  # 200 ms is the first tick after 199 ms
    late = judged("lamp", drawn, lamp="lamp", means="run", within="100 ms")
    assert late.score == 0.0
    assert told(late) == "dark for 200 ms from 0.200 s, where due"


def test_a_lamp_may_lead_for_so_long_and_without_a_break() -> None:
    common = {"lamp": "lamp", "means": "run", "within": "0 s"}
    drawn = {"lamp": ".####....", "run": "...###..."}
    assert judged("lamp", drawn, lead="200 ms", **common).score == 1.0
    early = judged("lamp", drawn, lead="100 ms", **common)
    assert (early.score, seconds(early)) == (0.0, (0.1, 0.2))
    broken = {"lamp": "#.####...", "run": "...###..."}
    assert judged("lamp", broken, lead="500 ms", **common).score == 0.0
    for_nothing = {"lamp": "......##.", "run": "##......."}
    assert judged("lamp", for_nothing, lead="500 ms", **common).score == 0.0


def test_a_lamp_that_blinks_off_for_a_tick_lies() -> None:
    drawn = {"lamp": "##########.###", "run": "##############"}
    finding = judged("lamp", drawn, lamp="lamp", means="run", within="300 ms")
    assert (finding.score, seconds(finding)) == (0.0, (1.0, 1.1))


def test_a_lamp_lit_without_meaning_lies() -> None:
    drawn = {"lamp": "###...##", "run": "###....."}
    finding = judged("lamp", drawn, lamp="lamp", means="run", within="100 ms")
    assert told(finding) == "lit for 200 ms from 0.600 s, where not due"


def test_a_lamp_that_was_never_due_earns_nothing() -> None:
    drawn = {"lamp": "......", "run": "......"}
    assert judged("lamp", drawn, lamp="lamp", means="run").score == 0.0


def test_flicker_counts_as_lit_within_its_period_only() -> None:
    drawn = {"lamp": "##..##..##....", "run": "##########...."}
    common = {"lamp": "lamp", "means": "run", "within": "0 s"}
    assert judged("lamp", drawn, flash_period="300 ms", **common).score == 1.0
    assert judged("lamp", drawn, flash_period="200 ms", **common).score == 0.0
    assert judged("lamp", drawn, **common).score == 0.0


def test_where_flashing_is_due_steady_light_does_not_count() -> None:
    flashing = {"lamp": "..#.#.#.#.", "fault": "..#######."}
    steady = {"lamp": "..#######.", "fault": "..#######."}
    common = {"lamp": "lamp", "means": "fault", "flashing": True, "flash_period": "300 ms"}
    assert judged("lamp", flashing, **common).score == 1.0
    assert judged("lamp", steady, **common).score == 0.0


def test_flashing_needs_a_period() -> None:
    problems = complaints("lamp", "lamp run", lamp="lamp", means="run", flashing=True)
    assert [problem.kind.code for problem in problems] == ["TL6043"]


@given(CONDITION, CONDITION, DELAY_MS, WINDOW)
def test_a_lamp_agrees_with_a_loop(
    lamp: list[bool], means: list[bool], delay_ms: int, rows: tuple[int, int]
) -> None:
    changed, lied, shown = 0, False, False
    for row in range(ROWS):
        changed = row if row == 0 or means[row] != means[row - 1] else changed
        inside = rows[0] <= row < rows[1]
        binding = inside and passed(row - changed, delay_ms)
        lied |= binding and lamp[row] != means[row]
        shown |= inside and means[row] and (binding or lamp[row])
    finding = judged(
        "lamp",
        {"l": lamp, "m": means},
        lamp="l",
        means="m",
        within=f"{delay_ms} ms",
        **window(rows),
    )
    assert finding.score == (1.0 if shown and not lied else 0.0)


# horn

HORN = {"horn": "horn", "cause": "cause", "acknowledge": "ack", "within": "100 ms"}


def test_a_horn_sounds_until_acknowledged_and_again_for_a_new_cause() -> None:
    drawn = {
        "cause": "..######..##....",
        "ack__": "....#........#..",
        "horn_": "..##......###...",
    }
    drawn = {name.rstrip("_"): each for name, each in drawn.items()}
    finding = judged("horn", drawn, silent_within="0 s", **HORN)
    assert (finding.score, told(finding)) == (
        1.0,
        "sounded for each of 2 causes until acknowledged",
    )
    deaf = drawn | {"horn": "..##............"}
    finding = judged("horn", deaf, **HORN)
    assert told(finding) == "silent for 300 ms from 1.000 s, where due"


def test_a_horn_is_locked_in_unless_it_may_fall_silent_with_its_cause() -> None:
    gone = {"cause": "..##....", "ack": "........", "horn": "..##...."}
    assert judged("horn", gone, **HORN).score == 0.0
    assert judged("horn", gone, locked_in=False, **HORN).score == 1.0


def test_an_acknowledgement_in_the_tick_of_a_new_cause_was_for_the_old_one() -> None:
    drawn = {"cause": "..#.###.", "ack": "....#...", "horn": "..######"}
    assert judged("horn", drawn, **HORN).score == 1.0


def test_a_horn_without_cause_earns_nothing() -> None:
    drawn = {"cause": "....", "ack": "....", "horn": "...."}
    assert judged("horn", drawn, **HORN).score == 0.0


@given(CONDITION, CONDITION, CONDITION, DELAY_MS, DELAY_MS, WINDOW)
def test_a_horn_agrees_with_a_loop(
    cause: list[bool],
    ack: list[bool],
    horn: list[bool],
    on_ms: int,
    off_ms: int,
    rows: tuple[int, int],
) -> None:
    due, since, wrong, heard = False, 0, False, False
    for row in range(ROWS):
        came = cause[row] and not (row and cause[row - 1])
        answered = ack[row] and not (row and ack[row - 1])
        now = True if came else False if answered else due
        since = row if now != due or row == 0 or (came and answered) else since
        due = now
        inside = rows[0] <= row < rows[1]
        binding = inside and passed(row - since, on_ms if due else off_ms)
        wrong |= binding and horn[row] != due
        heard |= inside and due and (binding or horn[row])
    asked = {"within": f"{on_ms} ms", "silent_within": f"{off_ms} ms"} | window(rows)
    finding = judged("horn", {"cause": cause, "ack": ack, "horn": horn}, **(HORN | asked))
    assert finding.score == (1.0 if heard and not wrong else 0.0)


# alarm

ALARM = {"alarm": "alarm", "cause": "cause", "within": "200 ms", "clear_within": "100 ms"}


@pytest.mark.parametrize(
    ("alarm", "said"),
    [
        ("....######..", "1 alarms, each as it should be"),
        ("..........##", "from 0.200 s not raised for 700 ms"),
        ("...##.####..", "raised, but gone again at 0.500 s"),
        ("...######.#.", "raised without cause at 1.000 s"),
        ("...#########", "still there 300 ms after it had to go"),
        ("............", "from 0.200 s not raised for 700 ms"),
    ],
)
def test_an_alarm_says_what_is_wrong_with_it(alarm: str, said: str) -> None:
    finding = judged("alarm", {"cause": "..#######...", "alarm": alarm}, **ALARM)
    assert told(finding) == said
    assert finding.score == float("as it should" in said)


def test_a_cause_shorter_than_the_delay_may_go_without_alarm() -> None:
    drawn = {"cause": "..#....####..", "alarm": ".......####.."}
    assert judged("alarm", drawn, **ALARM).score == 1.0


def test_a_cause_that_is_only_too_short_shows_nothing() -> None:
    drawn = {"cause": "..#....", "alarm": "......."}
    assert judged("alarm", drawn, **ALARM).score == 0.0


def test_a_latched_alarm_stays_until_acknowledged() -> None:
    common = ALARM | {"acknowledge": "ack"}
    drawn = {"cause": "..###......", "ack": ".......#...", "alarm": "..#####...."}
    assert judged("alarm", drawn, **common).score == 1.0
    early = drawn | {"alarm": "..####....."}
    assert told(judged("alarm", early, **common)) == "raised, but gone again at 0.600 s"


def test_an_acknowledged_alarm_stays_while_its_cause_does() -> None:
    common = ALARM | {"acknowledge": "ack"}
    drawn = {"cause": "..######...", "ack": "...#.......", "alarm": "..######..."}
    assert judged("alarm", drawn, **common).score == 1.0
    assert judged("alarm", drawn | {"alarm": "..##......."}, **common).score == 0.0


def test_an_alarm_that_comes_three_times_in_a_minute_chatters() -> None:
    # ISA-18.2, EEMUA 191: three or more activations within a minute.
    blip = "##" + "." * 296  # with one row more, half a minute
    cause = (blip + ".") * 2 + blip + ".." + "." * 10
    finding = judged("alarm", {"cause": cause, "alarm": cause}, **ALARM)
    assert told(finding) == "came 3 times within a minute from 0.000 s"
    slower = (blip + "....") * 3
    assert judged("alarm", {"cause": slower, "alarm": slower}, **ALARM).score == 1.0


@given(CONDITION, CONDITION, CONDITION, DELAY_MS, DELAY_MS, st.booleans())
def test_an_alarm_agrees_with_a_loop(
    cause: list[bool], alarm: list[bool], ack: list[bool], on_ms: int, off_ms: int, latched: bool
) -> None:
    needed = list(cause)
    row = 0
    while row < ROWS:
        end = row
        while end < ROWS and cause[end]:
            end += 1
        if end > row and not passed(end - row, on_ms):
            answered = [
                alarm[k] for k in range(row, ROWS) if k <= end or not passed(k - row - 1, on_ms)
            ]
            if not any(answered):
                needed[row:end] = [False] * (end - row)
        row = max(end, row + 1)
    open_, due, since, wrong, shown = False, False, 0, False, False
    for row in range(ROWS):
        came = needed[row] and not (row and needed[row - 1])
        answers = ack[row] and not (row and ack[row - 1])
        open_ = True if came else False if answers else open_
        now = needed[row] or (latched and open_)
        since = row if now != due or row == 0 else since
        due = now
        binding = passed(row - since, on_ms if due else off_ms)
        wrong |= binding and alarm[row] != due
        shown |= due and (binding or alarm[row])
    asked = {"within": f"{on_ms} ms", "clear_within": f"{off_ms} ms", "limit": 99}
    asked |= {"acknowledge": "ack"} if latched else {}
    finding = judged("alarm", {"cause": cause, "alarm": alarm, "ack": ack}, **(ALARM | asked))
    assert finding.score == (1.0 if shown and not wrong else 0.0)
