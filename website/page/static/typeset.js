// Typesets the mathematics a few formulas at a time, from the top: between two portions the
// page scrolls and answers. By itself MathJax would do all of them in one go.

const PORTION = 6; // formulas; some 30 ms on a laptop

async function typesetInPortions() {
  const formulas = [...document.querySelectorAll(".math")];
  for (let first = 0; first < formulas.length; first += PORTION) {
    await MathJax.typesetPromise(formulas.slice(first, first + PORTION));
    await new Promise((go) => setTimeout(go));
  }
}

// Whoever waits for the mathematics waits for this promise.
MathJax.startup.promise = MathJax.startup.promise.then(typesetInPortions);
