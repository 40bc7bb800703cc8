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
# What `DEFAULTS`, below, has for every gated or plain cell.
CELL = {
    **{"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True},
    **{"dropout": 0, "recurrent_dropout": 0, "seed": None},
    **{"kernel_initializer": "glorot_uniform", "recurrent_initializer": "orthogonal"},
    "bias_initializer": "zeros",
    **dict.fromkeys(
        f"{weight}_{kind}"
        for weight in ("kernel", "recurrent", "bias")
        for kind in ("regularizer", "constraint")
    ),
}
# What Keras has by default, and these classes always: to write it down changes nothing.
DEFAULTS = {
    "RNN": {"unroll": False},
    **dict.fromkeys(("SimpleRNNCell", "GRUCell", "LSTMCell"), CELL),
    **dict.fromkeys(("SimpleRNN", "GRU", "LSTM"), CELL | {"use_cudnn": "auto"}),
    "Layer": {"activity_regularizer": None, "autocast": True},
    "Bidirectional": {"backward_layer": None, "weights": None},
    "Dense": {
        **{name: CELL[name] for name in CELL if name.startswith(("kernel_", "bias_", "use_"))},
        **dict.fromkeys(("lora_rank", "lora_alpha", "quantization_config")),
    },
    "Dropout": {"noise_shape": None, "seed": None},
    "Embedding": {
        "embeddings_initializer": "uniform",
        **dict.fromkeys(("embeddings_regularizer", "embeddings_constraint", "weights")),
        **dict.fromkeys(("lora_rank", "lora_alpha", "quantization_config")),
    },
    "Input": {
        "optional": False,
        **dict.fromkeys(("batch_shape", "batch_size", "ragged", "sparse", "tensor")),
    },
    "Pooling": {"data_format": None, "keepdims": False},
    "Loss": {"reduction": "sum_over_batch_size", "dtype": None},
    "BinaryCrossentropy": {"axis": -1, "label_smoothing": 0},
    "CategoricalCrossentropy": {"axis": -1, "label_smoothing": 0},
    "SparseCategoricalCrossentropy": {"axis": -1, "ignore_class": None},
    "Optimizer": {
        **{"use_ema": False, "ema_momentum": 0.99, "ema_overwrite_frequency": None},
        **dict.fromkeys(("weight_decay", "loss_scale_factor", "gradient_accumulation_steps")),
        "name": None,
    },
    "Adam": {"amsgrad": False},
    "RMSprop": {"centered": False},
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

    def _refuse(self, arguments, **defaults):
        """Refuse arguments that are not known here, but for Keras' defaults written down.

        Args:
            arguments: values by name.
            defaults: what passes, beside the `DEFAULTS` of the class.

        Raises:
            TypeError: with what to write instead.
        """
        for kind in type(self).__mro__:
            defaults = DEFAULTS.get(kind.__name__, {}) | defaults
        for name, value in arguments.items():
            default = defaults.get(name, self)  # no argument is this object
            if value is default or (type(value) in (int, float, str) and value == default):
                continue
            instead = self.instead.get(name) or self.instead.get(name.rpartition("_")[2])
            raise TypeError(
                f"{type(self).__name__} does not take {name!r}: "
                + (instead or NOT_HERE).format(value)
            )
