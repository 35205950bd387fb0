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

  const showTime = () => { now.style.left = `${Math.min(100, (100 * (store.state.t ?? 0)) / about.duration)}%`; };
  const showEvents = () => {
    const seen = store.events.filter((event) => event.label && !event.label.startsWith("by ") && event.t <= about.duration);
    marks.replaceChildren(...seen.map((event) => {
      const mark = el("span", { title: `${clock(event.t)} ${writtenBy(event.label)}`, "data-kind": event.kind });
      mark.style.left = `${(100 * event.t) / about.duration}%`;
      return mark;
    }));
    labels.replaceChildren(...seen.map((event) => el("li", {}, `${clock(event.t)} ${writtenBy(event.label)}`)));
  };
  const showChecks = () => {
    const { checks } = store;
    for (const [id, row] of rows) row.show(checks?.checks.find((check) => check.id === id), checks?.over);
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
      checks.over ? el("a", { class: "button", target: "_blank", rel: "noopener", href: `${store.base}/report.html?lang=${current()}` }, t("report")) : "");
  };
  heed("state", showTime);
  heed("events", showEvents);
  heed("checks", showChecks);
  showTime();
  showEvents();
  showChecks();
  main.append(el("div", { class: "sheet" },
    el("section", { class: "task" }, el("h2", {}, t("task")), said(about.task).trim().split(/\n\s*\n/).map((part) => el("p", {}, part))),
    el("section", {}, el("h2", {}, t("timeline")), line, labels,
      el("h2", {}, t("checks")), verdict, el("ol", { class: "checks" }, [...rows.values()].map(({ element }) => element)))));
}

function checkRow(check) {
  const mark = el("span", { class: "mark" });
  const points = el("span", { class: "points" });
  const found = el("small", {});
  const element = el("li", { "data-check": check.id },
    mark, el("span", { class: "what" }, said(check.title), check.gate ? el("em", {}, ` ${t("gate")}`) : null, found), points);
  const show = (result, over) => {
    const standing = !result ? "open" : result.passed ? "passed" : over ? "failed" : "open";
    element.dataset.standing = standing;
    setText(mark, { open: "○", passed: "●", failed: "✕" }[standing]);
    mark.title = t(standing);
    setText(points, `${result ? result.earned : "–"} / ${check.points}`);
    setText(found, result && !check.hidden ? ` ${t("measured")}: ${said(result.measured)}; ${t("allowed")}: ${said(result.allowed)}` : "");
  };
  return { element, show };
}
