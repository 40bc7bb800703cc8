"""Each broken cell of the chapter is broken in the way it says, and each mended one is right.

The cells are run as they stand in the chapter, and found by their tags.
"""

import difflib
import io
from contextlib import redirect_stdout
from itertools import permutations
from types import SimpleNamespace

import jupytext
import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursepkg import numpy_nn as nn
from tools.notebooks.__main__ import REPOSITORY
from tools.notebooks.kernels import ENVIRONMENT

pytestmark = pytest.mark.xdist_group("spot_the_bug")  # its cells are run once

BUGS = (
    *("overwritten", "sorted", "names", "padding", "perplexity"),
    *("state", "order", "reset", "blend", "accumulated", "argmax"),
)
CELLS = [
    cell
    for cell in jupytext.read(REPOSITORY / "chapters/spot_the_bug.md", fmt="md:myst").cells
    if cell.cell_type == "code"
]


def states(cell):
    """Return the tags of a cell that say of which bug it is, and whether it is mended."""
    tags = cell.metadata.get("tags", ())
    return [tag for tag in tags if tag.startswith(("broken-", "mended-"))]


SOURCES = {tag: cell.source for cell in CELLS for tag in states(cell)}


@pytest.fixture(scope="module")
def pages():
    """What there is after each tagged cell: all names, and `printed`; by tag."""
    names, found = {}, {}
    with pytest.MonkeyPatch.context() as patch, plt.rc_context(), plt.ioff():
        for variable, value in ENVIRONMENT.items():
            patch.setenv(variable, value)
        for cell in CELLS:
            printed = io.StringIO()
            with redirect_stdout(printed):
                exec(compile(cell.source, "cell", "exec"), names)
            for tag in states(cell):
                found[tag] = SimpleNamespace(**names, printed=printed.getvalue())
        plt.close("all")
    return found


@pytest.fixture
def pair(request, pages):
    """Return what there is after the broken cell of a test's bug, and after the mended one."""
    bug = request.function.__name__.removeprefix("test_")
    return pages[f"broken-{bug}"], pages[f"mended-{bug}"]


def test_eleven_bugs_each_with_its_mending():
    expected = [f"{state}-{bug}" for bug in BUGS for state in ("broken", "mended")]
    assert list(SOURCES) == expected


@pytest.mark.parametrize("bug", BUGS)
def test_the_mending_is_small(bug):
    lines = (SOURCES[f"{state}-{bug}"].splitlines() for state in ("broken", "mended"))
    changed = [line for line in difflib.ndiff(*lines) if line[0] in "-+"]
    assert 0 < len(changed) <= 16


@pytest.mark.parametrize("bug", BUGS)
def test_every_cell_prints_a_result(bug, pages):
    assert all(pages[f"{state}-{bug}"].printed.strip() for state in ("broken", "mended"))


def accuracy(page, rows, labels):
    return np.mean((page.model.predict(rows)[:, 0] > 0.5) == labels)


def test_overwritten(pair):
    broken, mended = pair
    test = broken.labelled(broken.headlines.test)
    assert np.array_equal(broken.rows, test[0]), "trained on the test rows"
    assert not {*map(bytes, mended.rows)} & {*map(bytes, test[0])}
    assert broken.accuracy > 0.95
    assert mended.accuracy == pytest.approx(accuracy(mended, *test))
    assert mended.accuracy < 0.85
    unseen = broken.labelled(broken.headlines.train)
    assert accuracy(broken, *unseen) < 0.9, "the score of the broken cell is not its worth"


def test_sorted(pair):
    broken, mended = pair
    held_out = [
        set(page.questions.labels[page.order][int(0.8 * len(page.order)) :]) for page in pair
    ]
    assert held_out == [{3}, {0, 1, 2, 3}]
    assert sorted(broken.order) == sorted(mended.order), "the same questions"
    assert broken.history["val_accuracy"][0] < 0.25, "worse than guessing"
    assert broken.history["val_accuracy"][-1] < 0.5 < 0.7 < mended.history["val_accuracy"][-1]


def test_names(pair):
    truth = ["sarcastic" if label else "plain" for label in pair[0].headlines.test.labels]
    broken, mended = ([a == b for a, b in zip(p.said, truth, strict=True)] for p in pair)
    assert np.mean(broken) < 0.15 < 0.85 < np.mean(mended)
    assert np.mean(mended) == pytest.approx(pair[1].accuracy)
    assert pair[0].accuracy == pair[1].accuracy


def test_padding(pair):
    broken, mended = pair
    labels = broken.headlines.validation.labels
    always = max(np.mean(labels), 1 - np.mean(labels))
    assert broken.history["val_accuracy"][-1] == pytest.approx(always)
    assert np.ptp(broken.answers) < 0.05 < 0.9 < np.ptp(mended.answers)
    assert mended.masked_history["val_accuracy"][-1] > 0.9
    for page, masked in zip(pair, (False, True), strict=True):
        alone = [page.model.predict(row[row > 0][None])[0] for row in page.checked]
        assert np.allclose(alone, page.answers, atol=1e-5) == masked


def test_perplexity(pair):
    (broken, mended), reported, real = pair, [], []
    x, y = broken.next_words(broken.checked)
    for page, model in ((broken, broken.model), (mended, mended.masked)):
        given = np.take_along_axis(model.predict(x), y[..., None].astype(int), axis=2)[..., 0]
        real.append(np.exp(-np.log(given)[x > 0].mean()))
        reported.append(np.exp(page.loss))
    assert reported[1] == pytest.approx(real[1], rel=1e-3)
    assert reported[0] < reported[1] < real[1] * 2 < real[0]


def test_state(pair):
    broken, mended = pair
    assert np.mean(broken.right) < 0.7
    assert np.mean(mended.right) > 0.95
    whole = broken.trained.predict(broken.stream)[:, 0]
    assert np.allclose(mended.mended_curve[19::20], whole, atol=1e-5)
    first = np.flatnonzero(broken.jolts)[0]
    after = np.array(broken.curve[19::20][first:])
    assert (after > 0.5).all(), "once raised, the alarm stays"


def test_order(pair):
    broken, mended = pair
    alike = [np.full(shape, 0.1) for shape in broken.SHAPES]
    rng = np.random.default_rng(5)
    random = [rng.normal(size=shape) for shape in broken.SHAPES]
    assert broken.gap(broken.converted, alike) < 1e-12
    assert broken.gap(broken.converted, random) > 0.1
    assert broken.gap(mended.converted, random) < 1e-12
    for order in permutations(range(3)):  # none of them fails on weights that are alike

        def in_this_order(weights, order=order):
            blocks = ([np.split(array, 3)[i] for i in order] for array in weights)
            return broken.converted([np.concatenate(array) for array in blocks])

        assert broken.gap(in_this_order, alike) < 1e-12


def test_reset(pair, pages):
    broken, mended = pair
    for page in pair:
        assert page.difference < 1e-6, "the test of the chapter sees neither"
    later = pages["broken-blend"]
    assert later.differences(broken.written_out)[-1] > 0.01
    assert max(later.differences(mended.mended)) < 1e-5


def test_blend(pair):
    broken, mended = pair
    rng = np.random.default_rng(6)
    with pytest.raises(AssertionError, match="h_prev"):
        nn.check_vjp(broken.blend, broken.blend_backward, broken.arrays, rng)
    nn.check_vjp(mended.blend, mended.blend_backward, mended.arrays, rng)
    assert broken.reaching[-1] < 1e-20
    assert mended.mended_reaching[-1] == pytest.approx(0.9**30)


def test_accumulated(pair):
    broken, mended = pair
    for rate in broken.RATES:
        assert np.mean(broken.losses[rate][-50:]) > 0.8 * broken.always_zero
        assert np.mean(mended.mended_losses[rate][-50:]) < 0.8 * broken.always_zero
        model = mended.averager()
        model.compile(nn.SGD(rate), "mean_squared_error")
        rows = mended.numbers, mended.half_mean
        plain = [model.train_on_batch(*rows) for _ in range(200)]
        assert np.allclose(mended.mended_losses[rate], plain, atol=1e-4)


def test_argmax(pair):
    broken, mended = pair
    assert np.sum(broken.said == broken.truth) == 2
    assert (mended.said == mended.truth).all()
    assert np.array_equal(mended.outputs, broken.outputs), "the model is the same"
    assert len(mended.outputs) == len(mended.languages), "or the broken cell would be seen"
