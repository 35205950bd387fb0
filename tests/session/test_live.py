"""A station that people run is the station that is graded: same ticks, same facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainlab.bench.pacer import WallPacer
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade
from trainlab.session.live import LiveStation, Pace
from trainlab.session.station_wire import WireOptions
from trainlab.trace.digest import Digest

ROOT = Path(__file__).parents[2]
SHEET = (ROOT / "scenarios/tank/level_hold.yaml").read_text(encoding="utf-8")
SOLUTION = ROOT / "plc_projects/tank_level_hold/solution.st"
SLOW_BUS = "tick: 10 ms\n  scan: 20 ms\n  link: {delay: 20 ms, jitter: 15 ms}"


@pytest.mark.parametrize("timing", ["tick: 10 ms", SLOW_BUS], ids=["direct", "slow bus"])
def test_at_any_pace_the_run_is_that_of_a_grade(tmp_path: Path, timing: str) -> None:
    sheet = tmp_path / "level.yaml"
    sheet.write_text(SHEET.replace("tick: 10 ms", timing), encoding="utf-8")
    scenario = load_scenario(sheet)
    digest = Digest(len(scenario.plant.facts))
    pacer = WallPacer(scenario.tick_ns)
    with LiveStation(
        scenario, 1, WireOptions({}), pacer, observers=[digest], program=SOLUTION
    ) as live:
        assert live.pace is Pace.PAUSED
        wall_ns = 0
        for request in ({"do": "tick"}, {"do": "speed", "value": 7.0}, {"do": "run"}):
            live.ask(request)
            live.tick(wall_ns)
            wall_ns += scenario.tick_ns
        while scenario.ticks * scenario.tick_ns - live.now_ns > 8 * scenario.tick_ns:
            live.tick(wall_ns)
            wall_ns += scenario.tick_ns
        live.ask({"do": "pause"})
        while not live.over:
            live.ask({"do": "tick"})
            live.tick(wall_ns)
            wall_ns += scenario.tick_ns
    assert digest.hexdigest() == grade(scenario, SOLUTION, 1).verdict.trace_digest


def test_alarms_watch_the_station_that_a_reset_has_built() -> None:
    scenario = load_scenario(ROOT / "scenarios/tank/level_hold.yaml")
    pacer = WallPacer(scenario.tick_ns)
    with LiveStation(scenario, 1, WireOptions({}), pacer, program=SOLUTION) as live:
        alarms = live.served.wire.alarms

        def active(*requests: dict[str, object]) -> set[str]:
            for request in requests:
                live.ask(request)
            for number in range(200):
                live.tick(number * scenario.tick_ns)
            pairs = zip(alarms.specs, alarms.states, strict=True)
            return {spec.name for spec, state in pairs if state.active}

        cut = {"do": "force", "tag": "overfill_ok", "value": 0}
        at_first = active()
        assert active({"do": "run"}) == at_first
        raised = active(cut)
        assert raised > at_first
        assert active({"do": "reset"}) == at_first
        assert active({"do": "run"}) == at_first
        assert active(cut) == raised
        assert active({"do": "release", "tag": "overfill_ok"}) == at_first
        broken = {"do": "fault", "tag": "level_raw", "kind": "open_wire"}
        assert "level_failure" in active(broken)
        assert active({"do": "reset"}) == at_first
