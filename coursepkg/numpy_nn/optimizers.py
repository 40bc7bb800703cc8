"""Optimisers: from gradients to new weights, with the clipping of gradients.

An optimiser changes the weight arrays in place. What it remembers of each (an average of its
gradients, say) is in its slots. All hyperparameters, their names and their defaults are Keras',
and so are the three kinds of clipping. Only `global_clipnorm` keeps the direction of the step;
it is the one of Pascanu, Mikolov and Bengio (2013, arXiv:1211.5063).
"""

import signal
import threading
from contextlib import contextmanager
from functools import partial

import numpy as np

from . import schedules  # noqa: F401 (where Keras has them)
from .keras_only import KerasOnly
from .layers.base import require_number

# What to write instead of arguments that Keras' optimisers take and these do not.
INSTEAD = {
    "gradient_accumulation_steps": "take larger batches: fit(batch_size=...)",
    "use_ema": "average `model.get_weights()` in a callback of your own",
    "weight_decay": "shrink the weights in `on_train_batch_end` of a callback of your own",
    **dict.fromkeys(("amsgrad", "centered"), "leave it out, or lower the learning rate"),
}

# Entries updated at a time: what one stretch needs stays in the processor's cache, which
# makes Adam on an embedding of a million weights three times faster than whole arrays.
STRETCH = 16384


def clip(gradients, clipvalue=None, clipnorm=None, global_clipnorm=None):
    """Return the gradients, clipped in at most one of three ways.

    Args:
        gradients: list of arrays.
        clipvalue: every entry is clipped to ±this.
        clipnorm: each array by itself is scaled down to at most this norm.
        global_clipnorm: all arrays are scaled by one factor, down to at most this norm.
    """
    if clipvalue is not None:
        return [np.clip(gradient, -clipvalue, clipvalue) for gradient in gradients]
    if clipnorm is not None:
        return [
            gradient * (clipnorm / max(float(np.linalg.norm(gradient)), clipnorm))
            for gradient in gradients
        ]
    if global_clipnorm is not None:
        scale = global_clipnorm / max(global_norm(gradients), global_clipnorm)
        return [gradient * scale for gradient in gradients]
    return gradients


def global_norm(gradients):
    """Return the norm of all gradients as one long vector."""
    return float(np.sqrt(sum(float(np.vdot(gradient, gradient)) for gradient in gradients)))


def require_one_kind(**kinds):
    """Refuse two kinds of clipping at once, and limits that are not above zero."""
    limits = {name: limit for name, limit in kinds.items() if limit is not None}
    if len(limits) > 1:
        raise ValueError(f"choose one kind of clipping; given were: {', '.join(limits)}")
    require_number(**limits)
    for name, limit in limits.items():
        if limit <= 0:
            raise ValueError(f"{name} should be above zero, but was {limit!r}")


@contextmanager
def whole_steps(optimizer):
    """Let an interrupt (Ctrl-C, or a notebook's stop button) in the middle of a step wait for
    the end of that step; at other times it is raised at once.

    Only the main thread ever sees one, and only it may set a handler.
    """
    former = signal.getsignal(signal.SIGINT)
    if not callable(former) or threading.current_thread() is not threading.main_thread():
        yield
        return

    def handler(*interrupt):
        if optimizer._unfinished:
            optimizer._interrupt = partial(former, *interrupt)
        else:
            former(*interrupt)

    try:
        signal.signal(signal.SIGINT, handler)
        yield
    finally:
        signal.signal(signal.SIGINT, former)
        optimizer._raise_interrupt()  # of a step that an error broke off


class Optimizer(KerasOnly):
    """What all optimisers share: the learning rate, the count of steps, clipping, the slots.

    Args:
        learning_rate: size of a step: a number, or a function of the number of steps so far,
            such as those in `schedules`.
        clipvalue: clip every entry of a gradient to ±this.
        clipnorm: scale each weight's gradient down to at most this norm.
        global_clipnorm: scale all gradients together down to at most this norm
            (Pascanu et al. 2013). At most one of the three may be given.

    Raises:
        TypeError: an argument that is not known here; the message says what to write instead.
        ValueError: two kinds of clipping at once, a limit that is not above zero, or a setting
            that is no finite number in its range.
    """

    slots = 0  # arrays remembered for each weight
    instead = INSTEAD

    def __init__(
        self, learning_rate, *, clipvalue=None, clipnorm=None, global_clipnorm=None, **unknown
    ):
        self._refuse(unknown)
        require_one_kind(
            clipvalue=clipvalue, clipnorm=clipnorm, global_clipnorm=global_clipnorm
        )
        self._unfinished = False  # True within a step, and ever after one that broke off
        self._interrupt = None  # to be called when the step is complete, see `whole_steps`
        self.learning_rate = learning_rate
        self.clipvalue = clipvalue
        self.clipnorm = clipnorm
        self.global_clipnorm = global_clipnorm
        self.iterations = 0
        self._memory = None  # from the first step on: pairs of a weight and its slots

    def __repr__(self):
        settings = {"learning_rate": self._learning_rate} | vars(self)
        shown = (f"{k}={v!r}" for k, v in settings.items() if k[0] != "_" and v is not None)
        return f"{type(self).__name__}({', '.join(shown)})"

    @property
    def learning_rate(self):
        """The size of the next step, which may be set to a number or a schedule."""
        rate = self._learning_rate
        return float(rate(self.iterations - self._unfinished)) if callable(rate) else rate

    @learning_rate.setter
    def learning_rate(self, rate):
        if not callable(rate):
            require_number(learning_rate=rate)
        self._learning_rate = rate

    def apply(self, gradients, weights):
        """Take one step: change every array of `weights` in place.

        Args:
            gradients: one array for each weight, of the same shapes.
            weights: the arrays to change: those of the first call, or some of them.

        Within `whole_steps` an interrupt in the middle waits until the step is complete.

        Raises:
            RuntimeError: an error or interrupt broke off an earlier step, which left weights
                of two steps.
            ValueError: an array was not among those of the first call, or a gradient is
                missing or has another shape; nothing is changed.
        """
        if self._unfinished:
            raise RuntimeError(
                "an error or interrupt broke off the last step, so some weights have taken it "
                "and others have not: set the weights, and compile the model again, with a new "
                "optimizer"
            )
        if self._memory is None:
            self._memory = [
                (weight, [np.zeros_like(weight) for _ in range(self.slots)])
                for weight in weights
            ]
        # By identity, looked up anew at each step: a copy of the optimizer has copied arrays.
        slots = {id(weight): memory for weight, memory in self._memory}
        for index, weight in enumerate(weights):
            if id(weight) not in slots or len(slots[id(weight)]) < self.slots:
                raise ValueError(
                    f"weight {index}, of shape {weight.shape}, was not among those that this "
                    "optimizer began with, and it remembers nothing of it: compile the model "
                    "again, with a new optimizer"
                )
        shapes = [gradient.shape for gradient in gradients]
        if shapes != [weight.shape for weight in weights]:
            raise ValueError(f"gradients of shapes {shapes} do not fit the weights")
        gradients = clip(gradients, self.clipvalue, self.clipnorm, self.global_clipnorm)
        self._unfinished = True
        self.iterations += 1
        self.begin_step()
        for gradient, weight in zip(gradients, weights, strict=True):
            if not weight.flags.c_contiguous:  # to lay it out flat would copy it
                self.update(weight, gradient, *slots[id(weight)])
                continue
            flat = [array.reshape(-1) for array in (weight, gradient, *slots[id(weight)])]
            for start in range(0, weight.size, STRETCH):
                self.update(*(array[start : start + STRETCH] for array in flat))
        self._unfinished = False
        self._raise_interrupt()

    def _raise_interrupt(self):
        """Raise an interrupt that waited for the end of a step, if there is one."""
        interrupt, self._interrupt = self._interrupt, None
        if interrupt:
            interrupt()

    def begin_step(self):
        """Compute what is the same for all weights of a step."""

    def update(self, weight, gradient, *memory):
        """Change a stretch of one weight, and of its slots, in place.

        Args:
            weight, gradient: arrays of one shape.
            memory: as many more of that shape as `slots` says, zeros before the first step.
        """
        raise NotImplementedError


class SGD(Optimizer):
    """Gradient descent, with momentum if wanted.

    Args:
        learning_rate: size of a step; default 0.01; or a schedule.
        momentum: the share of the last step that is taken again; default 0.
        nesterov: look ahead: step as if the momentum had already been applied.
        common: the others of `Optimizer`, such as `global_clipnorm`.
    """

    slots = property(lambda self: 1 if self.momentum else 0)

    def __init__(self, learning_rate=0.01, momentum=0.0, nesterov=False, **common):
        super().__init__(learning_rate, **common)
        require_number(0, 1, momentum=momentum)
        # Rounded to single precision in any case, as Keras does with this one.
        self.momentum = float(np.float32(momentum))
        self.nesterov = nesterov

    def update(self, weight, gradient, velocity=None):
        """Step against the gradient, or along the velocity."""
        step = gradient * self.learning_rate
        if velocity is None:
            weight -= step
            return
        velocity *= self.momentum
        velocity -= step
        weight += velocity * self.momentum - step if self.nesterov else velocity


class RMSprop(Optimizer):
    """Steps scaled by a running average of the gradient's square (Hinton's lecture 6e, 2012).

    Args:
        learning_rate: size of a step; default 0.001; or a schedule.
        rho: how much of the average remains at a step; default 0.9.
        momentum: the share of the last step that is taken again; default 0.
        epsilon: keeps the division finite, added *inside* the root as in Keras; default 1e-7.
        common: the others of `Optimizer`, such as `global_clipnorm`.
    """

    slots = property(lambda self: 2 if self.momentum else 1)

    def __init__(self, learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-7, **common):
        super().__init__(learning_rate, **common)
        require_number(0, 1, rho=rho, momentum=momentum)
        require_number(0, epsilon=epsilon)
        self.rho = rho
        self.momentum = momentum
        self.epsilon = epsilon

    def update(self, weight, gradient, average_of_squares, velocity=None):
        """Update the average, then step against the scaled gradient."""
        average_of_squares *= self.rho
        average_of_squares += (1 - self.rho) * (gradient * gradient)
        step = self.learning_rate * gradient / np.sqrt(average_of_squares + self.epsilon)
        if velocity is not None:
            velocity *= self.momentum
            velocity += step
            step = velocity
        weight -= step


class Adam(Optimizer):
    """Steps scaled by running averages of the gradient and of its square.

    The update is the one printed at the end of section 2 of Kingma and Ba
    (arXiv:1412.6980), where the correction for the averages' start at zero is folded into
    the step size. Keras uses this form; epsilon is then added to the *uncorrected* root.

    Args:
        learning_rate: size of a step; default 0.001; or a schedule.
        beta_1: how much of the gradient's average remains at a step; default 0.9.
        beta_2: the same for the average of squares; default 0.999.
        epsilon: keeps the division finite; default 1e-7.
        common: the others of `Optimizer`, such as `global_clipnorm`.
    """

    slots = 2

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, **common):
        super().__init__(learning_rate, **common)
        require_number(0, 1, beta_1=beta_1, beta_2=beta_2)
        require_number(0, epsilon=epsilon)
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def begin_step(self):
        """Compute the corrected step size."""
        # Keras takes the powers of betas that it has rounded to single precision, whatever the
        # precision of the weights; the same here keeps the twins equal to the last digits.
        power_1 = float(np.float32(self.beta_1)) ** self.iterations
        power_2 = float(np.float32(self.beta_2)) ** self.iterations
        self._step_size = float(self.learning_rate * np.sqrt(1 - power_2) / (1 - power_1))

    def update(self, weight, gradient, average, average_of_squares):
        """Update both averages, then step along one over the root of the other."""
        average += (gradient - average) * (1 - self.beta_1)
        average_of_squares += (gradient * gradient - average_of_squares) * (1 - self.beta_2)
        weight -= average * self._step_size / (np.sqrt(average_of_squares) + self.epsilon)


OPTIMIZERS = {"adam": Adam, "rmsprop": RMSprop, "sgd": SGD}


def get(optimizer):
    """Return the optimiser of this name, in any case; an `Optimizer` is returned as it is.

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
