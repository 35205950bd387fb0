// The contrast of every text that is seen on a page with its ground, as WCAG 2.2 (1.4.3) reckons it.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parsed = new Map();
  // Red, green, blue and opacity, 0..1, of whatever colour the browser understands.
  const parts = (colour) => {
    if (!parsed.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      parsed.set(colour, [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255));
    }
    return parsed.get(colour);
  };
  const over = ([r, g, b, a], ground) => [r, g, b].map((part, n) => part * a + ground[n] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const groundOf = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      layers.push(parts(getComputedStyle(each).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [1, 1, 1]);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: element, textContent } = walker.currentNode;
    if (!textContent.trim() || element.closest("svg, noscript, :disabled, option:not(:checked)")) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const size = parseFloat(style.fontSize) * 0.75; // in points
    const large = size >= 18 || (size >= 14 && Number(style.fontWeight) >= 700);
    const ratio = contrast(over(parts(style.color), ground), ground);
    found.push([ratio, large ? 3 : 4.5, `${element.tagName}.${element.className} "${textContent.trim().slice(0, 30)}"`]);
  }
  return found;
}
