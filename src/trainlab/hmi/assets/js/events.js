// Alarms with what an operator does about them (ISA-18.2), and everything that has happened.
import { clock, el, number, setText } from "./dom.js";
import { current, happening, said, t, writtenBy } from "./words.js";

const MOST_SHOWN = 300;
const EVENT_COLUMNS = ["time", "happened", "what", "value", "label", "reason"];
const NUMBERS = ["time", "value"];
const VALUED = ["operate", "change", "driven", "tag_forced"];

export function eventsPage(main, store, heed) {
  const alarms = store.about.alarms.map((alarm) => alarmRow(alarm, store));
  const body = el("tbody", {});
  const list = el("tbody", {});
  const showAlarms = () => {
    alarms.forEach(({ show }) => show());
    inOrder(list, [...alarms].sort((a, b) => a.rank() - b.rank() || b.severity - a.severity).map(({ element }) => element));
  };
  const here = el("span", { class: "this-page quiet" });
  const showHere = () => setText(here, store.number && !store.about.who ? t("thisPage", { number: store.number }) : "");
  let last = 0;
  const showEvents = () => {
    if (!store.events.length) {
      body.replaceChildren();
      last = 0;
    }
    const fresh = store.events.filter((event) => event.n > last);
    if (!fresh.length) return;
    last = fresh.at(-1).n;
    body.prepend(...fresh.reverse().map((event) => eventRow(event, store.about)));
    while (body.children.length > MOST_SHOWN) body.lastElementChild.remove();
  };
  heed("state", showAlarms);
  heed("events", showEvents);
  heed("connection", showHere);
  showHere();
  showAlarms();
  showEvents();
  main.append(
    el("section", {}, el("h2", {}, t("alarms")), alarms.length
      ? el("div", { class: "wide" }, el("table", { class: "alarms" },
        el("thead", {}, el("tr", {}, ["priority", "alarm", "state"].map((key) => el("th", { scope: "col", class: key === "priority" ? "number" : null }, t(key))), el("th", {}))),
        list))
      : el("p", {}, t("none"))),
    el("section", {}, el("h2", {}, t("eventList")),
      el("div", { class: "bar" },
        el("a", { class: "button", download: "events.csv", href: `${store.base}/events.csv?lang=${current()}` }, t("export")), here),
      el("div", { class: "wide" }, el("table", { class: "events" },
        el("thead", {}, el("tr", {}, EVENT_COLUMNS.map((key) => el("th", { scope: "col", class: NUMBERS.includes(key) ? "number" : null }, t(key))))),
        body))));
}

function alarmRow(alarm, store) {
  const may = store.may("acknowledge");
  const state = el("td", {});
  const deed = (what, more = {}) => el("button", { disabled: !may, "data-do": what,
    onclick: () => store.ask({ do: what, alarm: alarm.name, ...more }) });
  const ack = deed("acknowledge");
  const confirm = deed("confirm");
  const shelve = el("button", { disabled: !may, onclick: () => {
    const [, , , shelved] = store.state.alarms?.[alarm.name] ?? [];
    store.ask(shelved ? { do: "unshelve", alarm: alarm.name } : { do: "shelve", alarm: alarm.name, seconds: 600 });
  } });
  setText(ack, t("acknowledge"));
  setText(confirm, t("confirm"));
  const element = el("tr", { "data-alarm": alarm.name },
    el("td", { class: "number", "data-label": t("priority") }, String(alarm.severity)),
    el("th", { scope: "row" }, said(alarm.text)), state, el("td", { class: "hands" }, ack, alarm.confirm ? confirm : null, shelve));
  const show = () => {
    const [active, acked, confirmed, shelved] = store.state.alarms?.[alarm.name] ?? [false, true, true, false];
    const told = [active ? t("active") : t("inactive"), acked ? "" : t("unacked"), shelved ? t("shelved") : ""];
    setText(state, told.filter(Boolean).join(", "));
    element.classList.toggle("active", active && !shelved);
    element.classList.toggle("unacked", !acked && !shelved);
    ack.disabled = !may || acked;
    confirm.disabled = !may || confirmed || !acked;
    setText(shelve, shelved ? t("unshelve") : t("shelve"));
  };
  // What asks for a person first: what is so, then what nobody has seen yet.
  const rank = () => {
    const [active, acked, , shelved] = store.state.alarms?.[alarm.name] ?? [false, true, true, false];
    return shelved ? 3 : active ? 0 : acked ? 2 : 1;
  };
  return { element, show, rank, severity: alarm.severity };
}

// Rows into their order, without taking the focus from one.
function inOrder(body, rows) {
  if (rows.every((row, n) => body.children[n] === row)) return;
  const focused = document.activeElement;
  body.replaceChildren(...rows);
  if (body.contains(focused)) focused.focus({ preventScroll: true });
}

// What an event is of, by the names that stand on the pages.
function named({ kind, name }, about) {
  const text = (list, known = name) => said(list.find((each) => each.name === known)?.text) || known;
  const titleOf = (fault) => said(about.faults.find((each) => each.kind === fault)?.title) || fault;
  if (kind === "reset_asked") return writtenBy(name);
  if (kind === "operate") return text(about.controls);
  if (kind.startsWith("alarm_")) return text(about.alarms);
  if (kind === "asked_for_later" || kind === "cancelled") {
    const [deed, of = "", what = ""] = name.split(" "); // session/later.py, in_words
    const asked = { fault: "faults", change: "change", end_fault: "endFault" }[deed];
    return `${asked ? t(asked) : deed}: ${text(about.parameters, of)} ${titleOf(what)}`.trim();
  }
  if (kind !== "fault_injected") return text(about.parameters);
  const [of, what] = name.split(" "); // the kind of fault on a tag, or the value of a parameter
  return `${text(about.parameters, of)} ${titleOf(what)}`;
}

function eventRow(event, about) {
  return el("tr", { "data-kind": event.kind },
    el("td", { class: "number" }, clock(event.t)), el("td", {}, happening(event.kind)),
    el("td", {}, named(event, about)), el("td", { class: "number" }, event.value || VALUED.includes(event.kind) ? number(event.value) : ""),
    el("td", {}, writtenBy(event.label)), el("td", {}, writtenBy(said(event.reason))));
}
