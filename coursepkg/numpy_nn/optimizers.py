"""Optimisers: from gradients to new weights.

Each optimiser keeps what it remembers of a weight (an average of its gradients, say) in a
slot of its own, and changes the weight array in place. All hyperparameters, their names and
their defaults are Keras'.
"""

import numpy as np


class Optimizer:
    """What all optimisers share: the learning rate, the count of steps, the slots.

    Args:
        learning_rate: size of a step.
    """

    slots = 0  # arrays remembered for each weight

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate
        self.iterations = 0
        self._memory = None

    def apply(self, gradients, weights):
        """Take one step: change every array of `weights` in place.

        Args:
            gradients: one array for each weight, of the same shapes.
            weights: the arrays to change; the same ones, in the same order, at every call.
        """
        if self._memory is None:
            self._memory = [
                [np.zeros_like(weight) for _ in range(self.slots)] for weight in weights
            ]
        self.iterations += 1
        for gradient, weight, memory in zip(gradients, weights, self._memory, strict=True):
            self.update(weight, gradient, *memory)

    def update(self, weight, gradient, *memory):
        """Change one weight, and its slots, in place."""
        raise NotImplementedError


class SGD(Optimizer):
    """Gradient descent: weight ← weight − learning_rate · gradient.

    Args:
        learning_rate: size of a step; default 0.01.
    """

    def __init__(self, learning_rate=0.01):
        super().__init__(learning_rate)

    def update(self, weight, gradient):
        """Step against the gradient."""
        weight -= self.learning_rate * gradient


class Adam(Optimizer):
    """Steps scaled by running averages of the gradient and of its square.

    The update is the one printed at the end of section 2 of Kingma and Ba
    (arXiv:1412.6980), where the correction for the averages' start at zero is folded into
    the step size. Keras uses this form; epsilon is then added to the *uncorrected* root.

    Args:
        learning_rate: size of a step; default 0.001.
        beta_1: how much of the gradient's average is kept at a step; default 0.9.
        beta_2: the same for the average of squares; default 0.999.
        epsilon: keeps the division finite; default 1e-7.
    """

    slots = 2

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        super().__init__(learning_rate)
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def update(self, weight, gradient, average, average_of_squares):
        """Update both averages, then step along one over the root of the other."""
        # Keras takes the powers of betas that it has rounded to single precision, whatever the
        # precision of the weights; the same here keeps the twins equal to the last digits.
        kept = float(np.float32(self.beta_1)) ** self.iterations
        kept_squares = float(np.float32(self.beta_2)) ** self.iterations
        correction = np.sqrt(1 - kept_squares) / (1 - kept)
        average += (1 - self.beta_1) * (gradient - average)
        average_of_squares += (1 - self.beta_2) * (gradient * gradient - average_of_squares)
        step_size = weight.dtype.type(self.learning_rate * correction)
        weight -= step_size * average / (np.sqrt(average_of_squares) + self.epsilon)


class RMSprop(Optimizer):
    """Steps scaled by a running average of the gradient's square (Hinton's lecture 6e, 2012).

    Args:
        learning_rate: size of a step; default 0.001.
        rho: how much of the average is kept at a step; default 0.9.
        epsilon: keeps the division finite, added *inside* the root as in Keras; default 1e-7.
    """

    slots = 1

    def __init__(self, learning_rate=0.001, rho=0.9, epsilon=1e-7):
        super().__init__(learning_rate)
        self.rho = rho
        self.epsilon = epsilon

    def update(self, weight, gradient, average_of_squares):
        """Update the average, then step against the scaled gradient."""
        average_of_squares += (1 - self.rho) * (gradient * gradient - average_of_squares)
        weight -= self.learning_rate * gradient / np.sqrt(average_of_squares + self.epsilon)


OPTIMIZERS = {"adam": Adam, "rmsprop": RMSprop, "sgd": SGD}


def get(optimizer):
    """Return an optimiser, given one, or its name in any case.

    Raises:
        ValueError: the name is not known; the message lists those that are.
    """
    if isinstance(optimizer, Optimizer):
        return optimizer
    name = str(optimizer).lower()
    if name not in OPTIMIZERS:
        known = ", ".join(sorted(OPTIMIZERS))
        raise ValueError(f"unknown optimizer {optimizer!r}; known are: {known}")
    return OPTIMIZERS[name]()
