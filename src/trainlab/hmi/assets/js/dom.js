// Elements out of a name, attributes and children; nothing is ever parsed from text but our own SVG.
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const STILL_MS = 500;

// A button that does something only while it is held, by pointer or key. `press(true)` says from time to time that it
// still is; a `release` that reached nobody (it gives false) is said again. Each waits for the answer to the one before.
export function holdable(button, press, release) {
  let held = false;
  let told = Promise.resolve();
  let timer;
  const tell = (what) => {
    clearTimeout(timer);
    told = told.then(what).then((answer) => {
      clearTimeout(timer);
      if (held) timer = setTimeout(() => (button.isConnected ? tell(() => press(true)) : up()), STILL_MS);
      else if (answer === false) timer = setTimeout(() => tell(release), STILL_MS);
    });
  };
  const down = (event) => {
    event.preventDefault();
    if (held) return;
    held = true;
    button.setAttribute("aria-pressed", "true");
    tell(() => press(false));
  };
  const up = () => {
    if (!held) return;
    held = false;
    button.setAttribute("aria-pressed", "false");
    tell(release);
  };
  button.addEventListener("pointerdown", (event) => {
    button.setPointerCapture(event.pointerId);
    button.focus();
    down(event);
  });
  button.addEventListener("pointerup", up);
  button.addEventListener("pointercancel", up);
  button.addEventListener("lostpointercapture", up);
  button.addEventListener("blur", up);
  button.addEventListener("keydown", (event) => {
    if (event.key === " " || event.key === "Enter") down(event);
  });
  button.addEventListener("keyup", (event) => {
    if (event.key === " " || event.key === "Enter") up();
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}

// A number with so many significant digits; whole numbers as they are.
export function number(value, digits = 4) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "1" : "0";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(digits - 1);
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

// A unit as it is written by hand: m³/s, °C.
export function unit(name) {
  return name.replaceAll("degC", "°C").replace(/([a-z])([23])(?!\d)/g, (_, letter, power) => letter + { 2: "²", 3: "³" }[power]);
}

export function clock(seconds, digits = 1) {
  if (seconds === null || seconds === undefined) return "–";
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - 60 * minutes).toFixed(digits).padStart(3 + digits, "0")}`;
}
