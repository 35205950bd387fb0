// The mark of a tag that somebody holds at a value, wherever it is shown: a word, not a colour alone.
import { el } from "./dom.js";
import { t } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const SIGNALS = ["on", "alarm", "fill", "move", "travel", "read"];

export const isForced = (store, name) => name in (store.state.forced ?? {});

// Behind the words of an element.
export function mark(element, forced) {
  element.classList.toggle("forced", forced);
  const badge = element.querySelector(":scope > .badge");
  if (!forced) badge?.remove();
  else if (!badge) element.append(el("small", { class: "badge" }, ` ${t("forced")}`));
}

// Whether a variable of a program has the name of a forced tag.
export function standsForForced(store, path) {
  const name = path.split(".").at(-1).toLowerCase();
  return Object.keys(store.state.forced ?? {}).some((tag) => tag.toLowerCase() === name);
}

// Frames around the symbols of forced tags in a mimic, by signal or designation; a line for those that have none.
export class ForcedSymbols {
  constructor(svg, store) {
    this.svg = svg;
    this.store = store;
    this.title = svg.getAttribute("aria-label");
    this.marks = shape("g", { class: "forced-marks" });
    svg.append(this.marks);
    this.shown = "";
  }

  show() {
    const names = Object.keys(this.store.state.forced ?? {});
    if (names.join() === this.shown) return;
    this.shown = names.join();
    this.marks.replaceChildren();
    for (const each of this.svg.querySelectorAll(".forced")) each.classList.remove("forced");
    const unseen = names.filter((name) => !this.#frame(name));
    if (unseen.length) this.#note(t("forcedNow", { names: unseen.join(", ") }));
    this.svg.setAttribute("aria-label", names.length ? `${this.title}. ${t("forcedNow", { names: names.join(", ") })}` : this.title);
  }

  #frame(name) {
    const { reference } = this.store.tags.get(name) ?? {};
    const symbols = [...this.svg.querySelectorAll(":scope > g[transform]")].filter((symbol) =>
      (reference && symbol.querySelector(":scope > title")?.textContent === reference) ||
      SIGNALS.some((key) => symbol.querySelector(`[data-${key}="${name}"]`)));
    for (const symbol of symbols) {
      symbol.classList.add("forced");
      const { x, y, width, height } = symbol.getBBox();
      const { e, f } = symbol.transform.baseVal.consolidate().matrix;
      this.marks.append(
        shape("rect", { x: x + e - 3, y: y + f - 3, width: width + 6, height: height + 6, rx: 3, class: "frame" }),
        shape("text", { x: x + e - 3, y: y + f - 6 }, t("forced")));
    }
    return symbols.length > 0;
  }

  #note(text) {
    const { height } = this.svg.viewBox.baseVal;
    this.marks.append(shape("text", { x: 8, y: height - 6 }, text));
  }
}

function shape(name, attributes, text = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}
