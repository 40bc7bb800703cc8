// Forecasts of a year, from whatever month the reader stands in.

import { announcement, element } from "../../dom.js";
import { choice, controlRow, shown, slider, table } from "../controls.js";
import { frame, legend, line, picture, svg } from "../drawing.js";

const YEAR = 12;
const BEFORE = 36; // months drawn before the origin

/** Return the root of the mean squared difference of two lists. */
const rootMeanSquare = (forecast, truth) =>
  Math.sqrt(truth.reduce((sum, value, i) => sum + (forecast[i] - value) ** 2, 0) / truth.length);

export async function mount(stage, { model }) {
  const response = await fetch(new URL(`../models/${model}.json`, import.meta.url));
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  const { months, passengers, origins, models } = await response.json();
  const which = choice("Model", {
    improved: "GRU, improved: sees changes of the yearly growth",
    lesson: "GRU of the lesson: sees passengers",
  }, refresh);
  // The last month has nothing after it to compare with.
  const origin = slider("Origin of the forecast", {
    min: 0, max: origins.length - 1, step: 1, value: 0, show: (i) => months[origins[i]],
  }, refresh);
  const now = () => {
    const at = origins[origin.value];
    const truth = passengers.slice(at + 1, at + 1 + YEAR);
    const lastYear = passengers.slice(at + 1 - YEAR, at + 1);
    return { at, truth, lastYear, path: models[which.value][origin.value] };
  };
  const drawing = picture(
    "Passengers over the months: known up to the origin, then what came, the forecast of the " +
      "network for twelve months, and the same months of the year before.",
    300, (width) => draw(width, months, passengers, now()));
  const says = announcement("widget-says");
  const numbers = element("div");
  function refresh() {
    const { at, truth, lastYear, path } = now();
    drawing.redraw();
    says.textContent = `From ${months[at]}, over ${truth.length} months: the network misses ` +
      `by ${shown(rootMeanSquare(path, truth), 1)} thousand passengers, last year's months ` +
      `by ${shown(rootMeanSquare(lastYear, truth), 1)} (root of the mean square).`;
    numbers.replaceChildren(table("The year after the origin, thousands of passengers",
      ["month", "came", "network", "last year"],
      truth.map((value, i) => [
        months[at + 1 + i], ...[value, path[i], lastYear[i]].map((v) => shown(v, 1)),
      ])));
  }
  stage.append(controlRow(which.box), controlRow(origin.box), drawing.node, says,
    element("details", {}, element("summary", {}, "All numbers"), numbers));
  refresh();
}

function draw(width, months, passengers, { at, truth, lastYear, path }) {
  const first = at - BEFORE;
  const box = { left: 44, top: 56, width: width - 60, height: 195 };
  const years = [...months.keys()].filter((m) => months[m].endsWith("-01"));
  const ticksX = years.filter((m) => m >= first && m <= at + YEAR);
  const { group, x, y } = frame(box, [first, at + YEAR], [0, 700], {
    y: "thousands of passengers", ticksX, showX: (m) => months[m].slice(0, 4),
  });
  const from = (start, values) => values.map((value, i) => [x(start + i), y(value)]);
  const known = passengers.slice(first, at + 1);
  const joined = [passengers[at], ...truth];
  group.append(
    line(from(first, known), "ink"), line(from(at, joined), "dotted"),
    line(from(at + 1, path), "blue"), line(from(at + 1, lastYear), "orange"),
    svg("circle", { cx: x(at), cy: y(passengers[at]), r: 5, class: "blue-dot" }));
  return [group, legend(4, 14, [
    ["network", "blue"], ["last year", "orange"], ["what came", "dotted"],
  ])];
}
