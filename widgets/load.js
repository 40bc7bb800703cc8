// Brings the page's interactive figures to life; loaded only on pages that have some.

for (const box of document.querySelectorAll("figure.widget")) {
  const stage = box.querySelector(".widget-stage");
  try {
    const figure = await import(`./figures/${box.dataset.widget}.js`);
    const still = [...stage.childNodes];
    await figure.mount(stage, box.dataset);
    still.forEach((node) => node.remove());
    box.dataset.ready = "true";
  } catch (error) {
    // What was there before stays: the sentence that tells where the figure moves.
    console.error(error);
  }
}
