// The way that a tool has gone since its program began, from the ticks of the station's history.
const EVERY_MS = 250;
const BACK_S = 900; // as far as one looks for the program's begin when the page opens
const POINTS = 20000; // of a request, as many as the server gives
const MOST_POINTS = 4000;
const TOLERANCE_MM = 0.02;
const ACTIVE = 1;
const OVER = [0, 4, 7]; // READY, STOPPED, PROGRAM_COMPLETED: what is active next is another run

export function followTools(svg, store, heed) {
  for (const group of svg.querySelectorAll("[data-run]")) new Follower(group, store, heed);
}

// The points of a path, without those on the straight way between their neighbours.
export class Path {
  constructor() {
    this.clear();
  }

  clear() {
    this.points = []; // [x, y, whether the tool cut on its way here]
    this.over = true;
  }

  add(x, y, cuts, execution) {
    if (execution === ACTIVE && this.over) this.clear();
    if (execution === ACTIVE || OVER.includes(execution)) this.over = execution !== ACTIVE;
    const last = this.points.at(-1);
    if (last && last[0] === x && last[1] === y) return;
    if (last && this.#straight(x, y, cuts)) this.points.pop();
    else if (last) this.heading = [x - last[0], y - last[1]];
    this.points.push([x, y, cuts]);
    if (this.points.length > MOST_POINTS) this.points.shift();
  }

  // Whether the way to here goes on in the direction in which it left the last corner.
  #straight(x, y, cuts) {
    const corner = this.points.at(-2);
    if (!corner || cuts !== this.points.at(-1)[2]) return false;
    const [dx, dy] = this.heading;
    const [px, py] = [x - corner[0], y - corner[1]];
    const aside = Math.abs(dx * py - dy * px) / Math.hypot(dx, dy);
    const [qx, qy] = [this.points.at(-1)[0] - corner[0], this.points.at(-1)[1] - corner[1]];
    return aside < TOLERANCE_MM && dx * (px - qx) + dy * (py - qy) > 0;
  }

  // What is drawn of it: the ways with a cut, or those without.
  drawn(cutting, across, down) {
    let text = "", pen = false;
    this.points.forEach(([x, y, cuts], n) => {
      if (n === 0 || cuts !== cutting) { pen = false; return; }
      const [fromX, fromY] = this.points[n - 1];
      if (!pen) text += `M${place(fromX * across)} ${place(fromY * down)}`;
      text += `L${place(x * across)} ${place(y * down)}`;
      pen = true;
    });
    return text;
  }
}

const place = (value) => value.toFixed(2);

class Follower {
  constructor(group, store, heed) {
    this.store = store;
    this.group = group;
    const { across, down, acrossScale, downScale, cutting, run } = group.dataset;
    this.signals = [across, down, cutting, run];
    this.scales = [Number(acrossScale), Number(downScale)];
    this.lines = [[group.querySelector(".travelled"), false], [group.querySelector(".cut"), true]];
    this.path = new Path();
    this.#anew();
    heed("built", () => this.#anew());
    heed("state", () => this.#look());
    this.#look();
  }

  #anew() {
    this.path.clear();
    this.until = this.stood = undefined; // the time up to which it is in the path, and where it stood then
    this.build = (this.build ?? 0) + 1;
    this.#draw();
  }

  // Ask for what has passed since, if the tool may have moved; one request at a time.
  async #look() {
    const now = this.store.state.t;
    if (this.busy || now === undefined || now === this.until || document.hidden) return;
    if (this.until !== undefined && this.#rests()) {
      this.until = now;
      return;
    }
    this.busy = true;
    const { build } = this;
    try {
      const from = this.until ?? (await this.#begin(now));
      const { t, signals } = await this.store.history(this.signals, from, now, POINTS);
      if (build === this.build) this.#take(t, this.signals.map((name) => signals[name]), now);
    } catch {
      // the connection's state is told by the head
    }
    setTimeout(() => {
      this.busy = false;
      if (this.group.isConnected) this.#look();
    }, EVERY_MS);
  }

  // Whether no program runs, and the tool stands where it stood.
  #rests() {
    const [across, down, , run] = this.signals.map((name) => this.store.state.values[name]);
    const before = this.stood;
    this.stood = `${across} ${down}`;
    return before === this.stood && OVER.includes(run);
  }

  // When the program that runs now, or ran last, began.
  async #begin(now) {
    const [, , , run] = this.signals;
    const { t, signals } = await this.store.history([run], Math.max(0, now - BACK_S), now, POINTS / 10);
    const states = signals[run];
    let n = states.lastIndexOf(ACTIVE);
    while (n > 0 && !OVER.includes(states[n - 1])) n -= 1;
    return n > 0 ? t[n - 1] : t[0] ?? 0;
  }

  #take(times, [across, down, cutting, run], now) {
    times.forEach((_, n) => this.path.add(across[n], down[n], cutting[n] > 0, run[n]));
    this.until = now;
    if (times.length) this.#draw();
  }

  #draw() {
    for (const [line, cuts] of this.lines) line.setAttribute("d", this.path.drawn(cuts, ...this.scales));
  }
}
