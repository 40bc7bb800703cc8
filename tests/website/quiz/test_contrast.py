"""Every text of a quiz stands out from what is behind it, before and after an answer."""

import pytest
from answering import answer

ENOUGH = 4.5  # what WCAG asks of small text
CONTRASTS = """() => {
  const pen = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const channels = (colours) => {
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((c) => c / 255);
  };
  const luminance = (colours) => channels(colours)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (element) => element
    ? [...behind(element.parentElement), getComputedStyle(element).backgroundColor] : ['white'];
  const written = [...document.querySelectorAll('.quiz *')].filter((element) =>
    element.checkVisibility() && !element.closest('.quiz-heard, mjx-assistive-mml')
    && [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));
  return written.map((element) => {
    const paper = behind(element);
    const two = [luminance(paper), luminance([...paper, getComputedStyle(element).color])];
    two.sort((a, b) => b - a);
    return [element.textContent.trim().slice(0, 40), (two[0] + 0.05) / (two[1] + 0.05)];
  });
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(show, theme):
    page = show()
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    before = page.evaluate(CONTRASTS)
    answer(page, 1, "A")
    answer(page, 2, "A")
    after = page.evaluate(CONTRASTS)
    assert len(after) > len(before) > 10
    assert [pair for pair in before + after if pair[1] < ENOUGH] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_right_and_not_right_differ_without_colour(show, theme):
    page = show()
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    answer(page, 1, "B")
    signs = page.evaluate(
        """() => ['right', 'wrong'].map((kind) => {
             const reason = document.querySelector(`.quiz-${kind}`);
             return [getComputedStyle(reason, '::before').content[1],
                     getComputedStyle(reason).borderLeftStyle];
           })"""
    )
    assert signs == [["✓", "double"], ["✗", "dashed"]]
