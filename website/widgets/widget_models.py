"""Trained models as files that a page can fetch: a header, weights, words.

They are made from `studies/weights/` and `studies/results/` when the site is built, so that
nobody can forget to make them again. The weights stay the sixteen-bit numbers that the studies
saved.
"""

import json
from pathlib import Path

STUDIES = Path(__file__).resolve().parents[2] / "studies"
# Each lab's configuration whose weights are saved; seed 0 of the NumPy twin.
SAVED = {"sarcasm": "improved_gru", "imdb": "improved_gru", "next_word": "gru"}
# What the layers after the recurrent ones apply, in order.
HEADS = {"sarcasm": ("relu", "sigmoid"), "imdb": ("sigmoid",), "next_word": ("softmax",)}
WORDS_OF_A_REVIEW = 500  # that the lab "next_word" reads at most


def write_model(lab, folder):
    """Write the files of a lab's model into a folder, unless they are there."""
    path = Path(folder, f"{lab}.json")
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(MODELS[lab](lab, path.parent)), encoding="utf-8")


def write_text_model(lab, folder):
    """Write weights and vocabulary of a model that reads; return the header."""
    import numpy as np

    from coursepkg.numpy_nn import read_weights

    run = saved_run(lab, SAVED[lab])
    weights = read_weights(STUDIES / run["weights"])
    numbers = b"".join(weight.astype("<f2").tobytes() for weight in weights)
    if not all(np.array_equal(weight, weight.astype(np.float16)) for weight in weights):
        raise ValueError(f"the weights of {lab} need more than sixteen bits a number")
    words = STUDIES / "weights" / lab / f"{SAVED[lab]}-vocabulary.txt"
    (folder / f"{lab}.bin").write_bytes(numbers)
    (folder / f"{lab}.txt").write_bytes(words.read_bytes())
    config = run["config"]
    return {
        "lab": lab,
        "weights": f"{lab}.bin",
        "vocabulary": f"{lab}.txt",
        "bytes": len(numbers) + words.stat().st_size,
        "shapes": [weight.shape for weight in weights],
        "head": HEADS[lab],
        "pooling": config.get("pooling", "last"),
        "length": config.get("length", WORDS_OF_A_REVIEW),
        "truncate": "before" if config.get("keep") == "end" else "after",
        "classNames": class_names(lab),
    }


def saved_run(lab, configuration):
    """Return the record of the run that saved its weights, of the NumPy twin."""
    results = json.loads((STUDIES / "results" / f"{lab}.json").read_text("utf-8"))
    for run in results["runs"]:
        if (run["configuration"], run["twin"]) == (configuration, "numpy") and "weights" in run:
            return run
    raise ValueError(f"no run of {configuration} in results/{lab}.json has saved its weights")


def class_names(lab):
    """Return the names of a lab's classes, in the order of its labels."""
    from coursepkg.data.registry import SETS

    return list(SETS[lab].class_names) if lab in SETS else []


def write_forecasts(lab, folder):
    """Return the header of the airline figure: the series, and what was forecast when."""
    from coursepkg import numpy_nn
    from coursepkg.labs import airline

    header = {"lab": lab, "models": {}}
    for name in ("improved", "lesson"):
        run = saved_run(lab, name)
        config = run["config"]
        data = airline.load_data(config["window"], config["lags"])
        model = airline.build_model(numpy_nn, window=config["window"], units=config["units"])
        model.set_weights(numpy_nn.read_weights(STUDIES / run["weights"]))
        paths = airline.forecast(model, data, horizon=12)[-len(data.x_test) :]
        header["models"][name] = paths.round(2).tolist()
        header["months"] = [str(month)[:7] for month in data.months]
        header["passengers"] = data.passengers.tolist()
        header["origins"] = data.origins[-len(data.x_test) :].tolist()
    return header


MODELS = {**dict.fromkeys(SAVED, write_text_model), "airline": write_forecasts}
