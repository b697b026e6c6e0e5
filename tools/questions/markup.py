r"""Markdown of a chapter as HTML that a learning platform shows: formulas stay TeX, for its own MathJax.

Canvas starts its MathJax where a text has \( or $$, and knows no other sign of a formula; Moodle takes both.
"""

import re
from html import escape
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from mdit_py_plugins.dollarmath import dollarmath_plugin

FOLDED = re.compile(r"^<details[^>]*><summary>(.*?)</summary>$(.*?)^</details>$", re.MULTILINE | re.DOTALL)


class Folded(NamedTuple):
    """What a reader unfolds: the line in sight, and the Markdown below it."""

    summary: str
    text: str


def html(markdown: str) -> str:
    r"""
    >>> html("If $p<1$, see [the chapter](entropy.ipynb) and `log`.")
    '<p>If \\(p&lt;1\\), see the chapter and <code>log</code>.</p>'
    """
    return PARSER.render(markdown).strip()


def code(source: str) -> str:
    return f"<pre><code>{escape(source, quote=False)}</code></pre>"


def unfold(markdown: str) -> tuple[str, list[Folded]]:
    """The text outside, and all that is folded."""
    return FOLDED.sub("", markdown), [Folded(*found) for found in FOLDED.findall(markdown)]


def _inline(_renderer, tokens, at, _options, _env) -> str:
    return rf"\({escape(tokens[at].content.strip(), quote=False)}\)"


def _display(_renderer, tokens, at, _options, _env) -> str:
    return f"<p>$${escape(tokens[at].content.strip(), quote=False)}$$</p>\n"


def _links_to_neighbours_are_words(state: StateCore) -> None:
    """A course has no page beside the question: only the words of such a link stay."""
    for block in state.tokens:
        kept, open_links = [], []
        for token in block.children or []:
            if token.type == "link_open":
                open_links.append("://" in token.attrs["href"])
            leads = open_links[-1] if token.type in ("link_open", "link_close") else True
            if token.type == "link_close":
                open_links.pop()
            kept += [token] if leads else []
        block.children = kept if block.children else block.children


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)
    for kind in ("math_inline", "math_inline_double", "math_block"):
        made.add_render_rule(kind, _inline if kind == "math_inline" else _display)
    made.core.ruler.push("words", _links_to_neighbours_are_words)
    return made


PARSER = _parser()
