// The frame of the pages: head with run controls, tabs, one page at a time.
import { el, setText, clock, number, unit } from "./dom.js";
import { choose, current, said, t } from "./words.js";
import { Store } from "./store.js";
import { plantPage } from "./plant.js";
import { ioPage } from "./io.js";
import { trendsPage } from "./trends.js";
import { eventsPage } from "./events.js";
import { programPage } from "./program.js";
import { scenarioPage } from "./scenario.js";
import { instructorPage } from "./instructor.js";

const PAGES = {
  plant: plantPage,
  io: ioPage,
  trends: trendsPage,
  events: eventsPage,
  program: programPage,
  scenario: scenarioPage,
  instructor: instructorPage,
};
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100];

let store;
let leave = () => {};

async function begin() {
  choose(current());
  document.documentElement.dataset.theme = localStorage.getItem("theme") || "light";
  store = new Store(stationAsked());
  await store.open();
  draw();
  let over = store.over;
  store.addEventListener("state", () => {
    if (over === store.over) return;
    over = store.over; // what may be asked is another now
    draw();
  });
  addEventListener("hashchange", () => {
    if (stationAsked() !== store.station) location.reload();
    else {
      draw();
      enterPage(document.querySelector("main"));
    }
  });
}

function stationAsked() {
  return Number(new URLSearchParams(location.hash.slice(1)).get("station") ?? 0);
}

function pageAsked() {
  const page = new URLSearchParams(location.hash.slice(1)).get("page");
  return mayOpen(page) ? page : "plant";
}

const mayOpen = (page) => page in PAGES && (page !== "instructor" || store.about.role === "instructor");

const at = (page) => `#station=${store.station}&page=${page}`;

function draw() {
  leave();
  const stop = new AbortController();
  const heed = (name, action) => {
    store.addEventListener(name, action, { signal: stop.signal });
  };
  document.title = `${said(store.about.title)} · trainlab`;
  const page = pageAsked();
  const main = el("main", { id: "page", class: `page-${page}`, tabindex: "-1", "aria-label": t(page) });
  const top = el("div", { class: "top" }, head(heed), banner(heed), tabs(page, heed));
  document.body.replaceChildren(skip(main), top, main, toast(heed, stop.signal));
  const resized = new ResizeObserver(() => document.documentElement.style.setProperty("--top", `${top.offsetHeight}px`));
  resized.observe(top);
  showCurrentTab();
  const left = PAGES[page](main, store, heed) ?? (() => {});
  leave = () => {
    stop.abort();
    resized.disconnect();
    left();
  };
}

// To a page's beginning, with the head still in view.
function enterPage(main) {
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// Past the head and the tabs, for whoever has no pointer.
function skip(main) {
  return el("a", { class: "skip button", href: "#page", onclick: (event) => {
    event.preventDefault(); // the address says which page it is
    enterPage(main);
  } }, t("skip"));
}

function head(heed) {
  const { about } = store;
  const time = el("span", { class: "time", role: "timer", "aria-live": "off", "aria-label": t("time") });
  const phase = el("span", { class: "phase", role: "status" });
  const seat = el("span", { class: "seat" });
  const latched = el("b", { class: "abnormal", role: "status" });
  const mushrooms = about.controls.filter(({ kind }) => kind === "mushroom");
  const link = el("span", { class: "link", role: "status" });
  const run = el("button", { class: "run", onclick: () => store.ask({ do: running() ? "pause" : "run" }) });
  const single = signed("+1", t("tick"), { onclick: () => store.ask({ do: "tick" }) });
  const speed = el(
    "select",
    { "aria-label": t("speed"), onchange: async () => {
      if (!(await store.ask({ do: "speed", value: Number(speed.value) }))) speed.value = String(told);
    } },
    SPEEDS.map((value) => el("option", { value: String(value) }, `${value} ×`)),
  );
  const reset = signed("↺", t("reset"), { onclick: () => store.ask({ do: "reset" }) });
  let told;
  const running = () => store.state.phase === "running";
  const show = () => {
    const { state } = store;
    setText(time, `${clock(state.t, state.phase === "paused" ? 3 : 1)} / ${clock(about.duration)}`); // a single tick is seen
    setText(phase, phaseOf(store));
    phase.dataset.phase = state.phase ?? "";
    const who = { program: t("softplc"), hand: t("hand"), "": t("nobody") }[state.seat ?? ""] ?? state.seat;
    setText(seat, `${t("outputsBy")}: ${who}`);
    const pressed = mushrooms.filter(({ name }) => state.controls?.[name] > 0).map(({ text }) => said(text));
    setText(latched, pressed.length ? `${pressed.join(", ")}: ${t("pressed")}` : "");
    setText(run, about.graded ? t("beginExam") : running() ? t("pause") : t("run"));
    run.classList.toggle("wanted", !running());
    run.hidden = about.graded && (!store.may("run") || state.phase !== "standby");
    run.disabled = !store.may("run") || (about.graded ? state.phase !== "standby" : !state.seated);
    single.disabled = speed.disabled = !store.may("speed") || !state.seated;
    reset.disabled = !store.may("reset");
    if (state.speed && state.speed !== told) { // whoever asked; a choice that is under way here stays otherwise
      told = state.speed;
      speed.value = String(told);
    }
  };
  const connection = () => {
    const well = store.connected && !store.hung;
    setText(link, well ? t("connected") : store.connected ? t("hung") : t("lost"));
    link.classList.toggle("lost", !well);
    document.body.classList.toggle("lost", !well);
  };
  heed("state", show);
  heed("connection", connection);
  show();
  connection();
  const other = current() === "en" ? "zh-CN" : "en";
  return el(
    "header",
    {},
    el("div", { class: "title" }, el("h1", {}, said(about.title)), el("p", {}, said(about.plant.title)),
      about.stations > 1 ? stationChooser() : null),
    el("div", { class: "status" }, link, about.graded ? el("b", { class: "graded" }, t("graded")) : null, phase, time, latched, seat),
    el("div", { class: "controls" }, run, ...(about.graded ? [] : [single, speed, reset])),
    el("div", { class: "preferences" },
      about.who ? el("span", { class: "who" }, about.who) : null,
      about.who ? el("button", { class: "leave", onclick: leavePages }, t("logOut")) : null,
      signed(other === "en" ? "EN" : "中", t("language"), { lang: other, onclick: () => {
        choose(other);
        draw();
        document.querySelector("button[lang]").focus();
      } }),
      signed("◐", t("theme"), {
        "aria-pressed": String(document.documentElement.dataset.theme === "dark"),
        onclick: (event) => {
          const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
          document.documentElement.dataset.theme = theme;
          localStorage.setItem("theme", theme);
          event.currentTarget.setAttribute("aria-pressed", String(theme === "dark"));
        },
      })),
  );
}

// How time stands. A practice goes on when its sheet's time is over.
function phaseOf({ about, state }) {
  if (about.graded && state.phase === "standby" && state.seat === "program") return t("waitsForRun");
  if (about.graded && state.over) return t("runOver");
  if (state.stopped) return t("stopped");
  if (!state.phase) return "";
  return state.over && about.checks.length ? `${t(state.phase)}, ${t("timeOver")}` : t(state.phase);
}

// A button that shows its sign instead of its words where there is little room.
function signed(sign, words, attributes) {
  return el("button", { title: words, ...attributes },
    el("span", { class: "words" }, words), el("span", { class: "sign", "aria-hidden": "true" }, sign));
}

async function leavePages() {
  await fetch("/leave", { method: "POST", headers: { "X-Trainlab": "1" } });
  location.assign("/");
}

function stationChooser() {
  return el(
    "select",
    {
      "aria-label": t("station"),
      onchange: (event) => { location.hash = `#station=${event.target.value}&page=${pageAsked()}`; },
    },
    Array.from({ length: store.about.stations }, (_, n) =>
      el("option", { value: String(n), selected: n === store.station }, `${t("station")} ${n + 1}`)),
  );
}

const stoppedAt = ({ file, line, column, message }) => `${file.split(/[\\/]/).at(-1)}:${line}:${column} ${message}`;

// What was done from outside, at once, and at the end what else took the points.
function disqualified({ state, checks }) {
  return [...new Set([...(state.disqualified ?? []), ...(checks?.disqualified ?? [])].map(said))];
}

// What must be seen on every page: forced tags, a silent controller, a stopped program.
function banner(heed) {
  const lines = el("div", { class: "banner", role: "alert" });
  let before = "";
  const show = () => {
    const { state } = store;
    const forced = Object.entries(state.forced ?? {}).map(([name, value]) =>
      `${name} = ${number(store.engineering(name, value))} ${unit(store.tags.get(name)?.unit ?? "")}`.trim());
    const told = [
      forced.length ? t("forcedNow", { names: forced.join(", ") }) : "",
      state.stale ? t("stale") : "",
      state.stopped ? `${t("stoppedWhen", { time: clock(state.stopped_at) })}: ${stoppedAt(said(state.stopped))}` : "",
      ...(state.refused ?? []).map((each) => `${t("notGraded")}: ${said(each).message}`),
      ...disqualified(store).map((why) => `${t("disqualified")}: ${why}`),
    ].filter(Boolean);
    if (before === told.join("\n")) return;
    before = told.join("\n");
    lines.replaceChildren(...told.map((line) => el("p", {}, line)));
  };
  heed("state", show);
  heed("checks", show);
  show();
  return lines;
}

function tabs(page, heed) {
  const names = Object.keys(PAGES).filter(mayOpen);
  const links = names.map((name) =>
    el("a", { href: at(name), "aria-current": name === page ? "page" : null, "data-page": name }, t(name)));
  const count = el("span", { class: "count" });
  links[names.indexOf("events")].append(count);
  const show = () => {
    const waiting = Object.values(store.state.alarms ?? {}).filter(([active, acked]) => active || !acked).length;
    setText(count, waiting ? String(waiting) : "");
  };
  heed("state", show);
  show();
  return el("nav", { "aria-label": "trainlab" }, links);
}

function showCurrentTab() {
  const nav = document.querySelector("nav");
  const tab = nav.querySelector("[aria-current]");
  nav.scrollLeft = tab.offsetLeft - (nav.clientWidth - tab.offsetWidth) / 2;
}

function toast(heed, signal) {
  const box = el("div", { class: "toast", role: "status", "aria-live": "polite" });
  let timer;
  const tell = (text) => {
    setText(box, text);
    box.classList.add("shown");
    clearTimeout(timer);
    timer = setTimeout(() => box.classList.remove("shown"), 4000);
  };
  heed("refused", (event) => tell(said(event.detail)));
  for (const what of ["pointerdown", "keydown"]) {
    document.addEventListener(what, (event) => {
      const asks = what === "pointerdown" || event.key === "Enter" || event.key === " ";
      if (asks && !store.connected && event.target.closest(".controls, main button, main input[type=range]")) tell(t("notSent"));
    }, { signal });
  }
  return box;
}

begin();
