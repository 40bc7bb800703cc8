// An equation that is wider than the page scrolls; so that a keyboard can scroll it too, it
// becomes a stop of the Tab key, and only then.

function markWide() {
  for (const box of document.querySelectorAll('mjx-container[display="true"]')) {
    const wide = box.scrollWidth > box.clientWidth;
    if (wide === box.hasAttribute("tabindex")) continue;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Equation"]]) {
      if (wide) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }
}

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  markWide();
  addEventListener("resize", markWide);
});
