// Trends of chosen signals: live, or scrubbed back to the start of the run.
import { clock, el, setText } from "./dom.js";
import { isForced, mark } from "./forced.js";
import { drawTrends, lanesOf, nearest } from "./graph.js";
import { reading } from "./reading.js";
import { said, t } from "./words.js";

const WINDOWS = [10, 30, 60, 300, 1800];
const REFRESH_MS = 400;
const MOST = 8; // as many as style.css has colours --trend-1 to --trend-8

export function trendsPage(main, store) {
  const { about } = store;
  const key = `trends/${about.plant.name}`;
  const known = [...about.facts, ...about.tags];
  const names = new Set(known.map((signal) => signal.name));
  let chosen = (JSON.parse(localStorage.getItem(key) || "null") ?? about.facts.slice(0, 3).map((fact) => fact.name))
    .filter((name) => names.has(name)).slice(0, MOST);
  let span = 60;
  let end = null; // the right end in s; null follows the run
  let shown = null;
  let cursor = null; // the moment that is pointed at, in s
  let frame = null; // where time begins and ends on the canvas
  const unitOf = (name) => (about.units[name] === "raw" ? "" : about.units[name] ?? "");
  const stepped = (name) => store.tags.get(name)?.type === "BOOL" || about.facts.find((fact) => fact.name === name)?.boolean === true;

  const canvas = el("canvas", { class: "trend", role: "slider", tabindex: "0", title: t("cursorKeys"), "aria-label": t("trends"),
    onpointermove: point, onpointerdown: point, onpointerleave: (event) => { if (event.pointerType === "mouse") pointAt(null); }, onkeydown: step });
  const pointed = el("output", { class: "pointed", "aria-live": "off" });
  const legend = el("ul", { class: "legend" });
  const when = el("output", { "aria-live": "off" });
  const note = el("p", { class: "quiet", role: "status" });
  const shared = el("input", { type: "checkbox", checked: localStorage.getItem("trends/shared") !== "no", onchange: () => {
    localStorage.setItem("trends/shared", shared.checked ? "yes" : "no");
    paint();
  } });
  const scrub = el("input", { type: "range", min: "0", max: "1", step: "any", value: "1", "aria-label": t("time"),
    oninput: () => { end = Number(scrub.value); live.setAttribute("aria-pressed", "false"); refresh(); } });
  const live = el("button", { "aria-pressed": "true",
    onclick: () => { end = cursor = null; live.setAttribute("aria-pressed", "true"); refresh(); } }, t("live"));
  const window_ = el("select", { "aria-label": t("window"), onchange: () => { span = Number(window_.value); refresh(); } },
    WINDOWS.map((s) => el("option", { value: String(s), selected: s === span }, s < 120 ? `${s} s` : `${s / 60} min`)));
  const save = el("a", { class: "button", download: "trend.csv" }, t("export"));
  const trace = el("a", { class: "button", download: "trace.npz", href: `${store.base}/trace.npz` }, t("saveTrace"));
  const list = el("div", { class: "choices" },
    [["facts", about.facts], ["inputs", about.tags.filter((x) => x.direction === "input")], ["outputs", about.tags.filter((x) => x.direction === "output")]]
      .map(([title, signals]) => el("fieldset", {}, el("legend", {}, t(title)), signals.map(choice))));

  function choice(signal) {
    const box = el("input", { type: "checkbox", checked: chosen.includes(signal.name), onchange: () => {
      const full = box.checked && chosen.length >= MOST;
      setText(note, full ? t("mostTrends", { count: MOST }) : "");
      if (full) {
        box.checked = false;
        return;
      }
      chosen = box.checked ? [...chosen, signal.name] : chosen.filter((name) => name !== signal.name);
      localStorage.setItem(key, JSON.stringify(chosen));
      refresh();
    } });
    box.value = signal.name;
    return el("label", { title: said(signal.text) }, box, ` ${signal.name}`);
  }

  function pointAt(s) {
    cursor = s;
    paint();
  }

  function point(event) {
    if (!frame || !shown) return;
    const share = (event.offsetX - frame.left) / (frame.right - frame.left);
    pointAt(shown.from + Math.min(1, Math.max(0, share)) * (shown.to - shown.from));
  }

  // The cursor by keys: to the next sample, or with Shift by a tenth of the window.
  function step(event) {
    if (!shown?.t.length) return;
    const last = shown.t.length - 1;
    const at = cursor === null ? last : nearest(shown.t, cursor);
    const by = event.shiftKey ? Math.ceil(last / 10) : 1;
    const to = { ArrowLeft: at - by, ArrowRight: at + by, Home: 0, End: last, Escape: null }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    pointAt(to === null ? null : shown.t[Math.min(last, Math.max(0, to))]);
  }

  let busy = false;
  async function refresh() {
    const now = store.state.t ?? 0;
    trace.hidden = !now;
    scrub.max = String(Math.max(now, 1));
    if (end === null) scrub.value = String(now);
    const to = end ?? now;
    const from = Math.max(0, to - span);
    save.href = `${store.base}/export.csv?${new URLSearchParams({ signals: chosen.join(","), from, to, points: 20000 })}`;
    setText(when, `${clock(from)} … ${clock(to)}`);
    if (busy || !chosen.length) return chosen.length ? undefined : paint();
    busy = true;
    try {
      shown = { ...(await store.history(chosen, from, to, Math.max(200, canvas.clientWidth))), from, to: Math.max(to, from + 1) };
      paint();
    } catch {
      // the connection's state is told by the head
    } finally {
      busy = false;
    }
  }

  function paint() {
    const lanes = lanesOf(chosen, shared.checked ? about.units : {});
    frame = drawTrends(canvas, shown, chosen, { lanes, unitOf, stepped, cursor });
    if (!shown || !chosen.length) return;
    const at = cursor === null ? shown.t.length - 1 : nearest(shown.t, cursor);
    const told = (name) => reading(shown.signals[name]?.[at], unitOf(name));
    setText(pointed, cursor === null || at < 0 ? t("now") : t("atTime", { time: clock(shown.t[at]) }));
    canvas.setAttribute("aria-valuemax", String(shown.to));
    canvas.setAttribute("aria-valuemin", String(shown.from));
    canvas.setAttribute("aria-valuenow", String(shown.t[at] ?? shown.from));
    canvas.setAttribute("aria-valuetext", [clock(shown.t[at]), ...chosen.map((name) => `${name} ${told(name)}`)].join(", "));
    canvas.setAttribute("aria-label", `${t("trends")}: ${chosen.map((name) =>
      `${name}${isForced(store, name) ? ` (${t("forced")})` : ""} ${told(name)}`).join(", ")}`);
    legend.replaceChildren(...chosen.map((name, n) => {
      const sample = el("span", { class: "mark" });
      sample.style.background = `var(--trend-${n + 1})`;
      const item = el("li", {}, sample, ` ${name} `, el("b", {}, told(name)));
      mark(item, isForced(store, name));
      return item;
    }));
  }

  main.append(el("div", { class: "trends" },
    el("section", { class: "graph" }, el("div", { class: "bar" }, live, window_, el("label", {}, shared, " ", t("sameUnit")), when, save, store.about.shows_program ? trace : null), canvas, scrub, pointed, legend),
    el("section", { class: "signals" }, el("h2", {}, t("signals")), note, list)));
  const timer = setInterval(() => { if (end === null && !document.hidden) refresh(); }, REFRESH_MS);
  const resized = new ResizeObserver(() => paint());
  resized.observe(canvas);
  refresh();
  return () => {
    clearInterval(timer);
    resized.disconnect();
  };
}
