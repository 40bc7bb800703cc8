// Shrinks what is too wide for the paper. The window is as wide as the printed column.

const SMALLEST = 0.6;
const EDGE = document.documentElement.clientWidth + 1;

/** Fit equations and tables; return what is still too wide, as sentences. */
export function fit() {
  for (const equation of document.querySelectorAll("mjx-container[display]")) {
    shrink(equation, equation.querySelector("mjx-math"));
  }
  for (const table of document.querySelectorAll("main table")) shrink(table, table);
  for (const block of document.querySelectorAll("pre")) {
    // A long one may be cut in two; half an empty page would be worse.
    block.classList.toggle("long", block.textContent.split("\n").length > 30);
  }
  const untypeset = [...document.querySelectorAll(".math")]
    .filter((math) => !math.querySelector("mjx-container") || math.querySelector("mjx-merror"))
    .map((math) => `not typeset, on the page ${where(math)}: ${math.textContent}`);
  const missing = [...document.querySelectorAll("img")]
    .filter((image) => !image.naturalWidth)
    .map((image) => `an image is missing, on the page ${where(image)}: ${image.src}`);
  return untypeset.concat(missing, [...document.querySelectorAll("main *:not(svg *, mjx-assistive-mml, mjx-assistive-mml *)")]
    .filter((element) => element.getBoundingClientRect().right > EDGE)
    .map((element) => `too wide for the paper, on the page ${where(element)}: ${element.localName}.${element.className} ${element.textContent.trim().slice(0, 60)}`));
}

/** Make the letters of an element smaller until what it shows ends within the column. */
function shrink(element, shown) {
  const room = element.parentElement.getBoundingClientRect();
  const width = shown.getBoundingClientRect().width;
  if (width > room.width) {
    element.style.fontSize = `${100 * Math.max(SMALLEST, room.width / width)}%`;
  }
}

/** Return the key of the page that an element is from. */
function where(element) {
  return element.closest("section.page")?.id;
}
