// Sixteen-bit floating-point numbers, in which trained weights are kept, as ordinary ones.

/** Return the numbers of a buffer of little-endian IEEE half-precision ones. */
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
