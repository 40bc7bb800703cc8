// The long short-term memory, as in numpy_nn/lstm.py, for one example instead of a batch.
//
// What it carries from step to step is one vector here: the output h, then the cell c.
// Weights: {kernel (D × 4H), recurrentKernel (H × 4H), bias (1 × 4H)}, blocks input gate i,
// forget gate f, candidate, output gate o.

import { sigmoid } from "./activations.js";
import { addOuter, concatenate, product, productTransposed, zeros } from "./matrix.js";
import { backward, emptyLike, forward } from "./sequences.js";

/** Return the equal parts of a vector. */
const parts = (vector, count) => {
  const size = vector.length / count;
  return Array.from({ length: count }, (_, k) => vector.subarray(k * size, (k + 1) * size));
};

/** Advance the state by one step; return {h, cache}, where `h` is the whole state. */
export function lstmStepForward(x, statePrev, params) {
  const [hPrev, cPrev] = parts(statePrev, 2);
  const fromInput = product(x, params.kernel, params.bias.values);
  const sums = parts(product(hPrev, params.recurrentKernel, fromInput), 4);
  const [i, f, o] = [sums[0], sums[1], sums[3]].map((sum) => sum.map(sigmoid));
  const candidate = sums[2].map(Math.tanh);
  const c = cPrev.map((old, k) => f[k] * old + i[k] * candidate[k]);
  const tanhC = c.map(Math.tanh);
  const h = tanhC.map((value, k) => o[k] * value);
  const cache = { x, hPrev, cPrev, i, f, candidate, o, tanhC, params };
  return { h: concatenate(h, c), cache };
}

/** Carry a gradient of the whole state back through one step; return {dx, dhPrev, grads}. */
export function lstmStepBackward(dState, cache) {
  const { x, hPrev, cPrev, i, f, candidate, o, tanhC, params } = cache;
  const [dh, dcNext] = parts(dState, 2);
  // The cell is reached along two ways: as the next cell, and through the output.
  const dc = dcNext.map((d, k) => d + dh[k] * o[k] * (1 - tanhC[k] ** 2));
  const da = concatenate(
    dc.map((d, k) => d * candidate[k] * i[k] * (1 - i[k])),
    dc.map((d, k) => d * cPrev[k] * f[k] * (1 - f[k])),
    dc.map((d, k) => d * i[k] * (1 - candidate[k] ** 2)),
    dh.map((d, k) => d * tanhC[k] * o[k] * (1 - o[k])),
  );
  const grads = emptyLike(params);
  addOuter(grads.kernel, x, da);
  addOuter(grads.recurrentKernel, hPrev, da);
  grads.bias.values.set(da);
  return {
    dx: productTransposed(da, params.kernel),
    dhPrev: concatenate(
      productTransposed(da, params.recurrentKernel), dc.map((d, k) => d * f[k])),
    grads,
  };
}

/** Run a whole sequence; as `sequences.forward`, but for `h`, the outputs without the cell. */
export function lstmForward(x, state0, params, mask = null) {
  const run = forward(lstmStepForward, x, state0, params, mask);
  return { ...run, h: run.h.map((state) => parts(state, 2)[0]) };
}

/** Carry gradients of the outputs, and of the last state, back; as `sequences.backward`. */
export const lstmBackward = (dh, dLast, cache) =>
  backward(lstmStepBackward, dh.map((d) => concatenate(d, zeros(d.length))), dLast, cache);
