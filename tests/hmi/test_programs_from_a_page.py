"""A program that a page sends: what does not fit is refused at its line, and the old one runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hmi.served import SOLUTION, Served, serving

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]

NO_SUCH_TYPE = "PROGRAM p VAR lamp_green : INT; END_VAR lamp_green := 1; END_PROGRAM"
NO_TAG = "PROGRAM p VAR x : DINT; END_VAR x := x + 1; END_PROGRAM"
NO_TAG_THERE = "PROGRAM p VAR x AT %QX99.0 : BOOL; END_VAR x := TRUE; END_PROGRAM"
NOTHING = "(* to be written *)"


@pytest.fixture(scope="module")
def room() -> Iterator[Served]:
    with serving("--program", str(SOLUTION), "--stations", "2") as served:
        yield served


@pytest.mark.parametrize("text", [NO_SUCH_TYPE, NO_TAG, NO_TAG_THERE, NOTHING])
def test_what_compiles_but_does_not_fit_the_plant_is_refused_and_the_old_program_runs_on(
    room: Served, until: Until, text: str
) -> None:
    room.ask(do="run")
    _, answer = room.ask(do="program", file="solution.st", text=text)
    told = next(each for each in room.told("program") if each.get("answers") == answer["number"])
    assert told["problems"][0]["en"]["code"].startswith("TL35")
    assert told["problems"][0]["en"]["file"] == "solution.st"
    before = room.line()["t"]
    until(lambda: room.line()["t"] > before, "the station goes on")
    assert room.line(1)["phase"] == "paused"
    assert room.get("/api/stations/0")["sources"]["solution.st"] == SOLUTION.read_text("utf-8")


def test_no_request_chooses_where_its_text_is_written(until: Until, tmp_path: Path) -> None:
    strange = tmp_path / "strange.st"
    lamp = "PROGRAM p VAR lamp_green : BOOL; END_VAR lamp_green := TRUE; END_PROGRAM"
    with serving() as served:
        served.ask(do="program", file=str(strange), text=lamp)
        until(lambda: served.get("/api/stations/0")["sources"], "it is loaded")
        assert list(served.get("/api/stations/0")["sources"]) == ["program.st"]
    assert not strange.exists()


def test_two_who_send_texts_for_two_files_both_hear_of_theirs(tmp_path: Path) -> None:
    main = "PROGRAM p VAR lamp_green : BOOL; END_VAR lamp_green := TRUE; END_PROGRAM"
    (tmp_path / "main.st").write_text(main, "utf-8")
    (tmp_path / "types.st").write_text("TYPE T : INT; END_TYPE", "utf-8")
    with serving("--program", str(tmp_path)) as served:
        wrong = served.ask(do="program", file="main.st", text="PROGRAM p VAR")[1]["number"]
        right = served.ask(do="program", file="types.st", text="TYPE U : INT; END_TYPE")[1][
            "number"
        ]
        heard: dict[int, bool] = {}
        for each in served.told("program"):
            if "answers" in each:
                heard[each["answers"]] = bool(each.get("problems"))
            if heard.keys() >= {right}:
                break
    assert heard == {wrong: True, right: False}
