"""Each kind of check on columns drawn by hand: at its limit, beyond it, and where nothing came."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from trainlab.core import catalog
from trainlab.core.fields import SheetContext
from trainlab.grading.check import Check
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding

TICK_NS = 100_000_000
UNITS = {"level": "m", "pump": ""}


def judged(
    kind: str,
    *,
    level: list[float] | None = None,
    pump: list[int] | None = None,
    moments: dict[str, int] | None = None,
    **fields: Any,
) -> Finding:
    """The finding of one check; rows are 0.1 s apart, moments are rows."""
    count = len(level or pump or [])
    columns = {
        "level": np.array(level or [0.0] * count, dtype=np.float64),
        "pump": np.array(pump or [0] * count, dtype=np.bool_),
    }
    language = catalog.load("languages", "st")()
    context = SheetContext(
        language.expression,
        {"level": False, "pump": True},
        UNITS,
        frozenset(moments or ()) | {"never_came"},
    )
    model: type[Check] = catalog.load("checks", kind)
    common = {"check": kind, "id": "c", "title": "c", "points": 10}
    check = model.model_validate(common | fields, context=context)
    came = {label: row * TICK_NS for label, row in (moments or {}).items()}
    return check.judge(Evidence(columns, UNITS, came, TICK_NS))


def seconds(finding: Finding) -> tuple[float, float]:
    return finding.interval[0] / 1e9, finding.interval[1] / 1e9


def test_always_is_decided_by_the_longest_break() -> None:
    finding = judged("always", pump=[1, 0, 1, 0, 0, 1], condition="pump")
    assert finding.score == 0.0
    assert seconds(finding) == (0.3, 0.5)


def test_always_tells_which_of_its_terms_broke_first() -> None:
    finding = judged(
        "always", pump=[1, 1, 0, 0], level=[1, 1, 1, 9], condition="level < 5 AND pump"
    )
    assert finding.measured.render("en") == "pump: broken for 200 ms from 0.200 s"
    assert finding.signals == ("pump",)
    assert finding.at_its_begin


def test_never_tells_which_of_its_terms_came_first() -> None:
    condition = "(pump AND level > 5) OR level > 8 OR level < 0"
    finding = judged("never", pump=[1, 1, 1, 1], level=[1, 2, 6, 9], condition=condition)
    assert finding.measured.render("en") == (
        "(pump AND level > 5): it happened for 200 ms from 0.200 s"
    )
    assert finding.signals == ("pump", "level")
    assert finding.at_its_begin


def test_an_or_within_parentheses_is_one_term() -> None:
    finding = judged("never", pump=[0, 1], level=[0, 9], condition="(pump OR level > 8)")
    assert finding.measured.render("en") == "it happened for 100 ms from 0.100 s"


def test_always_tolerates_a_break_up_to_its_limit() -> None:
    pump = [1, 0, 0, 1]
    assert judged("always", pump=pump, condition="pump", tolerate="200 ms").score == 1.0
    assert judged("always", pump=pump, condition="pump", tolerate="199 ms").score == 0.0


def test_never_looks_only_at_its_window() -> None:
    pump = [1, 0, 0, 1]
    assert judged("never", pump=pump, condition="pump", after="0.1 s", until="0.3 s").score == 1.0
    assert judged("never", pump=pump, condition="pump", after="0.1 s").score == 0.0


def test_responds_in_time_at_the_limit_and_not_beyond() -> None:
    common = {"pump": [0, 0, 0, 1, 1], "moments": {"go": 1}, "after": "go", "expect": "pump"}
    assert judged("responds", within="200 ms", **common).score == 1.0
    assert judged("responds", within="100 ms", **common).score == 0.0
    assert judged("responds", within="100 ms", zero_at="300 ms", **common).score == 0.5


def test_responds_must_hold_until_its_end() -> None:
    common = {"moments": {"go": 0}, "after": "go", "expect": "pump", "within": "200 ms"}
    assert judged("responds", pump=[0, 1, 1, 1], until="end", **common).score == 1.0
    assert judged("responds", pump=[0, 1, 0, 1], until="end", **common).score == 0.0
    assert judged("responds", pump=[0, 1, 1, 0], until="end", **common).score == 0.0
    assert judged("responds", pump=[0, 1, 1, 0], until="0.3 s", **common).score == 1.0


def test_responds_earns_nothing_where_what_is_given_was_not_so_just_before() -> None:
    stop = {"after": "asked", "moments": {"asked": 2}, "expect": "NOT pump", "until": "end"}
    asked = {**stop, "within": "100 ms", "given": "pump"}
    assert judged("responds", pump=[0, 1, 0, 0], **asked).score == 1.0
    assert judged("responds", pump=[0, 1, 1, 0], **asked).score == 1.0
    finding = judged("responds", pump=[1, 0, 0, 0], **asked)
    assert finding.score == 0.0
    assert seconds(finding) == (0.1, 0.2)
    assert finding.signals == ("pump",)


def test_responds_has_nothing_before_the_beginning_of_the_run() -> None:
    at_once = {"after": "0 s", "given": "pump", "expect": "pump", "within": "1 s"}
    assert judged("responds", pump=[1, 1], **at_once).score == 0.0


def test_responds_scores_nothing_where_nothing_happens() -> None:
    common = {"moments": {"go": 0}, "after": "go", "expect": "pump", "within": "200 ms"}
    assert judged("responds", pump=[0, 0, 0, 0], **common).score == 0.0
    late = {**common, "after": "never_came"}
    assert judged("responds", pump=[1, 1], **late).score == 0.0


def test_settles_counts_to_the_last_time_outside_the_band() -> None:
    level = [0.0, 0.5, 0.8, 1.5, 1.125, 1.0, 1.0]
    common = {"level": level, "signal": "level", "target": 1, "band": "125 mm"}
    finding = judged("settles", within="400 ms", **common)
    assert finding.score == 1.0
    assert seconds(finding) == (0.0, 0.4)
    assert judged("settles", within="300 ms", **common).score == 0.0
    assert judged("settles", within="300 ms", zero_at="500 ms", **common).score == 0.5


def test_a_signal_that_is_not_a_number_never_settles() -> None:
    level = [1.0, 1.0, float("nan")]
    finding = judged("settles", level=level, signal="level", target=1, band="0.1 m", within="1 s")
    assert finding.score == 0.0


def test_overshoot_counts_beyond_the_target_in_either_direction() -> None:
    up = {"signal": "level", "target": 1, "limit": "125 mm"}
    assert judged("overshoot", level=[0.0, 1.125, 0.5], **up).score == 1.0
    assert judged("overshoot", level=[0.0, 1.13, 0.5], **up).score == 0.0
    assert judged("overshoot", level=[2.0, 0.9, 1.0], **up).score == 1.0
    assert judged("overshoot", level=[2.0, 0.85, 1.0], **up).score == 0.0
    assert judged("overshoot", level=[0.0, 1.1875], zero_at="0.25 m", **up).score == 0.5


def test_ripple_is_peak_to_peak() -> None:
    level = [1.0, 1.25, 0.75, 1.0]
    assert judged("ripple", level=level, signal="level", limit="0.5 m").score == 1.0
    finding = judged("ripple", level=level, signal="level", limit="49 cm")
    assert finding.score == 0.0
    assert seconds(finding) == (0.1, 0.2)


def test_chatter_counts_both_edges_a_minute() -> None:
    pump = [0, 1, 1, 0, 0, 0]  # 2 switchings in 0.6 s: 200 a minute
    assert judged("chatter", pump=pump, condition="pump", limit=200).score == 1.0
    assert judged("chatter", pump=pump, condition="pump", limit=199).score == 0.0


def test_a_window_that_never_opens_scores_nothing() -> None:
    finding = judged("never", pump=[0, 0], condition="pump", after="never_came")
    assert finding.score == 0.0


@pytest.mark.parametrize("kind", catalog.names("checks"))
def test_every_check_says_what_it_is(kind: str) -> None:
    model = catalog.load("checks", kind)
    assert model.title_of_kind.en
    assert model.title_of_kind.zh
    assert model.__doc__
    assert all(field.description for field in model.model_fields.values())


@pytest.mark.parametrize("offset", [0.0, 1.0, 7.3, 1000.1])
def test_a_signal_exactly_at_its_limit_is_within_it(offset: float) -> None:
    level = [offset, offset + 0.02, offset + 0.02]
    at = {"level": level, "signal": "level"}
    assert judged("settles", target=offset, band="0.02 m", within="100 ms", **at).score == 1.0
    assert judged("ripple", limit="0.02 m", **at).score == 1.0
    assert judged("overshoot", target=offset, limit="0.02 m", **at).score == 1.0
    level = [offset, offset + 0.0200001, offset + 0.0200001]
    beyond = {"level": level, "signal": "level"}
    assert judged("ripple", limit="0.02 m", **beyond).score == 0.0
    assert judged("overshoot", target=offset, limit="0.02 m", **beyond).score == 0.0
