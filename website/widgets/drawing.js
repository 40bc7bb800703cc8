// Drawings in SVG that take their colours from the page's theme.

const SVG = "http://www.w3.org/2000/svg";

/** Return an SVG element with attributes and children. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * Return a picture, {node, redraw}, that is drawn anew whenever its room changes, so that its
 * letters keep their size on a phone.
 *
 * @param label a text for those who see no picture.
 * @param height in pixels.
 * @param draw function from the width in pixels to a list of SVG elements.
 */
export function picture(label, height, draw) {
  const node = svg("svg", { class: "widget-picture", role: "img", "aria-label": label });
  let width = 0;
  const redraw = () => {
    if (!width) return;
    node.setAttribute("viewBox", `0 0 ${width} ${height}`);
    node.replaceChildren(...draw(width));
  };
  new ResizeObserver(([{ contentRect }]) => {
    const room = Math.round(contentRect.width);
    if (room === width) return;
    width = room;
    redraw();
  }).observe(node);
  return { node, redraw };
}

/** Return a text at a place; `anchor` is "start", "middle" or "end". */
export const text = (x, y, words, anchor = "start", kind = "") =>
  svg("text", { x, y, "text-anchor": anchor, class: kind }, words);

/** Return a function from an interval of values to one of places. */
export const scale = ([from, to], [start, end]) => (value) =>
  start + ((value - from) / (to - from)) * (end - start);

/** Return round numbers that divide an interval into about so many parts. */
export function ticks([from, to], parts = 4) {
  const rough = (to - from) / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}

/** Return a line through points [x, y]; `kind` is a class of widgets.css. */
export const line = (points, kind) =>
  svg("polyline", { points: points.map((point) => point.join(",")).join(" "), class: kind });

/**
 * Return the frame of a plot, {group, x, y}: axes with ticks, and functions that place values.
 *
 * @param box {left, top, width, height}, the room inside the axes.
 * @param across interval of x, or null for no ticks there; @param up interval of y.
 * @param labels {x, y, showX, showY}: names of the axes, and functions that write a tick.
 */
export function frame({ left, top, width, height }, across, up, labels = {}) {
  const x = scale(across, [left, left + width]);
  const y = scale(up, [top + height, top]);
  const { showX = plainly, showY = plainly } = labels;
  const plain = (value) => Number(value.toPrecision(6));
  const group = svg("g", {}, svg("path", {
    class: "widget-axis", d: `M${left},${top}v${height}h${width}`,
  }));
  for (const value of labels.ticksY ?? ticks(up, 3)) {
    group.append(text(left - 6, y(value) + 4, showY(plain(value)), "end", "widget-tick"));
  }
  for (const value of labels.ticksX ?? ticks(across, 5)) {
    const below = top + height + 15;
    group.append(text(x(value), below, showX(plain(value)), "middle", "widget-tick"));
  }
  if (labels.x) group.append(text(left + width, top + height + 31, labels.x, "end"));
  if (labels.y) group.append(text(left, top - 8, labels.y));
  return { group, x, y };
}

const plainly = (value) => String(value).replace("-", "−");

/** Return a legend: short lines with their names, one after the other. */
export function legend(left, top, entries) {
  const group = svg("g");
  let x = left;
  for (const [name, kind] of entries) {
    group.append(line([[x, top], [x + 24, top]], kind), text(x + 30, top + 4, name));
    x += 46 + 7.2 * name.length;
  }
  return group;
}

/** Return whether the reader's system asks for less motion. */
export const prefersStillness = () =>
  matchMedia("(prefers-reduced-motion: reduce)").matches;
