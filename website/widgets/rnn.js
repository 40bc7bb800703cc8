// The plain recurrent network, as in numpy_nn/rnn.py, for one example instead of a batch.
// Weights: {kernel (D × H), recurrentKernel (H × H), bias (1 × H)}.

import { addOuter, product, productTransposed } from "./matrix.js";
import { backward, emptyLike, forward } from "./sequences.js";

/** Advance the state by one step; return {h, cache}. */
export function rnnStepForward(x, hPrev, params) {
  const fromInput = product(x, params.kernel, params.bias.values);
  const h = product(hPrev, params.recurrentKernel, fromInput).map(Math.tanh);
  return { h, cache: { x, hPrev, h, params } };
}

/** Carry a gradient back through one step; return {da, dx, dhPrev, grads}. */
export function rnnStepBackward(dh, cache) {
  const { x, hPrev, h, params } = cache;
  const da = h.map((value, i) => dh[i] * (1 - value * value));
  const grads = emptyLike(params);
  addOuter(grads.kernel, x, da);
  addOuter(grads.recurrentKernel, hPrev, da);
  grads.bias.values.set(da);
  return {
    da,
    dx: productTransposed(da, params.kernel),
    dhPrev: productTransposed(da, params.recurrentKernel),
    grads,
  };
}

/** Run a whole sequence; arguments and results as those of `sequences.forward`. */
export const rnnForward = (x, h0, params, mask = null) =>
  forward(rnnStepForward, x, h0, params, mask);

/** Carry gradients back; arguments and results as those of `sequences.backward`. */
export const rnnBackward = (dh, dhLast, cache) => backward(rnnStepBackward, dh, dhLast, cache);
