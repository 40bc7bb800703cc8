// Turns slides over by keys, makes each fit its sheet, and follows the reader's theme.

const SMALLEST = 0.55; // of the letters' size, on a slide that is full
const STEP = 0.05;
const SHEETS = matchMedia("print, (min-width: 40rem) and (orientation: landscape)");
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

/** Whether a slide's content needs more room than its sheet has. */
function full(body) {
  const room = body.getBoundingClientRect();
  // Not the body's own scrollHeight: MathJax keeps a hidden copy for screen readers, which counts.
  const parts = [...body.children, ...body.querySelectorAll("table, mjx-math")];
  const wide = [...body.querySelectorAll("pre")].some((pre) => pre.scrollWidth > pre.clientWidth + 1);
  return wide || parts.some((part) => {
    const box = part.getBoundingClientRect();
    return box.top < room.top - 1 || box.bottom > room.bottom + 1 || box.right > room.right + 1;
  });
}

/** Make the letters of full slides smaller: of code and tables first, then of words. */
function fit() {
  for (const body of document.querySelectorAll(".body")) {
    for (const part of ["--blocks", "--words"]) body.style.setProperty(part, 1);
    for (const part of ["--blocks", "--words"]) {
      for (let size = 1; SHEETS.matches && full(body) && size > SMALLEST; size -= STEP) {
        body.style.setProperty(part, size - STEP);
      }
    }
  }
}

const slides = () => [...document.querySelectorAll(".slide")];

/** The place of the slide that is on the screen. */
function current() {
  const tops = slides().map((slide) => Math.abs(slide.getBoundingClientRect().top));
  return tops.indexOf(Math.min(...tops));
}

/** Show another slide. */
function show(place) {
  const all = slides();
  const wanted = Math.max(0, Math.min(all.length - 1, place));
  all[wanted].scrollIntoView({ behavior: "instant" });
  history.replaceState(null, "", `#${wanted + 1}`);
}

const KEYS = {
  ArrowRight: () => current() + 1,
  ArrowDown: () => current() + 1,
  PageDown: () => current() + 1,
  ArrowLeft: () => current() - 1,
  ArrowUp: () => current() - 1,
  PageUp: () => current() - 1,
  Home: () => 0,
  End: () => Infinity,
};

function pressed(event) {
  if (!SHEETS.matches || event.ctrlKey || event.metaKey || event.altKey) return;
  const space = event.key === " " && event.target === document.body;
  const place = space ? current() + (event.shiftKey ? -1 : 1) : KEYS[event.key]?.();
  if (place === undefined) return;
  event.preventDefault();
  show(place);
}

theme();
DARK.addEventListener("change", theme);
addEventListener("beforeprint", () => (root.dataset.theme = "light"));
addEventListener("afterprint", theme);
addEventListener("keydown", pressed);
addEventListener("resize", fit);
addEventListener("load", async () => {
  for (const button of document.querySelectorAll("nav button")) {
    button.addEventListener("click", () => show(current() + Number(button.dataset.by)));
  }
  await window.MathJax?.startup?.promise;
  await document.fonts.ready;
  fit();
  const asked = Number(location.hash.slice(1));
  if (asked > 1) show(asked - 1);
  root.dataset.ready = "yes";
});
