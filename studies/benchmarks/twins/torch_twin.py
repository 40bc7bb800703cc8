"""PyTorch's ways of working, with its own layers and a loop written by hand, as is usual."""

import torch

from ..cases import BATCHES
from ..timing import repeated
from . import torch_layers
from .fitting import batches

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
    features = case.data()[0].shape[-1]
    return torch_layers.sequential(case.layers(torch_layers), features)


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
