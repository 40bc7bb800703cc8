// Vectors are Float64Arrays. A matrix keeps its rows one after the other in `values`.

export const zeros = (size) => new Float64Array(size);

/** Return a matrix; `values` may be any array of rows × columns numbers, zeros by default. */
export function matrix(rows, columns, values = zeros(rows * columns)) {
  if (values.length !== rows * columns) {
    throw new RangeError(
      `a matrix of ${rows} rows and ${columns} columns needs ${rows * columns} numbers, ` +
        `but was given ${values.length}`,
    );
  }
  return { rows, columns, values };
}

/** Return a matrix from an array of rows. */
export const fromRows = (rows) => matrix(rows.length, rows[0].length, rows.flat());

/** Return a copy of a row of a matrix. */
export const row = ({ columns, values }, i) => values.slice(i * columns, (i + 1) * columns);

/** Return x W plus `start`, which may be any vector as long as a row of W. */
export function product(x, W, start = null) {
  if (x.length !== W.rows) {
    throw new RangeError(`a vector of ${x.length} cannot meet a matrix of ${W.rows} rows`);
  }
  const { columns, values } = W;
  const out = Float64Array.from(start ?? zeros(columns));
  for (let i = 0; i < x.length; i++) {
    const factor = x[i];
    const begin = i * columns;
    for (let j = 0; j < columns; j++) out[j] += factor * values[begin + j];
  }
  return out;
}

/** Return d Wᵀ, the way back of a gradient through a product. */
export function productTransposed(d, W) {
  const { rows, columns, values } = W;
  const out = zeros(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += d[j] * values[i * columns + j];
    out[i] = sum;
  }
  return out;
}

/** Return one vector made of several, one after the other. */
export const concatenate = (...vectors) =>
  Float64Array.from(vectors.flatMap((vector) => [...vector]));

/** Return the equal parts of a vector. */
export function parts(vector, count) {
  const size = vector.length / count;
  return Array.from({ length: count }, (_, k) => vector.subarray(k * size, (k + 1) * size));
}

/** Return the Euclidean length of a vector. */
export const norm = (vector) => Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0));
