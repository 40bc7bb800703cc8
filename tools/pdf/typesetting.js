// Loads MathJax, which sets the equations of the whole document when it starts.

/** Settle when all is set; fail when MathJax, or a part of it, does not load. */
export function typeset(settings, address) {
  return new Promise((done, failed) => {
    // By itself it only logs that a part did not load, and its promise waits for ever.
    window.MathJax = { ...settings, loader: { ...settings.loader, failed } };
    const script = document.createElement("script");
    script.src = address;
    script.onerror = () => failed(new Error(`Can't load "${address}"`));
    script.onload = () =>
      MathJax.startup.promise.then(() => document.fonts.ready).then(() => done(), failed);
    document.head.append(script);
  });
}
