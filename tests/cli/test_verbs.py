"""The verbs as a person or a CI job calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PROJECT = ROOT / "plc_projects/tank_level_hold"


def trainlab(*arguments: str | Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """One call of the command line."""
    command = [sys.executable, "-m", "trainlab", *map(str, arguments), "--lang", lang]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done


def test_a_passing_program_exits_with_0_and_a_failing_one_with_1() -> None:
    assert trainlab("grade", SCENARIO, PROJECT / "solution.st").returncode == 0
    assert trainlab("grade", SCENARIO, PROJECT / "bad_no_stop.st").returncode == 1


def test_a_verdict_has_a_line_a_check_when_piped() -> None:
    lines = trainlab("grade", SCENARIO, PROJECT / "solution.st").stdout.splitlines()
    assert sum(line.startswith("ok ") for line in lines) == 15


def test_json_on_stdout_stands_alone() -> None:
    document = json.loads(
        trainlab("grade", SCENARIO, PROJECT / "solution.st", "--json", "-").stdout
    )
    assert document["passed"] is True
    assert {"id", "points", "measured", "allowed", "from_s"} <= document["checks"][0].keys()


def test_report_and_trace_are_written(tmp_path: Path) -> None:
    trainlab("grade", SCENARIO, PROJECT / "solution.st", "--report", tmp_path / "out")
    verdict = json.loads((tmp_path / "out/verdict.json").read_text(encoding="utf-8"))
    with np.load(tmp_path / "out/trace.npz", allow_pickle=False) as trace:
        assert len(trace["level_m"]) == verdict["trace"]["ticks"]


def test_the_verdict_speaks_chinese() -> None:
    assert "通过" in trainlab("grade", SCENARIO, PROJECT / "solution.st", lang="zh-CN").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("grade", "nowhere.yaml", PROJECT / "solution.st"),
        ("grade", SCENARIO, "nowhere.st"),
        ("grade", SCENARIO, SCENARIO),
        ("check", "nowhere.yaml"),
        ("run", "nowhere.st"),
        ("run", PROJECT / "solution.st", "--set", "nothing=1"),
        ("run", PROJECT / "solution.st", "--period", "fast"),
        ("run", PROJECT / "solution.st", "--scans", "10000001"),
        ("catalog", "plants", "nothing"),
        ("serve", SCENARIO, "--modbus", "nowhere"),
    ],
)
def test_what_cannot_be_used_exits_with_2(arguments: tuple[str | Path, ...]) -> None:
    assert trainlab(*arguments).returncode == 2


def test_a_program_that_stops_fails_with_its_line(tmp_path: Path) -> None:
    program = tmp_path / "zero.st"
    program.write_text(
        "PROGRAM p\nVAR pump AT %QX1.0 : BOOL; x : INT; END_VAR\nx := 1 / x;\nEND_PROGRAM\n"
    )
    done = trainlab("grade", SCENARIO, program, "--json", "-")
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert (document["stopped"]["code"], document["stopped"]["line"]) == ("TL4001", 3)


def test_run_prints_every_variable(tmp_path: Path) -> None:
    program = tmp_path / "count.st"
    program.write_text(
        "PROGRAM p\nVAR n : INT; t : TON; a : ARRAY[1..2] OF BOOL; r : REAL := 0.5; END_VAR\n"
        "n := n + 1;\nt(IN := TRUE, PT := T#30ms);\na[2] := t.Q;\nEND_PROGRAM\n"
    )
    document = json.loads(trainlab("run", program, "--scans", "4", "--json", "-").stdout)
    assert document["scans"] == 4
    variables = document["variables"]
    assert variables["n"] == 4
    assert variables["a"] == [False, True]
    assert variables["r"] == 0.5
    assert variables["t.ET"] == 30_000_000


def test_run_counts_the_overruns_of_tasks(tmp_path: Path) -> None:
    (tmp_path / "busy.st").write_text(
        "PROGRAM Busy\nVAR i, n : INT; END_VAR\nFOR i := 1 TO 1000 DO n := n + i / 3; END_FOR;\n"
        "END_PROGRAM\n"
    )
    (tmp_path / "station.st").write_text(
        "CONFIGURATION Station\nTASK t(INTERVAL := T#1us);\nPROGRAM busy WITH t : Busy;\n"
        "END_CONFIGURATION\n"
    )
    document = json.loads(trainlab("run", tmp_path, "--scans", "3", "--json", "-").stdout)
    assert document["overruns"] == {"t": 3}


def test_a_mistake_names_its_own_file_and_its_place_in_the_editor(tmp_path: Path) -> None:
    (tmp_path / "a.st").write_text(
        "PROGRAM Main\nVAR n : INT; END_VAR\nn := Half(4);\nEND_PROGRAM\n"
    )
    (tmp_path / "Half.TcPOU").write_text(
        '<TcPlcObject>\n<POU Name="Half"><Declaration><![CDATA[FUNCTION Half : INT\n'
        "VAR_INPUT x : INT; END_VAR]]></Declaration>\n<Implementation><ST><![CDATA[\nHalf := y / 2;]]></ST>"
        "</Implementation></POU></TcPlcObject>"
    )
    said = trainlab("check", tmp_path).stderr
    assert "Half.TcPOU:5:9: error TL3001:" in said
    assert "(body of Half, line 2)" in said


def test_run_sets_and_prints_texts(tmp_path: Path) -> None:
    program = tmp_path / "texts.st"
    program.write_text(
        "PROGRAM p\nVAR name, hello : STRING[20]; wide : WSTRING; half : WCHAR; END_VAR\n"
        "hello := CONCAT('hello ', name);\nhalf := WORD_TO_WCHAR(16#D800);\nEND_PROGRAM\n"
    )
    settings = ("--set", "name=you", "--set", 'wide="水$R"')
    document = json.loads(trainlab("run", program, *settings, "--json", "-").stdout)
    assert document["variables"] == {
        "name": "you", "hello": "hello you", "wide": "水\r", "half": "\ufffd",
    }  # fmt: skip


def test_the_catalog_lists_a_plant_in_full() -> None:
    for plant in json.loads(trainlab("catalog", "plants", "--json", "-").stdout):
        assert {"name", "tags", "facts", "faults", "parameters"} <= plant.keys()


@pytest.mark.parametrize("kind", ["plants", "checks", "faults", "links", "languages"])
def test_the_catalog_speaks_chinese(kind: str) -> None:
    for entry in json.loads(trainlab("catalog", kind, "--json", "-", lang="zh-CN").stdout):
        texts = [entry["text"], *(field["text"] for field in entry.get("fields", []))]
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text) for text in texts), entry


def test_the_catalog_of_a_check_has_chinese_headings() -> None:
    assert "必填" in trainlab("catalog", "checks", "settles", lang="zh-CN").stdout


def test_watched_variables_of_the_program_are_columns_of_the_trace(tmp_path: Path) -> None:
    target = tmp_path / "trace.npz"
    watch = ("--watch", "control.integral", "--watch", "running", "--trace", target)
    assert trainlab("grade", SCENARIO, PROJECT / "solution.st", *watch).returncode == 0
    with np.load(target, allow_pickle=False) as trace:
        assert len(trace["control.integral"]) == len(trace["level_m"])
        assert set(trace["running"]) == {0.0, 1.0}
        assert trace["control.integral"].max() > 10.0


def test_an_unknown_watched_variable_is_a_diagnostic() -> None:
    watch = ("--watch", "control.integrl", "--watch", "nothing")
    done = trainlab("grade", SCENARIO, PROJECT / "solution.st", *watch)
    assert done.returncode == 2
    assert "TL0003" in done.stderr
    assert "control.integral" in done.stderr


def test_a_program_behind_a_scenario_is_held_to_the_tags_of_its_plant(tmp_path: Path) -> None:
    program = tmp_path / "slip.st"
    program.write_text(
        "PROGRAM p VAR start_button, pump_comand : BOOL; END_VAR\n"
        "pump_comand := start_button; END_PROGRAM"
    )
    held = trainlab("check", SCENARIO, program)
    assert held.returncode == 0
    assert "TL3513" in held.stderr
    assert "pump_command" in held.stderr
    assert "TL3513" not in trainlab("check", program).stderr


def test_a_program_that_stops_says_when(tmp_path: Path) -> None:
    program = tmp_path / "stops.st"
    program.write_text(
        "PROGRAM p VAR lamp_green, start_button : BOOL; n : INT := 100; END_VAR\n"
        "n := n - 1; lamp_green := 5 / n > 0; END_PROGRAM"
    )
    done = trainlab("grade", SCENARIO, program, "--json", "-")
    assert done.returncode == 1
    assert json.loads(done.stdout)["stopped"]["at_s"] == 0.99
    assert "0.990 s" in trainlab("grade", SCENARIO, program).stdout


def test_the_tags_of_a_plant_are_written_for_a_plc_tool(tmp_path: Path) -> None:
    to = tmp_path / "rig.st"
    assert trainlab("tags", "tank_level", "--format", "gvl", "--to", to).returncode == 0
    assert "level_raw AT %IW64 : INT" in to.read_text(encoding="utf-8")
    assert "`level_raw`" in trainlab("tags", "tank_level").stdout
    assert trainlab("tags", "tank_levle").returncode == 2
