// The table of tags: where each is on every protocol, what it is worth, who wrote it last, and who holds it.
import { clock, el, number, setText, unit } from "./dom.js";
import { mark } from "./forced.js";
import { seatSection } from "./seat.js";
import { said, t } from "./words.js";

export function ioPage(main, store, heed) {
  if (store.may("seat_hand")) main.append(seatSection(store, heed));
  for (const direction of ["input", "output"]) {
    const tags = store.about.tags.filter((tag) => tag.direction === direction);
    const rows = tags.map((tag) => row(tag, store));
    const show = () => rows.forEach(({ show: each }) => each());
    heed("state", show);
    show();
    main.append(
      el("section", {},
        el("h2", {}, t(`${direction}s`)),
        el("div", { class: "wide" },
          el("table", { class: "io" },
            el("thead", {}, el("tr", {},
              ["tag", "meaning", "address"].map((key) => el("th", { scope: "col", class: key }, t(key))),
              ["Modbus", "S7", "OPC UA"].map((name) => el("th", { scope: "col", class: "protocol" }, name)),
              ["raw", "value"].map((key) => el("th", { scope: "col", class: `number ${key}` }, t(key))),
              el("th", { scope: "col", class: "quality" }, t("quality")),
              el("th", { scope: "col", class: "writer" }, t("writtenBy")),
              el("th", {}))),
            el("tbody", {}, rows.map(({ element }) => element))))));
  }
}

function row(tag, store) {
  const raw = el("td", { class: "number raw" });
  const value = el("td", { class: "number value" });
  const quality = el("td", { class: "quality" });
  const writer = el("td", { class: "writer" });
  const below = el("small", { class: "writer-below" }); // where there is no room for a column
  const hands = el("td", { class: "hands" });
  const element = el("tr", { "data-tag": tag.name, title: `${said(tag.text)} ${tag.address}` },
    el("th", { scope: "row" }, tag.name, el("small", {}, ` ${tag.reference}`), below),
    el("td", { class: "meaning" }, said(tag.text)), el("td", { class: "address" }, tag.address),
    el("td", { class: "protocol" }, modbus(tag)),
    el("td", { class: "protocol" }, tag.s7.join(", ")),
    el("td", { class: "protocol opcua" }, `${store.about.plant.name}.${tag.direction === "input" ? "Inputs" : "Outputs"}.${tag.name}`),
    raw, value, quality, writer, hands);
  let shape = "";
  const show = () => {
    const { state } = store;
    const forced = tag.name in (state.forced ?? {});
    const now = forced ? state.forced[tag.name] : state.values?.[tag.name];
    setText(raw, number(now));
    const engineering = store.engineering(tag.name, now);
    setText(value, tag.type === "BOOL" ? (now ? "TRUE" : "FALSE") : `${number(engineering)} ${unit(tag.unit)}`.trim());
    const broken = (state.broken ?? []).includes(tag.name);
    setText(quality, broken ? t("bad") : forced ? t("forced") : t("good"));
    const by = writtenBy(tag, store);
    setText(writer, by);
    setText(below, by);
    element.classList.toggle("broken", broken);
    element.classList.toggle("forced", forced);
    mark(element.firstChild, forced);
    element.classList.toggle("on", tag.type === "BOOL" && Boolean(now));
    const byHand = state.seat === "hand" && tag.direction === "output" && store.may("drive");
    const wanted = `${forced}/${byHand}`;
    if (wanted !== shape) {
      shape = wanted;
      hands.replaceChildren(...handsOn(tag, store, forced, byHand));
    }
  };
  return { element, show };
}

// Who wrote a tag last and when; of a fault only who may begin one is told.
function writtenBy(tag, store) {
  const { state } = store;
  const force = state.forced_by?.[tag.name];
  if (force) return `${t("forced")} · ${force[0]} · ${clock(force[1])}`;
  const wrong = store.about.role === "instructor" && (state.faults ?? []).some(([, of]) => of === tag.name);
  const begun = wrong && store.events.findLast((event) => event.kind === "fault_begin" && event.name === tag.name);
  const parts = wrong ? [t("fault"), begun ? clock(begun.t) : ""] : [];
  if (tag.direction === "input") return (wrong ? parts : [t("fromPlant")]).filter(Boolean).join(" · ");
  const [who, by, at] = state.writers?.[tag.name] ?? ["", "", null];
  const named = { program: t("softplc"), hand: t("hand"), fail_safe: t("failSafe") }[who] ?? who;
  return [...parts, named, by, at === null ? t("cyclic") : clock(at)].filter(Boolean).join(" · ");
}

function handsOn(tag, store, forced, byHand) {
  const parts = [];
  if (byHand) parts.push(entry(tag, store, t("set"), (value) => store.ask({ do: "drive", values: { [tag.name]: value } })));
  if (!store.may("force") || byHand) return parts;
  if (forced) {
    parts.push(el("button", { onclick: () => store.ask({ do: "release", tag: tag.name }) }, t("release")));
  } else {
    parts.push(entry(tag, store, t("force"), (value) => store.ask({ do: "force", tag: tag.name, value })));
  }
  return parts;
}

function entry(tag, store, name, give) {
  if (tag.type === "BOOL") {
    return el("span", { class: "pair" },
      el("button", { onclick: () => give(0), "aria-label": `${name} 0 ${tag.name}` }, `${name} 0`),
      el("button", { onclick: () => give(1), "aria-label": `1 ${name} ${tag.name}` }, "1"));
  }
  const whole = tag.type !== "REAL" && !tag.scale;
  const input = el("input", { type: "number", step: whole ? "1" : "any", required: true, "aria-label": `${name} ${tag.name}${tag.unit && ` (${unit(tag.unit)})`}` });
  return el("form", {
    class: "pair",
    onsubmit: (event) => {
      event.preventDefault();
      give(raw(tag, Number(input.value)));
    },
  }, input, el("span", { class: "unit" }, unit(tag.unit)), el("button", {}, name));
}

// What is on the wire for an engineering value.
function raw(tag, value) {
  if (!tag.scale) return value;
  const [low, high, rawLow, rawHigh] = tag.scale;
  const counts = rawLow + ((value - low) * (rawHigh - rawLow)) / (high - low);
  return tag.type === "REAL" ? counts : Math.round(counts);
}

// Where the tag is in Modbus, as docs/reference/wire.md has it.
function modbus(tag) {
  const [, area, kind, byte, bit] = /^%([IQ])([XWD])(\d+)(?:\.(\d))?$/.exec(tag.address) ?? [];
  if (!area) return "";
  if (kind === "X") return `${area === "I" ? "1x" : "0x"} ${8 * Number(byte) + Number(bit)}`;
  return `${area === "I" ? "3x" : "4x"} ${Number(byte) / 2}`;
}
