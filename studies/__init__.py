"""Studies: every configuration of a lab, trained over many seeds, each run saved on disk.

A lab plugs in with one module, `studies/labs/<lab>.py`, which has

- `CONFIGURATIONS`: by name, a dictionary of plain values with at least "cell";
- `run(nn, twin, config, seed, watch)`: load, build, train and evaluate one model with the twin
  `nn`, whose name is `twin`; pass `callbacks=[watch]` to `fit`; return an `Outcome`. The seed
  is already set;
- `SMOKE`: what replaces values of every configuration in a quick trial, such as {"epochs": 1};
- `SEEDS`: how many seeds a study has unless the command says otherwise, also by twin, such as
  {"numpy": 10, "keras": 5};
- optionally `SEEDS_OF`: how many of one configuration and twin, where that differs, such as
  {("improved_gru", "numpy"): 10};
- optionally `BASELINES`, configurations of models without twin and seed, with
  `run_baseline(config)` that returns an `Outcome`, too;
- optionally `TWINS`: by name of a configuration, which twins run it; both, if it is not there.

From these `jobs` makes jobs and runs them, here or on other processes and machines, and
`records` stores what they return. The book reads it with `coursepkg.results`.
"""
