"""Glossary, bibliography and register: all that is in them is used, and nothing is missing."""

import re

import pytest
import yaml
from pybtex.database import parse_file

from tools.notebooks.__main__ import REPOSITORY
from tools.notebooks.book import Book

BOOK = Book(REPOSITORY)
TOC = yaml.safe_load((REPOSITORY / "_toc.yml").read_text("utf-8"))
SLUGS = {
    part["caption"]: [c["file"].removeprefix("chapters/") for c in part["chapters"]]
    for part in TOC["parts"]
}
PAGES = ["index", *(slug for slugs in SLUGS.values() for slug in slugs)]
TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`>]+)>?`")
CITATION = re.compile(r"\{cite(?::\w)?\}`([^`]+)`")
# Cited for what they collected; what is claimed of it stands on the page about the data.
DATA = {"box1970", "maas2011", "misra2022"}


def terms(glossary):
    """Return the terms that a glossary explains, in its order."""
    inside = glossary.partition("```{glossary}\n")[2].partition("```")[0]
    return [line for line in inside.splitlines() if line and not line.startswith(" ")]


def used(pattern, text):
    """Return everything that a role names in a text, whatever its line breaks."""
    found = (match[1] for match in pattern.finditer(" ".join(text.split())))
    return {name.strip() for names in found for name in names.split(",")}


def without_reading(text):
    return text.partition("## Read on")[0]


WORKS = parse_file(str(REPOSITORY / "references.bib")).entries
GLOSSARY = terms(BOOK.text("reference/glossary"))
OTHERS = {slug: BOOK.text(slug) for slug in PAGES if slug != "reference/glossary"}


def test_what_is_used_is_found():
    assert terms("```{glossary}\nbias\n  A {term}`loss`.\n\nloss\n```\n") == ["bias", "loss"]
    text = "A {term}`batch`, {term}`two\nsteps <step>` {cite:p}`a2000, b2001` and {cite:t}`c`."
    assert used(TERM, text) == {"batch", "step"}
    assert used(CITATION, text) == {"a2000", "b2001", "c"}


def test_the_glossary_is_in_alphabetical_order():
    assert sorted(GLOSSARY, key=str.lower) == GLOSSARY
    assert len({term.lower() for term in GLOSSARY}) == len(GLOSSARY)


@pytest.mark.parametrize("term", GLOSSARY)
def test_every_term_is_linked_from_a_page(term):
    linked = {name.lower() for text in OTHERS.values() for name in used(TERM, text)}
    assert term.lower() in linked


def test_every_link_leads_to_a_term():
    known = {term.lower() for term in GLOSSARY}
    for slug, text in OTHERS.items():
        assert {name for name in used(TERM, text) if name.lower() not in known} == set(), slug


@pytest.mark.parametrize("key", WORKS)
def test_every_work_has_an_address_and_is_cited(key):
    fields = {name.lower() for name in WORKS[key].fields}
    printed_only = WORKS[key].type in {"book", "techreport"}
    assert printed_only or fields & {"doi", "url", "eprint"}, "where can it be found?"
    assert any(key in used(CITATION, text) for text in OTHERS.values())


@pytest.mark.parametrize("slug", SLUGS["Course"])
def test_what_a_chapter_cites_is_in_the_register(slug):
    cited = used(CITATION, without_reading(OTHERS[slug]))
    assert cited - used(CITATION, OTHERS["reference/claims"]) - DATA == set()
