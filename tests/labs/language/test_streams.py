import numpy as np
import pytest

from coursepkg import numpy_nn
from coursepkg.labs import language, next_word

REVIEWS = [np.arange(2, 9), np.arange(10, 15), np.arange(20, 29)]
TEXT = [0, *range(2, 9), 0, *range(10, 15), 0, *range(20, 29), 0]


def test_every_stream_is_read_from_start_to_end():
    stream = language.make_stream(REVIEWS, rows=2, chunk=5)
    np.testing.assert_array_equal(
        stream.x,
        [
            [0, 2, 3, 4, 5],
            [11, 12, 13, 14, 0],
            [6, 7, 8, 0, 10],
            [20, 21, 22, 23, 24],
        ],
    )
    np.testing.assert_array_equal(stream.by_stream(stream.x).ravel(), TEXT[:20])
    np.testing.assert_array_equal(stream.by_stream(stream.y).ravel(), TEXT[1:21])


def test_too_little_text():
    with pytest.raises(ValueError, match="24 words do not fill 5 streams with a chunk of 5"):
        language.make_stream(REVIEWS, rows=5, chunk=5)


@pytest.fixture
def model():
    numpy_nn.set_random_seed(1)
    return next_word.build_model(numpy_nn, "gru", 30, 5, 6, rows=2, chunk=5)


def test_the_state_is_carried_or_dropped(model):
    stream = language.make_stream(REVIEWS, 2, 5)
    carried = language.log_probabilities(model, stream)
    dropped = language.log_probabilities(model, stream, carry=False)
    np.testing.assert_array_equal(carried[:2], dropped[:2])
    assert np.abs(carried[2:, 0] - dropped[2:, 0]).min() > 1e-7
    # Carried over, it is as if each stream had been read at once.
    fresh = next_word.build_model(numpy_nn, "gru", 30, 5, 6)
    fresh.set_weights(model.get_weights())
    once = np.log(fresh(stream.by_stream(stream.x)))
    of_truth = np.take_along_axis(once, stream.by_stream(stream.y)[..., None], 2)[..., 0]
    np.testing.assert_allclose(stream.by_stream(carried), of_truth, atol=1e-5)


def test_beginnings_hide_the_answer_from_a_reader_in_both_directions():
    numpy_nn.set_random_seed(2)
    model = next_word.build_model(numpy_nn, "gru", 30, 5, 6, bidirectional=True)
    stream = language.make_stream(REVIEWS, 2, 5)
    found = language.beginnings(model, stream, 4)
    assert found.shape == (5, 4)
    other = stream._replace(x=stream.x.copy())
    other.x[:, 3:] = 29
    # What comes after a beginning has no say in what is expected after it, ...
    np.testing.assert_array_equal(found[:3], language.beginnings(model, other, 4)[:3])
    # ... though it has in the middle of a chunk.
    whole, changed = (np.log(model(s.x))[0, 2, s.y[0, 2]] for s in (stream, other))
    assert abs(whole - changed) > 1e-7
    np.testing.assert_allclose(found[4, 0], np.log(model(stream.x))[0, 4, stream.y[0, 4]])


@pytest.mark.parametrize("count", [0, 5])
def test_too_many_beginnings_or_none(count):
    model = next_word.build_model(numpy_nn, "gru", 30, 5, 6)
    with pytest.raises(ValueError, match=f"expected 1 to 4 beginnings, but was given {count}"):
        language.beginnings(model, language.make_stream(REVIEWS, 2, 5), count)
