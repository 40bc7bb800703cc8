// How strong the gradient is that reaches the steps before the end, measured and predicted.

import { announcement, element } from "../../dom.js";
import { sigmoid } from "../activations.js";
import { choice, controlRow, shown, slider, table } from "../controls.js";
import { frame, legend, line, picture } from "../drawing.js";
import { gruStepBackward, gruStepForward } from "../gru.js";
import { lstmStepBackward, lstmStepForward } from "../lstm.js";
import { concatenate, matrix, norm, zeros } from "../matrix.js";
import { normal, randomSource } from "../random.js";
import { rnnStepBackward, rnnStepForward } from "../rnn.js";
import { forward, stateGradients } from "../sequences.js";

const UNITS = 8;
const ROWS = 4; // sequences whose norms are averaged
const LOWEST = -16; // powers of ten that the picture shows
const HIGHEST = 6;

// "blocks" of weights side by side, "biases" rows of them; "opened" is the block of the gate
// that keeps the state, whose bias is on a slider; "state" counts the vectors carried on.
const CANDIDATE = 2; // block of a cell with gates
const CELLS = {
  rnn: { name: "plain", blocks: 1, biases: 1, opened: null, state: 1,
    steps: [rnnStepForward, rnnStepBackward] },
  gru: { name: "GRU", blocks: 3, biases: 2, opened: 0, state: 1,
    steps: [gruStepForward, gruStepBackward] },
  lstm: { name: "LSTM", blocks: 4, biases: 1, opened: 1, state: 2,
    steps: [lstmStepForward, lstmStepBackward] },
};

/** Return a random orthogonal matrix, by Gram and Schmidt, times a number. */
function orthogonal(draw, size, stretch) {
  const rows = [];
  for (let i = 0; i < size; i++) {
    let row = normal(draw, size);
    for (const other of rows) {
      const along = row.reduce((sum, value, k) => sum + value * other[k], 0);
      row = row.map((value, k) => value - along * other[k]);
    }
    const length = norm(row);
    rows.push(row.map((value) => value / length));
  }
  return rows.map((row) => row.map((value) => value * stretch));
}

/**
 * Return all that a measurement needs: {params, x, dLast}, weights, ROWS sequences of inputs,
 * and for each the gradient that comes from the loss at the end.
 *
 * @param setting {cell, stretch, length, strength, bias}: "rnn", "gru" or "lstm"; what all
 *   singular values of the recurrent matrix are (of each block, in a cell with gates); steps;
 *   the size of the inputs; and the bias of a GRU's update gate or an LSTM's forget gate.
 */
export function arrange({ cell, stretch, length, strength, bias }) {
  const draw = randomSource(1);
  const { blocks, biases: rows, opened } = CELLS[cell];
  const matrices = Array.from({ length: blocks }, () => orthogonal(draw, UNITS, stretch));
  const recurrent = Array.from({ length: UNITS }, (_, i) =>
    matrices.flatMap((block) => [...block[i]])).flat();
  // Every unit has an input of its own, which reaches the candidate alone behind gates.
  const kernel = matrix(UNITS, blocks * UNITS);
  const fed = opened === null ? 0 : CANDIDATE;
  for (let i = 0; i < UNITS; i++) {
    kernel.values[(i * blocks + fed) * UNITS + i] = strength;
  }
  const biases = matrix(rows, blocks * UNITS);
  if (opened !== null) biases.values.fill(bias, opened * UNITS, (opened + 1) * UNITS);
  return {
    params: {
      kernel, recurrentKernel: matrix(UNITS, blocks * UNITS, recurrent), bias: biases,
    },
    x: Array.from({ length: ROWS }, () =>
      Array.from({ length }, () => normal(draw, UNITS))),
    dLast: Array.from({ length: ROWS }, () => normal(draw, UNITS)),
  };
}

/**
 * Return the size of the gradient 0, 1, 2 … steps before the end, relative to the end: of all
 * that is carried on, which is output and cell together in an LSTM.
 */
export function measure(setting) {
  const { params, x, dLast } = arrange(setting);
  const { steps: [stepForward, stepBackward], state } = CELLS[setting.cell];
  const sums = zeros(setting.length);
  for (const [row, sequence] of x.entries()) {
    const { caches } = forward(stepForward, sequence, zeros(state * UNITS), params);
    const last = concatenate(dLast[row], zeros((state - 1) * UNITS));
    const gradients = stateGradients(stepBackward, last, caches);
    gradients.reverse().forEach((d, lag) => (sums[lag] += norm(d)));
  }
  return sums.map((sum) => sum / sums[0]);
}

/** Return what is predicted: the bound sᵏ of a plain cell, or a gate's direct way σ(bias)ᵏ. */
export const predict = ({ cell, stretch, length, bias }) =>
  Array.from({ length }, (_, k) => (cell === "rnn" ? stretch : sigmoid(bias)) ** k);

export function mount(stage) {
  const cell = choice("Cell", CELLS, refresh);
  const stretch = slider("Singular values of U",
    { min: 0.1, max: 2, step: 0.05, value: 0.9 }, refresh);
  const length = slider("Steps",
    { min: 5, max: 100, step: 1, value: 50, show: String }, refresh);
  const strength = slider("Size of the inputs",
    { min: 0, max: 3, step: 0.05, value: 0.1 }, refresh);
  const biasOf = (gate, value) =>
    slider(`Bias of the ${gate} gate`, { min: -2, max: 6, step: 0.1, value }, refresh);
  const biases = { gru: biasOf("update", 0), lstm: biasOf("forget", 1) };
  const setting = () => ({
    cell: cell.value, stretch: stretch.value, length: length.value,
    strength: strength.value, bias: biases[cell.value]?.value ?? 0,
  });
  const drawing = picture(
    "Size of the gradient against lag, on a logarithmic scale: measured, and predicted.",
    300, (width) => draw(width, setting()));
  const says = announcement("widget-says");
  const numbers = element("div");
  function refresh() {
    const now = setting();
    for (const [of, { box }] of Object.entries(biases)) box.hidden = now.cell !== of;
    drawing.redraw();
    const [measured, predicted] = [measure(now), predict(now)];
    const kind = now.cell === "rnn" ? "the bound" : "the direct way alone";
    says.textContent = `${now.length - 1} steps back: measured ` +
      `${power(measured.at(-1))}, ${kind} ${power(predicted.at(-1))}`;
    numbers.replaceChildren(table("Size of the gradient by lag",
      ["lag", "measured", "predicted"],
      [...measured].map((value, k) => [String(k), power(value), power(predicted[k])])));
  }
  stage.append(controlRow(cell.box),
    controlRow(stretch.box, length.box, strength.box, biases.gru.box, biases.lstm.box),
    drawing.node, says,
    element("details", {}, element("summary", {}, "All numbers"), numbers));
  refresh();
}

/** Write a number of any size with three digits. */
function power(value) {
  if (value === 0 || (value >= 0.01 && value < 1000)) return shown(value);
  return value.toExponential(2).replaceAll("-", "−").replace("+", "");
}

function draw(width, setting) {
  const box = { left: 52, top: 40, width: width - 66, height: 210 };
  const up = [LOWEST, HIGHEST];
  const { group, x, y } = frame(box, [0, setting.length - 1], up, {
    x: "lag", ticksY: [-16, -12, -8, -4, 0, 4], showY: (v) => `1e${v}`.replace("-", "−"),
  });
  const curve = (values, kind) => {
    const points = [...values].map((value, k) => [k, Math.log10(value)]);
    const inside = points.filter(([, log]) => log >= LOWEST && log <= HIGHEST);
    return line(inside.map(([k, log]) => [x(k), y(log)]), kind);
  };
  group.append(curve(predict(setting), "dotted"), curve(measure(setting), "blue"));
  const predicted = setting.cell === "rnn" ? "bound" : "direct way: σ(bias) each step";
  return [group, legend(box.left, 16, [["measured", "blue"], [predicted, "dotted"]])];
}
