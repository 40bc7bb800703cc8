"""What every recurrent cell must do: tests that test_rnn, test_lstm and test_gru inherit."""

import numpy as np
import pytest
from keras_recurrence import assert_same_results
from recurrence_cases import (
    Cell,
    keras_twin,
    make_case,
    masks,
    run_sequence,
    run_state_gradients,
)

from coursepkg.numpy_nn import recurrence
from coursepkg.numpy_nn.gradcheck import check_vjp


class RecurrenceContract:
    """Inherit this in a test class and set `cell`."""

    cell: Cell

    @pytest.mark.parametrize("n", [1, 5])
    def test_gradients_of_a_step(self, n):
        case, rng = make_case(self.cell, n=n), np.random.default_rng(1)
        arguments = (case.x[:, 0], case.initial, case.params)
        check_vjp(self.cell.step_forward, self.cell.step_backward, arguments, rng)

    @pytest.mark.parametrize("name", masks())
    def test_gradients_of_a_sequence(self, name):
        case, rng = make_case(self.cell), np.random.default_rng(2)
        arguments = (case.x, case.initial, case.params, masks()[name])
        check_vjp(self.cell.forward, self.cell.backward, arguments, rng)

    @pytest.mark.parametrize("name", masks())
    @pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-9), ("float32", 1e-5)])
    def test_equals_keras(self, name, dtype, tolerance):
        case, mask = make_case(self.cell, dtype=dtype), masks()[name]
        theirs = keras_twin(self.cell, case, mask)
        assert_same_results(run_sequence(self.cell, case, mask), theirs, tolerance)

    @pytest.mark.parametrize("name", masks())
    def test_the_loop_for_any_cell_does_the_same(self, name):
        """`recurrence.py` with the step functions of this cell: results and cache."""
        case, mask = make_case(self.cell), masks()[name]
        h, last, cache = recurrence.sequence_forward(
            self.cell.step_forward, case.x, case.initial, case.params, mask
        )
        dx, d_initial, grads = recurrence.sequence_backward(
            self.cell.step_backward, case.dh, case.d_last, cache
        )
        parts = self.cell.parts
        general = (h, parts(last), dx, parts(d_initial), grads)
        plain = run_sequence(self.cell, case, mask)
        for mine, theirs in zip(general, plain, strict=True):
            assert_same_results(mine, theirs, 1e-13)
        gradients = recurrence.state_gradients(
            self.cell.step_backward, case.dh, case.d_last, cache
        )
        expected = run_state_gradients(self.cell, case, mask)
        assert_same_results(parts(gradients), expected, 1e-13)
        assert len(cache.states) == case.x.shape[1]
        for t, state in enumerate(cache.states):
            shown = np.where(h[:, t].any(axis=1, keepdims=True), state[0], 0)
            assert_same_results(shown, h[:, t], 0)

    def test_nothing_is_lost_of_a_gradient_before_the_first_real_step(self):
        """There the state is the initial one, and no output shows it."""
        case, mask = make_case(self.cell), masks()["mixed"]
        silent = ~np.logical_or.accumulate(mask, axis=1)
        assert silent.any()
        of_steps = run_state_gradients(self.cell, case, mask)
        of_start = run_sequence(self.cell, case, mask).d_initial
        for gradients, at_start in zip(of_steps, of_start, strict=True):
            for t in range(mask.shape[1]):
                rows = silent[:, t]
                assert_same_results(gradients[rows, t], at_start[rows], 1e-13)

    def test_padding_on_the_right_changes_nothing(self):
        case = make_case(self.cell)
        plain = run_sequence(self.cell, case)
        padding = np.full((5, 3, 3), 9.0)
        longer = case._replace(
            x=np.concatenate([case.x, padding], axis=1),
            dh=np.concatenate([case.dh, np.zeros((5, 3, 4))], axis=1),
        )
        mask = np.arange(10) < np.full((5, 1), 7)
        padded = run_sequence(self.cell, longer, mask)
        assert_same_results(padded.last, plain.last, 0)
        assert_same_results(padded.h[:, :7], plain.h, 0)
        assert_same_results(padded.grads, plain.grads, 1e-12)
        assert_same_results(padded.h[:, 7:], np.repeat(plain.h[:, -1:], 3, axis=1), 0)
        assert not padded.dx[:, 7:].any()

    def test_outputs_are_zero_before_the_first_real_step(self):
        case, mask = make_case(self.cell), masks()["mixed"]
        h = run_sequence(self.cell, case, mask).h
        silent = ~np.logical_or.accumulate(mask, axis=1)
        assert silent.any()
        assert not h[silent].any()
        assert h[~silent].all()

    def test_two_halves_with_carried_state_equal_the_whole(self):
        case = make_case(self.cell)
        whole = run_sequence(self.cell, case)
        h_start, middle, _ = self.cell.forward(case.x[:, :3], case.initial, case.params)
        h_end, last, _ = self.cell.forward(case.x[:, 3:], middle, case.params)
        assert_same_results(np.concatenate([h_start, h_end], axis=1), whole.h, 1e-13)
        assert_same_results(self.cell.parts(last), whole.last, 1e-13)

    def test_arguments_stay_as_they_are(self):
        case, mask = make_case(self.cell), masks()["mixed"]
        for array in (case.x, case.dh, mask, *case.params):
            array.flags.writeable = False
        for array in (*self.cell.parts(case.initial), *self.cell.parts(case.d_last)):
            array.flags.writeable = False
        run_sequence(self.cell, case, mask)

    def test_inputs_may_be_views(self):
        case = make_case(self.cell)
        backwards = case._replace(x=case.x[:, ::-1], dh=case.dh[:, ::-1])
        copied = case._replace(x=backwards.x.copy(), dh=backwards.dh.copy())
        found, expected = run_sequence(self.cell, backwards), run_sequence(self.cell, copied)
        assert_same_results(found, expected, 1e-13)

    @pytest.mark.parametrize("name", ["none", "mixed"])
    def test_trace_shows_every_step(self, name):
        case, mask = make_case(self.cell), masks()[name]
        _, last, cache = self.cell.forward(case.x, case.initial, case.params, mask)
        trace = self.cell.trace(cache)
        state = case.initial
        for t in range(7):
            new, step = self.cell.step_forward(case.x[:, t], state, case.params)
            real = np.ones((5, 1), bool) if mask is None else mask[:, t, None]
            pairs = zip(self.cell.parts(new), self.cell.parts(state), strict=True)
            state = self.cell.state_type(
                *(np.where(real, now, before) for now, before in pairs)
            )
            seen = {**step._asdict(), **dict(zip("hc", self.cell.parts(state), strict=False))}
            for field, values in trace._asdict().items():
                assert_same_results(values[:, t], seen[field], 1e-12)
        assert_same_results(self.cell.parts(last)[0], trace.h[:, -1], 0)

    def test_masked_step_lets_the_gradient_pass(self):
        case, mask = make_case(self.cell), masks()["mixed"]
        case = case._replace(dh=np.zeros_like(case.dh))
        for part in run_state_gradients(self.cell, case, mask):
            masked = ~mask[:, 1:]
            assert_same_results(part[:, :-1][masked], part[:, 1:][masked], 0)
            assert np.isfinite(part).all()
