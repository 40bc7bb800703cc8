"""How well something can be seen: its contrast with what lies behind it."""

# By WCAG 2, of an element's colour; 0 without a box.
CONTRAST = """(it) => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], below) =>
    [r, g, b].map((value, i) => a * value + (1 - a) * below[i]);
  const behind = (node) => {
    if (!node) return [255, 255, 255];
    const own = numbers(getComputedStyle(node).backgroundColor);
    return own[3] === undefined || own[3] === 1 ? own.slice(0, 3)
      : over(own, behind(node.parentElement));
  };
  const light = (colour) => colour.map((value) => value / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const { width, height } = it.getBoundingClientRect();
  const shown = it.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  if (!shown || width < 8 || height < 8) return 0;
  const below = behind(it);
  const pair = [light(over(numbers(getComputedStyle(it).color), below)), light(below)];
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""
