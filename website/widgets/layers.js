// The layers around a GRU: vectors of words, two directions, maximum over steps, dense.

import { ACTIVATIONS } from "./activations.js";
import { gruForward, gruTrace } from "./gru.js";
import { concatenate, product, row, zeros } from "./matrix.js";

/** Return the vector of every id, rows of `table`. */
export const embedding = (ids, table) => Array.from(ids, (id) => row(table, id));

/** Return activation(x W + b); `bias` is a matrix of one row. */
export const dense = (x, { kernel, bias }, activation = "linear") =>
  ACTIVATIONS[activation](product(x, kernel, bias.values));

/**
 * Let one GRU read forwards and another backwards.
 *
 * @param x array of T vectors.
 * @param both weights of the two directions, [there, back].
 * @param mask as for `gruForward`.
 * @returns {outputs, last, traces}: T vectors with the states of both directions side by side,
 *   zero at masked steps, as in Keras; the last states side by side; what happened in each
 *   direction (see `gruTrace`), by place in the text.
 */
export function bidirectional(x, both, mask = null) {
  const reversed = (list) => list && [...list].reverse();
  const h0 = zeros(both[0].recurrentKernel.rows);
  const there = gruForward(x, h0, both[0], mask);
  const back = gruForward(reversed(x), h0, both[1], reversed(mask));
  const inOrder = reversed(back.h);
  const outputs = x.map((_, t) =>
    mask === null || mask[t] ? concatenate(there.h[t], inOrder[t]) : zeros(2 * h0.length),
  );
  const backwards = Object.entries(gruTrace(back.cache)).map(([name, values]) => [
    name,
    reversed(values),
  ]);
  return {
    outputs,
    last: concatenate(there.hLast, back.hLast),
    traces: [gruTrace(there.cache), Object.fromEntries(backwards)],
  };
}

/** Return the largest value of every feature over all steps. */
export const maxOverSteps = (steps) =>
  steps.reduce((largest, step) => largest.map((value, i) => Math.max(value, step[i])));
