"""Clipping: keep a single large gradient from throwing the weights far away.

The three kinds are Keras'. Only `global_clipnorm` keeps the direction of the step; it is the
one of Pascanu, Mikolov and Bengio (2013, arXiv:1211.5063).
"""

import numpy as np


def clip(gradients, clipvalue=None, clipnorm=None, global_clipnorm=None):
    """Return gradients that have been cut in at most one of three ways.

    Args:
        gradients: list of arrays.
        clipvalue: every entry is cut to ±this.
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
    given = {name: limit for name, limit in kinds.items() if limit is not None}
    if len(given) > 1:
        raise ValueError(f"choose one kind of clipping; given were: {', '.join(given)}")
    for name, limit in given.items():
        if not limit > 0:
            raise ValueError(f"{name} should be above zero, but was {limit!r}")
