"""A station that is served: what its links do to the run, with a client in this process."""

from __future__ import annotations

import io
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

from trainlab.core.observer import Event
from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.link import Link
from trainlab.report.text import console_on, print_verdict
from trainlab.scenario.load import load_scenario
from trainlab.session.exam import grade_wired
from trainlab.session.grade import grade
from trainlab.session.serve import Announcer, ServeOptions, ServerDied
from trainlab.session.station_wire import WireOptions

pytestmark = pytest.mark.wire

SHEET = """\
trainlab: 1
title: Is the controller there
task: Write an output again and again.
plant: {type: tank_level}
timing: {tick: 10 ms, duration: 3 s}
rubric:
  checks:
    - {id: heard, title: It is heard, check: never, points: 10, condition: link_stale}
    - {id: young, title: It is heard often, check: never, points: 10, condition: link_age_s > 0.4}
"""


class Writer:
    """A client that writes a coil every 20 ms until it is told to be silent.

    Asked to restart, it does nothing until it is not heard any more.
    """

    def __init__(self) -> None:
        self.events: list[str] = []
        self.links: list[Link] = []
        self.silent = threading.Event()
        self.runs = threading.Event()
        self.runs.set()
        self._thread: threading.Thread | None = None

    def announcer(self) -> Announcer:
        return Announcer(
            self._start, lambda: None, lambda _: self.runs.clear(), self._begins, self._note
        )

    def _note(self, event: Event) -> None:
        self.events.append(event.kind)
        if event.kind == "link_stale":
            self.runs.set()

    def _begins(self) -> None:
        self.events.append("run begins")

    def _start(self, link: Link) -> None:
        self.links.append(link)
        port = int(link.endpoint.rpartition(":")[2])
        self._thread = threading.Thread(target=self._write, args=(port,))
        self._thread.start()

    def _write(self, port: int) -> None:
        with ModbusTcpClient("127.0.0.1", port=port) as client:
            try:
                while not self.silent.wait(0.02):
                    self.runs.wait()
                    client.write_coil(0, True)
            except (ModbusException, OSError):
                return  # the station is gone
            self.silent.wait(60)

    def close(self) -> None:
        self.silent.set()
        self.runs.set()
        if self._thread is not None:
            self._thread.join()


@contextmanager
def written() -> Iterator[Writer]:
    writer = Writer()
    try:
        yield writer
    finally:
        writer.close()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.yaml"
    path.write_text(SHEET)
    return path


def options(**more: float) -> ServeOptions:
    wire = WireOptions({"modbus": [read_endpoint("127.0.0.1:0")]})
    return ServeOptions(wire, **{"wait_ns": 30_000_000_000, "overrun_share": 1.0, **more})


def test_a_controller_that_is_heard_earns_what_is_given_for_it(sheet):
    with written() as writer:
        graded = grade_wired(load_scenario(sheet), options(), writer.announcer())
    assert [r.passed for r in graded.verdict.score.results] == [True, True]
    assert graded.verdict.disqualified == ()
    assert all(result.lines == () for result in graded.verdict.score.results)
    report = graded.verdict.wire
    assert report is not None
    assert len(report.writers) == 1
    assert report.writers[0].startswith("modbus 127.0.0.1:")
    assert report.times_stale == 0
    assert report.controller_scan is not None
    assert report.controller_scan.p50_ns >= 20_000_000
    assert graded.trace.columns["link_writer"].sum() > 50
    page = io.StringIO()
    print_verdict(graded.verdict, console_on(page), "en")
    assert "controller: modbus 127.0.0.1:" in page.getvalue()
    assert "from one scan of it to the next, as seen on the wire: " in page.getvalue()


def test_a_run_in_which_another_client_takes_over_the_outputs_is_disqualified(sheet):
    wire = WireOptions({"modbus": [read_endpoint("127.0.0.1:0")]}, takeover=True)
    with written() as writer, written() as other:
        announcer = replace(writer.announcer(), listening=lambda link: _both(writer, other, link))
        taking = replace(options(), wire=wire)
        verdict = grade_wired(load_scenario(sheet), taking, announcer).verdict
    assert {problem.kind.code for problem in verdict.disqualified} == {"TL0027"}
    assert (verdict.passed, verdict.earned) == (False, 0.0)
    assert verdict.score.earned > 0


def _both(writer: Writer, other: Writer, link: Link) -> None:
    writer._start(link)
    other._start(link)


def test_a_run_begins_when_the_controller_was_seen_to_restart(sheet):
    with written() as writer:
        graded = grade_wired(load_scenario(sheet), options(restart=True), writer.announcer())
    before = writer.events[: writer.events.index("run begins")]
    assert before[:3] == ["seat_taken", "controller_ready", "link_stale"]
    assert "link_back" in before
    assert graded.verdict.wire is not None
    assert graded.verdict.wire.times_stale == 0


def test_a_controller_that_is_not_restarted_is_not_graded(sheet):
    with written() as writer:
        announcer = replace(writer.announcer(), restart=lambda _: None)
        with pytest.raises(ProblemsFound) as found:
            grade_wired(
                load_scenario(sheet), options(restart=True, wait_ns=1_000_000_000), announcer
            )
    assert [problem.kind.code for problem in found.value.problems] == ["TL0006"]


def test_a_controller_that_falls_silent_is_graded_down_and_its_outputs_fall(sheet):
    with written() as writer:
        timer = threading.Timer(1.0, writer.silent.set)
        announcer = replace(writer.announcer(), begins=timer.start)
        graded = grade_wired(load_scenario(sheet), options(), announcer)
        timer.join()
    short = [r.check.id for r in graded.verdict.score.results if not r.passed]
    assert short == ["heard", "young"]
    assert graded.verdict.wire is not None
    assert graded.verdict.wire.times_stale == 1
    assert not graded.trace.columns["lamp_green"][-1]
    assert "link_stale" in writer.events


def test_a_run_with_too_many_late_ticks_decides_nothing(sheet):
    with written() as writer, pytest.raises(ProblemsFound) as found:
        grade_wired(load_scenario(sheet), options(overrun_share=-1.0), writer.announcer())
    assert [problem.kind.code for problem in found.value.problems] == ["TL0005"]


def test_a_server_that_dies_is_not_the_controllers_fault(sheet):
    with written() as writer:

        def kill() -> None:
            os.kill(writer.links[0].server_pid, signal.SIGKILL)

        timer = threading.Timer(1.5, kill)
        announcer = replace(writer.announcer(), begins=timer.start)
        with pytest.raises(ServerDied):
            grade_wired(load_scenario(sheet), options(), announcer)
        timer.join()


def test_without_a_wire_the_link_is_never_stale(sheet, tmp_path):
    program = tmp_path / "p.st"
    program.write_text("PROGRAM p VAR lamp_green AT %QX0.0 : BOOL; END_VAR END_PROGRAM")
    graded = grade(load_scenario(sheet), program)
    assert [r.passed for r in graded.verdict.score.results] == [True, True]
    assert not graded.trace.columns["link_writer"].any()


def test_a_sheet_for_the_soft_plc_is_served_but_for_what_a_wire_cannot_show(sheet):
    text = SHEET.replace("duration: 3 s", "duration: 1 s, link: {delay: 500 ms}")
    text = text.replace("rubric:", "program: {step: {path: seq.step, type: INT}}\nrubric:")
    text += "    - {id: step, title: t, check: never, points: 1, condition: step > 3}\n"
    text += "    - {id: knob, title: t, check: never, points: 1, condition: setpoint > 0.4}\n"
    text += "    - {id: lit, title: t, check: always, points: 1, condition: lamp_green, after: 100 ms}\n"
    sheet.write_text(text)
    with written() as writer:
        graded = grade_wired(load_scenario(sheet), options(), writer.announcer())
    results = {r.check.id: r for r in graded.verdict.score.results}
    assert not results["step"].passed
    assert "seq.step" in results["step"].finding.measured.render("en")
    assert results["knob"].passed
    assert results["lit"].passed  # no 500 ms late
