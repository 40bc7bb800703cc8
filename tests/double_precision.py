"""A twin whose layers compute in double precision, for comparisons to many digits."""

from functools import partial

LAYERS = ("SimpleRNN", "GRU", "LSTM", "Dense", "Embedding", "Dropout", "SpatialDropout1D")
LAYERS += ("Bidirectional", "GlobalMaxPooling1D", "GlobalAveragePooling1D")


class InDoublePrecision:
    """Offers the names of a twin, its layers with `dtype="float64"`."""

    def __init__(self, nn):
        self._nn = nn

    def __getattr__(self, name):
        value = getattr(self._nn, name)
        return partial(value, dtype="float64") if name in LAYERS else value
