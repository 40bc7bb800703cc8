"""What `chapters/after_gates.md` says of the rows of its table, and of its quiz."""

import itertools
import re

import numpy as np
import pytest

from coursepkg.variants import min_gru, scan
from tests.chapters.quoted_code import defined_by
from tools.notebooks.__main__ import REPOSITORY

CHAPTER = (REPOSITORY / "chapters/after_gates.md").read_text("utf-8")


@pytest.fixture(scope="module")
def page():
    return defined_by("after_gates", "family", "swap", np=np)


@pytest.fixture
def u_v():
    return np.random.default_rng(3).normal(size=(2, 4000))


def test_the_first_row_is_the_minimal_gru_of_the_package(page, u_v):
    inputs = np.stack(u_v, axis=-1)[None, :50]
    params = min_gru.MinGRUParams(np.eye(2), np.zeros(2))
    h, _, _ = min_gru.min_gru_forward(inputs, np.zeros((1, 1)), params)
    a, b = page["family"](*u_v)["minimal GRU"]
    by_loop = scan.recurrence_by_loop(a[:50], b[:50], 0.0)
    np.testing.assert_allclose(h[0, :, 0], by_loop)


def test_what_depends_on_the_input_and_what_is_fixed(page, u_v):
    rows = page["family"](*u_v)
    fixed = {name for name, (a, _) in rows.items() if np.ptp(a) == 0}
    assert fixed == {"S4"}
    assert all((a > 0).all() and (a < 1).all() for a, _ in rows.values())


def test_mamba_keeps_by_a_gate(page, u_v):
    """The equation of the page: with A = -1 its decay is the sigmoid of u, as here u keeps."""
    a, _ = page["family"](*u_v)["Mamba"]
    np.testing.assert_allclose(a, 1 / (1 + np.exp(-u_v[0])))


def test_rg_lru_writes_so_that_the_size_of_a_state_stays():
    """Noise of variance 1, wholly let in, makes a state of variance 1 whatever is kept."""
    (row,) = (line for line in CHAPTER.splitlines() if line.startswith("| RG-LRU {cite"))
    _, _, a_t, b_t, *_ = (column.strip() for column in row.split("|"))
    assert a_t == r"$e^{-8\, r_t \odot \lambda}$"
    assert b_t == r"$\sqrt{1 - a_t^2} \odot (i_t \odot x_t)$"
    rng = np.random.default_rng(4)
    u, x = rng.normal(size=(2, 2000, 300))
    r, i, decay = 1 / (1 + np.exp(u)), 1.0, 0.05
    a = np.exp(-8 * r * decay)
    b = np.sqrt(1 - a**2) * (i * x)
    states = scan.recurrence_by_scan(a, b, rng.normal(size=300))
    assert np.var(states[::100]) == pytest.approx(1, abs=0.05)


def sru_step(h, x, f_x, v):
    """One step of an SRU's cell, whose gate sees its own state with weight v."""
    f = 1 / (1 + np.exp(-f_x - v * h))
    return f * h + (1 - f) * x


@pytest.mark.parametrize(("v", "linear"), [(0.0, True), (1.0, False)])
def test_an_sru_is_not_linear_in_its_state(v, linear):
    """A linear step takes three states at equal distances to states at equal distances."""
    low, middle, high = (sru_step(h, 0.5, 0.3, v) for h in (-1.0, 0.0, 1.0))
    assert (abs(low - 2 * middle + high) < 1e-12) == linear


def test_reflections_play_the_shell_game(page):
    for i, j in ((0, 1), (0, 2), (1, 2)):
        order = np.arange(3)
        order[[i, j]] = j, i
        np.testing.assert_allclose(page["swap"](i, j), np.eye(3)[order], atol=1e-15)


def test_up_to_a_beta_of_one_nothing_is_turned_around():
    k = np.array([[np.sqrt(0.5), -np.sqrt(0.5), 0]])
    for beta in (0.3, 1.0):
        eigenvalues = np.linalg.eigvalsh(np.eye(3) - beta * k.T @ k)
        assert eigenvalues.min() == pytest.approx(1 - beta)


SCAN_BY_HAND = re.compile(
    r"^\| (?:the steps|after sweep \d|state, .+?) \| (.+) \|$", re.MULTILINE
)


def test_the_scan_by_hand():
    """Its table: the steps, two sweeps over them, and the states from a first state of 8."""
    rows = [re.split(r" \| ", row) for row in SCAN_BY_HAND.findall(CHAPTER)]
    *pairs, states = [[eval(place) for place in row] for row in rows]
    assert [len(row) for row in (*pairs, states)] == [4] * 4
    for shift, (before, after) in zip((1, 2), itertools.pairwise(pairs), strict=True):
        swept = [scan.combine(*two) for two in zip(before, before[shift:], strict=False)]
        np.testing.assert_allclose(after, [*before[:shift], *swept])
    keep, write = np.array(pairs[0]).T
    np.testing.assert_allclose(states, scan.recurrence_by_loop(keep, write, 8.0))
    assert [a * 8 + b for a, b in pairs[-1]] == states


def test_two_steps_in_one():
    """`after_gates` 3."""
    np.testing.assert_allclose(scan.combine((0.5, 2.0), (0.1, 3.0)), (0.05, 3.2))


def test_a_scan_has_fewer_rounds_and_more_combinations(monkeypatch):
    """`after_gates` 4: ten rounds for 1,000 steps, and about nine times the combinations."""
    sizes, whole = [], scan.combine

    def counted(first, second):
        sizes.append(len(first[0]))
        return whole(first, second)

    monkeypatch.setattr(scan, "combine", counted)
    scan.recurrence_by_scan(np.full(1000, 0.5), np.ones(1000), 0.0)
    assert len(sizes) == 10
    assert 8.5 < sum(sizes) / 1000 < 9.5
