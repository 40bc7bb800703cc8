// Loads Python once, then runs one cell after the other. All files come from this site.

import { loadPyodide } from "../pyodide/pyodide.mjs";

const here = (name) => new URL(name, import.meta.url).href;
let bytes = 0;

/** A response whose bytes are counted as they arrive. */
function counted(response) {
  const counter = new TransformStream({
    transform(chunk, controller) {
      const before = Math.floor(bytes / 1e6);
      bytes += chunk.byteLength;
      const megabytes = Math.floor(bytes / 1e6);
      if (megabytes > before) postMessage(["loaded", megabytes]);
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counter), { status, statusText, headers });
}

/** Return a file of the site, or fail with its name. */
async function fetched(name) {
  const response = await fetch(here(name));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/** Return the function of cell.py that runs a cell. */
async function load() {
  const uncounted = self.fetch;
  self.fetch = async (...request) => counted(await uncounted(...request));
  try {
    const quiet = { messageCallback() {}, errorCallback() {} };
    const python = await loadPyodide({ indexURL: here("../pyodide/"), stdout() {}, stderr() {} });
    await python.loadPackage("numpy", quiet);
    const [twin, runner] = await Promise.all(["coursepkg.zip", "cell.py"].map(fetched));
    python.unpackArchive(await twin.arrayBuffer(), "zip");
    const names = python.globals.get("dict")();
    python.runPython(await runner.text(), { globals: names, filename: "<page>" });
    return names.get("run");
  } finally {
    self.fetch = uncounted;
  }
}

let loading = null;
onmessage = async ({ data: [code, number] }) => {
  try {
    const run = await (loading ??= load());
    postMessage(["started"]);
    postMessage(["ended", run(code, number, (text) => postMessage(["output", text]))]);
  } catch (error) {
    postMessage(["failed", String(error.message ?? error)]);
  }
};
