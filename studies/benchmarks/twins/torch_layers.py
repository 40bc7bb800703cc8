"""The names that the cases build with, made of PyTorch's own layers.

PyTorch's layers want to know the size of their input, Keras' do not. So these remember their
arguments only; `make` is told the size, and returns the module and the size of its output.
"""

from dataclasses import dataclass, replace

import torch


class Recurrence(torch.nn.Module):
    """A recurrent module that gives what the cases want of it, and may keep its state."""

    def __init__(self, module, return_sequences, stateful):
        super().__init__()
        self.module = module
        self.return_sequences = return_sequences
        self.stateful = stateful
        self.state = None

    def forward(self, x):
        """Return all states, or the last one of each direction side by side."""
        states, last = self.module(x, self.state)
        if self.stateful:
            self.state = last
        if self.return_sequences:
            return states
        last = last[0] if isinstance(last, tuple) else last  # an LSTM's state is a pair
        return torch.cat([*last], dim=1)


@dataclass(frozen=True)
class Recurrent:
    """What the recurrent layers share."""

    units: int
    return_sequences: bool = False
    stateful: bool = False
    bidirectional: bool = False

    def make(self, features):
        """Return the module and the size of its output."""
        options = {"batch_first": True, "bidirectional": self.bidirectional}
        module = self.kind(features, self.units, **options)
        size = self.units * (2 if self.bidirectional else 1)
        return Recurrence(module, self.return_sequences, self.stateful), size


class GRU(Recurrent):
    """A gated recurrent unit."""

    kind = torch.nn.GRU


class LSTM(Recurrent):
    """A long short-term memory."""

    kind = torch.nn.LSTM


class SimpleRNN(Recurrent):
    """A plain recurrent layer."""

    kind = torch.nn.RNN


def Bidirectional(layer):  # noqa: N802, a layer's name in the cases
    """Return the layer, reading in both directions."""
    return replace(layer, bidirectional=True)


@dataclass(frozen=True)
class Embedding:
    """A table of vectors; masks are not made."""

    vocabulary: int
    size: int
    mask_zero: bool = False

    def make(self, features):
        """Return the module and the size of its output."""
        return torch.nn.Embedding(self.vocabulary, self.size), self.size


@dataclass(frozen=True)
class Dropout:
    """Dropout."""

    rate: float

    def make(self, features):
        """Return the module and the size of its output."""
        return torch.nn.Dropout(self.rate), features


@dataclass(frozen=True)
class Dense:
    """A linear layer and an activation.

    A sigmoid or softmax is left to the loss, which in PyTorch takes logits.
    """

    units: int
    activation: str | None = None

    def make(self, features):
        """Return the module and the size of its output."""
        linear = torch.nn.Linear(features, self.units)
        relu = [torch.nn.ReLU()] if self.activation == "relu" else []
        return torch.nn.Sequential(linear, *relu), self.units


def sequential(layers, features):
    """Return a model of the layers, whose inputs have this many features."""
    modules = []
    for layer in layers:
        module, features = layer.make(features)
        modules.append(module)
    return torch.nn.Sequential(*modules)
