"""Our vectoriser beside Keras' TextVectorization: the same vocabulary, the same ids."""

import keras
import numpy as np
import tensorflow as tf

from coursepkg.data.text import Vectorizer

# What is done to a text first, and where its tokens end.
STRIPPED = ("lower_and_strip_punctuation", "whitespace")
MARKS_KEPT = ("lower", "whitespace_and_punctuation")
MODES = [STRIPPED, ("lower", "whitespace"), MARKS_KEPT]


def marks_apart(texts):
    """What `MARKS_KEPT` does to texts before they are split, in TensorFlow's words."""
    marks = r'([!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\'])'
    return tf.strings.regex_replace(tf.strings.lower(texts), marks, r" \1 ")


def assert_same_as_keras(train, others, size, length, mode):
    """Fit both on `train`; compare the vocabularies, and the ids of `train` and `others`."""
    ours = Vectorizer(size, length, *mode).fit(train)
    layer = keras.layers.TextVectorization(
        max_tokens=size,
        output_sequence_length=length,
        standardize=marks_apart if mode == MARKS_KEPT else mode[0],
    )
    layer.adapt(tf.data.Dataset.from_tensor_slices(train).batch(1024))
    assert ours.vocabulary == layer.get_vocabulary()
    for texts in (train, others):
        ids = ours.ids(texts)
        assert ids.dtype == np.int32
        np.testing.assert_array_equal(ids, layer(texts).numpy())
