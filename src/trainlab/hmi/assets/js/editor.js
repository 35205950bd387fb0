// A text area with line numbers, of which some are marked, and a way to a place in it.
import { el } from "./dom.js";

const INDENT = "    ";

export function editor(label, changed) {
  const numbers = el("div", { class: "numbers", "aria-hidden": "true" });
  const text = el("textarea", { class: "editor", spellcheck: "false", wrap: "off", "aria-label": label,
    oninput: () => { count(); changed(); }, onscroll: follow, onkeydown: indent, onblur: () => { leaving = false; } });
  const element = el("div", { class: "editing" }, numbers, text);
  let leaving = false;

  function count() {
    const lines = text.value.split("\n").length;
    while (numbers.children.length > lines) numbers.lastElementChild.remove();
    while (numbers.children.length < lines) numbers.append(el("div", {}, String(numbers.children.length + 1)));
    follow();
  }

  function follow() {
    numbers.scrollTop = text.scrollTop;
  }

  // Tab indents; after Escape it leaves, so that the keyboard is not caught here.
  function indent(event) {
    if (event.key === "Escape") leaving = true;
    if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey || leaving) return;
    event.preventDefault();
    document.execCommand("insertText", false, INDENT); // what keeps the browser's undo
  }

  return {
    element,
    text,
    write(value) {
      text.value = value;
      count();
    },
    mark(lines) {
      [...numbers.children].forEach((each, n) => each.classList.toggle("wrong", lines.has(n + 1)));
    },
    goTo(line, column) {
      const before = text.value.split("\n").slice(0, line - 1);
      const place = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
      text.focus();
      text.setSelectionRange(place, place);
      const height = text.scrollHeight / numbers.children.length;
      text.scrollTop = Math.max(0, (line - 1) * height - text.clientHeight / 2);
      follow();
    },
  };
}
