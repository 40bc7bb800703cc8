// Backpropagation through time, forward and back, one step of one number at a time.

import { announcement, button, element } from "../../dom.js";
import { controlRow, shown, slider, table } from "../controls.js";
import { picture, svg, text } from "../drawing.js";
import { matrix } from "../matrix.js";
import { rnnStepBackward, rnnStepForward } from "../rnn.js";

const INPUTS = [1, -0.5, 0.8, 0.3];
const STEPS = INPUTS.length;
const END = 2 * STEPS + 1; // all steps forward, the loss, all steps back

/** Return all that happens, forward and back: {steps, loss, totals}. */
export function passes({ w, u, b, target }) {
  const params = {
    kernel: matrix(1, 1, [w]), recurrentKernel: matrix(1, 1, [u]), bias: matrix(1, 1, [b]),
  };
  const steps = [];
  let h = [0];
  for (const x of INPUTS) {
    const taken = rnnStepForward([x], h, params);
    steps.push({ x, hPrev: h[0], h: taken.h[0], cache: taken.cache });
    h = taken.h;
  }
  let dh = h[0] - target;
  const totals = { dw: 0, du: 0, db: 0 };
  for (const step of [...steps].reverse()) {
    const da = dh * (1 - step.h ** 2);
    Object.assign(step, { dh, da, dw: step.x * da, du: step.hPrev * da, db: da });
    for (const name of Object.keys(totals)) totals[name] += step[name];
    [dh] = rnnStepBackward([dh], step.cache);
  }
  return { steps, loss: (h[0] - target) ** 2 / 2, totals };
}

export function mount(stage) {
  const of = (label, value) => slider(label, { min: -2, max: 2, step: 0.05, value }, refresh);
  const sliders = {
    w: of("Weight w of the input", 0.9), u: of("Weight u of the state", 0.7),
    b: of("Bias b", 0.1), target: of("Target y", 0.5),
  };
  let place = 0;
  const go = (next) => {
    place = Math.min(Math.max(next, 0), END);
    refresh();
  };
  const now = () =>
    passes(Object.fromEntries(Object.entries(sliders).map(([name, one]) => [name, one.value])));
  const drawing = picture(
    "A cell drawn four times, side by side. Forward, states appear from left to right, then " +
      "the loss; backward, their gradients appear from right to left.",
    200, (width) => draw(width, now(), place));
  const says = announcement("widget-says");
  const numbers = element("div");
  const back = button("One step back", () => go(place - 1));
  const on = button("One step on", () => go(place + 1));
  function refresh() {
    const all = now();
    drawing.redraw();
    says.textContent = sentence(all, place);
    numbers.replaceChildren(tableOf(all, place));
    back.disabled = place === 0;
    on.disabled = place === END;
  }
  stage.append(
    controlRow(on, back, button("To the end", () => go(END)),
      button("To the start", () => go(0))),
    drawing.node, says, numbers,
    controlRow(...Object.values(sliders).map((one) => one.box)));
  refresh();
}

const forwardDone = (place) => Math.min(place, STEPS);
const backwardDone = (place) => Math.max(place - STEPS - 1, 0);

/** Say in words what the last step has done. */
function sentence({ steps, loss, totals }, place) {
  if (place === 0) return "Nothing computed yet. The state before the first step is 0.";
  if (place <= STEPS) {
    const { h, hPrev, x } = steps[place - 1];
    return `Forward, step ${place}: h = tanh(w · ${shown(x, 2)} + u · ${shown(hPrev)} + b) ` +
      `= ${shown(h)}`;
  }
  if (place === STEPS + 1) {
    return `The loss: (h − y)² / 2 = ${shown(loss)}. Its gradient with respect to the last ` +
      `state is h − y = ${shown(steps.at(-1).dh)}`;
  }
  const at = STEPS - backwardDone(place);
  const { dh, da, h } = steps[at];
  const words = `Backward, step ${at + 1}: da = dh (1 − h²) = ${shown(dh)} · ` +
    `(1 − ${shown(h * h)}) = ${shown(da)}`;
  if (place < END) return `${words}; to step ${at} goes u · da`;
  const sums = Object.entries(totals).map(([name, value]) => `${name} = ${shown(value)}`);
  return `${words}. The sums over all steps: ${sums.join(", ")}`;
}

function tableOf({ steps }, place) {
  const rows = steps.map((step, t) => {
    const seen = t < forwardDone(place);
    const gradient = place > STEPS && t >= STEPS - 1 - backwardDone(place);
    const returned = t >= STEPS - backwardDone(place);
    const cell = (value, there) => (there ? shown(value) : "…");
    return [
      String(t + 1), shown(step.x, 2), cell(step.h, seen), cell(step.dh, gradient),
      cell(step.da, returned), cell(step.dw, returned), cell(step.du, returned),
    ];
  });
  return table("What is known so far",
    ["step", "x", "h", "dh", "da", "x · da", "h before · da"], rows);
}

function draw(width, { steps, loss }, place) {
  const room = (width - 20) / (STEPS + 0.6);
  const cell = Math.min(room * 0.5, 54);
  const top = 70;
  const parts = [];
  const arrow = (path, kind) => parts.push(svg("path", { d: path, class: kind }));
  const head = (x, y, way, kind) =>
    arrow(`M${x - 6 * way},${y - 5}L${x},${y}L${x - 6 * way},${y + 5}`, kind);
  steps.forEach((step, t) => {
    const left = 12 + t * room;
    const [middle, right] = [left + cell / 2, left + cell];
    const reached = place <= STEPS ? place - 1 === t : STEPS - backwardDone(place) === t;
    parts.push(svg("rect", {
      x: left, y: top, width: cell, height: 44, rx: 6, class: reached ? "blue" : "ink",
    }), text(middle, top + 27, "tanh", "middle"));
    arrow(`M${middle},${top + 76}V${top + 44}`, "ink");
    parts.push(text(middle, top + 92, shown(step.x, 1), "middle"));
    const next = t < STEPS - 1 ? left + room : right + room * 0.35;
    arrow(`M${right},${top + 14}H${next}`, "ink");
    head(next, top + 14, 1, "ink");
    if (t < forwardDone(place)) {
      parts.push(text((right + next) / 2, top - 8, `h ${shown(step.h, 2)}`, "middle"));
    }
    if (place > STEPS && t >= STEPS - 1 - backwardDone(place)) {
      arrow(`M${next},${top + 32}H${right}`, "orange");
      head(right, top + 32, -1, "orange");
      parts.push(text((right + next) / 2, top + 60, `dh ${shown(step.dh, 2)}`, "middle"));
    }
  });
  if (place > STEPS) parts.push(text(width - 8, 22, `loss ${shown(loss)}`, "end"));
  parts.push(text(12, 22, place <= STEPS ? "forward →" : "← backward"));
  return parts;
}
