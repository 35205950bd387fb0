// The mimic, moved smoothly between two pushes, and the operator's panel.
import { el, holdable, setText } from "./dom.js";
import { ForcedSymbols, isForced, mark } from "./forced.js";
import { reading } from "./reading.js";
import { followTools } from "./toolpath.js";
import { current, said, t } from "./words.js";

const GLIDE_MS = 80;
const SETTLED_MS = 1000; // a slider that is moved shows what is asked for, and then what stands
const VESSEL = 4; // other symbols weigh as much as one whose content one wants to see
const LEGIBLE = 1.25; // pixels to a unit of the drawing, whose smallest letters have 9

export function plantPage(main, store, heed) {
  const drawing = el("div", { class: "drawing", tabindex: "0", role: "group", "aria-label": t("plant") });
  const picture = el("section", { class: "picture", "aria-label": t("plant") }, drawing);
  const mimic = store.about.mimic?.[current()];
  if (mimic) {
    drawing.innerHTML = mimic;
    drawing.style.setProperty("--legible", `${LEGIBLE * drawing.firstElementChild.viewBox.baseVal.width}px`);
    picture.append(whole(drawing));
  }
  main.append(hint(store, heed), el("div", { class: "plant-and-panel" }, picture, panel(store, heed)));
  drawing.scrollLeft = crowded(drawing);
  return mimic ? animate(drawing.firstElementChild, store, heed) : undefined;
}

// On a narrow screen the drawing scrolls in its frame at a size that can be read, or is seen whole.
function whole(drawing) {
  const button = el("button", { class: "whole", "aria-pressed": "false", onclick: () => {
    button.setAttribute("aria-pressed", String(drawing.classList.toggle("small")));
  } }, t("wholeDrawing"));
  return button;
}

// From where most of the plant is seen in a frame that shows a part of the drawing.
function crowded(drawing) {
  const width = drawing.clientWidth;
  if (drawing.scrollWidth <= width) return 0;
  const from = drawing.getBoundingClientRect().left - drawing.scrollLeft;
  const boxes = [...drawing.querySelectorAll("svg > g:not(.label, .lamp, .sounder, .pipe, .items)")].map((symbol) => {
    const { left, right } = symbol.getBoundingClientRect();
    return { left: left - from, right: right - from, weight: symbol.querySelector("[data-fill]") ? VESSEL : 1 };
  });
  const seen = (left) => boxes.filter((box) => box.left >= left && box.right <= left + width).reduce((sum, { weight }) => sum + weight, 0);
  const views = boxes.map((box) => Math.max(0, box.left - 8));
  return views.reduce((best, left) => (seen(left) > seen(best) ? left : best), 0);
}

// What a newcomer has to do before anything moves.
function hint(store, heed) {
  const text = el("span", {});
  const hand = el("button", { onclick: () => store.ask({ do: "seat_hand" }) }, t("takeHand"));
  const line = el("p", { class: "hint", hidden: true }, text, hand);
  const { about } = store;
  const places = about.places.map((place) => place.join(" ")).join(", ");
  const wanted = () => {
    const { phase, seat, t: now, over } = store.state;
    if (over || now > 0 || !phase || phase === "running") return "";
    if (seat === "program" && about.graded) return t("hintExam");
    if (seat === "program") return t("hintRun");
    return places || !store.may("seat_hand") ? t("hintPlc", { places: places || "–" }) : t("hintHand");
  };
  const show = () => {
    const told = wanted();
    setText(text, told);
    line.hidden = !told;
    hand.hidden = store.state.seat === "program" || !store.may("seat_hand");
  };
  heed("state", show);
  show();
  return line;
}

// A number that glides to each new value.
class Glide {
  constructor() {
    this.from = this.to = undefined;
    this.since = 0;
  }

  aim(value, now) {
    if (value === this.to) return;
    this.from = this.to === undefined ? value : this.at(now);
    this.to = value;
    this.since = now;
  }

  // A frame's time may lie before the moment of the last aim, by as much as the page is slow.
  at(now) {
    const share = Math.max(0, Math.min(1, (now - this.since) / GLIDE_MS));
    return this.from + (this.to - this.from) * share;
  }

  still(now) {
    return now - this.since >= GLIDE_MS;
  }
}

function animate(svg, store, heed) {
  const value = (name) => store.given(name);
  const share = (element, name) => {
    const full = Number(element.dataset.full || 1);
    const tag = store.tags.get(name);
    const raw = tag?.scale ? store.engineering(name, value(name)) : value(name);
    return Math.max(0, Math.min(1, Number(raw ?? 0) / full));
  };
  const glides = [];
  const glide = (selector, key, measure, apply) => {
    for (const element of svg.querySelectorAll(selector)) {
      glides.push({ element, glide: new Glide(), measure: () => measure(element, element.dataset[key]), apply });
    }
  };
  glide("[data-fill]", "fill", share, (element, at) => { element.style.transform = `scaleY(${at})`; });
  glide("[data-move]", "move", share, (element, at) => {
    const { dx, dy } = element.dataset;
    element.style.transform = `translate(${at * Number(dx)}px, ${at * Number(dy)}px)`;
  });
  glide("[data-travel]", "travel", (_, name) => Number(value(name) ?? 0), (element, at) => {
    element.style.strokeDashoffset = String(-at * Number(element.dataset.scale));
  });
  const switches = [...svg.querySelectorAll("[data-on]")];
  const alarms = [...svg.querySelectorAll("[data-alarm]")];
  const readings = [...svg.querySelectorAll("[data-read]")];
  const items = new Items(svg.querySelector(".items"));
  const forced = new ForcedSymbols(svg, store);
  followTools(svg, store, heed);

  let frame = 0;
  const paint = (now) => {
    let moving = false;
    for (const each of glides) {
      if (each.glide.to === undefined) continue;
      if (each.done) continue;
      each.apply(each.element, each.glide.at(now));
      each.done = each.glide.still(now);
      moving ||= !each.done;
    }
    moving = items.paint(now) || moving;
    frame = moving ? requestAnimationFrame(paint) : 0;
  };
  const show = () => {
    const now = performance.now();
    for (const element of switches) element.classList.toggle("on", Number(value(element.dataset.on) ?? 0) > 0);
    for (const element of alarms) element.classList.toggle("alarm", Number(value(element.dataset.alarm) ?? 0) > 0);
    for (const element of readings) {
      const { read, digits } = element.dataset;
      const tag = store.tags.get(read);
      const raw = tag?.scale ? store.engineering(read, value(read)) : value(read);
      setText(element, reading(raw, tag?.scale ? tag.unit : element.dataset.unit, Number(digits)));
    }
    for (const each of glides) {
      each.glide.aim(each.measure(), now);
      each.done = false;
    }
    items.aim(store.state.items ?? [], now);
    forced.show();
    if (!frame) frame = requestAnimationFrame(paint);
  };
  heed("state", show);
  show();
  return () => cancelAnimationFrame(frame);
}

// Loose things, each a rectangle that glides from place to place.
class Items {
  constructor(group) {
    this.group = group;
    this.known = new Map();
  }

  aim(items, now) {
    const present = new Set();
    for (const [n, x, y, width, height, kind, colour] of items) {
      present.add(n);
      let item = this.known.get(n);
      if (!item) {
        const element = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        element.classList.add("item");
        this.group?.append(element);
        item = { element, x: new Glide(), y: new Glide() };
        this.known.set(n, item);
      }
      item.element.setAttribute("width", width);
      item.element.setAttribute("height", height);
      item.element.dataset.kind = kind;
      item.element.style.fill = colour;
      item.x.aim(x, now);
      item.y.aim(y, now);
    }
    for (const [n, item] of this.known) {
      if (present.has(n)) continue;
      item.element.remove();
      this.known.delete(n);
    }
  }

  paint(now) {
    let moving = false;
    for (const { element, x, y } of this.known.values()) {
      element.style.transform = `translate(${x.at(now)}px, ${y.at(now)}px)`;
      moving ||= !x.still(now) || !y.still(now);
    }
    return moving;
  }
}

function panel(store, heed) {
  const may = store.may("operate");
  const devices = store.about.controls.map((control) => device(control, store, heed, may));
  const lamps = store.about.tags
    .filter((tag) => tag.direction === "output" && /^(lamp_|horn)/.test(tag.name))
    .map((tag) => el("span", { class: `lamp ${tag.name}`, "data-tag": tag.name, role: "img" },
      el("span", {}, said(tag.text), tag.reference ? el("small", {}, ` ${tag.reference}`) : null)));
  const show = () => {
    for (const lamp of lamps) {
      const on = Boolean(store.given(lamp.dataset.tag));
      lamp.classList.toggle("on", on);
      mark(lamp.firstChild, isForced(store, lamp.dataset.tag));
      lamp.setAttribute("aria-label", `${lamp.textContent}: ${on ? "1" : "0"}`);
    }
  };
  heed("state", show);
  show();
  return el("section", { class: "panel", "aria-label": t("panel") },
    el("h2", {}, t("panel")), store.about.graded && !may && !store.over ? el("p", { class: "quiet" }, t("panelClosed")) : null, el("div", { class: "lamps" }, lamps), el("div", { class: "devices" }, devices));
}

// A selector's name and those of its positions: "Gate: closed / open", or the positions alone.
function positions(text) {
  const [names, label] = text.split(/[:：]/).reverse().map((part) => part.trim());
  return names.includes("/") ? { label: label ?? t("mode"), names: names.split("/").map((part) => part.trim()) } : { label: text, names: [] };
}

function device(control, store, heed, may) {
  const operate = (value, still) => store.ask({ do: "operate", control: control.name, value, still });
  const name = said(control.text);
  const stands = () => store.state.controls?.[control.name] ?? control.initial;
  if (control.kind === "button") {
    const button = el("button", { class: `push ${control.name}`, "data-control": control.name, disabled: !may, "aria-pressed": "false" }, name);
    holdable(button, (still) => operate(1, still), () => operate(0));
    heed("state", () => button.classList.toggle("pressed", stands() > 0));
    return button;
  }
  if (control.kind === "mushroom") {
    const button = el("button", {
      class: "mushroom", "data-control": control.name, disabled: !may,
      onclick: () => operate(stands() > 0 ? 0 : 1),
    });
    const show = () => {
      const pressed = stands() > 0;
      setText(button, pressed ? `${name}: ${t("pressed")} (${t("release_")})` : name);
      button.setAttribute("aria-pressed", String(pressed));
    };
    heed("state", show);
    show();
    return button;
  }
  if (control.kind === "selector") {
    const last = Math.round(control.high);
    const choices = Array.from({ length: last - Math.round(control.low) + 1 }, (_, n) => Math.round(control.low) + n);
    const { label, names } = positions(name);
    const nameOf = (n) => {
      if (names.length === choices.length) return names[n - choices[0]];
      return last === 1 && choices.length === 2 ? t(n ? "on" : "off") : String(n);
    };
    const select = el("select", { "data-control": control.name, disabled: !may, onchange: () => operate(Number(select.value)) },
      choices.map((n) => el("option", { value: String(n) }, nameOf(n))));
    let told;
    const show = () => {
      if (told === stands()) return;
      told = stands();
      select.value = String(Math.round(told));
    };
    heed("state", show);
    show();
    return el("label", { class: "selector" }, label, select);
  }
  const shown = el("output", { "aria-live": "off" });
  const slider = el("input", {
    type: "range", min: String(control.low), max: String(control.high), step: "any", "data-control": control.name,
    disabled: !may, oninput: () => {
      operate(Number(slider.value));
      clearTimeout(settling);
      settling = setTimeout(() => { settling = 0; show(); }, SETTLED_MS);
    },
  });
  let settling = 0;
  const show = () => {
    if (!settling) slider.value = String(stands());
    setText(shown, reading(stands(), control.unit));
  };
  heed("state", show);
  show();
  return el("label", { class: "dial" }, el("span", { class: "name" }, name), slider, shown);
}
