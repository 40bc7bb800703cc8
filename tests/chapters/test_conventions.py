"""What the page on conventions says of papers, of PyTorch and ONNX, and of Keras' source."""

import importlib
import itertools
import re

import keras
import numpy as np
import pytest
from recurrence_cases import GRU, make_case

from coursepkg.numpy_nn.activations import sigmoid
from coursepkg.numpy_nn.gru import gru_forward
from coursepkg.variants import conventions
from tools.notebooks.__main__ import REPOSITORY

CHAPTER = (REPOSITORY / "chapters/conventions.md").read_text("utf-8")
DIRECTIONS, PLACES = ("keeps", "overwrites"), ("before", "after")


def on_paper(case, direction, place, candidate_bias=None):
    """Run a GRU with one bias a gate, in any of the four ways in which it is written."""
    (w_z, w_r, w_h), (u_z, u_r, u_h), (b_z, b_r, b_h) = (
        np.split(array, 3, axis=-1)
        for array in (*case.params[:2], conventions.one_bias(case.params))
    )
    b_h, h, states = b_h if candidate_bias is None else candidate_bias(b_z), case.initial, []
    for x in case.x.swapaxes(0, 1):
        z = sigmoid(x @ w_z + h @ u_z + b_z)
        r = sigmoid(x @ w_r + h @ u_r + b_r)
        heard = (r * h) @ u_h if place == "before" else r * (h @ u_h)
        candidate = np.tanh(x @ w_h + heard + b_h)
        kept = z if direction == "keeps" else 1 - z
        h = kept * h + (1 - kept) * candidate
        states.append(h)
    return np.stack(states, axis=1)


@pytest.fixture
def case():
    case = make_case(GRU)
    case.params.bias[1, 8:] = 0  # of the candidate: none of the four has it
    return case


def turned(case):
    return case._replace(params=conventions.update_gate_turned(case.params))


def test_the_four_ways_on_paper_are_two_models(case):
    found = {
        (direction, place): on_paper(
            case if direction == "keeps" else turned(case), direction, place
        )
        for direction, place in itertools.product(DIRECTIONS, PLACES)
    }
    ours, _, _ = gru_forward(case.x, case.initial, case.params)
    np.testing.assert_allclose(found["keeps", "after"], ours, atol=1e-12)
    for place in PLACES:
        np.testing.assert_allclose(
            found["overwrites", place], found["keeps", place], atol=1e-12
        )
    assert np.abs(found["keeps", "before"] - found["keeps", "after"]).max() > 0.1


@pytest.mark.parametrize("place", PLACES)
def test_both_places_are_those_of_keras(case, place):
    layer = keras.layers.GRU(
        4, return_sequences=True, reset_after=place == "after", dtype="float64"
    )
    layer.build(case.x.shape)
    bias = case.params.bias if place == "after" else conventions.one_bias(case.params)
    layer.set_weights([*case.params[:2], bias])
    theirs = np.asarray(layer(case.x, initial_state=case.initial))
    np.testing.assert_allclose(on_paper(case, "keeps", place), theirs, atol=1e-9)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_places_agree_at_one_step_from_zeros_and_for_diagonal_weights(case, direction):
    one_step = case._replace(x=case.x[:, :1], initial=np.zeros_like(case.initial))
    before, after = (on_paper(one_step, direction, place) for place in PLACES)
    np.testing.assert_array_equal(before, after)
    case.params.recurrent_kernel[:, 8:] *= np.eye(4)
    before, after = (on_paper(case, direction, place) for place in PLACES)
    np.testing.assert_allclose(before, after, atol=1e-12)


def test_a_bias_used_twice_is_our_cell_with_two_biases_tied(case):
    slip = on_paper(case, "keeps", "after", candidate_bias=lambda b_z: b_z)
    of_z = case.params.bias.sum(axis=0)[:4]
    case.params.bias[0, 8:] = of_z
    ours, _, _ = gru_forward(case.x, case.initial, case.params)
    np.testing.assert_allclose(slip, ours, atol=1e-12)


def test_the_weights_for_the_pencil_are_those_of_the_package():
    rows = re.findall(
        r"^\| \$[WUbc]\$.* \| (.+) \| (.+) \| (.+) \|$", CHAPTER.replace("−", "-"), re.M
    )
    written = [[float(n) for n in ", ".join(row).split(", ")] for row in rows]
    x, h_prev, params = conventions.worked_cell()
    np.testing.assert_array_equal(written, np.concatenate(params))
    np.testing.assert_array_equal([*x[0], *h_prev[0]], [1, 0.8, -0.6])


def test_keras_manual_page_still_says_before():
    """When this fails, Keras' docstring was mended: change the note of the chapter."""
    said = " ".join(keras.layers.GRU.__doc__.split())
    assert re.search(r"default one is based on \S+ and has reset gate applied to hidden", said)
    assert keras.layers.GRU(1).reset_after is True


def test_packed_for_cudnn_as_keras_packs_it():
    """Matrix by matrix, reset before update, each transposed; then the biases likewise."""
    params = make_case(GRU).params
    packed = np.concatenate([a.ravel() for a in conventions.gru_to_pytorch(params)])
    z_r_h = [np.split(array, 3, axis=-1) for array in (*params[:2], *params.bias)]
    expected = [blocks[i].T.ravel() for blocks in z_r_h for i in (1, 0, 2)]
    np.testing.assert_array_equal(packed, np.concatenate(expected))


def test_the_lines_for_pytorch_run_where_it_is_installed():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; nothing needs it")
    (lines,) = re.findall(r"```python\n(import torch\n.*?)```", CHAPTER, re.DOTALL)
    case = make_case(GRU)
    names = {
        "features": 3,
        "units": 4,
        "weights": conventions.gru_to_pytorch(case.params),
    }
    exec(lines, names)
    with torch.no_grad():
        h, _ = names["layer"](torch.from_numpy(case.x), torch.from_numpy(case.initial)[None])
    ours, _, _ = gru_forward(case.x, case.initial, case.params)
    np.testing.assert_allclose(h.numpy(), ours, atol=1e-12)


@pytest.mark.parametrize("linear_before_reset", [1, 0])
def test_onnx_as_the_chapter_writes_it(linear_before_reset):
    """Reset before, both biases of the candidate stand outside: as Keras with their sum."""
    case = make_case(GRU)
    layer = keras.layers.GRU(4, reset_after=bool(linear_before_reset), dtype="float64")
    layer.build(case.x.shape)
    bias = case.params.bias if linear_before_reset else case.params.bias.sum(axis=0)
    layer.set_weights([*case.params[:2], bias])
    theirs = np.asarray(layer(case.x, initial_state=case.initial))
    documented = of_the_chapter("as_onnx_documents_it")
    inputs = onnx_inputs(case)
    last = documented(
        inputs["X"], case.initial, *(inputs[n] for n in "WRB"), linear_before_reset
    )
    np.testing.assert_allclose(last, theirs, atol=1e-9)


@pytest.mark.parametrize("attributes", [{"linear_before_reset": 1}, {}])
def test_onnx_as_its_own_evaluator_computes_it(attributes):
    onnx = pytest.importorskip("onnx", reason="ONNX is not installed; nothing needs it")
    from onnx.reference import ReferenceEvaluator

    case = make_case(GRU)
    inputs = onnx_inputs(case)
    names = ["X", "W", "R", "B", "", "initial_h"]
    node = onnx.helper.make_node("GRU", names, ["", "last"], hidden_size=4, **attributes)
    double = onnx.TensorProto.DOUBLE
    ends = [
        [onnx.helper.make_tensor_value_info(name, double, None) for name in side]
        for side in (inputs, ["last"])
    ]
    graph = onnx.helper.make_graph([node], "gru", *ends)
    ((last,),) = ReferenceEvaluator(onnx.helper.make_model(graph)).run(None, inputs)
    documented = of_the_chapter("as_onnx_documents_it")
    arrays = (inputs[name] for name in "WRB")
    ours = documented(inputs["X"], case.initial, *arrays, **attributes)
    np.testing.assert_allclose(last, ours, atol=1e-12)


def of_the_chapter(name):
    """Return a function that a cell of the chapter defines."""
    (lines,) = re.findall(rf"^(def {name}\(.*?)^```", CHAPTER, re.DOTALL | re.MULTILINE)
    names = {"np": np, "sigmoid": sigmoid}
    exec(lines, names)
    return names[name]


def onnx_inputs(case):
    """Return the inputs of ONNX's operator by their names."""
    kernel, recurrent, bias = case.params
    arrays = case.x.swapaxes(0, 1), kernel.T[None], recurrent.T[None], bias.reshape(1, -1)
    return dict(zip("XWRB", arrays, strict=True)) | {"initial_h": case.initial[None]}


FUSED = {
    "activation": keras.activations.tanh,
    "recurrent_activation": keras.activations.sigmoid,
}
FUSED |= {"unroll": False, "use_bias": True, "reset_after": True}


@pytest.mark.parametrize(
    "change",
    [
        {"activation": keras.activations.relu},
        {"recurrent_activation": keras.activations.hard_sigmoid},
        {"unroll": True},
        {"use_bias": False},
        {"reset_after": False},
    ],
)
def test_what_breaks_the_fused_kernel(change):
    kernels = importlib.import_module("keras.src.backend.tensorflow.rnn")
    supported = kernels._do_gru_arguments_support_cudnn
    assert supported(**FUSED)
    assert not supported(**FUSED | change)
