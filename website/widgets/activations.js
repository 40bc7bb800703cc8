// Activation functions of vectors, and of their names; as in numpy_nn/activations.py.

/** Return 1 / (1 + exp(−x)) of a number, by way of tanh, which never overflows. */
export const sigmoid = (x) => 0.5 * Math.tanh(0.5 * x) + 0.5;

export const relu = (x) => Math.max(x, 0);

/** Return exp(x), normalised to sum to one, of a vector. */
export function softmax(x) {
  // The largest entry is taken off first: the result is the same, and exp cannot overflow.
  const largest = x.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = Float64Array.from(x, (value) => Math.exp(value - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

/** Functions of vectors by name. */
export const ACTIVATIONS = {
  relu: (x) => x.map(relu),
  sigmoid: (x) => x.map(sigmoid),
  softmax,
};
