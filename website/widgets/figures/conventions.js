// The GRU as papers and libraries write it: what differs, and what that does to a number.

import { announcement, element } from "../../dom.js";
import { sigmoid } from "../activations.js";
import { choice, controlRow, shown, slider } from "../controls.js";

// "layout": how the blocks of weights lie; "biases": how many rows of them there are.
export const CONVENTIONS = {
  keras: {
    name: "Keras, default (this course)", keeps: true, resets: "after", biases: 2,
    layout: ["z", "r", "candidate"], inputs: "rows",
  },
  pytorch: {
    name: "PyTorch", keeps: true, resets: "after", biases: 2,
    layout: ["r", "z", "candidate"], inputs: "columns",
  },
  kerasBefore: {
    name: "Keras, reset_after=False", keeps: true, resets: "before", biases: 1,
    layout: ["z", "r", "candidate"], inputs: "rows",
  },
  cho: {
    name: "Cho et al. 2014, third version", keeps: true, resets: "before", biases: 0,
    layout: null, inputs: "columns",
  },
  chung: {
    name: "Chung et al. 2014", keeps: false, resets: "before", biases: 0,
    layout: null, inputs: "columns",
  },
};

// One input, two units, no biases: small enough to follow, and without any symmetry.
export const CELL = {
  z: { W: [0.5, -0.8], U: [[0.3, -0.6], [0.9, 0.2]] },
  r: { W: [-1.1, 0.4], U: [[0.7, 0.5], [-0.4, 1.2]] },
  candidate: { W: [1.3, -0.7], U: [[-0.9, 1.1], [0.6, 0.8]] },
};
export const INPUTS = [1, -0.6, 0.8, 0.5];
const EQUAL = 1e-9;

/** Return the last state of a cell, run by the equations of a convention. */
export function run(cell, { keeps, resets }) {
  let h = [0, 0];
  const through = (vector, U, j) => vector.reduce((sum, value, i) => sum + value * U[i][j], 0);
  for (const x of INPUTS) {
    const gate = ({ W, U }) => W.map((w, j) => sigmoid(x * w + through(h, U, j)));
    const [z, r] = [gate(cell.z), gate(cell.r)];
    const { W, U } = cell.candidate;
    const seen = h.map((value, i) => r[i] * value);
    const candidate = W.map((w, j) => Math.tanh(x * w +
      (resets === "after" ? r[j] * through(h, U, j) : through(seen, U, j))));
    const keep = keeps ? z : z.map((value) => 1 - value);
    h = h.map((value, j) => keep[j] * value + (1 - keep[j]) * candidate[j]);
  }
  return h;
}

/** Return the course's cell with the weights as a convention wants them. */
export function converted({ keeps }) {
  if (keeps) return CELL;
  const negative = (values) => values.map((v) => (Array.isArray(v) ? negative(v) : -v));
  return { ...CELL, z: { W: negative(CELL.z.W), U: negative(CELL.z.U) } };
}

/** Return the course's cell with its arrays copied as they lie, whatever they mean there. */
export function copied({ layout }) {
  const order = layout ?? CONVENTIONS.keras.layout;
  const from = CONVENTIONS.keras.layout;
  return Object.fromEntries(order.map((gate, place) => [gate, CELL[from[place]]]));
}

/** Return how many numbers a cell has, for so many inputs and units. */
export const parameters = ({ biases }, inputs, units) =>
  3 * (inputs * units + units * units + biases * units);

const equal = (a, b) => a.every((value, i) => Math.abs(value - b[i]) < EQUAL);

export function mount(stage) {
  const whole = (label, value) =>
    slider(label, { min: 1, max: 256, step: 1, value, show: String }, refresh);
  const chosen = choice("As written by", CONVENTIONS, refresh);
  const [inputs, units] = [whole("Inputs m", 4), whole("Units n", 5)];
  const [equations, facts] = [element("div"), element("dl", { className: "widget-facts" })];
  const says = announcement("widget-says");
  function refresh() {
    const convention = CONVENTIONS[chosen.value];
    equations.replaceChildren(...equationsOf(convention).map(written));
    facts.replaceChildren(...factsOf(convention, inputs.value, units.value).flatMap(
      ([name, fact]) => [element("dt", {}, name), element("dd", {}, fact)]));
    says.textContent = verdict(convention);
  }
  stage.append(controlRow(chosen.box), equations, controlRow(inputs.box, units.box), facts,
    says);
  refresh();
}

function equationsOf({ keeps, resets, biases }) {
  const sum = (gate) => {
    const first = biases > 0 ? ` + b_${gate}` : "";
    const second = biases > 1 ? ` + c_${gate}` : "";
    return `x_t W_${gate}${first} + h_t−1 U_${gate}${second}`;
  };
  const b = biases > 0 ? " + b_h" : "";
  const inside = resets === "after"
    ? `r_t ⊙ (h_t−1 U_h${biases > 1 ? " + c_h" : ""})`
    : "(r_t ⊙ h_t−1) U_h";
  const [old, fresh] = keeps ? ["z_t", "(1 − z_t)"] : ["(1 − z_t)", "z_t"];
  return [
    `z_t = σ(${sum("z")})`,
    `r_t = σ(${sum("r")})`,
    `h̃_t = tanh(x_t W_h${b} + ${inside})`,
    `h_t = ${old} ⊙ h_t−1 + ${fresh} ⊙ h̃_t`,
  ];
}

/** Return an equation as a line, with what follows an underscore set low. */
function written(equation) {
  const pieces = equation.split(/(\p{L}\p{M}?_(?:t−1|\w))/u).map((piece) => {
    const [letter, low] = piece.split("_");
    return low === undefined ? piece
      : element("span", {}, element("i", {}, letter), element("sub", {}, low));
  });
  return element("p", { className: "widget-equation" }, ...pieces);
}

function factsOf(convention, m, n) {
  const { layout, biases, resets, keeps, inputs } = convention;
  const shape = biases === 0 ? "none, as printed"
    : `${3 * n * biases}, ${biases === 1 ? "one row" : "two rows"} of 3 n`;
  return [
    ["Order of the blocks", layout ? layout.join(", ") : "none: a matrix for each"],
    ["Inputs are written as", inputs === "rows" ? "rows" : "columns (here as rows)"],
    ["z near 1 means", keeps ? "keep the old state" : "write the candidate"],
    ["Reset gate acts", `${resets} the product with U`],
    ["Biases", shape],
    ["Numbers in all", `${parameters(convention, m, n)} = 3 (n m + n² + ${biases} n)`],
  ];
}

function verdict(convention) {
  const text = (state) => state.map((value) => shown(value)).join(" and ");
  const course = run(CELL, CONVENTIONS.keras);
  const [as, right] = [run(copied(convention), convention), run(converted(convention), convention)];
  const same = (state) => (equal(state, course) ? "the same" : "another number");
  const last = equal(right, course) ? ""
    : " No rearrangement of weights makes these two one model: the reset stands elsewhere.";
  return `The course's cell after four inputs: ${text(course)}. Its arrays copied as they ` +
    `are: ${text(as)}, ${same(as)}. Rearranged as written here: ${text(right)}, ` +
    `${same(right)}.${last}`;
}
