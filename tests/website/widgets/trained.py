"""The labs' trained models as their chapters load them, for comparison with the page's."""

from functools import cache

from coursepkg import numpy_nn
from coursepkg.data import Vectorizer
from coursepkg.labs import imdb, next_word, sarcasm
from coursepkg.results import saved_model
from website.widgets.widget_models import SAVED

LABS = {"sarcasm": sarcasm, "imdb": imdb}


@cache
def reader(lab):
    """Return the classifier of a lab and its vectorizer."""
    saved = saved_model(lab, SAVED[lab])
    config = saved.config
    settings = {"length": config["length"]}
    if lab == "imdb":
        settings = imdb.reading(config["length"], config["keep"], config["pad"])
    model = saved.build(numpy_nn, LABS[lab].build_model)
    return model, Vectorizer.load(saved.vocabulary, **settings)


@cache
def writer():
    """Return the model that says the next word, for one word at a time, and its vectorizer."""
    saved = saved_model("next_word", SAVED["next_word"])
    model = saved.build(numpy_nn, next_word.build_model, rows=1, chunk=1)
    vectorizer = Vectorizer.load(
        saved.vocabulary, length=next_word.WORDS, standardize=next_word.spoken
    )
    return model, vectorizer
