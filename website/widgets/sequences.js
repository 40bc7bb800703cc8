// From one step to a whole sequence: the same loop for every cell, with masks.

import { addTo, zeros } from "./matrix.js";

/**
 * Run a whole sequence through a cell.
 *
 * @param step the cell's function for one step: (x, hPrev, params) → {h, cache}.
 * @param x array of T vectors.
 * @param h0 state before the first step.
 * @param params the cell's weights.
 * @param mask array of T booleans, true at real steps, or null if all are. A masked step
 *   carries the state over; its output repeats the one before, and is zero before the first.
 * @returns {h, hLast, cache}: T outputs, the last state, and what `backward` needs.
 */
export function forward(step, x, h0, params, mask = null) {
  const h = [];
  const states = [];
  const steps = [];
  let state = Float64Array.from(h0);
  let begun = false;
  for (let t = 0; t < x.length; t++) {
    const real = mask === null || mask[t];
    const taken = real ? step(x[t], state, params) : null;
    if (taken) state = taken.h;
    begun ||= real;
    states.push(state);
    h.push(begun ? state : zeros(state.length));
    steps.push(taken?.cache ?? null);
  }
  return { h, hLast: state, cache: { x, h0, states, steps, mask, params } };
}

/**
 * Carry gradients back through a whole sequence.
 *
 * @param stepBackward the cell's function: (dh, cache) → {dx, dhPrev, grads}.
 * @param dh T vectors: gradients of the loss with respect to the outputs.
 * @param dhLast gradient with respect to the state after the last step.
 * @param cache what `forward` returned.
 * @returns {dx, dh0, grads, dStates}; `dStates` holds the gradient that reaches the state
 *   after every step from the losses at it and after it.
 */
export function backward(stepBackward, dh, dhLast, cache) {
  const { x, steps, mask, params } = cache;
  const first = mask === null ? 0 : mask.indexOf(true);
  const grads = emptyLike(params);
  const [dx, dStates] = [[], []];
  let reaching = Float64Array.from(dhLast);
  for (let t = x.length - 1; t >= 0; t--) {
    if (first !== -1 && t >= first) addTo(reaching, dh[t]);
    dStates[t] = reaching.slice();
    if (steps[t] === null) {
      dx[t] = zeros(x[t].length);
      continue;
    }
    const back = stepBackward(reaching, steps[t]);
    dx[t] = back.dx;
    reaching = back.dhPrev;
    for (const name of Object.keys(grads)) addTo(grads[name].values, back.grads[name].values);
  }
  return { dx, dh0: reaching, grads, dStates };
}

/** Return zeros in the shapes of a cell's weights. */
export function emptyLike(params) {
  return Object.fromEntries(
    Object.entries(params).map(([name, { rows, columns }]) => [
      name,
      { rows, columns, values: zeros(rows * columns) },
    ]),
  );
}
