// The long short-term memory, as in numpy_nn/lstm.py, for one example instead of a batch.
//
// What it carries from step to step is one vector here: the output h, then the cell c.
// Weights: {kernel (D × 4H), recurrentKernel (H × 4H), bias (1 × 4H)}, blocks input gate i,
// forget gate f, candidate, output gate o.

import { sigmoid } from "./activations.js";
import { concatenate, parts, product, productTransposed } from "./matrix.js";

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
  return { h: concatenate(h, c), cache: { cPrev, i, f, candidate, o, tanhC, params } };
}

/** Carry a gradient of the state back through one step; return that of the state before it. */
export function lstmStepBackward(dState, { cPrev, i, f, candidate, o, tanhC, params }) {
  const [dh, dcNext] = parts(dState, 2);
  // The cell is reached along two ways: as the next cell, and through the output.
  const dc = dcNext.map((d, k) => d + dh[k] * o[k] * (1 - tanhC[k] ** 2));
  const da = concatenate(
    dc.map((d, k) => d * candidate[k] * i[k] * (1 - i[k])),
    dc.map((d, k) => d * cPrev[k] * f[k] * (1 - f[k])),
    dc.map((d, k) => d * i[k] * (1 - candidate[k] ** 2)),
    dh.map((d, k) => d * tanhC[k] * o[k] * (1 - o[k])),
  );
  const dhPrev = productTransposed(da, params.recurrentKernel);
  return concatenate(dhPrev, dc.map((d, k) => d * f[k]));
}
