// The page's one Python, in a worker, so that the page answers while Python computes.

export const SECONDS = 20; // that one cell may take
const MEGABYTES = 16; // of Python and NumPy, unpacked

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
   * @param told {progress, output}: functions that get texts.
   */
  run(code, number, told) {
    this.#worker ??= new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    return new Promise((resolve) => {
      this.#settle = resolve;
      const messages = {
        loaded: (megabytes) => told.progress(
          `Loading Python and NumPy: ${megabytes} of ${MEGABYTES} MB …`),
        started: () => {
          told.progress("Running …");
          this.#timer = setTimeout(() => this.#end("late"), 1000 * SECONDS);
        },
        output: told.output,
        ended: (ending) => this.#finish(ending),
        failed: (reason) => {
          told.output(`${reason}\n`);
          this.#end("unloaded");
        },
      };
      this.#worker.onmessage = ({ data: [kind, value] }) => messages[kind](value);
      this.#worker.onerror = (event) => {
        event.preventDefault();
        messages.failed(event.message ?? "The script of the worker could not be loaded.");
      };
      told.progress("Loading Python and NumPy …");
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
