// Native controls with labels: usable by keyboard, and read aloud by their names.

let made = 0;
const newId = () => `widget-control-${++made}`;

/** Return an element; `properties` are set on it, `children` are nodes or texts. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children); // a string becomes a text node, never markup
  return node;
}

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

/** Return a labelled list to choose from, {box, value, set}; `options` maps values to names. */
export function choice(label, options, onChange) {
  const id = newId();
  const select = element("select", { id });
  for (const [value, name] of Object.entries(options)) {
    select.append(element("option", { value }, name));
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

/** Return a button. */
export function button(label, onClick) {
  const node = element("button", { type: "button" }, label);
  node.addEventListener("click", onClick);
  return node;
}

/** Return a row of controls, which wraps where it is narrow. */
export const controlRow = (...children) =>
  element("div", { className: "widget-row" }, ...children);

/** Return a place whose text is read aloud when it changes. */
export const announcement = () =>
  element("p", { className: "widget-says", role: "status", "aria-live": "polite" });

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
