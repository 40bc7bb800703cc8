"""The profile times every part of a step, and no part twice."""

from dataclasses import replace

import pytest

from studies.benchmarks import cases, profile


@pytest.mark.parametrize("name", ["airline", "sarcasm", "stack_overflow"])
def test_parts_of_a_step(name):
    case = replace(cases.get(name), batch=4, steps=3)
    found = profile.of_training(case, 0.05)
    assert {"recurrence, forward", "recurrence, backward", "optimiser"} <= set(found["parts"])
    assert ("embedding, backward" in found["parts"]) == (name != "airline")
    assert "other layers, backward" in found["parts"]
    assert min(found["parts"].values()) > 0
    assert set(found["floor"]) == {"products of the state", "exp and tanh"}


def test_the_floor_counts_the_steps_of_all_layers_and_directions():
    readings = {
        name: profile._readings(profile.numpy_model(cases.get(name)), 10)
        for name in ("imdb", "airline", "sarcasm")
    }
    assert readings == {"imdb": (128, 10), "airline": (50, 20), "sarcasm": (32, 20)}
