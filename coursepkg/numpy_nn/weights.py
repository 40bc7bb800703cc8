"""What layers and models share: they hold weights that can be read, set, counted and stored."""

from . import weight_files
from .checks import require_weight_shapes


class HoldsWeights:
    """Anything with `weights`, a list of arrays in Keras' order, and a `name`."""

    def get_weights(self):
        """Return copies of the weight arrays, in Keras' order."""
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights):
        """Copy `weights` in, such as those that Keras' `get_weights()` gives.

        Raises:
            ValueError: their number or a shape does not fit; nothing is changed then.
        """
        require_weight_shapes(self.name or type(self).__name__, weights, self.weights)
        for weight, given in zip(self.weights, weights, strict=True):
            weight[...] = given

    def count_params(self):
        """Return the number of trainable numbers."""
        return sum(weight.size for weight in self.weights)

    def save_weights(self, filepath):
        """Write the weights to a .npz file (see `weight_files`)."""
        weight_files.write_weights(filepath, self.weights)

    def load_weights(self, filepath):
        """Read the weights from a .npz file; refuse those of another model, or damaged ones."""
        shapes = [weight.shape for weight in self.weights]
        self.set_weights(weight_files.read_weights(filepath, shapes))
