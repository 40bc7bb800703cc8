"""Texts become the same tokens and ids in the page as in Python, whatever somebody types."""

import json

import numpy as np
import pytest

from coursepkg.data import Vectorizer
from coursepkg.labs import imdb, next_word
from website.widgets.widget_models import write_model

LENGTHS = {"sarcasm": 32, "imdb": 200, "next_word": 500}
LETTERS = "aB z9.,!?'\"&<>;#/\\-_\t\n\x0b\x0c\r\x1c\x85\xa0\u3000éßİΣς漢字🙂\u200dשל\u0301"
ODD = {
    "nothing": "",
    "blanks only": " \t\n\x0b\x0c\r ",
    "punctuation only": "!!! ... ??? -- ''",
    "other blanks": "one\xa0two\u3000three\x85four\x1cfive",
    "capital letters": "ÉCOLE Straße İstanbul ΟΔΟΣ ODYSSEUS K",
    "line breaks": "good<br />bad<BR>ugly<br\u3000/><br\ufeff/>end",
    "markup": "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "references": "&lt;b&gt; &amp;amp; &ampersand &notit; &#65; &#x41 &#128; &#0; &eacute",
    "more references": "&#11; &#xD800; &#xFDD0; &#x10FFFF; &#99999999; &; &#; &x; &none; &AMP",
    "no semicolon": "a&ltb&gtc&ampd 3&lt4 &lt",
    "prototype": "&constructor; &__proto__; __proto__ constructor toString",
    "emoji": "👩‍👩‍👧 great 🙂🙂 film👍🏽",
    "from right to left": "שלום עולם مرحبا بالعالم \u202eevil\u202c",
    "half a pair": "a\ud800b c\udc00",
    "accents": "e\u0301 é naïve",
    "many words": "the film was not good " * 2000,
    "one long word": "a" * 10_000,
    "null": "a\x00b",
}


@pytest.fixture(scope="module")
def vectorizers():
    settings = {
        "sarcasm": {"length": LENGTHS["sarcasm"]},
        "imdb": imdb.reading(LENGTHS["imdb"], pad="after"),
        "next_word": {"length": LENGTHS["next_word"], "standardize": next_word.spoken},
    }
    words = ["the film was not good good; a b c ab one two three école shalom 🙂 . , !"]
    return {lab: Vectorizer(**kept).fit(words) for lab, kept in settings.items()}


def read_in_page(call, vectorizer, lab, texts):
    return call(
        "tokens",
        """const idOf = m.readVocabulary(given.words);
        return given.texts.map(
          (text) => m.vectorize(JSON.parse(text), given.reading, idOf));""",
        {
            "words": "".join(f"{word}\n" for word in vectorizer.vocabulary[2:]),
            "texts": [json.dumps(text) for text in texts],
            "reading": {
                "lab": lab,
                "length": LENGTHS[lab],
                "truncate": "before" if lab == "imdb" else "after",
            },
        },
    )


def compare(found, vectorizer, texts):
    for one, text in zip(found, texts, strict=True):
        row = vectorizer.ids([text])[0]
        assert one["ids"] == row[row != 0].tolist(), ascii(text[:80])
        tokens = vectorizer.tokens(text)
        assert one["cut"] == len(tokens) - len(one["tokens"])
        kept = slice(-len(one["tokens"]) or None, None)
        if vectorizer.truncate == "after":
            kept = slice(len(one["tokens"]))
        assert one["tokens"] == tokens[kept], ascii(text[:80])


@pytest.mark.parametrize("lab", LENGTHS)
def test_odd_texts(call, vectorizers, lab):
    texts = list(ODD.values())
    compare(read_in_page(call, vectorizers[lab], lab, texts), vectorizers[lab], texts)


@pytest.mark.parametrize("lab", LENGTHS)
def test_random_texts(call, vectorizers, lab):
    rng = np.random.default_rng(5)
    texts = ["".join(rng.choice(list(LETTERS), size=rng.integers(60))) for _ in range(300)]
    compare(read_in_page(call, vectorizers[lab], lab, texts), vectorizers[lab], texts)


@pytest.mark.parametrize("lab", LENGTHS)
def test_a_file_of_the_site_has_the_words_of_the_vectorizer(call, models, lab):
    write_model(lab, models)
    path = models / f"{lab}.txt"
    found = call(
        "tokens", "return [...m.readVocabulary(given).entries()]", path.read_text("utf-8")
    )
    vocabulary = Vectorizer.load(path).vocabulary
    assert [tuple(pair) for pair in found] == [
        (word, i) for i, word in enumerate(vocabulary) if i > 1
    ]


def test_settings_in_a_vocabulary_file_are_no_word(call, tmp_path):
    path = tmp_path / "vocabulary.txt"
    Vectorizer(length=5).fit(["the film, the Film", "a film"]).save(path)
    found = call(
        "tokens", "return [...m.readVocabulary(given).entries()]", path.read_text("utf-8")
    )
    assert found == [["film", 2], ["the", 3], ["a", 4]]
