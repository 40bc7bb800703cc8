// Makes each slide fit, gives the slides to reveal.js, and follows the reader's theme.
// On a phone and without scripts they are a page to scroll.

const SMALLEST = 0.55; // of the letters' size, on a slide that is full
const STEP = 0.03;
const SCREEN = matchMedia("(min-width: 40rem)");
const DARK = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

/** What the reader has chosen on the pages of the site, or what the system prefers. */
function theme() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("mode");
  } catch {
    // A browser may keep nothing.
  }
  if (chosen !== "light" && chosen !== "dark") chosen = DARK.matches ? "dark" : "light";
  root.dataset.theme = chosen;
}

/** Whether something on a slide lies outside of it. */
function full(slide) {
  const room = slide.getBoundingClientRect();
  const { paddingBottom, paddingRight } = getComputedStyle(slide);
  const bottom = room.bottom - parseFloat(paddingBottom) + 1;
  const right = room.right - parseFloat(paddingRight) + 1;
  const wide = [...slide.querySelectorAll("pre")].some((pre) => pre.scrollWidth > pre.clientWidth + 1);
  return wide || [...slide.querySelectorAll(":scope > *, .words > *, table, mjx-math")].some((part) => {
    const box = part.getBoundingClientRect();
    return box.bottom > bottom || box.right > right;
  });
}

/** Make the letters of full slides smaller. */
function fit(slide) {
  for (let size = 1; full(slide) && size > SMALLEST; size -= STEP) {
    slide.style.setProperty("--letters", size - STEP);
  }
}

theme();
DARK.addEventListener("change", theme);
addEventListener("beforeprint", () => (root.dataset.theme = "light"));
addEventListener("afterprint", theme);
SCREEN.addEventListener("change", () => location.reload());
addEventListener("load", async () => {
  await MathJax.startup.promise;
  await document.fonts.ready;
  if (SCREEN.matches) {
    document.querySelectorAll("section > section").forEach(fit);
    document.querySelector("main > div").classList.add("reveal");
    await Reveal.initialize({
      width: 1280, height: 720, margin: 0, center: false, display: "flex",
      hash: true, hashOneBasedIndex: true, slideNumber: "c/t", transition: "none",
      backgroundTransition: "none", scrollActivationWidth: null, controlsTutorial: false,
    });
  } else {
    // What may scroll sideways, a keyboard has to reach.
    for (const part of document.querySelectorAll("pre, table, mjx-container[display]")) part.tabIndex = 0;
  }
  root.dataset.ready = "yes";
});
