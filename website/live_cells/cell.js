// One marked cell: its code, which can be edited, its buttons and its output.

import { announcement, button, element } from "../dom.js";
import { appendFigure } from "./figure.js";
import { SECONDS } from "./interpreter.js";

const AFRESH = "Python begins afresh: the next run starts with the cells above.";
const ENDINGS = {
  done: "Done.",
  error: "Ended with an error.",
  stopped: `Stopped. ${AFRESH}`,
  late: `Stopped after ${SECONDS} seconds, the most a cell may take here. ${AFRESH}`,
  unloaded: "Python could not be loaded.",
};
const SHORTENED = "Lines that need more than Python, NumPy, Matplotlib and coursepkg.numpy_nn"
  + " (Keras, data) are left out in the page; “Edit” shows what runs.";
const OWN = "Below: what this cell gave when the page was made.";

export class Cell {
  ran = false;

  /** Put the buttons below the code in `box`; `listed` is {code, shortened}. */
  constructor(box, { code, shortened }, number) {
    this.number = number;
    this.original = code;
    this.printed = box.querySelector(".cell_input");
    this.folded = box.querySelector("details.above-input");  // by the tag hide-input
    this.buttons = {
      run: button("Run", () => this.onRun()),
      edit: button("Edit", () => this.edit()),
      stop: button("Stop", () => this.onStop()),
      reset: button("Reset", () => this.reset()),
    };
    this.buttons.stop.disabled = true;
    this.status = announcement("live-says");
    this.output = element("pre", { className: "live-output", hidden: true, tabIndex: 0,
      role: "region", "aria-label": `What cell ${number} wrote in the page` });
    this.figures = element("div", { className: "live-figures" });
    this.alt = box.querySelector(".cell_output [role=img]")?.getAttribute("aria-label");
    this.own = element("p", { className: "live-own", hidden: true }, OWN);
    this.hasOwn = Boolean(box.querySelector(".cell_output"));
    this.note = element("p", { className: "live-note", hidden: !shortened }, SHORTENED);
    const row = element("div", { className: "live-buttons", role: "group",
      "aria-label": `Cell ${number}, in the page` }, ...Object.values(this.buttons));
    (this.folded ?? this.printed).after(element("div", { className: "live-cell" }, row,
      this.note, this.status, this.output, this.figures, this.own));
    box.dataset.ready = "true";
  }

  /** What Run runs. */
  get code() {
    return this.editor?.value ?? this.original;
  }

  /** Show the code in a field where it can be changed. */
  edit() {
    if (!this.editor) {
      this.editor = element("textarea", { className: "live-editor", value: this.original,
        rows: this.original.split("\n").length + 1, spellcheck: false, autocapitalize: "off",
        wrap: "off", autocomplete: "off", "aria-label": `Code of cell ${this.number}` });
      this.editor.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.shiftKey)) {
          event.preventDefault();
          this.onRun();
        }
      });
      this.printed.hidden = true;
      this.printed.after(this.editor);
    }
    if (this.folded) this.folded.open = true;
    this.editor.focus();
  }

  /** Show the code as it was written, and forget what it wrote. */
  reset() {
    this.editor?.remove();
    this.editor = null;
    this.printed.hidden = false;
    this.#empty();
    this.own.hidden = true;
    this.say("");
    this.ran = false;
  }

  /** Be ready for the output of a run. */
  start() {
    this.#empty();
    this.own.hidden = !this.hasOwn;
    this.say("");
    this.buttons.stop.disabled = false;
  }

  /** Add to the output. */
  write(text) {
    this.output.append(text);
    this.output.hidden = false;
  }

  /** Show a figure, an SVG file; it is described where it is the page's own. */
  draw(drawn) {
    const own = this.code === this.original && this.alt;
    appendFigure(this.figures, drawn, own || `A figure that cell ${this.number} has drawn`);
  }

  /** Say how a run ended. */
  finish(ending) {
    this.ran = ending === "done";
    this.buttons.stop.disabled = true;
    this.say(ENDINGS[ending]);
  }

  /** Keep the buttons from use while some cell runs. */
  wait(waits) {
    this.buttons.run.disabled = this.buttons.reset.disabled = waits;
  }

  /** Say something, aloud too. */
  say(text) {
    this.status.textContent = text;
  }

  #empty() {
    this.output.replaceChildren();
    this.figures.replaceChildren();
    this.output.hidden = true;
  }
}
