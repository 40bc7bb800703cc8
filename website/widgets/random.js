// Random numbers that are the same on every visit: what they draw can be talked about.

/** Return a function that draws uniformly from 0 (included) to 1 (not included). */
export function randomSource(seed) {
  // A linear congruential generator modulo 2³¹ − 1, by Park and Miller.
  let state = (Math.abs(Math.trunc(seed)) % 2147483646) + 1;
  const draw = () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
  for (let i = 0; i < 8; i++) draw(); // neighbouring seeds begin alike
  return draw;
}

/** Return `count` numbers from the standard normal distribution (Box and Muller). */
export function normal(draw, count) {
  return Float64Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - draw()));
    return radius * Math.cos(2 * Math.PI * draw());
  });
}
