"""The glossary: every term that a chapter links is there, and leads back to where it is explained."""

import re
from itertools import pairwise

import pytest

from tests.chapters.notebooks import PATHS, ROOT, markdown, read

TEXT = (ROOT / "chapters" / "glossary.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^### (.+?)\n\n(.+)$", TEXT, flags=re.MULTILINE)


def anchor(heading: str) -> str:
    """As the site makes it from a heading.

    >>> anchor("Gibbs' inequality")
    'gibbs-inequality'
    """
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


TERMS = {anchor(term) for term, _ in ENTRIES}


def test_terms_stand_in_the_order_of_the_alphabet_once_each():
    terms = [anchor(term) for term, _ in ENTRIES]
    assert all(before < after for before, after in pairwise(terms))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_term_that_a_chapter_links_is_in_the_glossary(path):
    linked = set(re.findall(r"\(glossary\.md#([\w-]*)\)", markdown(read(path).cells)))
    assert linked - TERMS == set()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_chapter_links_to_the_glossary_where_it_first_uses_a_term_not_each_time(path):
    linked = re.findall(r"\(glossary\.md#([\w-]*)\)", markdown(read(path).cells))
    assert len(linked) >= 5
    assert sorted({term for term in linked if linked.count(term) > 1}) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_the_glossary_says_is_explained_in_a_chapter_is_bold_there(path):
    text = markdown(read(path).cells)
    bold = set(re.findall(r"\[\*\*[^]]+\*\*\]\(glossary\.md#([\w-]*)\)", text))
    here = {anchor(term) for term, meaning in ENTRIES if f"({path.name}#" in meaning}
    assert here == bold
