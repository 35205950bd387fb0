"""How fast the soft PLC compiles and scans: PID, a state machine, three timers, a counter, a ring.

With gcc at hand, the same program by hand in C: called through ctypes in the same way, and both
called a million times by machine code.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = """
FUNCTION_BLOCK Pid
VAR_INPUT
  sp, pv : REAL;
  kp : REAL := 2.0;
  ti : REAL := 10.0;
  dt : REAL := 0.01;
END_VAR
VAR_OUTPUT out : REAL; END_VAR
VAR integral, error : REAL; END_VAR
error := sp - pv;
integral := LIMIT(0.0, integral + kp * error * dt / ti, 100.0);
out := LIMIT(0.0, kp * error + integral, 100.0);
END_FUNCTION_BLOCK

PROGRAM main
VAR
  start AT %IX0.0 : BOOL;
  stop AT %IX0.1 : BOOL;
  level_raw AT %IW64 : INT;
  valve_raw AT %QW64 : INT;
  pump AT %QX0.0 : BOOL;
  lamp AT %QX0.1 : BOOL;
END_VAR
VAR
  state : INT;
  pid : Pid;
  fill_timer, settle_timer, blink : TON;
  batches : CTU;
  level, total, average : REAL;
  ring : ARRAY[0..9] OF REAL;
  head, i : INT;
  alarm : BOOL;
END_VAR
level := INT_TO_REAL(level_raw) / 27648.0 * 2.0;
ring[head] := level;
head := (head + 1) MOD 10;
total := 0.0;
FOR i := 0 TO 9 DO
  total := total + ring[i];
END_FOR;
average := total / 10.0;

CASE state OF
  0:
    pump := FALSE;
    IF start AND NOT stop THEN
      state := 1;
    END_IF;
  1:
    pump := TRUE;
    fill_timer(IN := TRUE, PT := T#2s);
    IF average > 1.2 OR fill_timer.Q THEN
      state := 2;
      fill_timer(IN := FALSE);
    END_IF;
  2:
    settle_timer(IN := TRUE, PT := T#500ms);
    IF settle_timer.Q THEN
      settle_timer(IN := FALSE);
      state := 3;
    END_IF;
  3:
    pump := FALSE;
    IF stop OR batches.CV >= 1000 THEN
      state := 0;
    ELSE
      state := 1;
    END_IF;
ELSE
  state := 0;
END_CASE;

batches(CU := state = 3, R := stop, PV := 1000);
pid(sp := 1.0, pv := average);
valve_raw := REAL_TO_INT(pid.out * 276.48);
alarm := level > 1.9 OR (level < 0.05 AND pump);
blink(IN := alarm AND NOT blink.Q, PT := T#250ms);
IF blink.Q THEN
  lamp := NOT lamp;
END_IF;
IF NOT alarm THEN
  lamp := FALSE;
END_IF;
END_PROGRAM
"""

C_PROGRAM = r"""
#include <stdint.h>
#include <math.h>
typedef struct { uint8_t in, q, running; int64_t pt, et, began; } Ton;
static uint8_t pump, lamp, before;
static int16_t state, head, cv;
static float ring[10], integral;
static Ton fill, settle, blink;
static void ton(Ton *t, uint8_t in, int64_t now) {
  if (!in) { t->running = 0; t->q = 0; t->et = 0; return; }
  if (!t->running) { t->running = 1; t->began = now; }
  t->et = now - t->began;
  t->q = t->et >= t->pt;
  if (t->q) t->et = t->pt;
}
static float limit(float low, float x, float high) { return x < low ? low : x > high ? high : x; }
int scan(uint8_t *unused, uint8_t *image, int64_t now) {
  uint8_t start = image[0], stop = image[1];
  int16_t raw = *(int16_t *)(image + 2);
  float level = (float)raw / 27648.0f * 2.0f, total = 0.0f, average, error, out;
  uint8_t alarm;
  ring[head] = level;
  head = (head + 1) % 10;
  for (int i = 0; i < 10; i++) total += ring[i];
  average = total / 10.0f;
  switch (state) {
  case 0: pump = 0; if (start && !stop) state = 1; break;
  case 1: pump = 1; fill.pt = 2000000000; ton(&fill, 1, now);
    if (average > 1.2f || fill.q) { state = 2; ton(&fill, 0, now); } break;
  case 2: settle.pt = 500000000; ton(&settle, 1, now);
    if (settle.q) { ton(&settle, 0, now); state = 3; } break;
  case 3: pump = 0; state = stop || cv >= 1000 ? 0 : 1; break;
  default: state = 0;
  }
  if (stop) cv = 0; else if (state == 3 && !before && cv < 32767) cv++;
  before = state == 3;
  error = 1.0f - average;
  integral = limit(0.0f, integral + 2.0f * error * 0.01f / 10.0f, 100.0f);
  out = limit(0.0f, 2.0f * error + integral, 100.0f);
  *(int16_t *)(image + 8) = (int16_t)lrint(out * 276.48f);
  alarm = level > 1.9f || (level < 0.05f && pump);
  blink.pt = 250000000; ton(&blink, alarm && !blink.q, now);
  if (blink.q) lamp = !lamp;
  if (!alarm) lamp = 0;
  image[10] = pump; image[11] = lamp;
  return 0;
}
"""


# Calls a scan many times without leaving machine code.
C_DRIVER = r"""
#include <stdint.h>
typedef int (*Scan)(void *, void *, int64_t);
void drive(Scan scan, void *block, void *image, int64_t scans) {
  for (int64_t number = 0; number < scans; number++) scan(block, image, number * 10000000);
}
"""
NATIVE_SCANS = 1_000_000
PYTHON_SCANS = 200_000
UNITS = 26


def long_program(units: int = UNITS) -> str:
    """The program's own body as so many function blocks, and a program that calls them all."""
    block, _, main = PROGRAM.partition("PROGRAM main")
    body = re.sub(r" AT %\S+", "", main).replace("END_PROGRAM", "END_FUNCTION_BLOCK")
    units_text = [f"FUNCTION_BLOCK Unit{number}{body}" for number in range(units)]
    instances = "".join(f"  u{number} : Unit{number};\n" for number in range(units))
    calls = "".join(f"u{number}();\n" for number in range(units))
    return "\n".join(
        [block, *units_text, f"PROGRAM main\nVAR\n{instances}END_VAR\n{calls}END_PROGRAM\n"]
    )


def best_times(*actions: Callable[[], object]) -> list[float]:
    """Seconds that each takes; the best of some rounds in which they take turns."""
    best = [float("inf")] * len(actions)
    for _ in range(7):
        for number, action in enumerate(actions):
            began = time.perf_counter()
            action()
            best[number] = min(best[number], time.perf_counter() - began)
    return best


def calls(scan: Callable[[int], object]) -> Callable[[], None]:
    """Many scans called from Python."""

    def many() -> None:
        for tick in range(0, PYTHON_SCANS * 10_000_000, 10_000_000):
            scan(tick)

    return many


class HandWritten:
    """The C translation, called as the soft PLC calls its machine code, and a loop around either."""

    def __init__(self, folder: Path) -> None:
        self.scan = self._built(folder, "scan", C_PROGRAM, ctypes.PyDLL).scan
        self._now = ctypes.c_int64()
        self._drive = self._built(folder, "drive", C_DRIVER).drive
        self._drive.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)

    def at(self, block: Any, image: Any, now_ns: int) -> None:
        """One scan called from Python."""
        self._now.value = now_ns
        self.scan(block, image, self._now)

    def _built(
        self, folder: Path, name: str, text: str, kind: type[ctypes.CDLL] = ctypes.CDLL
    ) -> ctypes.CDLL:
        source, library = folder / f"{name}.c", folder / f"{name}.so"
        source.write_text(text)
        command = ["gcc", "-O2", "-fno-strict-aliasing", "-shared", "-fPIC", str(source), "-lm"]
        subprocess.run([*command, "-o", str(library)], check=True)
        return kind(str(library))

    def native(self, scan: Any, block: Any, image: Any) -> Callable[[], None]:
        """Many scans called from machine code."""
        address = ctypes.cast(scan, ctypes.c_void_p)
        return lambda: self._drive(address, block, image, NATIVE_SCANS)


def main() -> None:
    """Prints the figures."""
    began = time.perf_counter()
    from trainlab.core.image import IOImage
    from trainlab.core.message import Text
    from trainlab.core.tag import DataType, Direction, Tag
    from trainlab.plc.source import Source
    from trainlab.plc.structured_text import compiled

    imported = time.perf_counter()
    rows = [
        ("start", "BOOL", "%IX0.0"), ("stop", "BOOL", "%IX0.1"), ("level_raw", "INT", "%IW64"),
        ("valve_raw", "INT", "%QW64"), ("pump", "BOOL", "%QX0.0"), ("lamp", "BOOL", "%QX0.1"),
    ]  # fmt: skip
    tags = [
        Tag(
            name,
            DataType[kind],
            Direction.INPUT if address[1] == "I" else Direction.OUTPUT,
            address,
            Text(name, name),
        )
        for name, kind, address in rows
    ]
    image = IOImage(tags)
    image.latch_inputs([True, False, 9000])
    prepared = time.perf_counter()
    program = compiled(Source("main.st", PROGRAM))
    analysed = time.perf_counter()
    plc = program.controller(image)
    plc.scan(image, 0)
    ready = time.perf_counter()
    print(f"import             {(imported - began) * 1e3:8.1f} ms")
    print(f"parse and analyse  {(analysed - prepared) * 1e3:8.1f} ms")
    print(f"to the first scan  {(ready - analysed) * 1e3:8.1f} ms")
    again = time.perf_counter()
    compiled(Source("main.st", PROGRAM)).controller(image).scan(image, 0)
    print(f"a second program   {(time.perf_counter() - again) * 1e3:8.1f} ms")
    text = long_program()
    began = time.perf_counter()
    compiled(Source("long.st", text)).controller(IOImage([])).scan(IOImage([]), 0)
    lines = text.count("\n")
    print(f"{lines:,} lines to the first scan {(time.perf_counter() - began) * 1e3:8.1f} ms")
    if not shutil.which("gcc"):
        print("no gcc: nothing to compare with")
        return
    with tempfile.TemporaryDirectory() as folder:
        by_hand = HandWritten(Path(folder))
        block = ctypes.create_string_buffer(1 << 16)
        pointer = ctypes.c_void_p(ctypes.addressof(block))
        ours, theirs = best_times(
            calls(lambda now_ns: plc.scan(image, now_ns)),
            calls(lambda now_ns: by_hand.at(pointer, pointer, now_ns)),
        )
        print(f"from Python: soft PLC {ours / PYTHON_SCANS * 1e6:.2f} us a scan,", end=" ")
        print(f"C by hand {theirs / PYTHON_SCANS * 1e6:.2f} us: {ours / theirs:.2f} times")
        ours, theirs = best_times(
            by_hand.native(plc._code.scan, plc._memory_at, plc._image_at),
            by_hand.native(by_hand.scan, pointer, pointer),
        )
        print(f"natively: soft PLC {ours / NATIVE_SCANS * 1e9:.1f} ns a scan,", end=" ")
        print(f"C by hand {theirs / NATIVE_SCANS * 1e9:.1f} ns: {ours / theirs:.2f} times")


if __name__ == "__main__":
    sys.exit(main())
