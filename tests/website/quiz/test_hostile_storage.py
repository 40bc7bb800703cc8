"""What a browser keeps may be anything, or nothing."""

import json

import pytest
from answering import answer, question, reasons, reload, score, stored

NAME = "quiz:/page.html"
# For each text a place for the key of a question.
HOSTILE = {
    "markup": '<img src=x onerror="throw 1">',
    "half of it": '{"KEY": "A',
    "a number": "7",
    "a list": '["KEY", "A"]',
    "nothing": "null",
    "text": '"AB"',
    "prototypes": '{"__proto__": {"KEY": "A"}, "constructor": "A"}',
    "no text": '{"KEY": ["A"]}',
    "deep": '{"KEY": {"length": 1, "0": "A"}}',
    "no option": '{"KEY": "Z"}',
    "twice the same": '{"KEY": "AA"}',
    "after the right one": '{"KEY": "BA"}',
    "markup as an answer": '{"KEY": "<script>throw 1</script>"}',
    "much": json.dumps({"KEY": "A" * 1_000_000}),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_as_if_nothing_had_been_answered(show, text):
    page = show()
    key = question(page, 1).get_attribute("data-key")
    page.evaluate("pair => localStorage.setItem(...pair)", [NAME, text.replace("KEY", key)])
    reload(page)
    assert (reasons(page, 1), score(page)) == ("", "")
    answer(page, 1, "B")
    assert reasons(page, 1) == "ABC"
    assert stored(page)["local"] == {NAME: json.dumps({key: "B"}, separators=(",", ":"))}


# The theme's own scripts do not expect a refusal, so that only ours gets one.
REFUSE = """for (const way of WAYS) {
  const whole = Storage.prototype[way];
  Storage.prototype[way] = function (name, text) {
    if (name.startsWith('quiz:')) throw new DOMException('refused', 'SecurityError');
    return whole.call(this, name, text);
  };
}"""
REFUSING = {
    "no storage": REFUSE.replace("WAYS", "['getItem', 'setItem', 'removeItem']"),
    "a full one": REFUSE.replace("WAYS", "['setItem']"),
}


@pytest.mark.parametrize("script", REFUSING.values(), ids=REFUSING.keys())
def test_without_storage_the_quiz_works_and_says_so(show, script):
    page = show(before=script)
    answer(page, 1, "A")
    answer(page, 1, "B")
    assert reasons(page, 1) == "ABC"
    assert score(page) == "0 of 2 right at the first try, 1 to go."
    assert "keeps no answers" in page.locator(".quiz-note").text_content()
