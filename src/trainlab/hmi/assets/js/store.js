// One station as the server tells of it: a stream of changes in, commands out.
import { t } from "./words.js";

const DISQUALIFIES = ["force", "fault"]; // in a graded run
const AGAIN_MS = 1000;
const ANSWER_MS = 3000;
const COMMAND_MS = 10_000; // a command that is not answered by then has reached nobody
const LOOK_MS = 500;
const SILENT = 5; // so many looks in a row without a word from the server, which says once a second that it is there
const HUNG_S = 2; // a bench that has been silent for so long is not well

export class Store extends EventTarget {
  constructor(station) {
    super();
    this.station = station;
    this.page = Math.random().toString(36).slice(2); // so that what it holds is let go when it is lost
    this.base = `/api/stations/${station}`;
    this.state = {};
    this.program = { sources: {}, variables: {}, covered: [] };
    this.events = [];
    this.checks = null;
    this.connected = false;
    this.hung = false; // the server is there, but it hears nothing of the bench
    this.silent = 0;
    this.number = null; // by which events name this page, where people have no names
  }

  async open() {
    const answer = await fetch(this.base);
    if (answer.status === 401) return location.assign("/");
    this.about = await answer.json();
    this.tags = new Map(this.about.tags.map((tag) => [tag.name, tag]));
    this.#listen();
    // Looks are counted, not seconds: a browser that stood still itself has had no chance to listen.
    this.watch = setInterval(() => {
      this.silent += 1;
      if (this.silent > SILENT) this.#lose();
    }, LOOK_MS);
  }

  #listen() {
    this.source = new EventSource(`${this.base}/stream?page=${this.page}`);
    this.silent = 0;
    this.source.onopen = () => this.#connect(true);
    this.source.onerror = () => {
      this.#connect(false);
      // A browser gives up where it is answered, but not let in: the station may have begun anew.
      if (this.source.readyState === EventSource.CLOSED) this.#lose();
    };
    this.#on("state", (changed) => {
      this.state = merged(this.state, changed);
      this.#tell("state", changed);
    });
    this.#on("program", (changed) => {
      this.program = merged(this.program, changed);
      this.#tell("program", changed);
    });
    this.#on("event", (events) => {
      const last = this.events.at(-1)?.n ?? 0;
      this.events.push(...events.filter((event) => event.n > last));
      if (this.events.length > 1000) this.events.splice(0, this.events.length - 1000);
      this.#tell("events", events);
    });
    this.#on("checks", (checks) => {
      this.checks = checks;
      this.#tell("checks", checks);
    });
    this.#on("alive", ({ bench, page }) => {
      const hung = bench > HUNG_S;
      if (hung === this.hung && page === this.number) return;
      this.hung = hung;
      this.number = page;
      this.#tell("connection", this.connected);
    });
    this.#on("built", () => {
      this.events = [];
      this.checks = null;
      this.#tell("checks", null);
      this.#tell("events", []);
      this.#tell("built");
    });
  }

  async #again() {
    const answer = await fetch(this.base, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null);
    if (answer?.status === 401) return location.assign("/");
    if (answer?.ok) return this.#listen();
    setTimeout(() => this.#again(), AGAIN_MS);
  }

  // A request reached nobody, or nothing has been heard: the stream is dead, and may not know.
  #lose() {
    if (!this.source) return;
    this.source.close();
    this.source = null;
    this.#connect(false);
    setTimeout(() => this.#again(), AGAIN_MS);
  }

  close() {
    clearInterval(this.watch);
    this.source?.close();
  }

  // Whether this person may ask for something in this run.
  may(what) {
    return !this.over && this.about.may.includes(what);
  }

  // Whether a graded run has ended, so that nothing done to it counts any more.
  get over() {
    return this.about.graded && Boolean(this.state.over || this.state.refused);
  }

  // The number of a request; null if it is refused, false if it reaches nobody.
  async ask(request) {
    if (!this.connected) return false;
    if (DISQUALIFIES.includes(request.do) && this.about.graded && !this.state.disqualified?.length
      && !confirm(t("disqualifies"))) return null;
    let answer;
    try {
      answer = await fetch(`${this.base}/commands`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Trainlab": "1" },
        signal: AbortSignal.timeout(COMMAND_MS),
        body: JSON.stringify({ ...request, page: this.page }),
      });
    } catch {
      this.#lose();
      return false;
    }
    if (answer.ok) return (await answer.json()).number;
    const body = await answer.json().catch(() => null);
    this.#tell("refused", body?.refused ?? { en: answer.statusText, "zh-CN": answer.statusText });
    return null;
  }

  history(signals, from, to, points) {
    const query = new URLSearchParams({ signals: signals.join(","), from, to, points });
    return fetch(`${this.base}/history?${query}`).then((answer) => answer.json());
  }

  // What the plant gets of an output, whose wire may be at fault; of anything else its value.
  given(name) {
    return this.state.arrives?.[name] ?? this.state.values?.[name];
  }

  engineering(name, value = this.state.values?.[name]) {
    const scale = this.tags.get(name)?.scale;
    if (value === null || value === undefined || !scale) return value;
    const [low, high, rawLow, rawHigh] = scale;
    return low + ((value - rawLow) * (high - low)) / (rawHigh - rawLow);
  }

  #on(name, heed) {
    this.source.addEventListener(name, (event) => {
      this.silent = 0;
      heed(JSON.parse(event.data));
    });
  }

  #connect(connected) {
    if (connected && !this.connected) {
      this.state = {};
      this.program = { sources: {}, variables: {}, covered: [] };
      this.events = [];
      this.checks = null;
      this.#tell("checks", null);
      this.#tell("events", []);
    }
    this.connected = connected;
    this.hung = false;
    this.silent = 0;
    this.#tell("connection", connected);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const DEEP = ["values", "arrives", "controls", "alarms", "forced", "forced_by", "writers", "own", "parameters", "variables", "sources", "builds"];

function merged(state, changed) {
  const next = { ...state };
  for (const [key, value] of Object.entries(changed)) {
    if (!DEEP.includes(key) || !next[key]) {
      next[key] = value;
      continue;
    }
    next[key] = { ...next[key] };
    for (const [name, each] of Object.entries(value)) {
      if (each === null && key !== "values") delete next[key][name];
      else next[key][name] = each;
    }
  }
  return next;
}
