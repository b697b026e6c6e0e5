"""A Markdown quote that opens with a bold lead word is a box of that kind: site.css draws it."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

LEADS = ("predict", "try", "trap", "note", "teach it")


class LeadWords(SphinxTransform):
    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        for quote in self.document.findall(nodes.block_quote):
            kind = _lead(quote)
            if kind:
                quote["classes"] += ["lv-box", f"lv-{kind}"]


def _lead(quote: nodes.block_quote) -> str | None:
    first = quote.next_node(nodes.TextElement)
    parts = first.children if first else ()
    opening = next((part for part in parts if part.astext().strip()), None)  # the parser leaves empty texts
    if not isinstance(opening, nodes.strong):
        return None
    word = opening.astext().strip().rstrip(".:").lower()
    return word.partition(" ")[0] if word in LEADS else None


def setup(app: Sphinx) -> None:
    app.add_transform(LeadWords)
