// The soft PLC's program: its text with covered lines, its variables, another text while the page is open.
import { el, number, setText } from "./dom.js";
import { editor } from "./editor.js";
import { mark, standsForForced } from "./forced.js";
import { said, t, current } from "./words.js";

const CHANGED_MEANWHILE = "TL0016";
const STARTER = "PROGRAM main\nVAR\n    start_button : BOOL;\n    lamp_green   : BOOL;\nEND_VAR\n    lamp_green := start_button;\nEND_PROGRAM\n";

export function programPage(main, store, heed) {
  const may = store.may("program");
  const listing = el("ol", { class: "listing", tabindex: "0" });
  const draft = new Draft(store);
  const sheet = editor(t("program"), () => draft.keep({ text: sheet.text.value }));
  const note = el("span", { class: "quiet", role: "status" });
  const problems = el("ul", { class: "problems", role: "alert" });
  const files = el("div", { class: "files", role: "tablist" });
  const variables = el("tbody", {});
  const filter = el("input", { type: "search", placeholder: t("filter"), "aria-label": t("filter"), oninput: () => showVariables() });
  const edit = button(t("edit"), () => {
    draft.keep({ file: name, text: store.program.sources[name] ?? STARTER, base: store.program.builds?.[name] ?? "" });
    editing();
    sheet.text.focus();
  });
  const load = button(t("load"), () => send({ base: draft.kept.base }));
  const cancel = button(t("cancel"), () => {
    draft.drop();
    editing();
    showSource();
  });
  const cold = button(t("cold"), () => store.ask({ do: "restart", warm: false }));
  const warm = button(t("warm"), () => store.ask({ do: "restart", warm: true }));
  let name = draft.kept?.file ?? "";

  function button(text, action) {
    return el("button", { onclick: action, disabled: !may }, text);
  }

  function editing() {
    const on = draft.kept !== null;
    sheet.element.hidden = load.hidden = cancel.hidden = !on;
    listing.hidden = edit.hidden = on;
    setText(note, on ? t("draft") : "");
    if (on) {
      sheet.write(draft.kept.text);
    }
    showProblems();
  }

  // A text that begins from another build than the one that is there now is refused, but for whoever says all the same.
  async function send(from) {
    draft.keep({ asked: await store.ask({ do: "program", text: sheet.text.value, file: name, ...from }) });
    settle();
  }

  // What the compiler says of the draft: it is loaded, or its first mistake is shown.
  function settle() {
    if (!answered()) return;
    if (wrong().length) {
      showProblems();
      goTo(said(wrong()[0]));
      return;
    }
    if (!Object.values(store.program.sources).includes(draft.kept.text)) return; // the answer to another's
    draft.drop();
    editing();
    showSource();
    setText(note, t("loaded"));
  }

  const answered = () => draft.kept !== null && (draft.kept.asked ?? null) !== null && draft.kept.asked === store.program.answers;
  const wrong = () => (answered() ? store.program.problems ?? [] : []);
  const here = (told) => !told.file || short(told.file) === short(name) || !name;

  function goTo(told) {
    if (here(told) && told.line) sheet.goTo(told.line, told.column ?? 1);
  }

  function showSource() {
    const names = Object.keys(store.program.sources);
    if (!names.includes(name) && draft.kept === null) name = names[0] ?? "";
    files.replaceChildren(...(names.length > 1 ? names.map((each) =>
      el("button", { role: "tab", "aria-selected": String(each === name), disabled: draft.kept !== null, onclick: () => { name = each; showSource(); } }, each)) : []));
    const text = store.program.sources[name];
    if (text === undefined) {
      listing.replaceChildren(el("li", { class: "none" }, t(store.about.shows_program ? "noProgram" : "notYours")));
      setText(edit, t("newProgram"));
      return;
    }
    setText(edit, t("edit"));
    listing.replaceChildren(...text.split("\n").map((line) => el("li", {}, el("code", {}, line || " "))));
    showCovered();
  }

  function showCovered() {
    const lines = new Set(store.program.covered.filter(([file]) => file === short(name)).map(([, line]) => line));
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
    if (at) listing.scrollTop = at.offsetTop - (listing.clientHeight - at.offsetHeight) / 2; // once: it is shown, not held
  }

  function showVariables() {
    const wanted = filter.value.toLowerCase();
    const shown = Object.entries(store.program.variables).filter(([path]) => path.toLowerCase().includes(wanted)).slice(0, 500);
    if (variables.children.length === shown.length && shown.every(([path], n) => variables.children[n].dataset.path === path)) {
      shown.forEach(([, value], n) => setText(variables.children[n].lastChild, written(value)));
    } else {
      variables.replaceChildren(...shown.map(([path, value]) =>
        el("tr", { "data-path": path }, el("th", { scope: "row" }, path), el("td", { class: "number" }, written(value)))));
    }
    showForced();
  }

  function showForced() {
    for (const row of variables.children) mark(row.firstChild, standsForForced(store, row.dataset.path));
  }

  function showProblems() {
    problems.replaceChildren(...wrong().map((problem) => {
      const told = said(problem);
      return el("li", { class: told.severity ?? "error" },
        el("button", { class: "place", onclick: () => goTo(told) }, `${place(told)} ${told.code}`),
        ` ${told.message}`, el("small", {}, ` ${told.help ?? ""} `),
        told.code === CHANGED_MEANWHILE ? button(t("loadAllTheSame"), () => send({})) : null);
    }));
    sheet.mark(new Set(wrong().map(said).filter(here).map((told) => told.line)));
  }

  heed("program", (event) => {
    if ("sources" in event.detail && draft.kept === null) showSource();
    if ("covered" in event.detail) showCovered();
    if ("variables" in event.detail) showVariables();
    if ("answers" in event.detail) settle();
  });
  showSource();
  editing();
  showVariables();
  main.lang = current();
  heed("state", (event) => {
    showStopped();
    if ("forced" in event.detail) showForced();
  });
  main.append(el("div", { class: "program-and-variables" },
    el("section", { class: "source" },
      el("div", { class: "bar" }, edit, load, cancel, cold, warm, note), files, problems, listing, sheet.element,
      el("p", { class: "quiet" }, t("covered"), " ", t("tabIndents"))),
    el("section", { class: "variables" }, el("h2", {}, t("variables")), filter,
      el("div", { class: "wide" }, el("table", {}, variables)))));
  showStopped();
}

const place = ({ file, line, column }) => [file, line, column].filter(Boolean).join(":");
const short = (file) => file.split("/").at(-1);

// A changed text that is not loaded yet: kept while its window is open, on whatever page.
class Draft {
  constructor(store) {
    this.key = `draft/${store.about.file}/${store.station}`;
    this.kept = JSON.parse(sessionStorage.getItem(this.key));
  }

  keep(changed) {
    this.kept = { ...this.kept, ...changed };
    sessionStorage.setItem(this.key, JSON.stringify(this.kept));
  }

  drop() {
    this.kept = null;
    sessionStorage.removeItem(this.key);
  }
}

function written(value) {
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  return typeof value === "number" ? number(value) : String(value);
}
