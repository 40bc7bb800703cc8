import io

import keras
import numpy as np
import pytest

from coursepkg import numpy_nn as nn


def tiny(twin):
    layers = twin.layers if twin is keras else twin
    model = twin.Sequential([twin.Input((3, 1)), layers.GRU(2), layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mean_squared_error")
    return model


@pytest.mark.parametrize("twin", [nn, keras], ids=["numpy", "keras"])
def test_the_progress_bar_works_with_both_twins(twin):
    stream = io.StringIO()
    x, y = np.ones((4, 3, 1)), np.ones((4, 1))
    bar = nn.ProgressBar(stream)
    tiny(twin).fit(x, y, epochs=3, batch_size=2, verbose=0, callbacks=[bar])
    last = stream.getvalue().split("\r")[-1]
    assert last.startswith("epoch 3/3 " + "█" * bar.width)
    assert "loss" in last
    assert last.endswith("\n")


def test_a_shorter_line_covers_a_longer_one():
    stream = io.StringIO()
    bar = nn.ProgressBar(stream)
    bar.set_params({"epochs": 2, "steps": 1})
    bar.on_train_begin()
    bar.on_epoch_end(0, {"loss": 1.0, "val_loss": 2.0})
    bar._logs = {}
    bar.on_train_end()
    first, second = stream.getvalue().rstrip("\n").split("\r")[1:]
    assert len(second) >= len(first)


def test_verbose_zero_is_silent(capsys):
    tiny(nn).fit(np.ones((4, 3, 1)), np.ones((4, 1)), verbose=0)
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_progress_goes_to_standard_error(capsys):
    tiny(nn).fit(np.ones((4, 3, 1)), np.ones((4, 1)))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "epoch 1/1" in captured.err
