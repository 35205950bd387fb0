"""A controller in another process plays the PLC over OPC UA, and is graded."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PLC = Path(__file__).parent / "plc_over_opcua.py"
LISTENING = re.compile(r"opc\.tcp://127\.0\.0\.1:\d+")


@pytest.mark.realtime(125)
@pytest.mark.wire
def test_a_controller_on_opc_ua_passes_the_exam_in_real_time(pki: Path) -> None:
    command = [sys.executable, "-m", "trainlab", "serve", str(SCENARIO), "--lang", "en"]
    command += ["--opcua", f"opc.tcp://127.0.0.1:0?pki={pki}", "--grade", "--json", "-"]
    station = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert station.stderr is not None
        line = station.stderr.readline()
        match = LISTENING.search(line)
        assert match, line
        plc = subprocess.Popen([sys.executable, str(PLC), match[0]])
        try:
            out, err = station.communicate(timeout=240)
        finally:
            plc.kill()
            plc.wait()
    finally:
        station.kill()
        station.communicate()
    verdict = json.loads(out)
    short = {c["id"]: c["measured"] for c in verdict["checks"] if not c["passed"]}
    assert short == {}, err
    assert station.returncode == 0
