// Brings the page's interactive figures to life; loaded only on pages that have some.

/** Wait until the page itself stands and the browser has time: the text goes first. */
async function textIsThere() {
  if (document.readyState !== "complete") {
    await new Promise((go) => addEventListener("load", go, { once: true }));
  }
  // Safari does not tell when it is idle.
  const whenIdle = window.requestIdleCallback ?? setTimeout;
  await new Promise((go) => whenIdle(go));
}

await textIsThere();
for (const box of document.querySelectorAll("figure.widget")) {
  const stage = box.querySelector(".widget-stage");
  try {
    const figure = await import(`./figures/${box.dataset.widget}.js`);
    await figure.mount(stage, box.dataset);
    // From now on the still picture is for print alone (widgets.css).
    box.dataset.ready = "true";
  } catch (error) {
    // The still picture stays, with the sentence that tells where the figure moves.
    stage.replaceChildren();
    console.error(error);
  }
}
