"""What a results file looks like, as a JSON Schema; the descriptions are its documentation."""

from functools import cache

from jsonschema import Draft202012Validator

NUMBERS = {"type": "array", "items": {"type": "number"}}
COUNT = {"type": "integer", "minimum": 0}
SECONDS = {"type": "number", "minimum": 0}

SHARED = {
    "configuration": {"type": "string", "description": "its name in the lab's declarations"},
    "config": {"type": "object", "description": "its values: sizes, epochs, data, ..."},
    "parameters": {**COUNT, "description": "trainable parameters"},
    "metrics": {
        "type": "object",
        "minProperties": 1,
        "description": "of the test part: numbers, or dictionaries of numbers, by name",
        "additionalProperties": {
            "anyOf": [{"type": "number"}, {"type": "object"}, {"type": "array"}]
        },
    },
    "rows": {
        "type": "object",
        "description": "by name, one number or (packed, most significant bit first) one bit "
        "for every test row",
        "additionalProperties": {
            "anyOf": [
                NUMBERS,
                {
                    "type": "object",
                    "required": ["count", "bits"],
                    "properties": {"count": COUNT, "bits": {"type": "string"}},
                },
            ]
        },
    },
    "history": {
        "type": "object",
        "description": "by name, one number an epoch, as `fit` returns them",
        "additionalProperties": NUMBERS,
    },
    "seconds": {**SECONDS, "description": "of the whole run, loading and testing included"},
    "data_hash": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256"},
    "processor": {"type": "string", "description": "its model"},
    "versions": {"type": "object", "additionalProperties": {"type": "string"}},
    "commit": {
        "type": ["string", "null"],
        "description": 'of the repository; "-dirty" if files differed from it',
    },
}
OF_A_RUN = {
    "cell": {"type": "string", "description": "gru, lstm or rnn"},
    "twin": {"enum": ["numpy", "keras"]},
    "seed": COUNT,
    "seconds_per_epoch": {
        **SECONDS,
        "description": "median, without validation and without the first epoch",
    },
    "seconds_per_step": {**SECONDS, "description": "the same, of one batch"},
}
WEIGHTS = {
    "weights": {"type": "string", "pattern": r"^weights/[\w/-]+\.npz$", "description": "file"}
}


def of_record(properties):
    """Return the schema of a record in which all but the weights must be there."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": {**properties, **WEIGHTS},
        "additionalProperties": False,
    }


SCHEMAS = {"baseline": of_record(SHARED), "run": of_record({**OF_A_RUN, **SHARED})}
SCHEMAS["results"] = {
    "type": "object",
    "required": ["lab", "baselines", "runs"],
    "properties": {
        "lab": {"type": "string"},
        "baselines": {
            "type": "array",
            "description": "models without twin and seed",
            "items": SCHEMAS["baseline"],
        },
        "runs": {
            "type": "array",
            "description": "one for each configuration, twin and seed",
            "items": SCHEMAS["run"],
        },
    },
    "additionalProperties": False,
}


def check(kind, value):
    """Compare a value with a schema.

    Args:
        kind: "run", "baseline" or "results".
        value: what to check.

    Raises:
        jsonschema.ValidationError: it does not fit; the message says what and where.
    """
    _validator(kind).validate(value)


@cache
def _validator(kind):
    Draft202012Validator.check_schema(SCHEMAS[kind])
    return Draft202012Validator(SCHEMAS[kind])
