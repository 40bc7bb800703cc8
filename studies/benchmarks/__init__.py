"""How fast the twins are, at the shapes of the labs: `python -m studies.benchmarks`."""
