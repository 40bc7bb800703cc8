"""What somebody might type into a field: all of it is text, and nothing else."""

HOSTILE = {
    "a script": "<script>document.title = 'broken'</script> <img src=x onerror=alert(1)>",
    "the end of an element": "</textarea></script></style><svg onload=alert(2)>",
    "attributes": '" onmouseover=alert(1) x=" \' --> ]]> ${document.title} {{7*7}}',
    "emoji": "👩‍👩‍👧 🙂 👍🏽 film",
    "from right to left": "\u202eשלום עולם\u202c مرحبا film",
    "ten thousand words": "not good " * 5000,
    "one endless word": "x" * 20_000,
    "null and controls": "a\x01b c\x1bd",
}


def watch(page):
    """Return a list that fills with what dialogs say: nothing, it is hoped."""
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    return said


def unharmed(page, title, said, box):
    """Assert that nothing typed was taken for markup, and nothing is wider than the page."""
    assert said == []
    assert page.title() == title
    assert page.locator(box).locator("img, script, iframe, a, [onload]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
