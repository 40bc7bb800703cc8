// Gives the marked cells of a page their buttons; loaded only on pages that have some.

import { Cell } from "./cell.js";
import { Interpreter } from "./interpreter.js";

const interpreter = new Interpreter();
const listed = JSON.parse(document.getElementById("live-cells").textContent);
const cells = [...document.querySelectorAll("div.cell.tag_run-in-page")].map(
  (box, place) => new Cell(box, listed[place], place + 1));

/** Run a cell, after those above it that have not run. */
async function run(wanted) {
  if (interpreter.busy) return;
  cells.forEach((cell) => cell.wait(true));
  const waiting = cells.filter((cell) => cell === wanted || (cell.number < wanted.number && !cell.ran));
  for (const cell of waiting) {
    cell.start();
    const ending = await interpreter.run(cell.code, cell.number, {
      progress: (text) => cell.say(text),
      output: (text) => cell.write(text),
      figure: (drawn) => cell.draw(drawn),
    });
    cell.finish(ending);
    if (!interpreter.alive) cells.forEach((other) => (other.ran = false));
    if (ending !== "done") {
      if (cell !== wanted) wanted.say("Not run: a cell above did not come to its end.");
      break;
    }
  }
  cells.forEach((cell) => cell.wait(false));
}

for (const cell of cells) {
  cell.onRun = () => run(cell);
  cell.onStop = () => interpreter.stop();
}
