// Loads Python once, then runs one cell after the other. All files come from this site.

import { loadPyodide } from "../pyodide/pyodide.mjs";

const QUIET = { messageCallback() {}, errorCallback() {} };
const DRAWS = /^\s*(from|import)\b.*\b(matplotlib|plots)\b/m;
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

/** Return what an action returns, and tell meanwhile how many megabytes it has fetched. */
async function counting(action) {
  const uncounted = self.fetch;
  bytes = 0;
  self.fetch = async (...request) => counted(await uncounted(...request));
  try {
    return await action();
  } finally {
    self.fetch = uncounted;
  }
}

/** Return a file of the site, or fail with its name. */
async function fetched(name) {
  const response = await fetch(here(name));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/** Return {python, run}: `run` is the function of cell.py that runs a cell. */
async function loadPython() {
  postMessage(["loading", "Python and NumPy"]);
  const python = await loadPyodide({ indexURL: here("../pyodide/"), stdout() {}, stderr() {} });
  await python.loadPackage("numpy", QUIET);
  const [twin, runner] = await Promise.all(["coursepkg.zip", "cell.py"].map(fetched));
  python.unpackArchive(await twin.arrayBuffer(), "zip");
  const names = python.globals.get("dict")();
  python.runPython(await runner.text(), { globals: names, filename: "<page>" });
  return { python, run: names.get("run") };
}

/** Load Matplotlib, and begin it: its first import is slow, and not the cell's own time. */
async function loadMatplotlib(python) {
  postMessage(["loading", "Matplotlib"]);
  await python.loadPackage("matplotlib", QUIET);
  postMessage(["preparing"]);
  python.runPython("import os\nos.environ['MPLBACKEND'] = 'agg'\nimport matplotlib.pyplot");
}

let loading = null;
let drawing = null;
onmessage = async ({ data: [code, number] }) => {
  try {
    const { python, run } = await (loading ??= counting(loadPython));
    if (DRAWS.test(code)) await (drawing ??= counting(() => loadMatplotlib(python)));
    postMessage(["started"]);
    postMessage(["ended", run(code, number, (kind, value) => postMessage([kind, value]))]);
  } catch (error) {
    postMessage(["failed", String(error.message ?? error)]);
  }
};
