// A trained model says which word comes next, and draws one.

import { announcement, button, element } from "../../dom.js";
import { controlRow, shown, slider } from "../controls.js";
import { withModel } from "../loading.js";
import { expectation, firstState, read, readWord } from "../model.js";
import { randomSource } from "../random.js";
import { PADDING, UNKNOWN } from "../tokens.js";

const END = PADDING; // this id stands between two reviews
const SHOWN = 10;
const PAUSE = 250; // milliseconds without a keystroke before the text is read
const SMALLEST = 2 ** -126; // of float32; the logarithm of zero would be infinite

/** Return probabilities at a temperature; the unknown word is never drawn. */
export function atTemperature(probabilities, temperature) {
  const scaled = probabilities.map((p) => Math.log(Math.max(p, SMALLEST)) / temperature);
  scaled[UNKNOWN] = -Infinity;
  const largest = scaled.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = scaled.map((value) => Math.exp(value - largest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((value) => value / sum);
}

/** Return the id at which the running sum of probabilities passes a number from 0 to 1. */
export function drawn(probabilities, number) {
  let sum = 0;
  const id = probabilities.findIndex((p) => (sum += p) > number);
  return id === -1 ? probabilities.length - 1 : id;
}

export const mount = (stage, { model }) => withModel(stage, model, writer);

/** Return the figure of a model that has been loaded. */
function writer(model) {
  const nameOf = (id) => (id === END ? "(the review ends)" : model.words[id]);
  const typed = element("textarea", { rows: 2, spellcheck: false, id: "typed-next-word" });
  typed.value = "i saw this film";
  const temperature = slider("Temperature",
    { min: 0.1, max: 2, step: 0.05, value: 1 }, refresh);
  const seed = slider("Seed of the draw",
    { min: 0, max: 99, step: 1, value: 7, show: String }, again);
  const bars = element("ol", { className: "widget-bars" });
  const continued = announcement("widget-text");
  const says = announcement("widget-says");
  let [ids, words, state, random, timer] = [[], [], null, null, null];

  function again() {
    clearTimeout(timer);
    timer = null;
    const { tokens, ids: prompt } = read(model, typed.value);
    ids = prompt;
    words = [];
    random = randomSource(seed.value);
    state = [END, ...ids].reduce((before, id) => readWord(model, id, before),
      firstState(model));
    const unknown = [...new Set(tokens.filter((_, i) => ids[i] === UNKNOWN))];
    says.textContent = unknown.length
      ? `Not known, and read as one and the same word: ${unknown.slice(0, 20).join(", ")}` : "";
    refresh();
  }
  const shares = () => atTemperature(expectation(model, state), temperature.value);
  function refresh() {
    const now = shares();
    const best = [...now.keys()].sort((a, b) => now[b] - now[a]).slice(0, SHOWN);
    bars.replaceChildren(...best.map((id) => barOf(nameOf(id), now[id])));
    continued.textContent = words.length ? `… ${words.join(" ")}` : "…";
  }
  const draw = (count) => {
    if (timer !== null) again(); // something was typed a moment ago
    for (let i = 0; i < count && words.at(-1) !== nameOf(END); i++) {
      const id = drawn(shares(), random());
      words.push(nameOf(id));
      state = readWord(model, id, state);
    }
    refresh();
  };
  typed.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(again, PAUSE);
  });
  again();
  return [
    element("label", { htmlFor: typed.id }, "A beginning of your own"), typed,
    controlRow(temperature.box, seed.box),
    element("p", {}, `The ${SHOWN} words that the model expects most, at this temperature:`),
    bars,
    controlRow(button("Draw a word", () => draw(1)), button("Draw twenty", () => draw(20)),
      button("Back to the beginning", again)),
    continued, says,
  ];
}

function barOf(name, share) {
  const bar = element("span", { className: "widget-bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", share);
  return element("li", {}, element("span", { className: "widget-word" }, name), bar,
    element("span", { className: "widget-share" }, shown(share, 3)));
}
