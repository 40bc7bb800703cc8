"""Cut texts into tokens, byte for byte as Keras' TextVectorization does.

All work is done on UTF-8 bytes: TensorFlow, too, lower-cases the letters A to Z alone and parts
words at the six ASCII blanks alone, and Python's functions for bytes do just that, fast.
"""

import html
import re
import string

PUNCTUATION = string.punctuation.encode()
EACH_PUNCTUATION = re.compile(b"([" + re.escape(PUNCTUATION) + b"])")
LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def without_markup(text):
    """Return a text with its line breaks in HTML as blanks and `&lt;` and the like as `<`."""
    return html.unescape(LINE_BREAK_TAG.sub(" ", text))


STANDARDIZE = {
    "lower_and_strip_punctuation": lambda text: text.lower().translate(None, PUNCTUATION),
    "lower": bytes.lower,
}
SPLIT = {
    "whitespace": bytes.split,
    "whitespace_and_punctuation": lambda text: EACH_PUNCTUATION.sub(rb" \1 ", text).split(),
}


class Tokenizer:
    """Standardises and splits texts.

    Args:
        standardize: "lower_and_strip_punctuation": lower case, without ASCII punctuation;
            "lower": lower case; or a function from str to str.
        split: "whitespace", or "whitespace_and_punctuation": there every punctuation mark is
            a token of its own.
    """

    def __init__(self, standardize, split):
        if not callable(standardize) and standardize not in STANDARDIZE:
            raise ValueError(
                f"standardize should be a function or one of {', '.join(STANDARDIZE)}, "
                f"but was {standardize!r}"
            )
        if split not in SPLIT:
            raise ValueError(f"split should be one of {', '.join(SPLIT)}, but was {split!r}")
        self._by_reader = standardize if callable(standardize) else None
        self._standardize = STANDARDIZE.get(standardize, bytes)
        self._split = SPLIT[split]

    def split_all(self, texts):
        """Yield the tokens of each text, a list of bytes.

        Raises:
            TypeError: one text instead of a list, or something in the list that is none.
        """
        if isinstance(texts, str | bytes):
            raise TypeError(f"expected a list of texts, but was given one text: {texts[:40]!r}")
        for text in texts:
            if not isinstance(text, str):
                raise TypeError(f"expected texts, but one is of type {type(text).__name__}")
            if self._by_reader:
                text = self._by_reader(text)
            # Half a surrogate pair, as JSON can hold, has no UTF-8: it becomes a "?".
            yield self._split(self._standardize(text.encode("utf-8", "replace")))
