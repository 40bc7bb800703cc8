"""Bidirectional: one recurrent layer reads forwards, its copy backwards."""

import numpy as np

from ..recurrence import as_arrays
from .base import Layer
from .recurrent import RNN

MERGE_MODES = ("concat", "sum", "mul", "ave", None)


class Bidirectional(Layer):
    """Two readings of the same steps, merged step by step (Schuster and Paliwal 1997).

    Args:
        layer: a recurrent layer; one copy of it reads forwards and one backwards, with weights
            of their own. It stays as it is itself.
        merge_mode: "concat" (the default), "sum", "mul", "ave", or None for a list of both.
        common: the others of `Layer`; `dtype` is by default that of the layer.

    Raises:
        TypeError: what was given is not a recurrent layer.
        ValueError: the merge mode is not known; the message lists those that are.
    """

    def __init__(self, layer, merge_mode="concat", **common):
        if not isinstance(layer, RNN):
            raise TypeError(f"expected a recurrent layer, but was given {layer!r}")
        if isinstance(merge_mode, np.ndarray) or merge_mode not in MERGE_MODES:
            known = ", ".join(map(repr, MERGE_MODES))
            raise ValueError(f"unknown merge_mode {merge_mode!r}; known are: {known}")
        self.forward_layer = layer.unbuilt_copy("forward")
        self.backward_layer = layer.unbuilt_copy("backward")
        self.layers = [self.forward_layer, self.backward_layer]
        super().__init__(**{"dtype": layer.dtype, **common})
        self.merge_mode = merge_mode
        # Else a padded step would repeat, in one direction, what belongs to another step.
        for one in self.layers:
            one.zero_output_for_mask = layer.return_sequences
        self.backward_layer.go_backwards = not layer.go_backwards

    def check(self, shape):
        """Expect (batch, steps, features)."""
        self.forward_layer.check(shape)

    def forward(self, inputs, training=False, mask=None, initial_state=None):
        """Run both directions; arguments and results as those of `RNN.forward`.

        An initial state lists the forward layer's arrays, then the backward layer's; with
        `return_state` so do the results.
        """
        halves = (None, None)
        if initial_state is not None:
            expected = 2 * len(as_arrays(self.forward_layer.state_size))
            if not isinstance(initial_state, (list, tuple)) or len(initial_state) != expected:
                raise ValueError(
                    f"{self} was given an initial_state that is not a list of {expected} "
                    "arrays: the forward layer's, then the backward layer's"
                )
            middle = len(initial_state) // 2
            halves = initial_state[:middle], initial_state[middle:]
        forwards, cache_forwards = self.forward_layer.forward(inputs, training, mask, halves[0])
        backwards, cache_backwards = self.backward_layer.forward(
            inputs, training, mask, halves[1]
        )
        states = []
        if self.forward_layer.return_state:
            (forwards, *states), (backwards, *more) = forwards, backwards
            states += more
        backwards = self._in_order(backwards)
        merged = self._merge(forwards, backwards)
        if states:
            merged = [*merged, *states] if self.merge_mode is None else [merged, *states]
        return merged, (cache_forwards, cache_backwards, forwards, backwards)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs, and those of both layers' weights.

        Both directions read the same inputs, so their gradients of these are added up.
        """
        cache_forwards, cache_backwards, forwards, backwards = cache
        d_forwards, d_backwards, d_states = self._split(d_outputs, forwards, backwards)
        d_backwards = self._in_order(d_backwards)
        if self.forward_layer.return_state:
            middle = len(d_states) // 2
            d_forwards, d_backwards = (
                [d_forwards, *d_states[:middle]],
                [d_backwards, *d_states[middle:]],
            )
        d_inputs_forwards, grads_forwards = self.forward_layer.backward(
            d_forwards, cache_forwards
        )
        d_inputs_backwards, grads_backwards = self.backward_layer.backward(
            d_backwards, cache_backwards
        )
        return d_inputs_forwards + d_inputs_backwards, grads_forwards + grads_backwards

    def output_shape(self, input_shape):
        """Return the forward layer's shape; "concat" doubles its last axis."""
        *steps, units = self.forward_layer.output_shape(input_shape)
        return (*steps, 2 * units if self.merge_mode == "concat" else units)

    def output_mask(self, inputs, mask):
        """Return the mask if there are steps left for it."""
        return self.forward_layer.output_mask(inputs, mask)

    def _in_order(self, states):
        """Turn what was read backwards around, so that steps meet their own."""
        return states[:, ::-1] if self.forward_layer.return_sequences else states

    def _merge(self, forwards, backwards):
        if self.merge_mode == "concat":
            return np.concatenate([forwards, backwards], axis=-1)
        if self.merge_mode == "mul":
            return forwards * backwards
        if self.merge_mode is None:
            return [forwards, backwards]
        return (forwards + backwards) * (0.5 if self.merge_mode == "ave" else 1)

    def _split(self, d_outputs, forwards, backwards):
        """Return the gradients of both directions and of the states they gave."""
        d_states = []
        if self.merge_mode is None:
            d_forwards, d_backwards, *d_states = d_outputs
            return d_forwards, d_backwards, d_states
        if self.forward_layer.return_state:
            d_outputs, *d_states = d_outputs
        if self.merge_mode == "concat":
            return *np.split(d_outputs, 2, axis=-1), d_states
        if self.merge_mode == "mul":
            return d_outputs * backwards, d_outputs * forwards, d_states
        share = d_outputs * (0.5 if self.merge_mode == "ave" else 1)
        return share, share, d_states
