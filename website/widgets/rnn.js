// The plain recurrent network, as in numpy_nn/rnn.py, for one example instead of a batch.
// Weights: {kernel (D × H), recurrentKernel (H × H), bias (1 × H)}.

import { product, productTransposed } from "./matrix.js";

/** Advance the state by one step; return {h, cache}. */
export function rnnStepForward(x, hPrev, params) {
  const fromInput = product(x, params.kernel, params.bias.values);
  const h = product(hPrev, params.recurrentKernel, fromInput).map(Math.tanh);
  return { h, cache: { h, params } };
}

/** Carry a gradient of the state back through one step; return that of the state before it. */
export function rnnStepBackward(dh, { h, params }) {
  const da = h.map((value, i) => dh[i] * (1 - value * value));
  return productTransposed(da, params.recurrentKernel);
}
