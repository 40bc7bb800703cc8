"""The labs' trained models as their chapters load them, for comparison with the page's."""

from functools import cache

from coursepkg import numpy_nn
from coursepkg.data import Vectorizer
from coursepkg.labs import imdb, next_word
from coursepkg.study.kept import kept
from coursepkg.study.labs import imdb as imdb_study
from coursepkg.study.labs import next_word as next_word_study
from coursepkg.study.labs import sarcasm as sarcasm_study
from website.widgets.widget_models import KEPT

STUDIES = {"sarcasm": sarcasm_study, "imdb": imdb_study}


@cache
def reader(lab):
    """Return the classifier of a lab and its vectorizer."""
    saved = kept(lab, KEPT[lab])
    config = saved.config
    settings = {"length": config["length"]}
    if lab == "imdb":
        settings = imdb.reading(config["length"], config["keep"], config["pad"])
    model = STUDIES[lab].model_of(numpy_nn, config)
    model.set_weights(numpy_nn.read_weights(saved.weights))
    return model, Vectorizer.load(saved.vocabulary, **settings)


@cache
def writer():
    """Return the model that says the next word, for one word at a time, and its vectorizer."""
    saved = kept("next_word", KEPT["next_word"])
    model = next_word_study.model_of(numpy_nn, saved.config, rows=1, chunk=1)
    model.set_weights(numpy_nn.read_weights(saved.weights))
    vectorizer = Vectorizer.load(
        saved.vocabulary, length=next_word.WORDS, standardize=next_word.spoken
    )
    return model, vectorizer
