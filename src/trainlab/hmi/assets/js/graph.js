// The drawing of trends: lanes with an axis each, round marks of time, and the line of the cursor.
import { readable } from "./reading.js";

const STEPS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const MARK_LETTERS = 6; // between two marks of time
const LEAST_SHARE = 0.05; // of its own size is the least height of an axis

// The signals of each lane: all of a unit, or one.
export function lanesOf(names, units) {
  const lanes = new Map();
  for (const name of names) {
    const key = units[name] && units[name] !== "raw" ? units[name] : `signal ${name}`;
    lanes.set(key, [...(lanes.get(key) ?? []), name]);
  }
  return [...lanes.values()];
}

// A round number that is not below one: 1, 2 or 5 with zeros.
function round(least) {
  const size = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].find((each) => each * size >= least * (1 - 1e-9)) * size;
}

// An axis between round numbers around what is shown, not higher than what changes deserves.
export function axisOf(values) {
  const sound = values.filter((value) => value !== null && value !== undefined);
  if (!sound.length) return [0, 1];
  let low = sound.reduce((a, b) => Math.min(a, b)), high = sound.reduce((a, b) => Math.max(a, b));
  const least = LEAST_SHARE * Math.max(Math.abs(low), Math.abs(high)) || 1;
  if (high - low < least) {
    const middle = (low + high) / 2;
    [low, high] = low === 0 ? [0, least] : [middle - least / 2, middle + least / 2];
  }
  const step = round((high - low) / 4);
  return [Math.floor(low / step + 1e-6) * step, Math.ceil(high / step - 1e-6) * step];
}

// Moments of time to mark between two, as many as there is room for.
export function timesOf(from, to, most) {
  const step = STEPS_S.find((each) => (to - from) / each <= most) ?? 3600 * round((to - from) / most / 3600);
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(to / step + 1e-9) - first + 1) }, (_, n) => (first + n) * step);
}

export function markOf(s) {
  const minutes = Math.floor(s / 60 + 1e-9);
  const rest = Math.abs(s - 60 * minutes);
  return `${minutes}:${Number.isInteger(Number(rest.toFixed(3))) ? rest.toFixed(0).padStart(2, "0") : rest.toFixed(1).padStart(4, "0")}`;
}

// The sample that is nearest to a moment.
export function nearest(times, s) {
  let low = 0, high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= s) low = middle;
    else high = middle;
  }
  return high >= 0 && Math.abs(times[high] - s) < Math.abs(times[low] - s) ? high : low;
}

// Draws what is shown; gives where its time begins and ends on the canvas, in CSS pixels.
export function drawTrends(canvas, shown, chosen, { lanes, unitOf, stepped, cursor }) {
  const scale = devicePixelRatio || 1;
  const width = canvas.clientWidth, height = canvas.clientHeight;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const g = canvas.getContext("2d");
  g.scale(scale, scale);
  if (!shown || !chosen.length) return null;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name);
  const letter = 0.75 * parseFloat(style.fontSize);
  const foot = 1.4 * parseFloat(style.fontSize) - 3;
  g.font = `${letter}px sans-serif`;
  const axes = lanes.map((names) => axisFor(names, shown, unitOf, stepped));
  const left = 8 + Math.max(...axes.flatMap(({ labels }) => labels).map((text) => g.measureText(text).width));
  const right = width - 8;
  const x = (s) => left + ((s - shown.from) / (shown.to - shown.from)) * (right - left);
  const line = (from, to, alpha) => {
    g.globalAlpha = alpha;
    g.beginPath();
    g.moveTo(...from);
    g.lineTo(...to);
    g.stroke();
    g.globalAlpha = 1;
  };
  g.fillStyle = g.strokeStyle = colour("--quiet");
  for (const s of timesOf(shown.from, shown.to, (right - left) / (MARK_LETTERS * letter))) {
    line([x(s), 0], [x(s), height - foot + 2], 0.25);
    const text = markOf(s);
    const half = g.measureText(text).width / 2;
    g.fillText(text, Math.min(Math.max(x(s) - half, 0), width - 2 * half - 1), height - 4);
  }
  const lane = (height - foot) / lanes.length;
  axes.forEach(({ labels }, at) => {
    const top = at * lane + 6, bottom = (at + 1) * lane - 6;
    g.fillStyle = g.strokeStyle = colour("--quiet");
    g.textAlign = "right";
    g.fillText(labels[1], left - 4, top + 0.7 * letter);
    g.fillText(labels[0], left - 4, bottom);
    g.textAlign = "left";
    line([left, bottom], [right, bottom], 0.25);
  });
  const at = cursor === null ? -1 : nearest(shown.t, cursor);
  chosen.forEach((name, n) => {
    const values = shown.signals[name] ?? [];
    const index = lanes.findIndex((names) => names.includes(name));
    const [low, high] = axes[index].range;
    const top = index * lane + 6, bottom = (index + 1) * lane - 6;
    const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top);
    g.fillStyle = g.strokeStyle = colour(`--trend-${n + 1}`);
    g.lineWidth = 1.6;
    curve(g, shown.t.map(x), values.map((value) => (value === null ? null : y(value))), stepped(name));
    if (at >= 0 && values[at] !== null && values[at] !== undefined) {
      g.beginPath();
      g.arc(x(shown.t[at]), y(values[at]), 3.5, 0, 7);
      g.fill();
    }
  });
  if (at >= 0) {
    g.strokeStyle = colour("--ink");
    g.lineWidth = 1;
    line([x(shown.t[at]), 0], [x(shown.t[at]), height - foot], 0.8);
  }
  return { left, right };
}

// An axis and its two labels, in the unit for reading.
function axisFor(names, shown, unitOf, stepped) {
  const values = names.flatMap((name) => shown.signals[name] ?? []);
  if (names.every(stepped)) return { range: [0, 1], labels: ["0", "1"] };
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  const { unit, factor } = readable(unitOf(names[0]), size);
  const [low, high] = axisOf(values.map((value) => (value === null ? null : value * factor)));
  const labels = [plain(low), `${plain(high)} ${unit}`.trim()];
  return { range: [low / factor, high / factor], labels };
}

const plain = (value) => String(Number(value.toPrecision(6)));

function curve(g, xs, ys, stepped) {
  g.beginPath();
  let last = null;
  ys.forEach((y, k) => {
    if (y === null) { last = null; return; }
    if (last === null) g.moveTo(xs[k], y);
    else {
      if (stepped) g.lineTo(xs[k], last);
      g.lineTo(xs[k], y);
    }
    last = y;
  });
  g.stroke();
}
