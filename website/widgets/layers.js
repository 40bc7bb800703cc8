// The layers around a GRU: vectors of words, two directions, maximum over steps, dense.

import { ACTIVATIONS } from "./activations.js";
import { gruStepForward, gruTrace } from "./gru.js";
import { concatenate, product, row, zeros } from "./matrix.js";
import { forward } from "./sequences.js";

/** Return the vector of every id, rows of `table`. */
export const embedding = (ids, table) => ids.map((id) => row(table, id));

/** Return activation(x W + b); `bias` is a matrix of one row. */
export const dense = (x, { kernel, bias }, activation) =>
  ACTIVATIONS[activation](product(x, kernel, bias.values));

/**
 * Let one GRU read forwards and another backwards.
 *
 * @param x array of T vectors.
 * @param both weights of the two directions, [there, back].
 * @returns {outputs, last, traces}: T vectors with the states of both directions side by side;
 *   the last states side by side; what happened in each direction (see `gruTrace`), by place
 *   in the text.
 */
export function bidirectional(x, both) {
  const [there, back] = both.map((params, backwards) => {
    const h0 = zeros(params.recurrentKernel.rows);
    const inOrder = (steps) => (backwards ? [...steps].reverse() : steps);
    const trace = gruTrace(forward(gruStepForward, inOrder(x), h0, params));
    return Object.fromEntries(
      Object.entries(trace).map(([name, steps]) => [name, inOrder(steps)]));
  });
  return {
    outputs: there.h.map((state, t) => concatenate(state, back.h[t])),
    last: concatenate(there.h.at(-1), back.h[0]),
    traces: [there, back],
  };
}

/** Return the largest value of every feature over all steps. */
export const maxOverSteps = (steps) =>
  steps.reduce((largest, step) => largest.map((value, i) => Math.max(value, step[i])));
