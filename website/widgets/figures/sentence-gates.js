// A trained model reads a sentence of the reader's own, and shows what it does at every word.

import { announcement, button, element } from "../../dom.js";
import { choice, controlRow, shown } from "../controls.js";
import { heatMap } from "../heat-map.js";
import { withModel } from "../loading.js";
import { classify, read } from "../model.js";
import { UNKNOWN } from "../tokens.js";

const EXAMPLES = {
  sarcasm: [
    "area man proudly explains internet to people who built it",
    "here is how parents can talk to children about climate change",
    "report: nation somehow still tired after eight hours of sleep",
  ],
  imdb: [
    "the start was wonderful but the rest was boring, a waste of time",
    "not a bad film at all, I have seldom laughed so much",
    "a dull film with a silly plot and terrible acting",
  ],
};
const NAMES = {
  z: "update gate z: how much is kept",
  r: "reset gate r: how much is seen",
  candidate: "candidate: what is offered",
  h: "state h: what is remembered",
};
const DIRECTIONS = { 0: "from the left", 1: "from the right" };
const LONGEST_STRETCH = 20; // milliseconds of work before the page may breathe

export const mount = (stage, { model }) => withModel(stage, model, reader);

/** Return the figure of a model that has been loaded. */
function reader(model) {
  const { lab, classNames } = model.header;
  const typed = element("textarea", { rows: 3, spellcheck: false, id: `typed-${lab}` });
  const says = announcement("widget-says");
  const words = element("ol", { className: "widget-words", tabIndex: 0,
    "aria-label": "Words and probabilities" });
  const map = heatMap();
  const shows = choice("What the map shows", NAMES, () => redraw());
  const direction = choice("The reader that comes", DIRECTIONS, () => redraw());
  let latest = null;
  const redraw = () => latest && map.draw({
    columns: latest.tokens,
    values: latest.traces[direction.value][shows.value],
    order: latest.traces[direction.value].z,
    around: shows.value === "z" || shows.value === "r" ? 0.5 : 0,
    label: `${NAMES[shows.value]}, of the reader that comes ${DIRECTIONS[direction.value]}`,
  });
  let asked = 0;
  const answer = async () => {
    const mine = ++asked;
    const { tokens, ids, cut } = read(model, typed.value);
    words.replaceChildren();
    latest = null;
    map.node.hidden = tokens.length === 0;
    if (!tokens.length) {
      says.textContent = "No answer: there is no word in this text.";
      return;
    }
    latest = { tokens, traces: classify(model, ids).traces };
    redraw();
    says.textContent = "Reading …";
    const soFar = await wordByWord(model, ids, () => asked !== mine);
    if (asked !== mine) return;
    words.replaceChildren(...tokens.map((token, t) => wordOf(token, ids[t], soFar[t])));
    says.textContent = summary(soFar.at(-1), ids, cut, classNames);
  };
  const examples = EXAMPLES[lab].map((sentence, i) => button(`Example ${i + 1}`, () => {
    typed.value = sentence;
    answer();
  }));
  typed.value = EXAMPLES[lab][0];
  answer();
  return [
    element("label", { htmlFor: typed.id }, "Your own words"), typed,
    controlRow(button("Read it", answer), ...examples), says,
    element("p", {}, `Probability of “${classNames[1]}” if the text ended after this word:`),
    words, controlRow(shows.box, direction.box), map.node,
  ];
}

/** Return the probability after every beginning of a text; stop as soon as `outdated()`. */
async function wordByWord(model, ids, outdated) {
  const soFar = [];
  let rested = performance.now();
  for (let count = 1; count <= ids.length && !outdated(); count++) {
    soFar.push(classify(model, ids.slice(0, count)).probability);
    if (performance.now() - rested > LONGEST_STRETCH) {
      await new Promise((resume) => setTimeout(resume));
      rested = performance.now();
    }
  }
  return soFar;
}

/** Return a word with its probability as a number and as a bar. */
function wordOf(token, id, probability) {
  const known = id !== UNKNOWN;
  const name = element(known ? "span" : "s", { className: "widget-word" }, token);
  const bar = element("span", { className: "widget-bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", probability);
  const item = element("li", {}, name, bar,
    element("span", { className: "widget-share" }, shown(probability, 2)));
  if (!known) name.after(element("small", {}, " not known"));
  return item;
}

function summary(probability, ids, cut, classNames) {
  if (!ids.some((id) => id !== UNKNOWN)) {
    return "No answer: the vocabulary has none of these words.";
  }
  const second = probability > 0.5;
  const sure = Math.round(100 * (second ? probability : 1 - probability));
  const parts = [`The model says: ${classNames[second ? 1 : 0]} (${sure} %).`];
  const unknown = ids.filter((id) => id === UNKNOWN).length;
  if (unknown) parts.push(`Not known: ${unknown} of ${ids.length} words.`);
  if (cut) parts.push(`Left out, for length: ${cut} words.`);
  return parts.join(" ");
}
