"""What is measured of a wire: exact for an exam, bounded for a station that is open for weeks."""

from trainlab.exchange.figures import MOST_KEPT, Spread, Times


def test_of_the_times_of_an_exam_all_count():
    times = Times()
    for time_ns in range(100_000, 0, -1):
        times.append(time_ns)
    assert len(times) == 100_000
    assert times.spread == Spread(50_000, 99_001, 100_000)


def test_a_station_that_is_open_for_weeks_does_not_grow():
    times = Times()
    for time_ns in range(4 * MOST_KEPT):
        times.append(time_ns)
    assert len(times) < MOST_KEPT
    spread = times.spread
    assert spread is not None
    assert spread.max_ns == 4 * MOST_KEPT - 1
    assert abs(spread.p50_ns - 2 * MOST_KEPT) <= 16
    assert abs(spread.p99_ns - 3.96 * MOST_KEPT) <= 16


def test_of_nothing_there_is_no_spread():
    assert Times().spread is None
