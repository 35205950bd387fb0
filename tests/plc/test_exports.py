"""Complete programs in the form in which each IDE saves or exports them, under exports/.

Six pieces of course work; what each must do was worked out by hand from its text and the timing
diagrams of IEC 61131-3:2013 Table 46. One scan is 100 ms, so a TON that begins in the scan at t is
done in the scan at t + PT.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.plc.structured_text import StructuredText

EXPORTS = Path(__file__).parent / "exports"
IDES = ["textbook", "twincat", "openplc_editor_4", "beremiz", "codesys"]
WITH_OBJECTS = ["twincat", "codesys"]
STEP_MS = 100
IO = {
    "traffic_light": "request:%IX0.0 night:%IX0.1 red:%QX0.0 yellow:%QX0.1 green:%QX0.2 walk:%QX0.3",
    "conveyor_sorting": "pulse:%IX0.0 metal:%IX0.1 part:%IX0.2 clear:%IX0.3 pusher:%QX0.0 lot_full:%QX0.1"
    " parts:%QW4 metals:%QW6",
    "tank_fill": "enable:%IX0.0 ack:%IX0.1 level_raw:%IW4 valve:%QX0.0 alarm_lamp:%QX0.1 horn:%QX0.2"
    " level_shown:%QW4",
    "star_delta": "start:%IX0.0 stop:%IX0.1 overload:%IX0.2 line:%QX0.0 star:%QX0.1 delta:%QX0.2"
    " tripped:%QX0.3 starts:%QW4",
    "recipe_batch": "go:%IX0.0 number:%IW4 valve_a:%QX0.0 valve_b:%QX0.1 mixer:%QX0.2 ready:%QX0.3"
    " batches:%QW4",
    "motors": "start:%IX0.0 stop:%IX0.1 fan_fault:%IX0.2 reset:%IX0.3 fan_on:%QX0.0 pump_on:%QX0.1"
    " fan_speed:%QW4 running:%QW6",
}


def tag(text: str) -> Tag:
    name, address = text.split(":")
    kind = DataType.BOOL if address[2] == "X" else DataType.INT
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    return Tag(name, kind, direction, address, Text(name, name))


class Station:
    """One export in the soft PLC, with the terminals that its program names."""

    def __init__(self, ide: str, program: str) -> None:
        self.image = IOImage([tag(each) for each in IO[program].split()])
        self.plc = StructuredText().compile(EXPORTS / ide / program).controller(self.image)
        self.inputs = dict.fromkeys([each.name for each in self.image.inputs], 0)
        self.now_ms = -STEP_MS

    def scan(self, **inputs: int) -> Station:
        """The next scan; inputs stay as they are set."""
        self.inputs |= inputs
        self.now_ms += STEP_MS
        self.image.latch_inputs(list(self.inputs.values()))
        self.plc.scan(self.image, self.now_ms * 1_000_000)
        return self

    def until(self, ms: int, **inputs: int) -> Station:
        """Every scan up to the one at that time."""
        self.inputs |= inputs
        while self.now_ms < ms:
            self.scan()
        return self

    def on(self) -> str:
        """The names of the outputs of type BOOL that are TRUE."""
        outputs = zip(self.image.outputs, self.image.commanded(), strict=True)
        return " ".join(
            each.name for each, value in outputs if each.type is DataType.BOOL and value
        )

    def __getitem__(self, path: str) -> object:
        return self.plc.read(path)


@pytest.fixture(params=IDES)
def station(request):
    return lambda program: Station(request.param, program)


def test_the_traffic_light_keeps_its_times(station):
    light = station("traffic_light")
    seen = [light.until(ms).on() for ms in (0, 2900, 3000, 4100, 4200, 8300, 8400, 9500, 9600)]
    assert seen == [
        "red", "red", "red yellow", "red yellow", "green", "green", "yellow", "yellow", "red",
    ]  # fmt: skip
    assert light["cycles"] == 1


def test_the_pedestrians_walk_until_the_cars_prepare(station):
    light = station("traffic_light").until(900)
    assert light.scan(request=1).on() == "red walk"
    assert light.until(2900, request=0).on() == "red walk"
    assert (light.until(3000).on(), light["wanted"]) == ("red yellow", False)


def test_the_traffic_light_flashes_at_night(station):
    light = station("traffic_light")
    seen = [light.until(ms, night=1).on() for ms in (2900, 3000, 3600, 3700, 4300, 4400)]
    assert seen == ["red", "", "", "yellow", "yellow", ""]
    assert [light.until(ms, night=0).on() for ms in (5000, 5100)] == ["", "red"]


def pulse(belt: Station, part: int = 0, metal: int = 0) -> Station:
    belt.scan(pulse=1, part=part, metal=metal)
    return belt.scan(pulse=0, part=0, metal=0)


def test_metal_parts_meet_the_pusher_three_pulses_after_the_sensor(station):
    belt = station("conveyor_sorting").scan()
    for part, metal in [(1, 1), (1, 0), (1, 1)]:
        assert pulse(belt, part, metal).on() == ""
    assert (belt["parts"], belt["on_belt"], belt["metals"]) == (3, 2, 0)
    assert (pulse(belt).on(), belt["metals"]) == ("pusher", 1)
    assert pulse(belt).on() == ""
    assert (pulse(belt).on(), belt["metals"]) == ("pusher lot_full", 2)
    assert pulse(belt).on() == "lot_full"
    assert (belt.scan(clear=1).on(), belt["metals"], belt["parts"]) == ("", 0, 3)


def test_a_part_leaves_the_shift_register_after_eight_pulses(station):
    belt = station("conveyor_sorting").scan()
    pulse(belt, 1, 1)
    counts = [pulse(belt)["on_belt"] for _ in range(8)]
    assert counts == [1, 1, 1, 1, 1, 1, 1, 0]


def test_a_part_that_stands_at_the_sensor_is_counted_once(station):
    belt = station("conveyor_sorting").scan().scan(part=1).scan().scan()
    assert (belt["parts"], belt["on_belt"]) == (1, 0)


def test_the_tank_is_filled_between_its_limits(station):
    tank = station("tank_fill")
    # of 27648: 50 %, 19.998 %, 50 %, 75 %, 50 %, 20.002 %
    raws = [13824, 5529, 13824, 20736, 13824, 5530]
    seen = [(tank.scan(enable=1, level_raw=raw).on(), tank["level_shown"]) for raw in raws]
    assert seen == [
        ("", 500), ("valve", 200), ("valve", 500), ("", 750), ("", 500), ("", 200),
    ]  # fmt: skip
    assert (tank["limits.low"], tank["limits.high"], tank["limits.alarm"]) == (20, 75, 95)


def test_the_alarm_of_the_tank_comes_after_two_seconds_and_needs_to_be_seen(station):
    tank = station("tank_fill").until(900, enable=1, level_raw=13824)
    assert tank.until(2900, level_raw=26542).on() == ""  # 96 % since 1.0 s
    assert tank.scan().on() == "alarm_lamp horn"
    assert tank.scan(level_raw=5000).on() == "alarm_lamp horn"
    assert tank.scan(ack=1).on() == ""
    assert tank.scan(ack=0).on() == "valve"


def test_star_then_a_pause_then_delta(station):
    motor = station("star_delta").scan(stop=1, overload=1)
    assert motor.on() == ""
    assert motor.scan(start=1).on() == "line star"
    seen = [motor.until(ms, start=0).on() for ms in (3000, 3100, 3200, 60_000)]
    assert seen == ["line star", "line", "line delta", "line delta"]
    assert motor.scan(stop=0).on() == ""
    assert (motor["starts"], motor["total_starts"]) == (1, 101)


def test_an_overload_trips_the_motor_and_it_does_not_start_by_itself(station):
    motor = station("star_delta").scan(stop=1, overload=1).until(1000, start=1)
    assert motor.scan(overload=0).on() == "tripped"
    assert motor.scan(overload=1, start=0).on() == ""
    assert motor.scan(start=1).on() == "line star"
    assert motor["starts"] == 2


def test_the_warning_of_the_motor_lasts_half_a_second(station):
    motor = station("star_delta").scan(stop=1, overload=1).scan(start=1)
    assert [motor.until(ms)["warned"] for ms in (100, 500, 600)] == [True, True, False]


def test_the_motor_keeps_its_starts_over_a_warm_restart(station):
    motor = station("star_delta").scan(stop=1, overload=1).scan(start=1)
    motor.plc.restart(warm=True)
    assert (motor["total_starts"], motor["run.Q1"]) == (101, False)
    motor.plc.restart()
    assert motor["total_starts"] == 100


def test_a_batch_of_lemonade_takes_its_doses(station):
    plant = station("recipe_batch").scan(number=1)
    assert plant.on() == "ready"
    seen = [plant.until(ms, go=1).on() for ms in (100, 1000, 1100, 3100, 3200, 5200, 5300)]
    assert seen == ["valve_a", "valve_a", "valve_b", "valve_b", "mixer", "mixer", "ready"]
    assert (plant["batches"], plant["log"], plant["chosen.name"]) == (
        1,
        [1, -1, -1, -1],
        "lemonade",
    )


def test_a_number_without_a_recipe_takes_the_last_one(station):
    plant = station("recipe_batch").until(5900)
    seen = [plant.until(ms, go=1, number=7).on() for ms in (6000, 6900, 7000, 7100, 7600, 7700)]
    assert seen == ["valve_a", "valve_a", "valve_b", "mixer", "mixer", "ready"]
    assert (plant["index"], plant["chosen.name"], plant["log[0]"]) == (3, "water", 3)


def test_the_recipes_begin_with_their_values_and_those_of_their_type(station):
    plant = station("recipe_batch").scan()
    doses = [plant[f"recipes[{number}].dose_b"] for number in (1, 2, 3)]
    assert doses == [2_000_000_000, 1_000_000_000, 0]
    assert plant["longest"] == 4_000_000_000
    assert plant["recipes[2].name"] == "syrup"


@pytest.fixture(params=WITH_OBJECTS)
def drives(request):
    return Station(request.param, "motors").scan(stop=1)


def test_a_fan_ramps_up_to_its_ceiling_and_a_pump_does_not(drives):
    speeds = [drives.scan(start=1)["fan_speed"] for _ in range(6)]
    assert speeds == [100, 200, 300, 400, 450, 450]
    assert (drives.on(), drives["running"], drives["nAccepted"]) == ("fan_on pump_on", 2, 2)


def test_a_fault_stops_the_fan_alone_until_it_is_acknowledged(drives):
    drives.until(1000, start=1)
    speeds = [drives.scan(fan_fault=1, start=0)["fan_speed"] for _ in range(3)]
    assert (speeds, drives.on(), drives["running"]) == ([250, 50, 0], "pump_on", 1)
    assert drives.scan(fan_fault=0, start=1).on() == "pump_on"
    assert drives.scan(start=0, reset=1).on() == "pump_on"
    assert drives.scan(start=1, reset=0).on() == "fan_on pump_on"


def test_a_pump_overrides_its_start_and_starts_once(drives):
    assert drives.scan(start=1).on() == "fan_on pump_on"
    assert drives.scan(stop=0, start=0).on() == ""
    assert drives.scan(stop=1, start=1).on() == "fan_on"
    assert (drives["fbPump.nStarts"], drives["fbFan.nStarts"]) == (1, 2)


RANGES = {"level_raw": 27648, "number": 5}
OFTEN = {"stop", "overload", "enable"}


def driven(ide: str, program: str, names: list[str]) -> list[object]:
    """Outputs and variables after each of 400 scans under inputs that the seed chooses."""
    chance = random.Random(program)
    station = Station(ide, program)
    rows: list[object] = []
    for _ in range(400):
        changed = chance.choice(list(station.inputs))
        likely = 0.9 if changed in OFTEN else 0.4
        value = chance.randrange(RANGES.get(changed, 1) + 1) if changed in RANGES else None
        station.scan(**{changed: value if value is not None else int(chance.random() < likely)})
        rows.append((station.image.commanded(), [station[name] for name in names]))
    return rows


@pytest.mark.parametrize("program", [name for name in IO if name != "motors"])
def test_the_same_program_does_the_same_in_each_form(program):
    names = list(Station("textbook", program).plc.variables())
    expected = driven("textbook", program, names)
    assert len({str(row) for row in expected}) > 50
    for ide in IDES[1:]:
        assert driven(ide, program, names) == expected


def test_the_objects_do_the_same_in_both_forms():
    names = list(Station("twincat", "motors").plc.variables())
    assert driven("twincat", "motors", names) == driven("codesys", "motors", names)


@pytest.mark.parametrize(
    "path",
    [
        "textbook/star_delta/star_delta.st", "twincat/star_delta/StarDelta.tsproj",
        "twincat/star_delta/StarDelta", "twincat/star_delta/StarDelta/StarDelta.plcproj",
        "openplc_editor_4/star_delta/project.json", "beremiz/star_delta/plc.xml",
        "codesys/star_delta/star_delta.xml",
    ],
)  # fmt: skip
def test_the_folder_and_the_project_file_in_it_are_the_same_program(path):
    motor = Station("textbook", "star_delta")
    motor.plc = StructuredText().compile(EXPORTS / path).controller(motor.image)
    assert motor.scan(stop=1, overload=1).scan(start=1).on() == "line star"
