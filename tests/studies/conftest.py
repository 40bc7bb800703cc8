"""A lab that takes no time, with the twins' names but no network."""

import sys
from types import ModuleType

import numpy as np
import pytest

from coursepkg.data import Vectorizer
from studies import jobs
from studies.records import Outcome

HASH = "0" * 64


@pytest.fixture
def toy(monkeypatch):
    """The lab `toy`; its `calls` lists what was run, `fail` names seeds that break."""
    module = ModuleType("studies.labs.toy")
    module.CONFIGURATIONS = {
        "plain": {"cell": "gru", "units": 3, "epochs": 4},
        "wide": {"cell": "lstm", "units": 9, "epochs": 4},
    }
    module.BASELINES = {"rule": {"kind": "mean"}}
    module.TWINS = {"wide": ("numpy",)}
    module.SEEDS = 3
    module.SMOKE = {"epochs": 1}
    module.calls, module.fail = [], set()

    def run(nn, twin, config, seed, watch):
        module.calls.append((config["cell"], twin, seed))
        if seed in module.fail:
            raise RuntimeError("the toy broke")
        for epoch in range(config["epochs"]):
            watch.on_epoch_begin(epoch)
            watch.on_train_batch_end(0)
            watch.on_epoch_end(epoch, {"loss": 1.0})
        score = (seed + config["units"]) / 10
        return Outcome(
            metrics={"score": score, "far": {"score": 2 * score}},
            parameters=config["units"],
            data_hash=HASH,
            history={"loss": [1.0] * config["epochs"]},
            weights=[np.full(2, seed, "float32")] if seed == 0 else None,
            vectorizer=Vectorizer().fit(["one two two"]) if seed == 0 else None,
        )

    def run_baseline(config):
        module.calls.append(("rule", None, None))
        return Outcome(
            metrics={"score": 0.5, "far": {"score": 0.5}}, parameters=0, data_hash=HASH
        )

    module.run, module.run_baseline = run, run_baseline
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(jobs, "names", lambda: ["airline", "toy"])
    return module
