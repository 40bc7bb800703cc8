// A figure that Python has drawn, in the colours of the page's theme.
//
// It stands in an <img>, where the browser runs no script of it and lets it load nothing.

// The two neutral colours of coursepkg/plots.py, which the page replaces by its own.
const INK = /#1f2328/gi;
const PAPER = /#ffffff/gi;

function paint(image) {
  const { color, backgroundColor } = getComputedStyle(image.parentElement);
  const drawn = image.drawn.replace(INK, color).replace(PAPER, backgroundColor);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
}

/** Put a drawing, a whole SVG file, at the end of an element. */
export function appendFigure(box, drawn, alt) {
  // The second class keeps the theme from dimming it in the dark.
  const className = "live-figure dark-light";
  const image = Object.assign(document.createElement("img"), { alt, className, drawn });
  box.append(image);
  paint(image);
}

new MutationObserver(() => document.querySelectorAll(".live-figure").forEach(paint))
  .observe(document.documentElement, { attributeFilter: ["data-theme"] });
