// Native controls with labels: usable by keyboard, and read aloud by their names.

import { element } from "../dom.js";

let made = 0;
const newId = () => `widget-control-${++made}`;

/** Return a number with so many digits and a true minus sign. */
export function shown(value, digits = 3) {
  if (!Number.isFinite(value)) return "beyond all bounds";
  const text = value.toFixed(digits).replace("-", "−");
  return /[1-9]/.test(text) ? text : text.replace("−", "");
}

/**
 * Return a labelled slider, {box, value, set}.
 *
 * @param label its name.
 * @param range {min, max, step, value, show}: `show` writes the value, with two digits by
 *   default.
 * @param onInput called after each change.
 */
export function slider(label, { min, max, step, value, show = (v) => shown(v, 2) }, onInput) {
  const id = newId();
  const input = element("input", { type: "range", id, min, max, step, value });
  // The slider itself says its new value; said twice it would be a nuisance.
  const output = element("output", { htmlFor: id, "aria-live": "off" });
  const update = () => {
    output.textContent = show(input.valueAsNumber);
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => {
    update();
    onInput();
  });
  update();
  return {
    box: element("div", { className: "widget-slider" },
      element("label", { htmlFor: id }, label), output, input),
    get value() {
      return input.valueAsNumber;
    },
    set(next) {
      input.value = next;
      update();
    },
  };
}

/**
 * Return a labelled list to choose from, {box, value, set}.
 *
 * @param label its name.
 * @param options from values to names, or to objects that have a name.
 * @param onChange called after each choice.
 */
export function choice(label, options, onChange) {
  const id = newId();
  const select = element("select", { id });
  for (const [value, name] of Object.entries(options)) {
    select.append(element("option", { value }, name.name ?? name));
  }
  select.addEventListener("change", onChange);
  return {
    box: element("div", { className: "widget-choice" },
      element("label", { htmlFor: id }, label), select),
    get value() {
      return select.value;
    },
    set(next) {
      select.value = next;
    },
  };
}

/** Return a row of controls, which wraps where it is narrow. */
export const controlRow = (...children) =>
  element("div", { className: "widget-row" }, ...children);

/** Return a table of texts in a box that can scroll; the first column names the rows. */
export function table(caption, head, rows) {
  const cells = (tag, texts) => texts.map((text) => element(tag, {}, text));
  const body = rows.map(([first, ...rest]) =>
    element("tr", {}, element("th", { scope: "row" }, first), ...cells("td", rest)));
  const header = cells("th", head);
  header.forEach((cell) => cell.setAttribute("scope", "col"));
  return element("div", { className: "widget-scroll", tabIndex: 0, role: "region",
    "aria-label": caption },
  element("table", {}, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...header)), element("tbody", {}, ...body)));
}
