// An equation or a drawing that is wider than the page scrolls in its box; so that a keyboard
// can scroll it too, the box becomes a stop of the Tab key, and only then.

const KINDS = { 'mjx-container[display="true"]': "Equation", ".figure-box": "Figure" };

function markWide() {
  const boxes = Object.entries(KINDS).flatMap(([kind, name]) =>
    [...document.querySelectorAll(kind)].map((box) => [box, name]));
  // All are measured before one is changed: a change makes the browser lay out the page again.
  const changed = boxes.map(([box, name]) => [box, name, box.scrollWidth > box.clientWidth])
    .filter(([box, , wide]) => wide !== box.hasAttribute("tabindex"));
  for (const [box, name, wide] of changed) {
    const marks = { tabindex: "0", role: "group", "aria-label": `${name}; it scrolls` };
    for (const [attribute, value] of Object.entries(marks)) {
      if (wide) box.setAttribute(attribute, value);
      else box.removeAttribute(attribute);
    }
  }
}

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  markWide();
  addEventListener("resize", markWide);
});
