// The lab sheet: task, timeline with the present moment, checks as they turn, the verdict.
import { clock, el, setText } from "./dom.js";
import { current, said, t, writtenBy } from "./words.js";

export function scenarioPage(main, store, heed) {
  const { about } = store;
  const verdict = el("div", { class: "verdict", role: "status" });
  const rows = new Map(about.checks.map((check) => [check.id, checkRow(check)]));
  const now = el("div", { class: "now" });
  const marks = el("div", { class: "marks" });
  const line = el("div", { class: "timeline", role: "img", "aria-label": t("timeline") }, marks, now);
  const labels = el("ol", { class: "labels" });

  const aside = el("p", { class: "axis", "aria-hidden": "true" }, el("span", {}, clock(0)), el("span", {}, clock(about.duration)));
  let before = 0;
  const showTime = () => {
    const at = store.state.t ?? 0;
    now.style.left = `${Math.min(100, (100 * at) / about.duration)}%`;
    if (at < before) showEvents(); // the run has begun anew
    before = at;
  };
  const showEvents = () => {
    const told = store.events.filter((event) => event.label && !event.label.startsWith("by ") && event.t <= about.duration);
    const been = new Set(told.map((event) => event.label));
    const others = about.planned.filter((each) => !been.has(each.label));
    // A page that came late has not heard of everything.
    const missed = others.filter((each) => each.t !== null && each.t < (store.state.t ?? 0));
    const seen = [...missed, ...told].sort((a, b) => a.t - b.t);
    const toCome = others.filter((each) => !missed.includes(each));
    const at = (each, words, more) => {
      const mark = el("span", { title: words, "data-kind": each.kind, ...more });
      mark.style.left = `${(100 * each.t) / about.duration}%`;
      return mark;
    };
    const happened = (event) => `${clock(event.t)} ${writtenBy(event.label)}`;
    marks.replaceChildren(
      ...seen.map((event) => at(event, happened(event))),
      ...toCome.filter((each) => each.t !== null).map((each) => at(each, foretold(each, about.seed), { class: "to-come" })));
    labels.replaceChildren(
      ...seen.map((event) => el("li", {}, happened(event))),
      ...toCome.map((each) => el("li", { class: "to-come" }, foretold(each, about.seed))));
  };
  const showChecks = () => {
    const { checks } = store;
    for (const [id, row] of rows) row.show(checks?.checks.find((check) => check.id === id));
    verdict.replaceChildren();
    verdict.className = "verdict";
    if (!checks) return;
    verdict.classList.add(checks.over ? (checks.passed ? "passed" : "failed") : "open");
    const disqualified = checks.disqualified.length > 0;
    verdict.append(
      el("b", {}, `${checks.over ? checks.points : checks.sum} / ${checks.max_points} ${t("points")} `),
      checks.over ? (disqualified ? t("disqualified") : checks.passed ? t("verdictPassed") : t("verdictFailed")) : t("soFar"),
      checks.gates && !disqualified
        ? el("small", { class: "gates" }, t(checks.over ? "gatesFailed" : "gatesOpen", { count: checks.gates, sum: checks.sum, total: checks.points })) : "",
      checks.over && !checks.graded ? el("small", {}, t("practiceOnly")) : "",
      checks.over && about.shows_program ? el("a", { class: "button", target: "_blank", rel: "noopener", href: `${store.base}/report.html?lang=${current()}` }, t("report")) : "");
  };
  heed("state", showTime);
  heed("events", showEvents);
  heed("checks", showChecks);
  showTime();
  showEvents();
  showChecks();
  main.append(el("div", { class: "sheet" },
    el("section", { class: "task" }, el("h2", {}, t("task")), said(about.task).trim().split(/\n\s*\n/).map((part) => el("p", {}, part))),
    el("section", {}, el("h2", {}, t("timeline")), line, aside, labels,
      el("h2", {}, t("checks")), verdict, el("ol", { class: "checks" }, [...rows.values()].map(({ element }) => element)))));
}

// A moment that is still to come: when, or what it waits for.
function foretold({ t: at, label, drawn, waits }, seed) {
  const when = at === null ? t("waitsFor", { what: waits }) : clock(at);
  return `○ ${when} ${label} (${t("toCome")}${drawn ? `, ${t("drawnBy", { seed })}` : ""})`;
}

function checkRow(check) {
  const mark = el("span", { class: "mark", role: "img" });
  const points = el("span", { class: "points" });
  const found = el("small", {});
  const element = el("li", { "data-check": check.id },
    mark, el("span", { class: "what" }, said(check.title), check.gate ? el("em", {}, ` ${t("gate")}`) : null, found), points);
  const show = (result) => {
    const standing = !result?.decided ? "open" : result.passed ? "passed" : "failed";
    element.dataset.standing = standing;
    setText(mark, { open: "○", passed: "✓", failed: "✕" }[standing]);
    mark.title = t(standing);
    mark.setAttribute("aria-label", t(standing));
    setText(points, `${result?.earned ?? "–"} / ${check.points}`);
    setText(found, result && !check.hidden ? ` ${t(result.decided ? "measured" : "soFar")}: ${said(result.measured)}; ${t("allowed")}: ${said(result.allowed)}` : "");
  };
  return { element, show };
}
