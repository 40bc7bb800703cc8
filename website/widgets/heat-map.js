// A map of many numbers: a column for every word, a row for every unit.

import { element } from "../dom.js";
import { shown } from "./controls.js";

// From low over the middle to high; light in the middle, apart for the colour-blind.
const LOW = [179, 88, 6];
const MIDDLE = [247, 247, 247];
const HIGH = [84, 39, 136];
const CELL = { width: 26, height: 5 };

/** Return the colour of a number from −1 to 1, as "rgb(…)". */
export function colour(value) {
  const end = value < 0 ? LOW : HIGH;
  const share = Math.min(Math.abs(value), 1);
  return `rgb(${MIDDLE.map((m, i) => Math.round(m + share * (end[i] - m))).join(" ")})`;
}

/** Return an empty map, {node, draw}. */
export function heatMap() {
  const names = element("div", { className: "widget-map-names", "aria-hidden": "true" });
  const scale = element("p", { className: "widget-map-scale" });
  const room = element("div", { className: "widget-scroll", tabIndex: 0, role: "region",
    "aria-label": "Map of gates and states; it scrolls" });
  const node = element("div", { className: "widget-map", hidden: true }, room, scale);

  /**
   * Draw it.
   *
   * @param columns names of the columns, T words.
   * @param values T vectors of one number a unit.
   * @param order T vectors; units with the largest mean of these come first.
   * @param around the number in the middle of the colours.
   * @param label what is shown, for those who do not see it.
   */
  function draw({ columns, values, order, around, label }) {
    const units = values[0].length;
    const mean = Array.from({ length: units }, (_, unit) =>
      order.reduce((sum, step) => sum + step[unit], 0));
    const ranked = [...mean.keys()].sort((a, b) => mean[b] - mean[a]);
    const reach = Math.max(...values.map((step) =>
      step.reduce((most, v) => Math.max(most, Math.abs(v - around)), 0))) || 1;
    const canvas = element("canvas", { role: "img", "aria-label":
      `Map of the ${label}: ${columns.length} words from left to right, ${units} units ` +
      `from top to bottom, values from ${shown(around - reach, 2)} to ` +
      `${shown(around + reach, 2)}.`,
    width: CELL.width * columns.length, height: CELL.height * units });
    canvas.style.width = `${canvas.width}px`; // no further than the box can scroll
    const ink = canvas.getContext("2d");
    for (const [t, step] of values.entries()) {
      for (const [place, unit] of ranked.entries()) {
        ink.fillStyle = colour((step[unit] - around) / reach);
        ink.fillRect(t * CELL.width, place * CELL.height, CELL.width - 1, CELL.height);
      }
    }
    names.replaceChildren(...columns.map((name) => element("span", {}, name)));
    names.style.width = canvas.style.width;
    room.replaceChildren(canvas, names);
    scale.replaceChildren(
      swatch(-1), ` ${shown(around - reach, 2)} `, swatch(0), ` ${shown(around, 2)} `,
      swatch(1), ` ${shown(around + reach, 2)}`);
    node.hidden = false;
  }
  return { node, draw };
}

function swatch(value) {
  const box = element("span", { className: "widget-swatch" });
  box.style.backgroundColor = colour(value);
  return box;
}
