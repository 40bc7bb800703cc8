"""When a page is complete: its mathematics is typeset and its figures move."""

# The figures come to life when the text is there and the browser has time.
READY = """async () => {
  await window.MathJax?.startup?.promise;
  while (document.querySelector('figure[data-widget]:not([data-ready])'))
    await new Promise(requestAnimationFrame);
}"""
