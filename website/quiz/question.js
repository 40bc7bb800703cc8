// One question: its options become radio buttons, and each reason moves to its option.

import { announcement, button, element } from "../dom.js";

export class Question {
  /** `tried` is what the browser has kept, and may be anything. */
  constructor(box, tried, changed) {
    this.key = box.dataset.key;
    this.right = box.dataset.right;
    this.changed = changed;
    this.inputs = [...box.querySelectorAll("input")];
    this.letters = this.inputs.map((input) => input.value);
    this.tried = this.possible(tried) ? tried : "";
    this.reasons = this.inputs.map((input) => this.open(input));
    box.querySelector("details").remove();

    // Not at once when a button is chosen: the arrow keys pass over every option on the way.
    this.checkButton = button("Check", () => this.check());
    this.answerButton = button("Show the answer", () => this.giveUp());
    this.says = announcement("quiz-says");
    box.append(element("div", { className: "quiz-buttons" },
      this.checkButton, this.answerButton, this.says));
    this.show();
    // Only now, so that what was kept from the last visit is not read out.
    box.querySelector(".quiz-options").setAttribute("aria-live", "polite");
  }

  /** Tell whether these are letters of this question, none twice, and none after the right one. */
  possible(tried) {
    if (typeof tried !== "string" || tried.length > this.letters.length) return false;
    const letters = [...tried];
    return letters.every((letter) => this.letters.includes(letter))
      && new Set(letters).size === letters.length
      && !letters.slice(0, -1).includes(this.right);
  }

  /** Put an option to use, and return its reason. */
  open(input) {
    const reason = document.getElementById(`${input.id}-reason`);
    input.hidden = false;
    input.addEventListener("change", () => this.say(""));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.check();
    });
    input.parentElement.append(reason);
    return reason;
  }

  get solved() {
    return this.tried.includes(this.right);
  }

  get rightAtFirst() {
    return this.tried[0] === this.right;
  }

  /** The reader has chosen. */
  check() {
    const chosen = this.inputs.find((input) => input.checked);
    if (!chosen) return this.say("Choose an option first.");
    if (!this.solved && !this.tried.includes(chosen.value)) this.answer(chosen.value);
    this.say(this.solved ? "Right." : "Not right. Choose another, or have the answer shown.");
  }

  /** The reader would rather see it: the same as trying the right one, and too late to count. */
  giveUp() {
    this.answer(this.right);
    this.say("");
    // This button is gone, and the keyboard should not be lost with it.
    this.inputs[this.letters.indexOf(this.right)].focus();
  }

  answer(letter) {
    this.tried += letter;
    this.show();
    this.changed();
  }

  /** Begin again. */
  forget() {
    this.tried = "";
    this.say("");
    this.show();
  }

  say(text) {
    this.says.textContent = text;
  }

  /** A wrong answer shows its own reason and leaves the rest to think about; a right one, all. */
  show() {
    this.inputs.forEach((input, place) => {
      input.checked = this.tried.endsWith(input.value);
      input.disabled = this.solved && input.value !== this.right;
      const reason = this.reasons[place];
      reason.hidden = !this.solved && !this.tried.includes(input.value);
      // A description is read out even where it is hidden.
      if (reason.hidden) input.removeAttribute("aria-describedby");
      else input.setAttribute("aria-describedby", reason.id);
    });
    this.checkButton.setAttribute("aria-disabled", this.solved);
    this.answerButton.hidden = !this.tried || this.solved;
  }
}
