// The instructor: faults and changes by hand or on a timer, who drives, and the whole room.
import { clock, el, number, unit } from "./dom.js";
import { seatSection } from "./seat.js";
import { current, said, t } from "./words.js";

const ROOM_MS = 1000;

export function instructorPage(main, store, heed) {
  const done = [];
  const soon = new Set();
  const after = el("input", { type: "number", min: "0", max: "3600", step: "any", value: "0", "aria-label": t("after") });
  const act = (request) => {
    const wait = Number(after.value) || 0;
    const ask = () => {
      store.ask(request);
      done.push({ t: store.state.t ?? 0, request });
    };
    if (!wait) return ask();
    const timer = setTimeout(() => { soon.delete(timer); ask(); }, 1000 * wait);
    soon.add(timer);
  };
  main.append(el("div", { class: "instructor" },
    store.may("seat_hand") ? seatSection(store, heed) : null,
    store.may("fault") ? faultSection(store, heed, act, after) : null,
    store.may("change") ? plantSection(store, act) : null,
    store.may("fault") ? el("section", {}, el("button", { onclick: () => saveTimeline(store, done) }, t("saveTimeline"))) : null,
    roomSection(store)));
  const room = main.querySelector(".room tbody");
  const show = () => fetch("/api/stations").then((answer) => answer.json()).then((stations) => showRoom(room, stations)).catch(() => {});
  const timer = setInterval(() => { if (!document.hidden) show(); }, ROOM_MS);
  show();
  return () => {
    clearInterval(timer);
    soon.forEach(clearTimeout);
  };
}

function faultSection(store, heed, act, after) {
  const { about } = store;
  const tag = el("select", { "aria-label": t("tag") }, about.tags.map((each) => el("option", { value: each.name }, each.name)));
  const kind = el("select", { "aria-label": t("kind") }, about.faults.map((each) => el("option", { value: each.kind }, said(each.title))));
  const value = el("input", { type: "text", size: "10", placeholder: t("value"), "aria-label": t("value") });
  const begin = el("button", { onclick: () => {
    const given = value.value.trim();
    const fields = given ? { [FIELD[kind.value] ?? "at"]: given } : {};
    act({ do: "fault", tag: tag.value, kind: kind.value, ...fields });
  } }, t("beginFault"));
  const active = el("ul", { class: "active" });
  let before = "";
  const show = () => {
    const now = JSON.stringify(store.state.faults ?? []);
    if (now === before) return;
    before = now;
    active.replaceChildren(...(store.state.faults ?? []).map(([id, name]) =>
      el("li", {}, `${name} (${id})`, el("button", { onclick: () => act({ do: "end_fault", id, of: name }) }, t("endFault")))));
  };
  heed("state", show);
  show();
  return el("section", {}, el("h2", {}, t("faults")), el("h3", {}, t("onTag")),
    el("div", { class: "bar" }, tag, kind, value, begin, el("label", {}, t("after"), after)), active);
}

const FIELD = { stuck: "at", bias: "by", drift: "by", noise: "rms" };

function plantSection(store, act) {
  const rows = store.about.parameters.filter((each) => each.changeable || each.faultable).map((each) => {
    const input = el("input", { type: "number", step: "any", min: String(each.low), max: String(each.high), value: String(each.default), "aria-label": each.name });
    const value = () => Number(input.value);
    return el("tr", {},
      el("th", { scope: "row" }, said(each.text), el("small", {}, ` ${each.name}`)),
      el("td", {}, input, ` ${unit(each.unit)}`),
      el("td", { class: "hands" },
        each.changeable ? el("button", { onclick: () => act({ do: "change", parameter: each.name, value: value() }) }, t("apply")) : null,
        each.faultable ? el("button", { onclick: () => act({ do: "fault", parameter: each.name, value: value() }) }, t("asFault")) : null,
        each.faultable ? el("button", { onclick: () => act({ do: "end_fault", of: each.name }) }, t("endFault")) : null));
  });
  return el("section", {}, el("h2", {}, t("onPlant")), el("div", { class: "wide" }, el("table", {}, el("tbody", {}, rows))));
}

function roomSection(store) {
  return el("section", { class: "room" }, el("h2", {}, t("stations")),
    el("div", { class: "wide" }, el("table", {},
      el("thead", {}, el("tr", {}, ["station", "state", "time", "owner", "linkAge", "alarms", "forced", "score"].map((key) => el("th", { scope: "col" }, t(key))), el("th", {}))),
      el("tbody", {}))));
}

function showRoom(body, stations) {
  body.replaceChildren(...stations.map((each) => el("tr", { class: each.stale ? "stale" : "" },
    el("th", { scope: "row" }, String(each.station + 1)),
    el("td", {}, each.phase ? t(each.phase) : "–"), el("td", { class: "number" }, clock(each.t)),
    el("td", {}, { program: t("softplc"), hand: t("hand"), "": t("nobody") }[each.seat ?? ""] ?? each.seat),
    el("td", { class: "number" }, each.link_age === null || each.link_age === undefined ? "–" : `${number(each.link_age, 2)} s`),
    el("td", { class: "number" }, String(each.alarms)),
    el("td", {}, Object.keys(each.forced ?? {}).join(", ")),
    el("td", { class: "number" }, each.points === null ? "–" : `${each.points} / ${each.max_points}`),
    el("td", {}, el("a", { href: `#station=${each.station}&page=plant` }, t("open_"))))));
}

// What was done by hand, as the timeline of a sheet.
function saveTimeline(store, done) {
  const units = new Map(store.about.parameters.map((each) => [each.name, each.unit]));
  const lines = { timeline: [], faults: [] };
  done.forEach(({ t: at, request }, n) => {
    const when = `${at.toFixed(2)} s`;
    const value = (name) => `${request.value} ${units.get(name) ?? ""}`.trim();
    if (request.do === "change") lines.timeline.push(`  - {at: ${when}, change: {${request.parameter}: ${value(request.parameter)}}}`);
    if (request.do !== "fault") return;
    const name = request.parameter ?? request.tag;
    const end = done.slice(n).find((later) => later.request.do === "end_fault" && later.request.of === name);
    const until = end ? `, end: ${end.t.toFixed(2)} s` : "";
    if (request.parameter) lines.faults.push(`  - {label: fault_${n + 1}, parameter: ${name}, value: ${value(name)}, begin: ${when}${until}}`);
    else {
      const { do: _, tag, kind, ...fields } = request;
      const more = Object.entries(fields).map(([key, each]) => `, ${key}: ${each}`).join("");
      lines.faults.push(`  - {label: fault_${n + 1}, fault: ${kind}, tag: ${tag}${more}, begin: ${when}${until}}`);
    }
  });
  const text = ["timeline", "faults"].map((key) => (lines[key].length ? `${key}:\n${lines[key].join("\n")}\n` : "")).join("\n");
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/yaml" })), download: "timeline.yaml", lang: current() });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
