// Trained models: fetched when asked for, then run in the page.

import { gruStepForward } from "./gru.js";
import { bidirectional, dense, embedding, maxOverSteps } from "./layers.js";
import { matrix, zeros } from "./matrix.js";
import { readVocabulary, vectorize } from "./tokens.js";

/**
 * Fetch a model from the site.
 *
 * @param url of its header, a JSON file; weights and words lie beside it.
 * @returns {header, weights, idOf, words}: weights are matrices in Keras' order; `words` has
 *   every word at the place of its id.
 */
export async function loadModel(url) {
  const header = await (await fetched(url)).json();
  const [weights, vocabulary] = await Promise.all([
    fetched(new URL(header.weights, url)).then((response) => response.arrayBuffer()),
    fetched(new URL(header.vocabulary, url)).then((response) => response.text()),
  ]);
  const idOf = readVocabulary(vocabulary);
  const words = ["", "[UNK]", ...idOf.keys()];
  return { header, weights: cut(decodeHalf(weights), header.shapes), idOf, words };
}

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return response;
}

/** Return the numbers of a buffer of little-endian sixteen-bit (IEEE half-precision) ones. */
export function decodeHalf(buffer) {
  const view = new DataView(buffer);
  return Float32Array.from({ length: buffer.byteLength / 2 }, (_, i) =>
    fromBits(view.getUint16(2 * i, true)),
  );
}

/** Return the number that sixteen bits stand for: a sign, five of exponent, ten of fraction. */
function fromBits(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Cut one long array into matrices; a vector becomes a matrix of one row. */
function cut(numbers, shapes) {
  let start = 0;
  const weights = shapes.map((shape) => {
    const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
    const values = numbers.subarray(start, start + rows * columns);
    start += rows * columns;
    return matrix(rows, columns, values);
  });
  if (start !== numbers.length) {
    throw new RangeError(`the shapes hold ${start} numbers, the file ${numbers.length}`);
  }
  return weights;
}

const cell = ([kernel, recurrentKernel, bias]) => ({ kernel, recurrentKernel, bias });

/** Return the tokens of a text as a model reads them; see `vectorize`. */
export const read = ({ header, idOf }, text) => vectorize(text, header, idOf);

/**
 * Return what a classifier says of a row of ids, and what happened inside.
 *
 * @param ids of the words, without padding. The model was trained on rows of a fixed length;
 *   zeros follow the words, and are masked.
 * @returns {probability, traces}: of the second class; see `bidirectional`.
 */
export function classify({ header, weights }, ids) {
  const [table, ...rest] = weights;
  const both = [cell(rest.slice(0, 3)), cell(rest.slice(3, 6))];
  const { outputs, last, traces } = bidirectional(embedding(ids, table), both);
  // At masked steps the outputs are zero, which counts for the maximum; one stands for all.
  if (ids.length < header.length) outputs.push(zeros(last.length));
  let values = header.pooling === "max" ? maxOverSteps(outputs) : last;
  header.head.forEach((activation, i) => {
    const [kernel, bias] = rest.slice(6 + 2 * i);
    values = dense(values, { kernel, bias }, activation);
  });
  return { probability: values[0], traces };
}

/** Return the state before the first word of a model that says the next word. */
export const firstState = ({ weights }) => zeros(weights[2].rows);

/** Return the state of such a model after one more word. */
export const readWord = ({ weights }, id, state) =>
  gruStepForward(embedding([id], weights[0])[0], state, cell(weights.slice(1, 4))).h;

/** Return what such a model expects next: a probability for every word there is. */
export const expectation = ({ weights: [, , , , kernel, bias] }, state) =>
  dense(state, { kernel, bias }, "softmax");
