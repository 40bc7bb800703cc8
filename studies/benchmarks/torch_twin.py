"""PyTorch's ways of working, with its own layers and a loop written by hand, as is usual.

The cases build their models with `LAYERS`. PyTorch's layers have to be told the size of their
input, Keras' do not. So each of these is a function of that size which returns the module and
the size of its output.
"""

from functools import partial
from types import SimpleNamespace

import torch

from .cases import BATCHES, batches
from .timing import repeated

OPTIMIZERS = {
    "adam": lambda weights: torch.optim.Adam(weights, lr=0.001, eps=1e-7),
    "rmsprop": lambda weights: torch.optim.RMSprop(weights, lr=0.001, alpha=0.9, eps=1e-7),
}
# Inside a model, a probability's logit; outside, in `inference`, the probability.
OUTPUTS = {
    "binary_crossentropy": torch.sigmoid,
    "sparse_categorical_crossentropy": lambda logits: torch.softmax(logits, dim=-1),
    "mean_squared_error": lambda outputs: outputs,
}


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


def recurrent(kind, units, return_sequences=False, stateful=False):
    """Return a recurrent layer of one of PyTorch's kinds."""

    def make(features, bidirectional=False):
        module = kind(features, units, batch_first=True, bidirectional=bidirectional)
        size = units * (2 if bidirectional else 1)
        return Recurrence(module, return_sequences, stateful), size

    return make


def dense(units, activation=None):
    """Return a linear layer and an activation.

    A sigmoid or softmax is left to the loss, which in PyTorch takes logits.
    """

    def make(features):
        linear = torch.nn.Linear(features, units)
        relu = [torch.nn.ReLU()] if activation == "relu" else []
        return torch.nn.Sequential(linear, *relu), units

    return make


LAYERS = SimpleNamespace(
    GRU=partial(recurrent, torch.nn.GRU),
    LSTM=partial(recurrent, torch.nn.LSTM),
    SimpleRNN=partial(recurrent, torch.nn.RNN),
    Bidirectional=lambda make: partial(make, bidirectional=True),
    # Masks are not made: a case that needs one is not run.
    Embedding=lambda words, size, mask_zero=False: (
        lambda features: (torch.nn.Embedding(words, size), size)
    ),
    Dropout=lambda rate: lambda features: (torch.nn.Dropout(rate), features),
    Dense=dense,
)


def of_classes(logits, y):
    """Return the loss of classes on the last axis."""
    return torch.nn.functional.cross_entropy(logits.flatten(0, -2), y.flatten().long())


LOSSES = {
    "binary_crossentropy": torch.nn.functional.binary_cross_entropy_with_logits,
    "sparse_categorical_crossentropy": of_classes,
    "mean_squared_error": torch.nn.functional.mse_loss,
}


def build(case):
    """Return the case's model."""
    modules, features = [], case.data()[0].shape[-1]
    for make in case.layers(LAYERS):
        module, features = make(features)
        modules.append(module)
    return torch.nn.Sequential(*modules)


def ways(case):
    """Return, for each kind of work, the ways to do it (see `twins`); none with a mask."""
    if "masked" in case.name:
        return {}
    model = build(case)
    x, y = case.data()
    x = [torch.from_numpy(one) for one in batches(case, x)]
    if case.loss is None:
        return {"streaming": {"model(x)": repeated(inference(model, x, lambda state: state))}}
    y = [torch.from_numpy(one) for one in batches(case, y)]
    return {
        "training": {"loop": repeated(training(model, case, x, y))},
        "inference": {"model(x)": repeated(inference(model, x, OUTPUTS[case.loss]))},
    }


def inference(model, x, finish):
    """Return a function that runs the model on batch i."""

    def run(i):
        model.eval()
        with torch.inference_mode():
            return finish(model(x[i % BATCHES])).numpy()

    return run


def training(model, case, x, y):
    """Return a function that takes one training step on batch i."""
    optimizer = OPTIMIZERS[case.optimizer](model.parameters())

    def step(i):
        model.train()
        optimizer.zero_grad()
        loss = LOSSES[case.loss](model(x[i % BATCHES]), y[i % BATCHES])
        loss.backward()
        optimizer.step()
        return loss.item()

    return step
