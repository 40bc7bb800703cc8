"""The trained models give in the page what they give in `numpy_nn`, and are small."""

import json

import numpy as np
import pytest
from trained import reader, writer

from coursepkg import numpy_nn
from coursepkg.labs import language, next_word
from website.widgets import widget_models

LARGEST = 2_000_000  # bytes of a model, all its files together
TEXTS = {
    "sarcasm": ["area man explains internet", "zzyzx " * 3, "one", "word " * 60],
    "imdb": ["a dull film, a waste", "good " * 250, "was <br/> not great but fun", "zzyzx"],
}
OF_ONE = "const model = await m.loadModel(new URL('/widgets/models/' + given.lab + '.json', \
location.href).href); "
CLASSIFY = (
    OF_ONE
    + """return given.texts.map((text) => {
  const { ids } = m.read(model, text);
  const { probability, traces } = m.classify(model, ids);
  return { ids, probability, traces: traces.map((trace) => Object.fromEntries(
    Object.entries(trace).map(([name, steps]) => [name, steps.map((step) => [...step])]))) };
});"""
)


@pytest.fixture
def made(models):
    def make(lab):
        widget_models.write_model(lab, models)
        return json.loads((models / f"{lab}.json").read_text("utf-8"))

    return make


@pytest.mark.parametrize("lab", TEXTS)
def test_a_classifier_and_what_happens_inside_it(call, made, lab):
    made(lab)
    model, vectorizer = reader(lab)
    found = call("model", CLASSIFY, {"lab": lab, "texts": TEXTS[lab]})
    rows = vectorizer.ids(TEXTS[lab])
    probabilities = model.predict(rows, verbose=0)[:, 0]
    traces = numpy_nn.trace(model, rows)
    for i, one in enumerate(found):
        count = (rows[i] != 0).sum()
        assert one["ids"] == rows[i, :count].tolist()
        assert one["probability"] == pytest.approx(probabilities[i], abs=1e-5)
        for trace, shown in zip(traces, one["traces"], strict=True):
            for name, steps in trace._asdict().items():
                np.testing.assert_allclose(
                    shown[name][:count], steps[i][:count], atol=1e-5, err_msg=f"{lab} {name}"
                )


def test_the_model_of_the_next_word(call, made):
    made("next_word")
    model, vectorizer = writer()
    text = "I saw this film, and it was zzyzx!"
    row = vectorizer.ids([text])[0]
    ids = [language.END, *row[row != 0].tolist()]
    language.forget(model)
    expected = [np.asarray(model(np.array([[i]], np.int32)))[0, 0] for i in ids]
    body = (
        OF_ONE
        + """let state = m.firstState(model);
    const { ids } = m.read(model, given.text);
    return [0, ...ids].map((id) => {
      state = m.readWord(model, id, state);
      return [...m.expectation(model, state)];
    });"""
    )
    found = call("model", body, {"lab": "next_word", "text": text})
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("lab", widget_models.SAVED)
def test_a_model_is_small_and_says_how_small(made, models, lab):
    header = made(lab)
    sizes = {path.suffix: path.stat().st_size for path in models.glob(f"{lab}.*")}
    assert sum(sizes.values()) < LARGEST
    assert header["bytes"] == sizes[".bin"] + sizes[".txt"]
    run = widget_models.saved_run(lab, widget_models.SAVED[lab])
    assert header["length"] == run["config"].get("length", next_word.WORDS)


def test_sixteen_bits(call):
    every = np.arange(2**16, dtype="<u2")
    numbers = every.view("<f2").astype(float)
    body = "return [...m.decodeHalf(Uint8Array.from(given).buffer)].map(String)"
    found = np.array(call("model", body, list(every.tobytes())), float)
    np.testing.assert_array_equal(found, numbers)


def test_a_file_of_another_length_is_refused(call, made, models, workshop):
    header = made("sarcasm")
    header["shapes"][0] = [9999, 64]
    wrong = workshop.folder / "models-made" / "wrong.json"
    wrong.write_text(json.dumps(header))
    body = (
        "try { await m.loadModel(location.origin + '/widgets/models/wrong.json') } "
        "catch (error) { return error.message }"
    )
    assert "the shapes hold" in call("model", body)
