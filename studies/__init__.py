"""Studies: every configuration of a lab, trained over many seeds, each run kept on disk.

A lab plugs in with one module, `coursepkg/study/labs/<lab>.py`, which has

- `CONFIGURATIONS`: by name, a dictionary of plain values with at least "cell";
- `run(nn, config, seed, watch)`: load, build, train and evaluate one model with the twin `nn`;
  pass `callbacks=[watch]` to `fit`; return an `Outcome`. The seed is already set;
- `SMOKE`: what replaces values of every configuration in a quick trial, such as {"epochs": 1};
- `SEEDS`: how many seeds a study has unless the command says otherwise, also by twin, such as
  {"numpy": 10, "keras": 5};
- optionally `BASELINES`, configurations of models without twin and seed, with
  `run_baseline(config)` that returns an `Outcome`, too;
- optionally `TWINS`: by name of a configuration, which twins run it; both, if it is not there.

From these the engine makes jobs (`jobs`), runs them (`execution`), here or on other processes
and machines (`pool`), and keeps what they find (`store`).
"""

from .outcome import Outcome

__all__ = ["Outcome"]
