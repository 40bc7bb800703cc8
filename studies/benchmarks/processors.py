"""`python -m studies.benchmarks.processors`: how far apart are the results of two processors?

One machine can stand for several: the libraries behind NumPy and TensorFlow take other code
paths when they are told to use only what older processors know, or another number of threads.
The same training from the same seed runs once in a fresh process for each, and what it has
come to is compared with the plain run's. Writes `processors.json`.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from coursepkg.labs import airline, sarcasm
from studies.provenance import describe_machine

RESULTS = Path(__file__).parent / "processors.json"
SEED = 0
SHARED = {
    "COURSEPKG_OFFLINE": "1",
    "COURSEPKG_SOURCE": "stand-in",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
# What a process is told, beyond the above; the first one is what the others are compared with.
OPENBLAS, NUMPY, ONEDNN = "OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", "ONEDNN_MAX_CPU_ISA"
VARIANTS = {
    "numpy": {
        "plain": {},
        "again": {},
        "one thread": {"OPENBLAS_NUM_THREADS": "1"},
        "products as on Haswell": {OPENBLAS: "Haswell"},
        "products as on Nehalem": {OPENBLAS: "Nehalem"},
        "functions without AVX2": {NUMPY: "X86_V3"},
    },
    "keras": {
        "plain": {},
        "again": {},
        "one thread": {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"},
        "oneDNN, AVX2": {"TF_ENABLE_ONEDNN_OPTS": "1", ONEDNN: "AVX2"},
        "oneDNN, SSE4.1": {"TF_ENABLE_ONEDNN_OPTS": "1", ONEDNN: "SSE41"},
    },
}
VARIED = {name for of_twin in VARIANTS.values() for one in of_twin.values() for name in one}
# The labs that are trained, and after how many updates weights and outputs are looked at.
LABS = {"airline": airline, "sarcasm": sarcasm}
UPDATES = {"airline": (0, 1, 10, 100, 200, 500, 1000), "sarcasm": (0, 1, 10, 100, 200)}
SIZE = 32  # rows in a batch


def train(nn, lab, updates):
    """Train a lab's model from a fixed seed on its rows in their order.

    Args:
        nn: the twin.
        lab: the lab's module.
        updates: numbers of updates, rising, after which to look.

    Returns:
        weights: (updates, all weights in one row).
        outputs: (updates, test rows), what the model says about the test part.
    """
    data = lab.load_data()
    nn.set_random_seed(SEED)
    model = lab.build_model(nn)
    batches = [
        (data.x_train[i : i + SIZE], data.y_train[i : i + SIZE])
        for i in range(0, len(data.x_train), SIZE)
    ]
    model(batches[0][0])  # makes the weights where a layer has waited for an input
    weights, outputs = [], []
    for update in range(updates[-1] + 1):
        if update in updates:
            weights.append(np.concatenate([w.ravel() for w in model.get_weights()]))
            outputs.append(np.asarray(model(data.x_test)).ravel())
        model.train_on_batch(*batches[update % len(batches)])
    return np.array(weights), np.array(outputs)


def in_a_process(twin, lab, settings, folder):
    """Return what `train` gives in a fresh process with these environment variables."""
    file = Path(folder) / "trained.npz"
    command = [sys.executable, "-m", "studies.benchmarks.processors", twin, lab, str(file)]
    own = {name: value for name, value in os.environ.items() if name not in VARIED}
    subprocess.run(command, env={**own, **SHARED, **settings}, check=True)
    with np.load(file, allow_pickle=False) as arrays:
        return arrays["weights"], arrays["outputs"]


def largest_differences(values, reference):
    """Return the largest difference after each number of updates: one for each row of both."""
    return np.abs(values.astype(float) - reference).max(axis=1).tolist()


def measure(variants=VARIANTS, labs=LABS):
    """Return one record for each variant but the first, of each twin and lab."""
    records = []
    with TemporaryDirectory() as folder:
        for twin, of_twin in variants.items():
            for lab in labs:
                plain = None
                for name, settings in of_twin.items():
                    trained = in_a_process(twin, lab, settings, folder)
                    if plain is None:
                        plain = trained
                        continue
                    weights, outputs = map(largest_differences, trained, plain)
                    of = {"twin": twin, "lab": lab, "variant": name, "settings": settings}
                    differences = {"weights": weights, "outputs": outputs}
                    records.append({**of, "updates": UPDATES[lab], **differences})
    return records


def main(arguments):
    """Measure and write; or, as a child, train once: `twin lab file`."""
    if arguments:
        twin, lab, file = arguments
        weights, outputs = train(import_module(f"coursepkg.{twin}_nn"), LABS[lab], UPDATES[lab])
        np.savez(file, weights=weights, outputs=outputs)
        return
    results = {"machine": describe_machine(), "records": measure()}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
