// The gated recurrent unit: one step, a whole sequence, and their gradients.
//
// The same functions as numpy_nn/gru.py, for one example instead of a batch. The convention
// is Keras' default: z keeps the old state, and the reset gate acts after the product.
// Weights: {kernel (D × 3H), recurrentKernel (H × 3H), bias (2 × 3H)}, blocks z, r, candidate.

import { sigmoid } from "./activations.js";
import { addOuter, concatenate, product, productTransposed, row, zeros } from "./matrix.js";
import { backward, emptyLike, forward } from "./sequences.js";

const blocks = (vector) => {
  const size = vector.length / 3;
  return [0, 1, 2].map((k) => vector.subarray(k * size, (k + 1) * size));
};

/** Advance the state by one step; return {h, cache}. */
export function gruStepForward(x, hPrev, params) {
  const [xZ, xR, xCandidate] = blocks(product(x, params.kernel, row(params.bias, 0)));
  const sums = product(hPrev, params.recurrentKernel, row(params.bias, 1));
  const [hZ, hR, recurrentCandidate] = blocks(sums);
  const z = xZ.map((value, i) => sigmoid(value + hZ[i]));
  const r = xR.map((value, i) => sigmoid(value + hR[i]));
  const candidate = xCandidate.map((v, i) => Math.tanh(v + r[i] * recurrentCandidate[i]));
  const h = z.map((keep, i) => keep * hPrev[i] + (1 - keep) * candidate[i]);
  return { h, cache: { x, hPrev, z, r, candidate, recurrentCandidate, params } };
}

/** Carry a gradient back through one step; return {dx, dhPrev, grads}. */
export function gruStepBackward(dh, cache) {
  const { x, hPrev, z, r, candidate, recurrentCandidate, params } = cache;
  const daZ = z.map((keep, i) => dh[i] * (hPrev[i] - candidate[i]) * keep * (1 - keep));
  const daCandidate = candidate.map((c, i) => dh[i] * (1 - z[i]) * (1 - c * c));
  const daR = r.map((see, i) => daCandidate[i] * recurrentCandidate[i] * see * (1 - see));
  const dxProduct = concatenate(daZ, daR, daCandidate);
  const dhProduct = concatenate(daZ, daR, daCandidate.map((d, i) => d * r[i]));
  const grads = emptyLike(params);
  addOuter(grads.kernel, x, dxProduct);
  addOuter(grads.recurrentKernel, hPrev, dhProduct);
  grads.bias.values.set(dxProduct);
  grads.bias.values.set(dhProduct, dxProduct.length);
  const through = productTransposed(dhProduct, params.recurrentKernel);
  const dhPrev = through.map((value, i) => value + dh[i] * z[i]);
  return { dx: productTransposed(dxProduct, params.kernel), dhPrev, grads };
}

/** Run a whole sequence; arguments and results as those of `sequences.forward`. */
export const gruForward = (x, h0, params, mask = null) =>
  forward(gruStepForward, x, h0, params, mask);

/** Carry gradients back; arguments and results as those of `sequences.backward`. */
export const gruBackward = (dh, dhLast, cache) => backward(gruStepBackward, dh, dhLast, cache);

/**
 * Return what happened at every step, {z, r, candidate, h}, each an array of T vectors, given
 * the cache of `gruForward`. A masked step has no gates: they are zero there.
 */
export function gruTrace(cache) {
  const of = (name) =>
    cache.steps.map((step) => step?.[name] ?? zeros(cache.h0.length));
  return { z: of("z"), r: of("r"), candidate: of("candidate"), h: cache.states };
}
