"""A linear recurrence, h_t = keep_t ⊙ h_{t−1} + write_t, by a loop and by a parallel scan.

A step is a pair (keep, write). Two steps in a row are one step of the same form,

    keep₂ (keep₁ h + write₁) + write₂  =  (keep₁ keep₂) h + (keep₂ write₁ + write₂),

and it does not matter which neighbours are put together first: `combine` is associative. So
all steps up to each place can be put together in log₂ T sweeps instead of T steps. Within a
sweep no place waits for another. Here they are done by one NumPy operation each; where there
are many processors, at the same time (Blelloch 1990, CMU-CS-90-190).

Time is the first axis. The other axes may be any, and every number of them is a recurrence of
its own.
"""

import numpy as np


def combine(first, second):
    """Return the one step that does what `first` and then `second` do; steps are pairs."""
    (keep_first, write_first), (keep_second, write_second) = first, second
    return keep_first * keep_second, keep_second * write_first + write_second


def recurrence_by_loop(keep, write, start):
    """Return all states, one step after the other.

    Args:
        keep: what each step multiplies the state by, (T, ...).
        write: what each step adds to it, the same shape.
        start: state before the first step, (...).

    Returns:
        The states after each step, (T, ...).
    """
    _require_same_shape(keep, write, start)
    states = np.empty_like(write)
    for t in range(len(keep)):
        start = states[t] = keep[t] * start + write[t]
    return states


def recurrence_by_scan(keep, write, start):
    """Return what `recurrence_by_loop` does, up to rounding, in log₂ T sweeps.

    Arguments as there. The sweeps are those of Hillis and Steele (1986,
    doi:10.1145/7902.7903): few in number, but with T operations each. Blelloch's take twice
    as many, and about 2 T operations in all.
    """
    _require_same_shape(keep, write, start)
    keep, write = keep.copy(), write.copy()
    reach = 1  # steps that each place holds by now, its own included
    while reach < len(keep):
        earlier = keep[:-reach], write[:-reach]
        later = keep[reach:], write[reach:]
        keep[reach:], write[reach:] = combine(earlier, later)
        reach *= 2
    return keep * start + write


def _require_same_shape(keep, write, start):
    # NumPy would stretch axes of length 1 without a word.
    if keep.shape != write.shape or keep.shape[1:] != np.shape(start):
        raise ValueError(
            f"keep has shape {keep.shape}, write {write.shape} and start {np.shape(start)}; "
            "expected the same shape for the first two, and for start all of it but the steps"
        )
