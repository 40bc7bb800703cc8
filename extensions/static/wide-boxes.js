// An equation or a drawing that is wider than the page scrolls in its box; so that a keyboard
// can scroll it too, the box becomes a stop of the Tab key, and only then.

const KINDS = { 'mjx-container[display="true"]': "Equation", ".figure-box": "Figure" };

function markWide() {
  for (const [kind, name] of Object.entries(KINDS)) {
    for (const box of document.querySelectorAll(kind)) {
      const wide = box.scrollWidth > box.clientWidth;
      if (wide === box.hasAttribute("tabindex")) continue;
      const marks = { tabindex: "0", role: "group", "aria-label": `${name}; it scrolls` };
      for (const [attribute, value] of Object.entries(marks)) {
        if (wide) box.setAttribute(attribute, value);
        else box.removeAttribute(attribute);
      }
    }
  }
}

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  markWide();
  addEventListener("resize", markWide);
});
