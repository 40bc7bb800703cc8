// One or two units of a GRU on sliders, and all that happens in them, step by step.

import { announcement, button, element } from "../../dom.js";
import { choice, controlRow, shown, slider, table } from "../controls.js";
import { frame, legend, line, picture, svg } from "../drawing.js";
import { gruStepForward, gruTrace } from "../gru.js";
import { fromRows } from "../matrix.js";
import { forward } from "../sequences.js";

const STEPS = 8;
const MOST_UNITS = 2;
const GATES = { z: "Update gate z", r: "Reset gate r", candidate: "Candidate" };
const START = {
  inputs: [0, 2, 0, 0, 0, -1.5, 0, 0],
  h0: [0, 0],
  weights: {
    z: { W: [-1, 0.5], U: [[0, 0.4], [-0.6, 0]], b: [1.5, -0.5] },
    r: { W: [0.8, -0.5], U: [[1, 0.8], [0, -1]], b: [0, 1] },
    candidate: { W: [1.2, -0.8], U: [[0.6, 0.5], [-0.7, 0.4]], b: [0, 0.2], c: [0, 0] },
  },
};
const OPEN = 10; // σ(10) is 0.99995
const LIMITS = {
  "Keep everything: z → 1": { z: OPEN, h0: 0.8 },
  "Keep nothing: z → 0": { z: -OPEN },
  "Plain cell: z → 0, r → 1": { z: -OPEN, r: OPEN },
  "Hide the past: r → 0": { r: -OPEN },
  "Half-life of seven steps: z = 0.9": { z: Math.log(9) },
};

/** Return the weights of a cell as `gruStepForward` takes them, of the first `units` units. */
export function paramsOf({ z, r, candidate }, units) {
  const gates = [z, r, candidate];
  const each = (pick) => gates.flatMap((gate) => pick(gate).slice(0, units));
  const from = Array.from({ length: units }, (_, i) => i);
  return {
    kernel: fromRows([each((gate) => gate.W)]),
    recurrentKernel: fromRows(from.map((i) => each((gate) => gate.U[i]))),
    bias: fromRows([each((gate) => gate.b), each((gate) => gate.c ?? [0, 0])]),
  };
}

export function mount(stage) {
  const units = choice("Units", { 1: "one", 2: "two" }, update);
  const inputs = START.inputs.map((value, t) =>
    slider(`Input ${t + 1}`, { min: -3, max: 3, step: 0.1, value }, update));
  const h0 = START.h0.map((value, i) =>
    slider(`Start of h${i + 1}`, { min: -1, max: 1, step: 0.05, value }, update));
  const weights = Object.fromEntries(
    Object.entries(START.weights).map(([gate, of]) => [gate, slidersOf(of, update)]),
  );
  const second = []; // what only a cell of two units has
  const boxes = Object.entries(GATES).map(([gate, name]) => {
    const { first, more } = boxesOf(weights[gate]);
    second.push(...more);
    return element("details", {}, element("summary", {}, `${name}: its weights`),
      controlRow(...first, ...more));
  });
  second.push(h0[1].box);

  const trace = () => {
    const count = Number(units.value);
    const start = h0.slice(0, count).map((one) => one.value);
    const x = inputs.map((one) => [one.value]);
    const run = forward(gruStepForward, x, start, paramsOf(valuesOf(weights), count));
    return { ...gruTrace(run), start, x, count };
  };
  const drawing = picture(
    "Three panels over eight steps: the inputs as bars; the gates z and r, between 0 and 1; " +
      "the candidate and the state h, between −1 and 1.",
    370, (width) => draw(width, trace()));
  const says = announcement("widget-says");
  const numbers = element("div");
  function update() {
    const now = trace();
    drawing.redraw();
    second.forEach((box) => (box.hidden = now.count < MOST_UNITS));
    const last = [...now.h.at(-1)].map((value) => shown(value)).join(" and ");
    says.textContent = `State after step ${STEPS}: ${last}`;
    numbers.replaceChildren(tableOf(now));
  }
  const setTo = ({ inputs: x, h0: start, weights: of }) => {
    x.forEach((value, t) => inputs[t].set(value));
    start.forEach((value, i) => h0[i].set(value));
    setAll(weights, of);
    update();
  };
  const limits = Object.entries(LIMITS).map(([name, limit]) =>
    button(name, () => setTo(atLimit(limit))));
  stage.append(
    controlRow(units.box, ...limits, button("Start again", () => setTo(START))),
    drawing.node, says, controlRow(...inputs.map((one) => one.box)),
    controlRow(...h0.map((one) => one.box)), ...boxes,
    element("details", {}, element("summary", {}, "All numbers"), numbers));
  update();
}

/** Return the start with gates held still at sigmoid of a number. */
function atLimit(limit) {
  const weights = structuredClone(START.weights);
  for (const gate of ["z", "r"]) {
    if (gate in limit) {
      weights[gate] = { W: [0, 0], U: [[0, 0], [0, 0]], b: Array(2).fill(limit[gate]) };
    }
  }
  return { ...START, weights, h0: START.h0.map((value) => limit.h0 ?? value) };
}

function slidersOf({ W, U, b, c }, onInput) {
  const weight = (label, value) =>
    slider(label, { min: -4, max: 4, step: 0.1, value }, onInput);
  const bias = (label, value) =>
    slider(label, { min: -OPEN, max: OPEN, step: 0.05, value }, onInput);
  return {
    W: W.map((value, i) => weight(`W: input to unit ${i + 1}`, value)),
    U: U.map((row, i) =>
      row.map((value, j) => weight(`U: h${i + 1} to unit ${j + 1}`, value))),
    b: b.map((value, i) => bias(`b of unit ${i + 1}`, value)),
    ...(c && { c: c.map((value, i) => bias(`c of unit ${i + 1}, inside the reset`, value)) }),
  };
}

function boxesOf({ W, U, b, c }) {
  const first = [W[0], U[0][0], b[0], ...(c ? [c[0]] : [])];
  const more = [W[1], U[0][1], U[1][0], U[1][1], b[1], ...(c ? [c[1]] : [])];
  return { first: first.map((one) => one.box), more: more.map((one) => one.box) };
}

const deep = (sliders) => (Array.isArray(sliders) ? sliders.map(deep) : sliders.value);

const valuesOf = (weights) =>
  Object.fromEntries(Object.entries(weights).map(([gate, of]) => [
    gate, Object.fromEntries(Object.entries(of).map(([name, array]) => [name, deep(array)])),
  ]));

function setAll(sliders, values) {
  for (const [key, value] of Object.entries(values)) {
    if (typeof value === "number") sliders[key].set(value);
    else setAll(sliders[key], value);
  }
}

function tableOf({ x, z, r, candidate, h, count }) {
  const columns = { z, r, candidate, h };
  const head = ["step", "input"];
  for (const name of Object.keys(columns)) {
    for (let i = 1; i <= count; i++) head.push(count > 1 ? `${name} ${i}` : name);
  }
  const rows = x.map(([input], t) => [
    String(t + 1), shown(input, 2),
    ...Object.values(columns).flatMap((steps) => [...steps[t]].map((value) => shown(value))),
  ]);
  return table("Every step of the cell", head, rows);
}

function draw(width, { x, z, r, candidate, h, start, count }) {
  const room = { left: 34, width: width - 44 };
  const steps = { ticksX: [1, 2, 3, 4, 5, 6, 7, 8] };
  const panel = (top, height, up, name) =>
    frame({ ...room, top, height }, [0, STEPS + 0.5], up, { ...steps, y: name });
  const bars = panel(18, 60, [-3, 3], "inputs");
  const gates = panel(128, 70, [0, 1], "");
  const states = panel(248, 85, [-1, 1], "");
  for (const [t, [value]] of x.entries()) {
    bars.group.append(svg("path", {
      class: "blue", style: "stroke-width: 8", d: `M${bars.x(t + 1)},${bars.y(0)}V${bars.y(value)}`,
    }));
  }
  const curve = ({ group, x: across, y }, values, kind, first = 1) =>
    group.append(line(values.map((value, t) => [across(t + first), y(value)]), kind));
  for (let i = 0; i < count; i++) {
    const of = (vectors) => vectors.map((vector) => vector[i]);
    const thin = i ? " thin" : "";
    curve(gates, of(z), `blue${thin}`);
    curve(gates, of(r), `orange${thin}`);
    curve(states, of(candidate), `orange${thin}`);
    curve(states, [start[i], ...of(h)], `blue${thin}`, 0);
  }
  const unit = count > 1 ? [["unit 2 thin", "ink thin"]] : [];
  return [bars.group, gates.group, states.group,
    legend(34, 112, [["z", "blue"], ["r", "orange"], ...unit]),
    legend(34, 232, [["state h", "blue"], ["candidate", "orange"], ...unit])];
}
