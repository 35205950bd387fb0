// The soft PLC's program: its text with covered lines, its variables, another text while the page is open.
import { el, number, setText } from "./dom.js";
import { said, t, current } from "./words.js";

const STARTER = "PROGRAM main\nVAR\n    start_button : BOOL;\n    lamp_green   : BOOL;\nEND_VAR\n    lamp_green := start_button;\nEND_PROGRAM\n";

export function programPage(main, store, heed) {
  const may = store.may("program");
  const listing = el("ol", { class: "listing", tabindex: "0" });
  const editor = el("textarea", { class: "editor", spellcheck: "false", wrap: "off", "aria-label": t("program"), hidden: true });
  const problems = el("ul", { class: "problems", role: "alert" });
  const files = el("div", { class: "files", role: "tablist" });
  const variables = el("tbody", {});
  const filter = el("input", { type: "search", placeholder: t("filter"), "aria-label": t("filter"), oninput: () => showVariables() });
  const edit = button(t("edit"), () => editing(true));
  const load = button(t("load"), send);
  const cancel = button(t("cancel"), () => editing(false));
  const cold = button(t("cold"), () => store.ask({ do: "restart", warm: false }));
  const warm = button(t("warm"), () => store.ask({ do: "restart", warm: true }));
  let name = "";
  let asked = null;

  function button(text, action) {
    return el("button", { onclick: action, disabled: !may }, text);
  }

  function editing(on) {
    editor.hidden = load.hidden = cancel.hidden = !on;
    listing.hidden = edit.hidden = on;
    if (on) {
      editor.value = store.program.sources[name] ?? STARTER;
      editor.focus();
    }
  }

  async function send() {
    asked = await store.ask({ do: "program", text: editor.value, file: name });
  }

  function showSource() {
    const names = Object.keys(store.program.sources);
    if (!names.includes(name)) name = names[0] ?? "";
    files.replaceChildren(...(names.length > 1 ? names.map((each) =>
      el("button", { role: "tab", "aria-selected": String(each === name), onclick: () => { name = each; showSource(); } }, each)) : []));
    const text = store.program.sources[name];
    if (text === undefined) {
      listing.replaceChildren(el("li", { class: "none" }, t("noProgram")));
      setText(edit, t("newProgram"));
      return;
    }
    setText(edit, t("edit"));
    listing.replaceChildren(...text.split("\n").map((line) => el("li", {}, el("code", {}, line || " "))));
    showCovered();
    showProblems();
  }

  function showCovered() {
    const short = name.split("/").at(-1);
    const lines = new Set(store.program.covered.filter(([file]) => file === short).map(([, line]) => line));
    [...listing.children].forEach((item, n) => item.classList.toggle("covered", lines.has(n + 1)));
  }

  // The line at which the program stopped.
  function showStopped() {
    const { file = "", line } = said(store.state.stopped) || {};
    const here = file.split(/[\\/]/).at(-1) === name.split("/").at(-1);
    const at = (here && listing.children[line - 1]) || null;
    const marked = listing.querySelector(".stopped");
    if (marked === at) return;
    marked?.classList.remove("stopped");
    at?.classList.add("stopped");
  }

  function showVariables() {
    const wanted = filter.value.toLowerCase();
    const shown = Object.entries(store.program.variables).filter(([path]) => path.toLowerCase().includes(wanted)).slice(0, 500);
    if (variables.children.length === shown.length && shown.every(([path], n) => variables.children[n].dataset.path === path)) {
      shown.forEach(([, value], n) => setText(variables.children[n].lastChild, written(value)));
      return;
    }
    variables.replaceChildren(...shown.map(([path, value]) =>
      el("tr", { "data-path": path }, el("th", { scope: "row" }, path), el("td", { class: "number" }, written(value)))));
  }

  function showProblems() {
    const found = store.program.problems ?? [];
    problems.replaceChildren(...found.map((problem) => {
      const told = said(problem);
      return el("li", { class: told.severity ?? "error" },
        el("b", {}, `${told.file ?? ""}:${told.line ?? ""}:${told.column ?? ""} ${told.code} `), told.message, el("small", {}, ` ${told.help ?? ""}`));
    }));
    const lines = new Set(found.map((problem) => said(problem).line));
    [...listing.children].forEach((item, n) => item.classList.toggle("wrong", lines.has(n + 1)));
  }

  heed("program", (event) => {
    if ("sources" in event.detail && editor.hidden) showSource();
    if ("covered" in event.detail) showCovered();
    if ("variables" in event.detail) showVariables();
    if ("problems" in event.detail || "answers" in event.detail) {
      showProblems();
      if (asked !== null && event.detail.answers === asked && !(store.program.problems ?? []).length) {
        asked = null;
        editing(false);
        showSource();
      }
    }
  });
  editing(false);
  showSource();
  showVariables();
  main.lang = current();
  heed("state", showStopped);
  showStopped();
  main.append(el("div", { class: "program-and-variables" },
    el("section", { class: "source" },
      el("div", { class: "bar" }, edit, load, cancel, cold, warm), files, problems, listing, editor,
      el("p", { class: "quiet" }, t("covered"))),
    el("section", { class: "variables" }, el("h2", {}, t("variables")), filter,
      el("div", { class: "wide" }, el("table", {}, variables)))));
}

function written(value) {
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  return typeof value === "number" ? number(value) : String(value);
}
