// Numbers as people read them. Everything is kept, sent and exported in SI units; this is the one place that
// shows some of them in others.
import { number, unit } from "./dom.js";

const READ = { "m3/s": ["l/min", 60000], m3: ["l", 1000], Pa: ["bar", 1e-5] };
const LARGE = { J: [["kWh", 1 / 3.6e6], ["kJ", 1e-3]], W: [["kW", 1e-3]] }; // from 1 on

// The unit for reading, and the factor to it, of numbers up to a size.
export function readable(name, size = 0) {
  const [shown, factor] = READ[name] ?? LARGE[name]?.find(([, each]) => Math.abs(size) * each >= 1) ?? [name, 1];
  return { unit: unit(shown), factor };
}

// A value with its unit; with so many digits behind the point in its own unit, or with four that count.
export function reading(value, name, digits = null) {
  const { unit: shown, factor } = readable(name ?? "", value ?? 0);
  if (value === null || value === undefined) return `– ${shown}`.trim();
  const scaled = Number(value) * factor;
  const places = digits === null || factor < 1 ? null : Math.max(0, digits - Math.round(Math.log10(factor)));
  return `${places === null ? number(factor === 1 ? value : scaled) : scaled.toFixed(Math.min(places, 6))} ${shown}`.trim();
}
