"""Bidirectional: one recurrent layer reads forwards, its copy backwards."""

import copy

import numpy as np

from .base import Layer
from .recurrent import Recurrent

MERGE_MODES = ("concat", "sum", "mul", "ave", None)


class Bidirectional(Layer):
    """Two readings of the same steps, merged step by step (Schuster and Paliwal 1997).

    Args:
        layer: a recurrent layer; it reads forwards, and a copy of it backwards.
        merge_mode: "concat" (the default), "sum", "mul", "ave", or None for a list of both.
    """

    def __init__(self, layer, merge_mode="concat", **common):
        if not isinstance(layer, Recurrent):
            raise TypeError(f"expected a recurrent layer, but was given {layer!r}")
        if merge_mode not in MERGE_MODES:
            known = ", ".join(map(repr, MERGE_MODES))
            raise ValueError(f"unknown merge_mode {merge_mode!r}; known are: {known}")
        self.forward_layer = layer
        self.backward_layer = copy.copy(layer)
        super().__init__(**{"dtype": layer.dtype, **common})
        self.merge_mode = merge_mode
        # Else a padded step would repeat, in one direction, what belongs to another step.
        for one in self.parts():
            one.zero_output_for_mask = layer.return_sequences
        self.backward_layer.go_backwards = not layer.go_backwards

    def parts(self):
        """Return the layers of both directions, whose `trainable` follows this one's."""
        return [self.forward_layer, self.backward_layer]

    def build(self, input_shape):
        """Make the weights of both directions."""
        for layer in self.parts():
            layer.build(input_shape)
        self.built = True

    @property
    def weights(self):
        """The weights of the forward layer, then those of the backward one."""
        return self.forward_layer.weights + self.backward_layer.weights

    def check(self, shape):
        """Expect (batch, steps, features)."""
        self.forward_layer.check(shape)

    def reset_state(self):
        """Let both directions begin the next batch with zeros."""
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    def forward(self, inputs, training=False, mask=None, initial_state=None):
        """Run both directions; arguments and results as those of `Recurrent.forward`.

        An initial state lists the forward layer's arrays, then the backward layer's; with
        `return_state` so do the results.
        """
        halves = (None, None)
        if initial_state is not None:
            middle = len(initial_state) // 2
            halves = initial_state[:middle], initial_state[middle:]
        there, cache_there = self.forward_layer.forward(inputs, training, mask, halves[0])
        back, cache_back = self.backward_layer.forward(inputs, training, mask, halves[1])
        states = []
        if self.forward_layer.return_state:
            (there, *states), (back, *more) = there, back
            states += more
        back = self._in_order(back)
        merged = self._merge(there, back)
        if states:
            merged = [*merged, *states] if self.merge_mode is None else [merged, *states]
        return merged, (cache_there, cache_back, there, back)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs, and those of both layers' weights."""
        cache_there, cache_back, there, back = cache
        d_there, d_back, d_states = self._split(d_outputs, there, back)
        d_back = self._in_order(d_back)
        if self.forward_layer.return_state:
            middle = len(d_states) // 2
            d_there, d_back = [d_there, *d_states[:middle]], [d_back, *d_states[middle:]]
        d_inputs_there, grads_there = self.forward_layer.backward(d_there, cache_there)
        d_inputs_back, grads_back = self.backward_layer.backward(d_back, cache_back)
        return d_inputs_there + d_inputs_back, grads_there + grads_back

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

    def _merge(self, there, back):
        if self.merge_mode == "concat":
            return np.concatenate([there, back], axis=-1)
        if self.merge_mode == "mul":
            return there * back
        if self.merge_mode is None:
            return [there, back]
        return (there + back) * (0.5 if self.merge_mode == "ave" else 1)

    def _split(self, d_outputs, there, back):
        """Return the gradients of both directions and of the states they gave."""
        d_states = []
        if self.merge_mode is None:
            d_there, d_back, *d_states = d_outputs
            return d_there, d_back, d_states
        if self.forward_layer.return_state:
            d_outputs, *d_states = d_outputs
        if self.merge_mode == "concat":
            return *np.split(d_outputs, 2, axis=-1), d_states
        if self.merge_mode == "mul":
            return d_outputs * back, d_outputs * there, d_states
        share = d_outputs * (0.5 if self.merge_mode == "ave" else 1)
        return share, share, d_states
