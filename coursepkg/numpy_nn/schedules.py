"""Schedules: a learning rate that depends on the number of steps taken so far, as in Keras.

An optimiser takes one as its `learning_rate`. Any function of the step will do here; in Keras
a schedule of your own is a subclass of `LearningRateSchedule`, which works here as well.
"""

from dataclasses import dataclass
from math import cos, pi


class LearningRateSchedule:
    """The base of a schedule of your own: override `__call__`."""

    def __call__(self, step):
        """Return the learning rate of a step, counted from 0."""
        raise NotImplementedError


@dataclass
class ExponentialDecay(LearningRateSchedule):
    """Multiply the rate by `decay_rate` every `decay_steps` steps.

    Args:
        initial_learning_rate: the rate of the first step.
        decay_steps: steps in which the rate is multiplied once.
        decay_rate: the factor, such as 0.9.
        staircase: multiply at once after as many steps; default False: a little at each.
    """

    initial_learning_rate: float
    decay_steps: float
    decay_rate: float
    staircase: bool = False

    def __call__(self, step):
        """Return the learning rate of a step."""
        times = step // self.decay_steps if self.staircase else step / self.decay_steps
        return self.initial_learning_rate * self.decay_rate**times


@dataclass
class CosineDecay(LearningRateSchedule):
    """Half a wave of a cosine down, after a straight line up if wanted.

    Args:
        initial_learning_rate: the rate of the first step.
        decay_steps: how long the way down takes.
        alpha: where it ends, as a share of where it began; default 0.
        name: accepted as in Keras.
        warmup_target: where the way down begins; default None: at the initial rate.
        warmup_steps: how long the line up to it takes; default 0.
    """

    initial_learning_rate: float
    decay_steps: int
    alpha: float = 0.0
    name: str = "CosineDecay"
    warmup_target: float | None = None
    warmup_steps: int = 0

    def __call__(self, step):
        """Return the learning rate of a step."""
        start, top = self.initial_learning_rate, self.warmup_target
        if top is None:
            top = start
        elif step < self.warmup_steps:
            return start + (top - start) * step / self.warmup_steps
        else:
            step -= self.warmup_steps
        wave = 0.5 * (1 + cos(pi * min(step / self.decay_steps, 1)))
        return top * ((1 - self.alpha) * wave + self.alpha)
