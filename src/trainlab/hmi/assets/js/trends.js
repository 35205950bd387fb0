// Trends of chosen signals: live, or scrubbed back to the start of the run.
import { clock, el, number, setText, unit } from "./dom.js";
import { isForced, mark } from "./forced.js";
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

  const canvas = el("canvas", { class: "trend", role: "img", "aria-label": t("trends") });
  const legend = el("ul", { class: "legend" });
  const when = el("output", { "aria-live": "off" });
  const note = el("p", { class: "quiet", role: "status" });
  const shared = el("input", { type: "checkbox", checked: localStorage.getItem("trends/shared") === "yes", onchange: () => {
    localStorage.setItem("trends/shared", shared.checked ? "yes" : "no");
    paint();
  } });
  const scrub = el("input", { type: "range", min: "0", max: "1", step: "any", value: "1", "aria-label": t("time"),
    oninput: () => { end = Number(scrub.value); live.setAttribute("aria-pressed", "false"); refresh(); } });
  const live = el("button", { "aria-pressed": "true",
    onclick: () => { end = null; live.setAttribute("aria-pressed", "true"); refresh(); } }, t("live"));
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
    const scale = devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const g = canvas.getContext("2d");
    g.scale(scale, scale);
    const style = getComputedStyle(document.documentElement);
    g.clearRect(0, 0, width, height);
    if (!shown || !chosen.length) return;
    const foot = 1.4 * parseFloat(style.fontSize) - 3;
    const letter = 0.75 * parseFloat(style.fontSize);
    g.font = `${letter}px sans-serif`;
    const lanes = lanesOf(chosen, shared.checked ? about.units : {});
    const ranges = lanes.map((names) => rangeOf(names.flatMap((name) => shown.signals[name] ?? [])));
    const left = 8 + Math.max(...ranges.flat().map((value) => g.measureText(number(value)).width));
    const lane = (height - foot) / lanes.length;
    const x = (s) => left + ((s - shown.from) / (shown.to - shown.from)) * (width - left - 8);
    g.fillStyle = g.strokeStyle = style.getPropertyValue("--quiet");
    for (let n = 0; n <= 4; n += 1) {
      const s = shown.from + ((shown.to - shown.from) * n) / 4;
      g.globalAlpha = 0.25;
      g.beginPath();
      g.moveTo(x(s), 0);
      g.lineTo(x(s), height - foot + 2);
      g.stroke();
      g.globalAlpha = 1;
      g.textAlign = n === 4 ? "right" : "center";
      g.fillText(clock(s), x(s), height - 4);
    }
    chosen.forEach((name, n) => {
      const values = shown.signals[name] ?? [];
      const at = lanes.findIndex((names) => names.includes(name));
      const [low, high] = ranges[at];
      const top = at * lane + 6, bottom = (at + 1) * lane - 6;
      const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top);
      g.textAlign = "right";
      g.fillStyle = style.getPropertyValue("--quiet");
      g.fillText(number(high), left - 4, top + 0.7 * letter);
      g.fillText(number(low), left - 4, bottom);
      g.strokeStyle = style.getPropertyValue(`--trend-${n + 1}`);
      g.lineWidth = 1.6;
      g.beginPath();
      const stepped = store.tags.get(name)?.type === "BOOL" || about.facts.find((fact) => fact.name === name)?.boolean;
      let pen = false, last = 0;
      shown.t.forEach((s, k) => {
        if (values[k] === null) { pen = false; return; }
        if (!pen) g.moveTo(x(s), y(values[k]));
        else if (stepped) { g.lineTo(x(s), last); g.lineTo(x(s), y(values[k])); }
        else g.lineTo(x(s), y(values[k]));
        pen = true;
        last = y(values[k]);
      });
      g.stroke();
    });
    canvas.setAttribute("aria-label", `${t("trends")}: ${chosen.map((name) =>
      `${name}${isForced(store, name) ? ` (${t("forced")})` : ""} ${number(shown.signals[name]?.at(-1))} ${unit(about.units[name] ?? "")}`.trim()).join(", ")}`);
    legend.replaceChildren(...chosen.map((name, n) => {
      const sample = el("span", { class: "mark" });
      sample.style.background = `var(--trend-${n + 1})`;
      const values = shown.signals[name] ?? [];
      const item = el("li", {}, sample, ` ${name} `, el("b", {}, `${number(values.at(-1))} ${unit(about.units[name] ?? "")}`));
      mark(item, isForced(store, name));
      return item;
    }));
  }

  main.append(el("div", { class: "trends" },
    el("section", { class: "graph" }, el("div", { class: "bar" }, live, window_, el("label", {}, shared, " ", t("sameUnit")), when, save, store.about.shows_program ? trace : null), canvas, scrub, legend),
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

// The signals of each lane: one, or all of a unit where the units are given.
function lanesOf(names, units) {
  const lanes = new Map();
  for (const name of names) {
    const key = units[name] || `signal ${name}`;
    lanes.set(key, [...(lanes.get(key) ?? []), name]);
  }
  return [...lanes.values()];
}

function rangeOf(values) {
  const sound = values.filter((value) => value !== null);
  if (!sound.length) return [0, 1];
  const low = Math.min(...sound), high = Math.max(...sound);
  return high - low < 1e-12 ? [low - 0.5, high + 0.5] : [low, high];
}
