// The page's one Python, in a worker, so that the page answers while Python computes.

export const SECONDS = 20; // that one cell may take
const MEGABYTES = { "Python and NumPy": 16, Matplotlib: 10 }; // to fetch, uncompressed

export class Interpreter {
  #worker = null;
  #timer = null;
  #settle = null;

  /** Whether a cell runs. */
  get busy() {
    return this.#settle !== null;
  }

  /** Whether there is a Python that remembers what has run. */
  get alive() {
    return this.#worker !== null;
  }

  /**
   * Run code and return how it ended: "done", "error", "stopped", "late" or "unloaded".
   *
   * @param code Python.
   * @param number of the cell, for its name in error messages.
   * @param listeners {progress, output, figure}: functions that get texts, the last one an SVG
   *   file.
   */
  run(code, number, listeners) {
    this.#worker ??= new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    return new Promise((resolve) => {
      this.#settle = resolve;
      let loads = "Python and NumPy";
      const messages = {
        loading: (what) => {
          loads = what;
          listeners.progress(`Loading ${what} …`);
        },
        loaded: (megabytes) => listeners.progress(
          `Loading ${loads}: ${megabytes} of ${MEGABYTES[loads]} MB …`),
        preparing: () => listeners.progress(`Preparing ${loads} …`),
        started: () => {
          listeners.progress("Running …");
          this.#timer = setTimeout(() => this.#end("late"), 1000 * SECONDS);
        },
        output: listeners.output,
        figure: listeners.figure,
        ended: (ending) => this.#finish(ending),
        failed: (reason) => {
          listeners.output(`${reason}\n`);
          this.#end("unloaded");
        },
      };
      this.#worker.onmessage = ({ data: [kind, value] }) => messages[kind](value);
      this.#worker.onerror = (event) => {
        event.preventDefault();
        messages.failed(event.message ?? "The script of the worker could not be loaded.");
      };
      this.#worker.postMessage([code, number]);
    });
  }

  /** End what runs, and Python with it. */
  stop() {
    if (this.busy) this.#end("stopped");
  }

  #end(ending) {
    this.#worker.onmessage = this.#worker.onerror = null; // nothing late is heard
    this.#worker.terminate();
    this.#worker = null;
    this.#finish(ending);
  }

  #finish(ending) {
    clearTimeout(this.#timer);
    const settle = this.#settle;
    this.#settle = null;
    settle?.(ending);
  }
}
