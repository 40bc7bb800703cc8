"""Gated recurrent networks, from scratch in NumPy and in Keras.

The two twins, `coursepkg.numpy_nn` and `coursepkg.keras_nn`, offer the same
names. Nothing heavy is imported here: TensorFlow is loaded by `keras_nn` alone.
"""

from . import moved as moved  # answers imports by the names of earlier versions

__version__ = "0.2.0"
