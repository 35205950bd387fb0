"""tracks: how well a signal follows its target, by an integral or mean of the error."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationInfo, WithJsonSchema

from trainlab.core.duration import NS_PER_S
from trainlab.core.fields import explained
from trainlab.core.message import Text
from trainlab.grading.check import WindowedCheck, graded, signals_of
from trainlab.grading.derived import Derived, Power, derived_of
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import SignalField
from trainlab.grading.finding import Finding
from trainlab.grading.rounding import rounding_of

Criterion = Literal["iae", "ise", "itae", "mean", "rms", "max"]
POWERS: dict[str, Power] = {
    "iae": Power(1, 1),
    "ise": Power(2, 1),
    "itae": Power(1, 2),
    "mean": Power(1, 0),
    "rms": Power(1, 0),
    "max": Power(1, 0),
}
NAMES: dict[str, Text] = {
    "iae": Text("IAE", "IAE"),
    "ise": Text("ISE", "ISE"),
    "itae": Text("ITAE", "ITAE"),
    "mean": Text("mean absolute error", "平均绝对误差"),
    "rms": Text("RMS error", "均方根误差"),
    "max": Text("greatest error", "最大误差"),
}
MEASURED = Text("{criterion} {value}", "{criterion}为 {value}")
NO_NUMBER = Text("the error is no number at every tick", "误差在某些节拍不是数值")
ALLOWED = Text("{criterion} at most {limit}", "{criterion}不大于 {limit}")

LimitField = Annotated[
    Derived,
    derived_of("signal", lambda info: _power(info)),
    WithJsonSchema({"type": ["string", "number"], "examples": ["0.3 m s", "5 mm"]}),
]


class Tracks(WindowedCheck):
    """A measure of the error e = signal - target over the window is at most `limit`.

        iae   integral of |e|          in the signal's unit times s       weighs all errors alike
        ise   integral of e^2          in the unit squared times s        weighs large errors more
        itae  integral of t |e|        in the unit times s^2              weighs late errors more
        mean  IAE / T                  in the signal's unit
        rms   sqrt(ISE / T)            in the signal's unit
        max   greatest |e|             in the signal's unit

    t runs from the window's begin, T is the window's length. The integrals are taken by the
    trapezoidal rule from tick to tick; the last tick's error counts for one tick. Full points up
    to `limit`, none from `zero_at` on, a straight line between. An error that is no number scores
    nothing. The interval shown is that in which the middle nine tenths of the measure came.

    Source: Seborg, Edgar, Mellichamp, Doyle, Process Dynamics and Control (integral error criteria); Graham and Lathrop, The Synthesis of "Optimum" Transient Response, 1953 (ITAE).
    """

    title_of_kind: ClassVar[Text] = Text("tracking", "跟踪")
    about: ClassVar[Text] = Text(
        "The error between a signal and its target, taken over the window as IAE, ISE, ITAE, mean, RMS or greatest error, is at most `limit`.",
        "窗口内信号与目标的误差（按 IAE、ISE、ITAE、平均、均方根或最大误差计算）不超过 limit。",
    )
    full_at: ClassVar[str] = "limit"
    example: ClassVar[str] = """\
- id: follows
  title: {en: The level follows its setpoint closely, zh-CN: 液位紧跟设定值}
  check: tracks
  points: 10
  after: second_setpoint
  until: outlet_opened
  signal: level_m
  target: setpoint_m
  criterion: iae
  limit: 600 mm s
  zero_at: 1.2 m s
"""

    signal: SignalField = explained("what must follow", "须跟随的信号")
    target: SignalField = explained("where to, a signal or a number", "目标：信号或数值")
    criterion: Criterion = explained(
        "how the error is measured: iae, ise, itae, mean, rms or max",
        "误差的计算方式：iae、ise、itae、mean、rms 或 max",
        default="iae",
    )
    limit: LimitField = explained(
        "the greatest measure for full points: `0.3 m s` for IAE, `0.02 m^2 s` for ISE, `2 m s^2` for ITAE, `5 mm` for the others",
        "得满分的最大值：IAE 写 `0.3 m s`，ISE 写 `0.02 m^2 s`，ITAE 写 `2 m s^2`，其余写 `5 mm`",
    )
    zero_at: LimitField | None = explained(
        "the measure from which on no points are given", "开始得零分的值", default=None
    )

    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """Score by the chosen measure of the error."""
        signal = evidence.values(self.signal)[rows].astype(np.float64)
        target = evidence.values(self.target)[rows].astype(np.float64)
        tick_s = evidence.tick_ns / NS_PER_S
        with np.errstate(invalid="ignore", over="ignore"):
            error = np.abs(signal - target)
            parts = _parts(error, self.criterion, tick_s)
            total = float(np.max(parts) if self.criterion == "max" else np.sum(parts))
        length_s = len(error) * tick_s
        measured = {"mean": total / length_s, "rms": np.sqrt(total / length_s)}
        value = float(measured.get(self.criterion, total))
        name = NAMES[self.criterion]
        signals = signals_of(self.signal, self.target)
        allowed = ALLOWED.fill(criterion=name, limit=str(self.limit))
        if not np.isfinite(value):
            row = rows.start + int(np.argmin(np.isfinite(error)))
            interval = (evidence.ns(row), evidence.ns(rows.stop))
            return Finding(0.0, NO_NUMBER.fill(), allowed, interval, signals)
        rounding = rounding_of(signal, target) * _weight(self.criterion, length_s, error)
        zero_at = self.zero_at.value if self.zero_at else None
        begin, end = _middle(parts, self.criterion)
        return Finding(
            graded(value, self.limit.value, zero_at, rounding),
            MEASURED.fill(criterion=name, value=self.limit.shown(value)),
            allowed,
            (evidence.ns(rows.start + begin), evidence.ns(rows.start + end)),
            signals,
        )


def _power(info: ValidationInfo) -> Power:
    return POWERS[info.data.get("criterion", "iae")]


def _parts(error: NDArray[np.float64], criterion: Criterion, tick_s: float) -> NDArray[np.float64]:
    """What each tick adds to the integral; the error itself for the greatest."""
    if criterion == "max":
        return error
    if criterion in ("ise", "rms"):
        error = error * error
    if criterion == "itae":
        error = error * (np.arange(len(error)) * tick_s)
    following = np.concatenate((error[1:], error[-1:]))
    parts: NDArray[np.float64] = 0.5 * tick_s * (error + following)
    return parts


def _weight(criterion: Criterion, length_s: float, error: NDArray[np.float64]) -> float:
    """By how much the measure grows when every error does by one bit."""
    if criterion == "ise":
        return 2.0 * length_s * float(np.max(error))
    return {"iae": length_s, "itae": length_s * length_s}.get(criterion, 1.0)


def _middle(parts: NDArray[np.float64], criterion: Criterion) -> tuple[int, int]:
    """The rows [begin, end) in which the middle nine tenths came, or that of the greatest."""
    if criterion == "max":
        worst = int(np.argmax(parts))
        return worst, worst + 1
    grown = np.cumsum(parts)
    if grown[-1] <= 0.0:
        return 0, len(parts)
    begin = int(np.searchsorted(grown, 0.05 * grown[-1]))
    end = int(np.searchsorted(grown, 0.95 * grown[-1])) + 1
    return begin, min(end, len(parts))
