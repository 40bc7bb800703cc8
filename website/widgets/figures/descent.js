// Gradient descent on a curve, with or without momentum, one step at a time.

import { announcement, button, element } from "../../dom.js";
import { choice, controlRow, shown, slider, table } from "../controls.js";
import { frame, line, picture, prefersStillness, svg } from "../drawing.js";

const MOST_STEPS = 40;
const PAUSE = 150; // milliseconds between the steps of a run
const FAR = 1e6; // as good as infinitely far away

/** The curves: cost and slope at w, and the part of the curve that is drawn. */
export const CURVES = {
  parabola: {
    name: "a parabola of curvature 1",
    cost: (w) => w ** 2 / 2,
    slope: (w) => w,
    across: [-3, 3],
    up: [0, 4.5],
  },
  steep: {
    name: "a parabola of curvature 4",
    cost: (w) => 2 * w ** 2,
    slope: (w) => 4 * w,
    across: [-3, 3],
    up: [0, 18],
  },
  valleys: {
    name: "two valleys, the right one deeper",
    cost: (w) => w ** 4 / 4 - w ** 2 - w / 4,
    slope: (w) => w ** 3 - 2 * w - 1 / 4,
    across: [-2.2, 2.2],
    up: [-1.5, 2],
  },
};

/** Return the place after a step; as SGD in numpy_nn/optimizers.py. */
export function stepOn({ w, velocity }, slope, rate, momentum) {
  const next = momentum * velocity - rate * slope(w);
  return { w: w + next, velocity: next };
}

export function mount(stage) {
  const reset = () => {
    clearTimeout(timer);
    path = [{ w: start.value, velocity: 0 }];
    refresh();
  };
  const curve = choice("Curve", CURVES, reset);
  const rate = slider("Learning rate", { min: 0.01, max: 2.2, step: 0.01, value: 0.1 }, reset);
  const start = slider("Start", { min: -2, max: 2, step: 0.05, value: -1.8 }, reset);
  const momentum = slider("Momentum", { min: 0, max: 0.98, step: 0.01, value: 0 }, reset);
  let path = [];
  let timer;
  const drawing = picture(
    "A curve of the cost over w, with a dot for every place visited so far, joined by a line.",
    270, (width) => draw(width, CURVES[curve.value], path));
  const says = announcement("widget-says");
  const numbers = element("div");
  const refresh = () => {
    drawing.redraw();
    says.textContent = summary(CURVES[curve.value], path);
    numbers.replaceChildren(tableOf(CURVES[curve.value], path));
  };
  const ended = () => path.length > MOST_STEPS || Math.abs(path.at(-1).w) > FAR;
  const step = () => {
    if (ended()) return;
    path.push(stepOn(path.at(-1), CURVES[curve.value].slope, rate.value, momentum.value));
    refresh();
  };
  const run = () => {
    clearTimeout(timer);
    if (prefersStillness()) {
      while (!ended()) step();
      return;
    }
    step();
    if (!ended()) timer = setTimeout(run, PAUSE);
  };
  stage.append(
    controlRow(curve.box), controlRow(rate.box, start.box, momentum.box),
    controlRow(button("Step", () => { clearTimeout(timer); step(); }), button("Run", run),
      button("Stop", () => clearTimeout(timer)), button("Reset", reset)),
    drawing.node, says,
    element("details", {}, element("summary", {}, "All places"), numbers));
  reset();
}

function summary({ cost, slope }, path) {
  const { w } = path.at(-1);
  if (Math.abs(w) > FAR) return `After ${path.length - 1} steps w is beyond all bounds.`;
  return `After ${path.length - 1} steps: w = ${shown(w)}, cost ${shown(cost(w))}, ` +
    `slope ${shown(slope(w))}`;
}

const tableOf = ({ cost, slope }, path) =>
  table("Every place of the walk", ["step", "w", "cost", "slope"],
    path.map(({ w }, n) => [String(n), ...[w, cost(w), slope(w)].map((v) => shown(v))]));

function draw(width, { cost, across, up }, path) {
  const box = { left: 44, top: 22, width: width - 56, height: 200 };
  const { group, x, y } = frame(box, across, up, { x: "w", y: "cost" });
  const [from, to] = across;
  const grid = Array.from({ length: 121 }, (_, i) => from + ((to - from) * i) / 120);
  const inside = grid.filter((w) => cost(w) <= up[1]);
  group.append(line(inside.map((w) => [x(w), y(cost(w))]), "ink"));
  // What is out of sight is drawn at the edge, so that it is seen to be out there.
  const places = path.map(({ w }) => [
    Math.min(Math.max(x(w), box.left), box.left + box.width),
    Math.min(Math.max(y(cost(w)), box.top), box.top + box.height),
  ]);
  group.append(line(places, "orange"));
  places.forEach(([cx, cy], n) => group.append(
    svg("circle", { cx, cy, r: n === path.length - 1 ? 6 : 3.5, class: "blue-dot" })));
  return [group];
}
