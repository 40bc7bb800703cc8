"""The layers, under Keras' names, one idea a module; `numpy_nn` has them all."""
