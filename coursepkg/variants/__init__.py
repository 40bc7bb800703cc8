"""What later chapters use: other ways to write the cells, apart from the engine.

`conventions` carries weights to PyTorch's layout and back, and has a GRU small enough for a
pencil; `parameter_counts` counts what a layer learns. `min_gru` is a cell whose gates do not
look at the state, so that `scan` can compute all its steps in parallel. Nothing in
`coursepkg.numpy_nn` imports any of them.
"""
