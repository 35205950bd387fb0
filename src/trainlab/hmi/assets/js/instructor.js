// The instructor: faults and changes by hand or after a while, who drives, and the whole room.
import { clock, el, number, setText, unit } from "./dom.js";
import { seatSection } from "./seat.js";
import { current, said, t, writtenBy } from "./words.js";

const ROOM_MS = 1000;

export function instructorPage(main, store, heed) {
  const after = el("input", { type: "number", min: "0", max: "3600", step: "any", value: "0", "aria-label": t("after"), oninput: () => showWhen() });
  const act = (request) => {
    const wait = Number(after.value) || 0;
    store.ask(wait ? { ...request, after: wait } : request);
  };
  main.append(el("div", { class: "instructor" },
    store.may("seat_hand") ? seatSection(store, heed) : null,
    store.may("fault") ? el("section", { class: "delay" }, el("h2", {}, t("when")), el("label", {}, `${t("after")} `, after), el("p", { class: "quiet" }, t("delayed"))) : null,
    store.may("fault") ? faultSection(store, heed, act) : null,
    store.may("change") ? plantSection(store, heed, act) : null,
    store.may("fault") || store.over ? el("section", {},
      el("a", { class: "button", download: "timeline.yaml", href: `${store.base}/timeline.yaml?lang=${current()}` }, t("saveTimeline"))) : null,
    roomSection(store)));
  const showWhen = () => main.querySelectorAll(".when").forEach((when) => setText(when, Number(after.value) ? t("later", { s: number(Number(after.value)) }) : t("atOnce")));
  showWhen();
  const room = main.querySelector(".room tbody");
  const show = () => fetch("/api/stations").then((answer) => answer.json()).then((stations) => showRoom(room, stations, store.about)).catch(() => {});
  const timer = setInterval(() => { if (!document.hidden) show(); }, ROOM_MS);
  show();
  return () => clearInterval(timer);
}

function faultSection(store, heed, act) {
  const { about } = store;
  const tag = el("select", { "aria-label": t("tag"), onchange: () => showKinds() },
    about.tags.map((each) => el("option", { value: each.name }, each.unit ? `${each.name} [${unit(each.unit)}]` : each.name)));
  const kind = el("select", { "aria-label": t("kind"), onchange: () => showFields() });
  const fields = el("div", { class: "bar" });
  let inputs = [];
  const begin = el("button", { onclick: () => {
    const given = inputs.map(([name, read]) => [name, read()]).filter(([, value]) => value !== "");
    act({ do: "fault", tag: tag.value, kind: kind.value, ...Object.fromEntries(given) });
  } }, t("beginFault"));

  function showKinds() {
    const { faults } = store.tags.get(tag.value);
    const before = kind.value;
    kind.replaceChildren(...about.faults.filter((each) => faults.includes(each.kind)).map((each) =>
      el("option", { value: each.kind, selected: each.kind === before }, said(each.title))));
    showFields();
  }

  function showFields() {
    const shown = about.faults.find((each) => each.kind === kind.value)?.fields ?? [];
    const made = shown.map((field) => fieldOf(field, store.tags.get(tag.value)));
    inputs = made.map(({ name, read }) => [name, read]);
    fields.replaceChildren(...made.map(({ element }) => element));
  }

  const active = el("ul", { class: "active" });
  const waiting = el("ul", { class: "waiting" });
  let before = "";
  const show = () => {
    const { faults = [], later = [], own = {} } = store.state;
    const now = JSON.stringify([faults, later, own]);
    if (now === before) return;
    before = now;
    active.replaceChildren(...faults.map(([id, name]) =>
      el("li", {}, own[id] ? begun(own[id], about) : `${name} (${id})`, el("button", { onclick: () => act({ do: "end_fault", id, of: name }) }, t("endFault")))));
    waiting.replaceChildren(...later.map(([at, request]) =>
      el("li", {}, `${clock(at)} ${written(request, about)}`,
        el("button", { onclick: () => store.ask({ do: "cancel", of: request.number }) }, t("cancel")))));
  };
  heed("state", show);
  show();
  showKinds();
  // What begins and ends has its own place, so that nothing to press moves.
  return [
    el("section", { class: "wires" }, el("h2", {}, t("onTag"), when()), el("div", { class: "bar" }, tag, kind, begin), fields),
    el("section", { class: "under-way" }, el("h2", {}, t("underWay")), active, el("p", { class: "quiet" }, t("none")),
      el("h3", {}, t("waiting")), waiting)];
}

// Whether the buttons of a card act at once, beside its name.
const when = () => el("small", { class: "when" });

// One field of a fault; a bare number is in the tag's unit, or in seconds.
function fieldOf(field, tag) {
  const { name } = field;
  if (field.switch) {
    const box = el("input", { type: "checkbox", checked: field.default });
    return { name, read: () => box.checked, element: el("label", {}, box, " ", said(field.text)) };
  }
  const onOrOff = tag.type === "BOOL";
  const own = field.time ? "s" : onOrOff ? "" : tag.unit;
  const input = el("input", { type: "text", size: "10", name, placeholder: onOrOff ? "true / false" : own });
  const read = () => {
    const given = input.value.trim();
    if (onOrOff && /^(true|false)$/i.test(given)) return /^true$/i.test(given);
    return own && given !== "" && Number.isFinite(Number(given)) ? `${given} ${own}` : given;
  };
  return { name, read, element: el("label", {}, el("code", {}, name), " ", input, ` ${unit(own)} `, el("small", {}, said(field.text))) };
}

// A fault that somebody has begun: what it is, when, and by whom.
function begun([request, at], about) {
  const { parameter, value, asked_by: who } = request;
  const { unit: own = "" } = about.parameters.find(({ name }) => name === parameter) ?? {};
  const what = parameter ? `${parameter} = ${value} ${unit(own)}`.trim() : written(request, about);
  return `${clock(at)} ${what}${who ? ` · ${writtenBy(who)}` : ""}`;
}

// What somebody wants to happen later, in few words.
function written(request, about) {
  const { do: what, parameter, tag, kind, value } = request;
  if (what === "end_fault") return `${t("endFault")}: ${request.of ?? request.id}`;
  if (parameter) return `${what === "fault" ? t("faults") : t("change")}: ${parameter} = ${value}`;
  const found = about.faults.find((each) => each.kind === kind);
  const fields = (found?.fields ?? []).filter(({ name }) => name in request).map((field) =>
    (field.switch ? `${said(field.text).split(/[:;：；]/)[0]}: ${t(request[field.name] ? "yes" : "no")}` : `${field.name} ${request[field.name]}`));
  return [`${tag}:`, said(found?.title), ...fields].join(" ");
}

// Each parameter with what it is now, marked where that is not the usual.
function plantSection(store, heed, act) {
  const shows = [];
  const rows = store.about.parameters.filter((each) => each.changeable || each.faultable).map((each) => {
    const input = el("input", { type: "number", step: "any", min: String(each.low), max: String(each.high), value: String(each.default), "aria-label": each.name });
    const value = () => Number(input.value);
    const present = el("small", { class: "present" });
    const row = el("tr", { "data-parameter": each.name },
      el("th", { scope: "row" }, said(each.text), el("small", {}, ` ${each.name}`)),
      el("td", {}, input, ` ${unit(each.unit)}`, present),
      el("td", { class: "hands" },
        each.changeable ? el("button", { onclick: () => act({ do: "change", parameter: each.name, value: value() }) }, t("apply")) : null,
        each.faultable ? el("button", { onclick: () => act({ do: "fault", parameter: each.name, value: value() }) }, t("asFault")) : null,
        each.faultable ? el("button", { onclick: () => act({ do: "end_fault", of: each.name }) }, t("endFault")) : null));
    shows.push(() => {
      const changed = store.state.parameters?.[each.name];
      row.classList.toggle("changed", changed !== undefined);
      const given = t("changedTo", { value: `${number(changed ?? each.default)} ${unit(each.unit)}`.trim() });
      const last = store.events.findLast(({ kind, name }) => kind === "change" && name === each.name);
      setText(present, changed === undefined ? given : `${given} (${t("usually", { value: number(each.default) })}) ${writtenBy(last?.label ?? "")}`.trim());
    });
    return row;
  });
  const show = () => shows.forEach((each) => each());
  heed("state", (event) => { if ("parameters" in event.detail) show(); });
  heed("events", show);
  show();
  return el("section", { class: "on-plant" }, el("h2", {}, t("onPlant"), when()), el("div", { class: "wide" }, el("table", {}, el("tbody", {}, rows))));
}

function roomSection(store) {
  return el("section", { class: store.about.stations > 1 ? "room first" : "room" }, el("h2", {}, t("stations")),
    el("div", { class: "wide" }, el("table", {},
      el("thead", {}, el("tr", {}, ["station", "state", "people", "time", "owner", "linkAge", "alarms", "forcedTags", "score"].map((key) => el("th", { scope: "col" }, t(key))), el("th", {}))),
      el("tbody", {}))));
}

function score({ points, sum, max_points: most, over, disqualified }) {
  if (disqualified) return t("disqualified");
  if (points === null) return "–";
  return over ? `${points} / ${most}` : `${sum} / ${most} ${t("soFar")}`;
}

function showRoom(body, stations, { graded }) {
  body.replaceChildren(...stations.map((each) => el("tr", { class: each.stale || each.stopped ? "stale" : "" },
    el("th", { scope: "row" }, String(each.station + 1)),
    el("td", { "data-label": t("state") }, graded && each.over ? t("runOver") : each.stopped ? t("stopped") : each.phase ? t(each.phase) : "–"),
    el("td", { "data-label": t("people") }, each.people.join(", ")), el("td", { class: "number", "data-label": t("time") }, clock(each.t)),
    el("td", { "data-label": t("owner") }, { program: t("softplc"), hand: t("hand"), "": t("nobody") }[each.seat ?? ""] ?? each.seat),
    el("td", { class: "number", "data-label": t("linkAge") }, each.link_age === null || each.link_age === undefined ? "–" : `${number(each.link_age, 2)} s`),
    el("td", { class: "number", "data-label": t("alarms") }, String(each.alarms)),
    el("td", { "data-label": t("forcedTags") }, Object.keys(each.forced ?? {}).join(", ")),
    el("td", { class: "number", "data-label": t("score") }, score(each)),
    el("td", {}, el("a", { href: `#station=${each.station}&page=plant` }, t("open_"))))));
}
