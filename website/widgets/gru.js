// The gated recurrent unit, as in numpy_nn/gru.py, for one example instead of a batch.
//
// The convention is Keras' default: z keeps the old state, and the reset gate acts after the
// product. Weights: {kernel (D × 3H), recurrentKernel (H × 3H), bias (2 × 3H)}, blocks z, r,
// candidate.

import { sigmoid } from "./activations.js";
import { concatenate, parts, product, productTransposed, row } from "./matrix.js";

/** Advance the state by one step; return {h, cache}. */
export function gruStepForward(x, hPrev, params) {
  const [xZ, xR, xCandidate] = parts(product(x, params.kernel, row(params.bias, 0)), 3);
  const sums = product(hPrev, params.recurrentKernel, row(params.bias, 1));
  const [hZ, hR, recurrentCandidate] = parts(sums, 3);
  const z = xZ.map((value, i) => sigmoid(value + hZ[i]));
  const r = xR.map((value, i) => sigmoid(value + hR[i]));
  const candidate = xCandidate.map((v, i) => Math.tanh(v + r[i] * recurrentCandidate[i]));
  const h = z.map((keep, i) => keep * hPrev[i] + (1 - keep) * candidate[i]);
  return { h, cache: { hPrev, z, r, candidate, recurrentCandidate, params } };
}

/** Carry a gradient of the state back through one step; return that of the state before it. */
export function gruStepBackward(dh, { hPrev, z, r, candidate, recurrentCandidate, params }) {
  const daZ = z.map((keep, i) => dh[i] * (hPrev[i] - candidate[i]) * keep * (1 - keep));
  const daCandidate = candidate.map((c, i) => dh[i] * (1 - z[i]) * (1 - c * c));
  const daR = r.map((see, i) => daCandidate[i] * recurrentCandidate[i] * see * (1 - see));
  const dhProduct = concatenate(daZ, daR, daCandidate.map((d, i) => d * r[i]));
  const through = productTransposed(dhProduct, params.recurrentKernel);
  return through.map((value, i) => value + dh[i] * z[i]);
}

/**
 * Return what happened at every step, {z, r, candidate, h}, each an array of T vectors, from
 * the result of `forward`.
 */
export function gruTrace({ h, caches }) {
  const of = (name) => caches.map((cache) => cache[name]);
  return { z: of("z"), r: of("r"), candidate: of("candidate"), h };
}
