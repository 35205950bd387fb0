"""The sections of the page as the template takes them: checks with their figures, skills, events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from trainlab.grading.evidence import Evidence
from trainlab.grading.rubric import CheckResult
from trainlab.grading.skill import SkillScore
from trainlab.grading.written import WrittenBy
from trainlab.report.checks import NOT_OK, OK, PART
from trainlab.report.contract import Outcome
from trainlab.report.html.bilingual import both, pair
from trainlab.report.html.diagram import Happenings, draw, views_of
from trainlab.report.html.evidence import MOST_SHOWN, Proof, Shown, proof_of
from trainlab.report.html.happened import happenings_of
from trainlab.report.html.marks import fault_spans
from trainlab.report.html.view import View
from trainlab.report.html.words import (
    CAPTION,
    CLOSE_UP,
    GATE_CAP,
    WORDS,
)
from trainlab.report.phrases import concealed
from trainlab.report.plain import plain
from trainlab.report.seeds import seeds_rows
from trainlab.report.written import written_message
from trainlab.trace.trace import Trace

STATES = {OK: "ok", PART: "part", NOT_OK: "fail"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagram and what it shows."""

    id: str
    svg: Markup
    caption: Markup


@dataclass(frozen=True, slots=True)
class CheckSection:
    """One check on the page."""

    id: str
    state: str
    mark: Markup
    title: Markup
    points: str
    concealed: bool
    remark: Markup | None
    measured: Markup
    allowed: Markup
    when: str
    gate: Markup | None
    skill: str | None
    figures: tuple[Figure, ...]
    written: tuple[Markup, ...]


def check_sections(outcome: Outcome, anchors: Mapping[tuple[str, int], str]) -> list[CheckSection]:
    """Every check with its diagrams; of what is concealed its points alone. `anchors` are those of
    the listings, by file and line."""
    trace = outcome.trace
    evidence = Evidence(trace.columns, trace.units, trace.moments, trace.tick_ns)
    happenings = _happenings(trace)
    return [
        replace(
            _section(result, trace, evidence, happenings),
            written=tuple(_written(line, anchors) for line in result.lines),
        )
        for result in outcome.verdict.score.results
    ]


def _written(line: WrittenBy, anchors: Mapping[tuple[str, int], str]) -> Markup:
    """What last wrote an output, as a link to the line that made its value, where the page has it."""
    told = both(written_message(line))
    write = line.write and (line.write.made or line.write)
    position = write.position if write else None
    anchor = anchors.get((position.file, position.line)) if position else None
    return Markup('<a href="#{}">{}</a>').format(anchor, told) if anchor else told


def _section(
    result: CheckResult, trace: Trace, evidence: Evidence, happenings: Happenings
) -> CheckSection:
    check, finding = result.check, result.finding
    mark = OK if result.passed else PART if finding.score > 0 else NOT_OK
    begin_ns, end_ns = finding.interval
    figures: tuple[Figure, ...] = ()
    if not concealed(result):
        proof = proof_of(result, trace.columns, evidence)
        views = views_of(proof, trace.tick_ns, evidence.rows, close_up=not result.passed)
        figures = tuple(_figures(f"check-{check.id}", proof, views, happenings))
    return CheckSection(
        id=check.id,
        state=STATES[mark],
        mark=both(mark),
        title=both(check.title),
        points=f"{result.earned:g}/{check.points:g}",
        concealed=concealed(result),
        remark=both(result.remark) if result.remark else None,
        measured=both(finding.measured),
        allowed=both(finding.allowed),
        when=f"{begin_ns / 1e9:.3f}..{end_ns / 1e9:.3f} s",
        gate=_gate(check.gate),
        skill=check.skill,
        figures=figures,
        written=(),
    )


def _gate(cap: float | None) -> Markup | None:
    if cap is None:
        return None
    return both(GATE_CAP.fill(share=cap * 100) if cap else WORDS["gate_zero"])


def _figures(
    prefix: str, proof: Proof, views: Sequence[View], happenings: Happenings
) -> Iterator[Figure]:
    if not proof.shown or proof.decided is None:
        return
    for number, view in enumerate(views):
        caption = CAPTION.fill(
            first=view.begin_ns / 1e9,
            last=view.end_ns / 1e9,
            begin=proof.decided[0] / 1e9,
            end=proof.decided[1] / 1e9,
            names=", ".join(shown.name for shown in proof.shown),
        )
        told = both(caption if number == 0 else CLOSE_UP.fill(caption=caption))
        yield _figure(f"{prefix}-figure-{number}", proof, view, happenings, told)


def _figure(
    caption_id: str, proof: Proof, view: View, happenings: Happenings, caption: Markup
) -> Figure:
    return Figure(caption_id, Markup(draw(proof, view, happenings, caption_id)), caption)


def watched_figures(outcome: Outcome) -> list[Figure]:
    """The program variables that were watched, over the whole run."""
    trace = outcome.trace
    happenings = _happenings(trace)
    view = View(0, max(len(trace.now_ns), 1), trace.tick_ns)
    names = [name for name in trace.columns if name not in trace.units]
    figures = []
    for start in range(0, len(names), MOST_SHOWN):
        some = names[start : start + MOST_SHOWN]
        proof = Proof(tuple(Shown(name, trace.columns[name]) for name in some), (), None)
        told = escape(", ".join(map(plain, some)))
        figures.append(_figure(f"watched-{start}", proof, view, happenings, told))
    return figures


def _happenings(trace: Trace) -> Happenings:
    """Buttons that are let go of again are left out, for the sake of those that are pressed."""
    told = (each.first for each in happenings_of(trace.events, trace.tick_ns))
    shown = [
        event
        for event in told
        if not event.kind.startswith("fault_")
        and not (event.kind == "operate" and event.value == 0 and not event.label)
    ]
    return Happenings(shown, fault_spans(trace.events, trace.duration_ns))


def skill_rows(skills: Sequence[SkillScore]) -> list[tuple[Markup, ...]]:
    """The headings, then each skill with its points; nothing where there are none."""
    if not skills:
        return []
    heading = tuple(both(WORDS[name]) for name in ("skill", "points"))
    return [heading, *((_skill(each), _share(each)) for each in skills)]


def _skill(score: SkillScore) -> Markup:
    title = score.skill.title
    return escape(score.skill.id) if title is None else both(title)


def _share(score: SkillScore) -> Markup:
    return escape(f"{score.earned:g}/{score.points:g}")


def seed_rows(outcome: Outcome) -> list[tuple[Markup, ...]]:
    """The headings, then each seed; nothing where there was one."""
    if outcome.over is None:
        return []
    english, chinese = seeds_rows(outcome.over, "en"), seeds_rows(outcome.over, "zh-CN")
    return [
        tuple(pair(en, zh) for en, zh in zip(one, other, strict=True))
        for one, other in zip(english, chinese, strict=True)
    ]
