// A model is fetched only when the reader asks for it.

import { announcement, button } from "../dom.js";
import { loadModel } from "./model.js";

/**
 * Put a button on the stage that loads a model, then what can be done with it.
 *
 * @param stage where the figure stands.
 * @param name of the model, the file below `models/`.
 * @param made function from the loaded model to a list of elements.
 */
export function withModel(stage, name, made) {
  const says = announcement("widget-says");
  const start = button("Load the trained model (about 1.5 MB)", async () => {
    start.disabled = true;
    says.textContent = "Loading …";
    try {
      const loaded = await loadModel(new URL(`./models/${name}.json`, import.meta.url).href);
      stage.replaceChildren(...made(loaded));
      stage.querySelector("textarea, input, select, button").focus({ preventScroll: true });
    } catch (error) {
      start.disabled = false;
      says.textContent = `The model could not be loaded: ${error.message}`;
    }
  });
  stage.append(start, says);
}
