"""What layers and models share: weights that can be read, set, counted, stored and frozen."""

from . import weight_files
from .checks import require_weight_shapes


class HoldsWeights:
    """Anything with `weights`, a list of arrays in Keras' order, and a `name`."""

    def parts(self):
        """Return the layers inside, if any."""
        return []

    @property
    def trainable(self):
        """Whether training may change the weights; setting it sets it for all layers inside.

        It holds from the next step on. (Keras on TensorFlow takes notice of a change between
        two calls of `fit` only when the model is compiled again.)
        """
        return self._trainable

    @trainable.setter
    def trainable(self, value):
        self._trainable = bool(value)
        for part in self.parts():
            part.trainable = value

    @property
    def trainable_weights(self):
        """Those of the weights that training may change."""
        return self._unfrozen() if self.trainable else []

    @property
    def non_trainable_weights(self):
        """Those of the weights that training leaves as they are."""
        free = {id(weight) for weight in self.trainable_weights}
        return [weight for weight in self.weights if id(weight) not in free]

    def _unfrozen(self):
        # Layers that hold weights decide: what is inside a frozen one may have been thawed.
        if parts := self.parts():
            return [weight for part in parts for weight in part._unfrozen()]
        return self.weights if self.trainable else []

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
        """Return how many numbers the weights are, trainable or not."""
        return sum(weight.size for weight in self.weights)

    def save_weights(self, filepath):
        """Write the weights to a .npz file (see `weight_files`)."""
        weight_files.write_weights(filepath, self.weights)

    def load_weights(self, filepath):
        """Read the weights from a .npz file; refuse those of another model, or damaged ones."""
        shapes = [weight.shape for weight in self.weights]
        self.set_weights(weight_files.read_weights(filepath, shapes))
