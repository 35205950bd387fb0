"""The proof of a rubric for a terminal, and as plain data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from trainlab.core.message import Language, Text
from trainlab.grading.proof import MutantResult, Proof
from trainlab.report.plain import plain, plain_lines

FULL = Text("full marks on all {count} seeds", "在全部 {count} 个种子上得满分")
NOT_FULL = Text("seed {seed}: not in full: {short}", "种子 {seed}：未得满分：{short}")
STOPPED = Text("the controller stopped", "控制器停止")
SOLUTION, BAD = Text("solution", "参考答案"), Text("known bad", "错误示例")
FAILS = Text(
    "fails {checks}; earns {earned} of {points} points",
    "未通过 {checks}；得 {earned} 分（共 {points} 分）",
)
PASSES = Text(", and PASSES the exam", "，且考核及格")
MISSES = Text(
    "must fail {checks}, and does not on every seed", "应不通过 {checks}，但并非每个种子都如此"
)
OK, WRONG = Text("ok", "正常"), Text("FAIL", "失败")
MUTANTS = Text(
    "mutants: {total}, killed {killed}, equivalent {equivalent}, survived {survived}",
    "变异程序：{total} 个，检出 {killed}，等价 {equivalent}，漏检 {survived}",
)
SAMPLE = Text(
    "a sample of {made}: what no check needs cannot be told from it",
    "从 {made} 个中抽样：不能据此判断哪些检查项从未起作用",
)
SHARE = Text(
    "killed {share} of those not equivalent, {least} needed",
    "非等价变异检出率 {share}，要求 {least}",
)
SURVIVOR = Text("survivor, {kind}, seed {seed}: {says}", "漏检（{kind}，种子 {seed}）：{says}")
NEAREST = Text(
    "nearest: {check}, whose signals differ in {share} of what it looks at",
    "最接近的检查项：{check}，所观察区间内 {share} 的信号值不同",
)
UNSEEN = Text("no check looks at what differs", "没有检查项观察到差异所在")
ALONE = Text(
    "mutants that one check alone killed: {counts}", "仅由一个检查项检出的变异程序：{counts}"
)
DEAD = Text("dead weight, never lost by any program: {checks}", "从未起作用的检查项：{checks}")
PROVEN = Text(
    "PROVEN: the rubric tells right programs from wrong ones",
    "通过：评分标准能区分正确与错误的程序",
)
NOT_PROVEN = Text("NOT PROVEN", "未通过")


def print_proof(proof: Proof, console: Console, language: Language) -> None:
    """The solution, the bad programs, the mutants by number, each survivor, what checks are for."""

    def line(right: bool, what: Text, detail: str, name: str = "") -> None:
        mark = (OK if right else WRONG).within(language)
        style = "green" if right else "bold red"
        text = f"{what.within(language)} {plain(name)}".strip()
        console.print(Styled.assemble((f"{mark:<5}", style), f"{text}: {plain(detail)}"))

    short = [
        _short(each.seed, each.short, each.stopped, language)
        for each in proof.solution
        if each.short or not each.passed
    ]
    full = FULL.fill(count=len(proof.solution)).render(language)
    line(proof.solution_full, SOLUTION, "; ".join(short) or full)
    for bad in proof.bad:
        said = MISSES if bad.missed else FAILS
        checks, best = ", ".join(bad.missed or bad.named), bad.best
        told = said.fill(checks=checks, earned=f"{best.earned:g}", points=f"{best.points:g}")
        passes = PASSES.within(language) if best.passed else ""
        line(not bad.missed, BAD, told.render(language) + passes, Path(bad.program).name)
    for survivor in proof.survivors:
        _print_survivor(survivor, console, language)
    fates = proof.fates
    counts = MUTANTS.fill(
        total=proof.total,
        killed=fates["killed"],
        equivalent=fates["equivalent"],
        survived=fates["survived"],
    )
    console.print(counts.render(language))
    if len(proof.mutants) < proof.made:
        console.print(SAMPLE.fill(made=proof.made).render(language))
    share = SHARE.fill(share=f"{proof.share:.1%}", least=f"{proof.least:.0%}")
    console.print(share.render(language))
    alone = ", ".join(f"{check} {count}" for check, count in proof.alone.items() if count)
    if alone:
        console.print(ALONE.fill(counts=alone).render(language))
    if proof.dead_weight:
        console.print(DEAD.fill(checks=", ".join(proof.dead_weight)).render(language))
    end, style = (PROVEN, "bold green") if proof.holds else (NOT_PROVEN, "bold red")
    console.print(Styled(end.within(language), style=style))


def _short(seed: int, short: tuple[str, ...], stopped: bool, language: Language) -> str:
    checks = [STOPPED.within(language)] * stopped + list(short)
    return NOT_FULL.fill(seed=seed, short=", ".join(checks)).render(language)


def _print_survivor(each: MutantResult, console: Console, language: Language) -> None:
    says = plain(each.says.render(language))
    head = SURVIVOR.fill(kind=each.kind, seed=each.seed, says=says).render(language)
    console.print(Styled(f"{plain(str(each.position))}: {head}", style="yellow"))
    for text in each.diff.splitlines():
        style = {"-": "red", "+": "green"}.get(text[:1], "dim")
        console.print(Padding(Styled(plain_lines(text), style=style), (0, 0, 0, 2), expand=False))
    near = (
        NEAREST.fill(check=each.nearest, share=f"{each.share:.1%}")
        if each.nearest
        else UNSEEN.fill()
    )
    console.print(Padding(Styled(near.render(language)), (0, 0, 0, 2), expand=False))


def proof_document(proof: Proof, language: Language) -> dict[str, object]:
    """Likewise as plain data."""
    kinds: dict[str, Counter[str]] = {}
    for each in proof.mutants:
        if each.fate != "no program":
            kinds.setdefault(each.kind, Counter())[each.fate] += 1
    return {
        "proven": proof.holds,
        "solution": {
            "full": proof.solution_full,
            "seeds": [
                {"seed": s.seed, "points": s.earned, "max_points": s.points, "short": list(s.short)}
                for s in proof.solution
            ],
        },
        "bad": [
            {
                "program": b.program,
                "fails": list(b.named),
                "missed": list(b.missed),
                "points": b.best.earned,
                "passes": b.best.passed,
            }
            for b in proof.bad
        ],
        "mutants": {
            "made": proof.made,
            "total": proof.total,
            "killed": proof.fates["killed"],
            "equivalent": proof.fates["equivalent"],
            "share": proof.share,
            "least": proof.least,
            "not_compiled": proof.fates["no program"],
            "kinds": {
                kind: {
                    "total": fates.total(),
                    "killed": fates["killed"],
                    "equivalent": fates["equivalent"],
                    "survived": fates["survived"],
                }
                for kind, fates in sorted(kinds.items())
            },
            "survivors": [_survivor(each, language) for each in proof.survivors],
        },
        "killed_alone": proof.alone,
        "dead_weight": list(proof.dead_weight),
    }


def _survivor(each: MutantResult, language: Language) -> dict[str, object]:
    return {
        "kind": each.kind,
        "file": each.position.file,
        "line": each.position.line,
        "column": each.position.column,
        "says": each.says.render(language),
        "seed": each.seed,
        "diff": each.diff,
        "nearest": each.nearest or None,
        "nearest_share": each.share,
    }
