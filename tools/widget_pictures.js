// Run in a page with one figure: return what it shows, without its controls, as an SVG file.
() => {
  const WIDTH = 560;
  const INK = "#1f2328";
  const LINE = 24;
  const stage = document.querySelector(".widget-stage");
  const said = stage.querySelector(".widget-says")?.textContent ?? "";

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const hex = (colour) => colour.replace(/rgb\((\d+), (\d+), (\d+)\)/, (_, ...parts) =>
    "#" + parts.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0")).join(""));

  /** Return a copy of a drawing that needs no style sheet. */
  function bare(original) {
    const copy = original.cloneNode(true);
    const [from, to] = [original, copy].map((it) => [...it.querySelectorAll("*")]);
    to.forEach((node, i) => {
      node.removeAttribute("class");
      if (node.tagName === "g") return;
      const style = getComputedStyle(from[i]);
      const names = node.tagName === "text" ? ["fill", "font-size"]
        : ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity",
          "stroke-dasharray"];
      for (const name of names) node.setAttribute(name, hex(style.getPropertyValue(name)));
    });
    return { height: copy.viewBox.baseVal.height, width: copy.viewBox.baseVal.width,
      nodes: [...copy.childNodes], words: original.getAttribute("aria-label") };
  }

  /** Return a name, a bar and a number for every item of a list, under the list's heading. */
  function bars(list) {
    const heading = list.previousElementSibling.textContent;
    const nodes = [make("text", { x: 0, y: 16, fill: INK }, heading)];
    const words = [];
    [...list.children].forEach((item, i) => {
      const [name, share] = [".widget-word", ".widget-share"].map((part) =>
        item.querySelector(part).textContent);
      const y = (i + 2) * LINE;
      const filled = 300 * item.querySelector(".widget-bar").style.getPropertyValue("--share");
      nodes.push(
        make("text", { x: 140, y, fill: INK, "text-anchor": "end" }, name),
        make("rect", { x: 150, y: y - 12, width: filled, height: 14, fill: "#0072b2" }),
        make("rect", { x: 150, y: y - 12, width: 300, height: 14, fill: "none", stroke: INK }),
        make("text", { x: 460, y, fill: INK }, share));
      words.push(`${name} ${share}`);
    });
    return { height: (list.children.length + 2) * LINE, nodes,
      words: `${heading} ${words.join(", ")}` };
  }

  /** Return a line of an equation, its letters slanted and its indices set low. */
  function equation(line, y) {
    const pieces = [...line.childNodes].flatMap((piece) =>
      piece.nodeType === Node.TEXT_NODE ? [make("tspan", {}, piece.textContent)]
        : [make("tspan", { "font-style": "italic" }, piece.querySelector("i").textContent),
          make("tspan", { dy: 4, "font-size": 11 }, piece.querySelector("sub").textContent),
          make("tspan", { dy: -4 }, "\u200b")]);
    return make("text", { x: 0, y, fill: INK }, ...pieces);
  }

  /** Return the equations and the facts of a convention. */
  function facts() {
    const lines = [...stage.querySelectorAll(".widget-equation")];
    const nodes = lines.map((line, i) => equation(line, (i + 1) * LINE));
    const named = [...stage.querySelectorAll("dt")].map((term) =>
      [term.textContent, term.nextElementSibling.textContent]);
    named.forEach(([term, fact], i) => {
      const y = (lines.length + i + 1.5) * LINE;
      nodes.push(make("text", { x: 0, y, fill: INK }, term),
        make("text", { x: 190, y, fill: INK }, fact));
    });
    const words = [...lines.map((line) => line.textContent),
      ...named.map(([term, fact]) => `${term}: ${fact}`)].join("; ");
    return { height: (lines.length + named.length + 1) * LINE, nodes, words: `${words}.` };
  }

  const drawing = stage.querySelector(".widget-picture");
  const list = stage.querySelector(".widget-bars, .widget-words");
  const shown = drawing ? bare(drawing) : list ? bars(list) : facts();
  const width = shown.width ?? WIDTH;
  const root = make("svg", { width, height: shown.height,
    viewBox: `0 0 ${width} ${shown.height}`, "font-family": "sans-serif", "font-size": 14,
    role: "img", "aria-label": `${shown.words} ${said}`.trim() },
  ...shown.nodes);
  // The last digits of a sine differ between processors, and nobody sees them.
  const places = /\b(points|d|x|y|cx|cy|width)="[^"]*"/g;
  const rounded = (attribute) => attribute.replace(/-?\d+\.\d{3,}/g,
    (number) => String(Number(Number(number).toFixed(2))));
  return new XMLSerializer().serializeToString(root).replace(places, rounded)
    .replace(/>(?=<(?!\/?tspan|\/text))/g, ">\n") + "\n";
}
