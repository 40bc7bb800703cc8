// From one step to a whole sequence: the same loops for every cell.

/**
 * Run a whole sequence through a cell.
 *
 * @param stepForward the cell's function for one step: (x, hPrev, params) → {h, cache}.
 * @param x array of T vectors.
 * @param h0 state before the first step.
 * @param params the cell's weights.
 * @returns {h, caches}: the state after every step, and what the way back needs of each.
 */
export function forward(stepForward, x, h0, params) {
  let state = Float64Array.from(h0);
  const steps = x.map((input) => {
    const step = stepForward(input, state, params);
    state = step.h;
    return step;
  });
  return { h: steps.map(({ h }) => h), caches: steps.map(({ cache }) => cache) };
}

/**
 * Carry a gradient from the end of a sequence back through all its steps.
 *
 * @param stepBackward the cell's function: (dh, cache) → gradient of the state before the step.
 * @param dLast gradient of the loss with respect to the state after the last step.
 * @param caches what `forward` returned.
 * @returns T vectors, the gradient with respect to the state after every step.
 */
export function stateGradients(stepBackward, dLast, caches) {
  const gradients = [Float64Array.from(dLast)];
  for (const cache of caches.slice(1).reverse()) {
    gradients.unshift(stepBackward(gradients[0], cache));
  }
  return gradients;
}
