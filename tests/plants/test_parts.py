"""Parts alone, against the tables and formulas that they stand on."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import pytest

from trainlab.core.seeds import Seed
from trainlab.plants.parts.control_valve import ControlValve, Stiction
from trainlab.plants.parts.lag import Lag
from trainlab.plants.parts.pump import Pump, resistance
from trainlab.plants.parts.tank_chain import TankChain, through
from trainlab.plants.parts.tank_pair import TankPair
from trainlab.plants.parts.transmitter import Transmitter, voltage_code

SWEEP = [0.5 + 0.4 * math.sin(k / 50.0) for k in range(1000)]


@pytest.mark.parametrize(
    ("rangeability", "lift", "share"),
    [(50.0, 0.5, 0.141421), (30.0, 0.5, 0.182574), (50.0, 1.0, 1.0), (1.0, 0.3, 0.3)],
)
def test_an_equal_percentage_trim_gives_r_to_the_x_less_one(
    rangeability: float, lift: float, share: float
) -> None:
    # IEC 60534-2-4: R^(x - 1); R = 1 is the linear trim
    assert ControlValve(1.0, rangeability, 1.0).characteristic(lift) == pytest.approx(
        share, abs=1e-6
    )


@pytest.mark.parametrize(("rangeability", "share"), [(1.0, 0.7255), (50.0, 0.2524)])
def test_the_installed_characteristic_at_an_authority_of_a_third(
    rangeability: float, share: float
) -> None:
    # q / q_max = 1 / sqrt(1 - N + N / f^2) at half lift with N = 0.3
    valve = ControlValve(1.0, rangeability, 1.0)
    f = valve.characteristic(0.5)
    pipe = 0.7 / 0.3  # resistance of the pipe, of the open valve
    assert 1.0 / math.sqrt(0.7 + 0.3 / f**2) == pytest.approx(share, abs=1e-4)
    pump = Pump(10.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    pump.change_pipe(1.0 / math.sqrt(pipe))
    assert pump.run(True, f, 1.0) / pump.run(True, 1.0, 1.0) == pytest.approx(share, abs=1e-4)


def test_a_kv_takes_one_bar_at_its_own_flow() -> None:
    # IEC 60534-1: Kv is the flow of water in m3/h at 1 bar
    assert resistance(3.6) * (3.6 / 3600.0) ** 2 * 1000.0 * 9.81 == pytest.approx(1e5)


def test_a_pump_of_eight_tenths_of_its_speed_keeps_to_the_affinity_laws() -> None:
    def at(speed: float) -> tuple[float, float, float]:
        pump = Pump(10.0, 1e7, 0.0, 0.0, 50.0, 0.5)
        pump.change_rating(speed)
        pump.run(True, 2.0, 1.0)
        return pump.flow_m3_s, pump.head_m, pump.power_w

    ratios = [slow / rated for slow, rated in zip(at(0.8), at(1.0), strict=True)]
    assert ratios == pytest.approx([0.8, 0.64, 0.512])


@pytest.mark.parametrize(
    ("milliamperes", "code"), [(4.0, 0), (16.0, 20736), (20.0, 27648), (12.0, 13824)]
)
def test_a_current_reads_as_siemens_has_it(milliamperes: float, code: int) -> None:
    value = (milliamperes - 4.0) / 16.0
    assert Transmitter(0.0, 1.0, 0.0, 0.0, Seed(1).stream("x"), value).code(0) == code


def test_one_step_of_the_code_is_578_7_nanoamperes() -> None:
    value = 578.7e-9 / 16e-3
    assert Transmitter(0.0, 1.0, 0.0, 0.0, Seed(1).stream("x"), value).code(0) == 1


@pytest.mark.parametrize(("value", "milliamperes"), [(-1.0, 3.8), (2.0, 20.5)])
def test_a_sound_transmitter_stays_within_namur(value: float, milliamperes: float) -> None:
    # NAMUR NE 43: 3.8 to 20.5 mA is a measurement, beyond is a failure
    code = Transmitter(0.0, 1.0, 0.0, 0.0, Seed(1).stream("x"), value).code(0)
    assert 4.0 + 16.0 * code / 27648.0 == pytest.approx(milliamperes, abs=1e-3)


def test_five_volts_read_half() -> None:
    assert voltage_code(0.5) == 13824


def test_a_lag_is_at_63_per_cent_after_its_time_constant() -> None:
    assert Lag(2.0).hold(1.0, 2.0) == pytest.approx(0.632121, abs=1e-6)


def test_without_a_jump_stiction_is_a_deadband_of_s() -> None:
    # Choudhury, Thornhill, Shah (2005), 3.2: J = 0; the amplitude of the stem is that of the signal less S / 2
    stem = Stiction(0.1, 0.0, 0.5)
    positions = [stem.follow(signal) for signal in SWEEP][400:]
    assert max(positions) - min(positions) == pytest.approx(0.8 - 0.1, abs=1e-3)


def test_a_stem_that_has_stopped_waits_for_s_and_then_slips_by_j() -> None:
    s, j = 0.1, 0.04
    stem = Stiction(s, j, 0.5)
    up = [stem.follow(0.5 + 0.001 * k) for k in range(301)]
    stood = up[-1]
    down = [stem.follow(0.8 - 0.001 * k) for k in range(301)]
    first = next(k for k, position in enumerate(down) if position != stood)
    assert 0.001 * first == pytest.approx(s, abs=0.002)
    assert stood - down[first] == pytest.approx(j, abs=0.002)
    # moving, it is (S - J) / 2 behind the signal
    assert down[-1] - 0.5 == pytest.approx((s - j) / 2, abs=1e-9)


def test_with_a_jump_as_large_as_s_a_moving_stem_has_no_offset() -> None:
    stem = Stiction(0.1, 0.1, 0.5)
    for k in range(301):
        position = stem.follow(0.5 + 0.001 * k)
    assert position == pytest.approx(0.8)


def test_the_stem_is_never_further_from_the_signal_than_stiction_lets_it() -> None:
    s, j = 0.12, 0.05
    stem = Stiction(s, j, 0.5)
    away = [abs(stem.follow(signal) - signal) for signal in SWEEP]
    assert max(away) <= (s + j) / 2 + 0.01


def test_a_pair_of_tanks_hands_on_what_runs_over_the_upper_rim() -> None:
    pair = TankPair(0.01, 0.01, 0.1, 0.1, 0.0)
    pair.fill(1e-4, 0.0, 1.0)
    assert pair.upper_m == pytest.approx(0.1)
    assert pair.lower_m3 == pytest.approx(1e-4)
    assert pair.overflow_m3 == 0.0


def test_no_tank_of_three_gives_more_than_it_has() -> None:
    draw = Random(1)
    chain = TankChain(0.01, 0.2, 0.001, 0.0, 0.002)
    given = 0.001 * 0.01 + 0.002 * 0.01
    gone = 0.0
    for _ in range(400):
        # openings that would empty a tank within a tick, and tanks that run over
        openings = [draw.choice((0.0, through(1e-4), through(1e-3))) for _ in range(5)]
        chain.open_links(*openings[:2])
        chain.open_outlets(*openings[2:])
        left, right = (draw.choice((0.0, 1e-5, 2e-3)) for _ in range(2))
        dt_s = draw.choice((0.001, 0.01, 0.05))
        for _ in range(50):
            outs = chain.fill(left, right, dt_s)
            stands = (chain.left_m3, chain.middle_m3, chain.right_m3)
            assert min(*outs, *stands) >= 0.0
            assert max(stands) <= 0.002
            given += (left + right) * dt_s
            gone += sum(outs)
            assert gone + chain.overflow_m3 + sum(stands) == pytest.approx(given, rel=1e-12)
    assert chain.overflow_m3 > 0.0


def test_an_outer_tank_gives_only_what_the_middle_one_could_give_it() -> None:
    chain = TankChain(0.01, 0.2, 0.001, 1e-4, 0.0)
    before = chain.left_m3 + chain.middle_m3
    chain.open_links(through(1e-3), through(1e-3))
    chain.open_outlets(through(1e-3), 0.0, through(1e-3))
    gone = sum(chain.fill(0.0, 0.0, 0.05))
    stands = chain.left_m3 + chain.middle_m3 + chain.right_m3
    assert gone + stands == pytest.approx(before, rel=1e-12)


def test_three_tanks_come_to_one_level_and_none_overshoots() -> None:
    chain = TankChain(0.01, 1.0, 0.3, 0.0, 0.0)
    chain.open_links(through(1e-4), through(1e-4))
    lefts = []
    for _ in range(20_000):
        chain.fill(0.0, 0.0, 0.01)
        lefts.append(chain.left_m)
    assert all(later <= sooner + 1e-6 for sooner, later in pairwise(lefts))
    assert [chain.left_m, chain.middle_m, chain.right_m] == pytest.approx([0.1] * 3, abs=1e-5)
