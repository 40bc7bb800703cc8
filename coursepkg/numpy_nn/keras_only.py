"""What Keras takes and this package does not: refused with a sentence, never ignored."""

import re
from functools import cache
from types import MappingProxyType

NOT_HERE = "there is no such thing here; Keras' own may have it"
LAYER = r"""activity_regularizer autocast call_signature_parameters compute_dtype dtype_policy
    input(_dtype|_spec)? losses metrics_variables (non_)?trainable_variables output path
    quantization_mode supports_jit supports_masking variable_dtype variables """
WEIGHTS = r"\w+_(initializer|regularizer|constraint) use_bias "
LARGE = r"lora_\w+ quantization_config variable_serialization_spec "
RECURRENT = WEIGHTS + "(recurrent_)?activation (recurrent_)?dropout reset_after seed use_cudnn "
# Attributes that no object here has, by the class that has them in Keras: words or patterns.
# Subclasses, also a reader's own, have those of their bases.
NAMES = {
    "HoldsWeights": LAYER,
    "Layer": "metrics",
    "Bidirectional": "return_sequences return_state stateful states",
    "Dense": WEIGHTS + LARGE + "kernel bias",
    "Dropout": "noise_shape seed seed_generator",
    "Embedding": WEIGHTS + LARGE + "embeddings",
    "Pooling": "data_format keepdims",
    "RNN": "single_state unroll",
    **dict.fromkeys(("SimpleRNN", "GRU", "LSTM"), RECURRENT + "unit_forget_bias"),
    **dict.fromkeys(
        ("SimpleRNNCell", "GRUCell", "LSTMCell"),
        f"{LAYER} {RECURRENT} built dtype implementation metrics name output_size "
        "seed_generator trainable (non_)?(trainable_)?weights",
    ),
    "Sequential": r"""compiled(_metrics)? distribute_(reduction_method|strategy) dtype inputs
    jit_compile metrics_names output_shape outputs (predict|test|train)_function run_eagerly
    (unrolled_)?steps_per_execution""",
    "Optimizer": r"""amsgrad built centered (use_ema|ema_\w+) gradient_accumulation_steps name
    loss_scale_factor variables weight_decay""",
    "Loss": "axis dtype ignore_class label_smoothing reduction",
}


@cache
def is_keras_only(kind, name):
    """Return whether objects of a class refuse an attribute."""
    patterns = " ".join(NAMES.get(one.__name__, "") for one in kind.__mro__).split()
    return bool(re.fullmatch("|".join(patterns), name)) and not hasattr(kind, name)


class KerasOnly:
    """The base of what has a counterpart in Keras; other attributes may be set as ever."""

    instead = MappingProxyType({})  # what to write instead of an attribute or an argument

    def __setattr__(self, name, value):
        """Set an attribute; raise an AttributeError if only Keras would act on it."""
        if is_keras_only(type(self), name):
            instead = self.instead.get(name, NOT_HERE)
            raise AttributeError(
                f"{type(self).__name__} has no {name!r} as Keras' has: {instead}"
            )
        object.__setattr__(self, name, value)

    def _refuse(self, arguments, **same):
        """Refuse arguments that ask for something: not those of None or False, nor the `same`.

        Raises:
            TypeError: with what to write instead.
        """
        for name, value in arguments.items():
            if value and value != same.get(name):
                instead = self.instead.get(name, NOT_HERE)
                raise TypeError(f"{type(self).__name__} does not take {name!r}: {instead}")
