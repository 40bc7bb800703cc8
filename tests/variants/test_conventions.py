"""Weights in other conventions: the cell stays the same, and another cell is refused."""

import numpy as np
import pytest
from recurrence_cases import GRU, LSTM, make_case

from coursepkg.numpy_nn.activations import sigmoid
from coursepkg.numpy_nn.gru import GRUParams, gru_forward, gru_step_forward
from coursepkg.numpy_nn.lstm import lstm_forward
from coursepkg.variants import conventions


def pytorch_gru(x, h, weights):
    """Run a GRU as PyTorch documents it: columns, blocks r, z, n, one below the other."""
    for t in range(x.shape[1]):
        from_input = weights.weight_ih @ x[:, t].T + weights.bias_ih[:, None]
        from_state = weights.weight_hh @ h.T + weights.bias_hh[:, None]
        (i_r, i_z, i_n), (h_r, h_z, h_n) = (np.split(a, 3) for a in (from_input, from_state))
        r, z = sigmoid(i_r + h_r), sigmoid(i_z + h_z)
        n = np.tanh(i_n + r * h_n)
        h = ((1 - z) * n + z * h.T).T
    return h


def pytorch_lstm(x, state, weights):
    """Run an LSTM as PyTorch documents it: columns, blocks i, f, g, o, and two biases."""
    h, c = state
    for t in range(x.shape[1]):
        a = weights.weight_ih @ x[:, t].T + weights.weight_hh @ h.T
        i, f, g, o = np.split(a + (weights.bias_ih + weights.bias_hh)[:, None], 4)
        c = (sigmoid(f) * c.T + sigmoid(i) * np.tanh(g)).T
        h = (sigmoid(o) * np.tanh(c).T).T
    return h, c


def assert_equal_arrays(ours, theirs):
    assert type(ours) is type(theirs)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(one, other)


def test_gru_to_pytorch_is_the_same_cell():
    case = make_case(GRU)
    _, ours, _ = gru_forward(case.x, case.initial, case.params)
    theirs = pytorch_gru(case.x, case.initial, conventions.gru_to_pytorch(case.params))
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_lstm_to_pytorch_is_the_same_cell():
    case = make_case(LSTM)
    _, ours, _ = lstm_forward(case.x, case.initial, case.params)
    theirs = pytorch_lstm(case.x, case.initial, conventions.lstm_to_pytorch(case.params))
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_there_and_back_again():
    params = make_case(GRU).params
    there = conventions.gru_to_pytorch(params)
    assert_equal_arrays(conventions.gru_from_pytorch(there), params)
    params = make_case(LSTM).params
    there = conventions.lstm_to_pytorch(params)
    assert_equal_arrays(conventions.lstm_from_pytorch(there), params)


def test_both_biases_of_an_lstm_count():
    case = make_case(LSTM)
    weights = conventions.lstm_to_pytorch(case.params)
    halves = weights._replace(bias_ih=0.3 * weights.bias_ih, bias_hh=0.7 * weights.bias_ih)
    back = conventions.lstm_from_pytorch(halves)
    np.testing.assert_allclose(back.bias, case.params.bias, rtol=1e-15)


def test_a_turned_update_gate_is_the_other_direction():
    case = make_case(GRU)
    turned, h = conventions.update_gate_turned(case.params), case.initial
    for t in range(case.x.shape[1]):
        _, step = gru_step_forward(case.x[:, t], h, turned)
        h = (1 - step.z) * h + step.z * step.candidate
    _, ours, _ = gru_forward(case.x, case.initial, case.params)
    np.testing.assert_allclose(h, ours, atol=1e-12)
    assert_equal_arrays(conventions.update_gate_turned(turned), case.params)


def test_gathered_biases_are_the_same_cell_and_as_many_zeros_as_can_be():
    case = make_case(GRU)
    gathered = conventions.biases_gathered(case.params)
    ours, _, _ = gru_forward(case.x, case.initial, case.params)
    theirs, _, _ = gru_forward(case.x, case.initial, gathered)
    np.testing.assert_allclose(ours, theirs, atol=1e-12)
    assert (gathered.bias[1] == 0).tolist() == 8 * [True] + 4 * [False]


def test_one_bias_where_one_is_enough_and_nowhere_else():
    case = make_case(GRU)
    with pytest.raises(ValueError, match=r"second bias reaches .* expected zeros"):
        conventions.one_bias(case.params)
    case.params.bias[1, 8:] = 0
    single = conventions.one_bias(case.params)
    assert single.shape == (12,)
    two_rows = case.params._replace(bias=np.stack([single, np.zeros_like(single)]))
    ours, _, _ = gru_forward(case.x, case.initial, case.params)
    theirs, _, _ = gru_forward(case.x, case.initial, two_rows)
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


CONVERSIONS = ["gru_to_pytorch", "update_gate_turned", "biases_gathered"]


@pytest.mark.parametrize("name", [*CONVERSIONS, "lstm_to_pytorch"])
def test_results_share_no_memory_with_arguments(name):
    params = make_case(LSTM if name.startswith("lstm") else GRU).params
    before = [array.copy() for array in params]
    result = getattr(conventions, name)(params)
    for array in result:
        array += 1
    assert_equal_arrays(list(params), before)


@pytest.mark.parametrize("name", ["gru_from_pytorch", "lstm_from_pytorch"])
def test_weights_from_pytorch_share_no_memory_with_it(name):
    cell = name.partition("_")[0]
    params = make_case({"gru": GRU, "lstm": LSTM}[cell]).params
    weights = getattr(conventions, f"{cell}_to_pytorch")(params)
    for array in getattr(conventions, name)(weights):
        array += 1
    again = getattr(conventions, name)(weights)
    assert_equal_arrays(again, params)


@pytest.mark.parametrize("name", [*CONVERSIONS, "one_bias"])
def test_bad_gru_weights(name):
    convert, params = getattr(conventions, name), make_case(GRU).params
    with pytest.raises(ValueError, match=r"shape \(12,\); expected \(2, 12\).*another model"):
        convert(params._replace(bias=params.bias[0]))
    with pytest.raises(ValueError, match=r"a GRU was given .*\(3, 16\).* expected .*\(3, 12\)"):
        convert(make_case(LSTM).params)
    with pytest.raises(ValueError, match="a GRU was given"):
        convert(params[:2])


def test_bad_lstm_weights_and_weights_of_other_layers():
    with pytest.raises(ValueError, match=r"an LSTM was given .*\(2, 12\).* expected .*\(16,\)"):
        conventions.lstm_to_pytorch(make_case(GRU).params)
    of_gru = conventions.gru_to_pytorch(make_case(GRU).params)
    with pytest.raises(ValueError, match=r"one layer of an LSTM in .* layout .*\(16, 3\)"):
        conventions.lstm_from_pytorch(of_gru)
    with pytest.raises(ValueError, match="one layer of a GRU in PyTorch's layout"):
        conventions.gru_from_pytorch([*of_gru, *of_gru])
    with pytest.raises(ValueError, match="one layer of a GRU in PyTorch's layout"):
        conventions.gru_from_pytorch(of_gru[:1])


@pytest.mark.parametrize("cell", ["GRU", "LSTM"])
def test_equals_pytorch_where_it_is_installed(cell):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; nothing needs it")
    case = make_case({"GRU": GRU, "LSTM": LSTM}[cell])
    weights = getattr(conventions, f"{cell.lower()}_to_pytorch")(case.params)
    layer = getattr(torch.nn, cell)(3, 4, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        for parameter, array in zip(layer.parameters(), weights, strict=True):
            parameter.copy_(torch.from_numpy(array))
        parts = [case.initial] if cell == "GRU" else list(case.initial)
        initial = [torch.from_numpy(part)[None] for part in parts]
        h, _ = layer(torch.from_numpy(case.x), initial[0] if cell == "GRU" else tuple(initial))
    ours, _, _ = {"GRU": gru_forward, "LSTM": lstm_forward}[cell](
        case.x, case.initial, case.params
    )
    np.testing.assert_allclose(ours, h.numpy(), atol=1e-12)
    arrays = [parameter.detach().numpy() for parameter in layer.parameters()]
    back = getattr(conventions, f"{cell.lower()}_from_pytorch")(arrays)
    assert_equal_arrays(back, case.params)


def test_the_worked_cell_by_pencil():
    x, h_prev, params = conventions.worked_cell()
    h, step = gru_step_forward(x, h_prev, params)
    assert isinstance(params, GRUParams)
    np.testing.assert_allclose(step.z, sigmoid(np.array([[2.6, -1.1]])), rtol=1e-14)
    np.testing.assert_allclose(step.r, sigmoid(np.array([[0.9, -2.2]])), rtol=1e-14)
    inside = np.array([[0.5 + step.r[0, 0] * 1.6, 0.5 + step.r[0, 1] * 1.0]])
    np.testing.assert_allclose(step.candidate, np.tanh(inside), rtol=1e-14)
    np.testing.assert_allclose(h, step.z * h_prev + (1 - step.z) * step.candidate)
    np.testing.assert_allclose(conventions.one_bias(params)[:4], [1.0, 0.5, 0.0, 0.0])
