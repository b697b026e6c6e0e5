"""The site's search leads from a term of the glossary, in English or Korean, to the place that explains it.

Sphinx finds a word wherever it stands, and so in dozens of places. An entry of an index counts for more: each entry of
the glossary becomes one, at the heading that it ends with, `Explained in [Entropy](entropy.ipynb#surprise-in-bits)`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

GLOSSARY = "chapters/glossary"
ENTRY = re.compile(r"^### (.+)\n\n(.+)", re.MULTILINE)
NAMES = re.compile(r'<span lang="ko">(.+?)</span>')
PLACE = re.compile(r"Explained in \[[^]]+\]\((\w+)\.ipynb#([\w-]+)\)")


def terms(glossary: str, page: str) -> Iterator[tuple[str, str]]:
    """Each term that a page explains, by each of its names, and the heading under which it does.

    >>> said = '### Median\\n\\n<span lang="ko">중앙값</span> · The middle. Explained in [x](x.ipynb#the-middle).\\n'
    >>> list(terms(said, "x"))
    [('Median', 'the-middle'), ('중앙값', 'the-middle')]
    """
    for term, said in ENTRY.findall(glossary):
        for explained, place in PLACE.findall(said)[:1]:
            if explained == page:
                korean = [name for names in NAMES.findall(said) for name in names.split(", ")]
                yield from ((name, place) for name in (term, *korean))


def index_terms(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    glossary = Path(app.srcdir, f"{GLOSSARY}.md")
    if glossary.exists():
        found = terms(glossary.read_text(encoding="utf-8"), docname.rpartition("/")[2])
        entries = [("single", name, place, "main", None) for name, place in found]
        if entries:
            doctree += addnodes.index(entries=entries)


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", index_terms)
