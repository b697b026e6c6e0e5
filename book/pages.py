"""What every page of the book gets: its style sheet, a description for search engines, an up-to-date side bar."""

import hashlib
import html
import re
from pathlib import Path
from urllib.parse import urlsplit

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import getLogger

from lossviz.engine import style

from . import katex

logger = getLogger(__name__)

NO_HEADER = re.compile(r'<th class="head[^"]*"><p></p></th>')  # the corner of a table: nothing to read out
NO_NAME = ' aria-label="Toggle hidden content"'  # a folded cell has a title, which this would keep from being read out
# Folded cells that paper leaves out: site.css knows them by this class.
BEHIND = re.compile(r'(?<=<details class="admonition hide)(?=[^>]*>\s*<summary>\s*<p[^>]*>(Setup|[^<]*computation))')


def site_css() -> str:
    return style.css_variables() + Path(__file__).with_name("site.css").read_text(encoding="utf-8")


def configure(app: Sphinx, config: Config) -> None:
    config.notfound_urls_prefix = urlsplit(config.html_baseurl).path.rstrip("/") + "/"
    # What a page holds or names by its checksum: it is written again when they change, though its text did not.
    parts = (site_css(), katex.script(app).read_text(encoding="utf-8"))
    config.book_assets = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    config.book_toc = Path(app.srcdir, config.external_toc_path).read_text(encoding="utf-8")


def write_assets(app: Sphinx) -> None:
    folder = Path(app.outdir) / "_static" / "book"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.css").write_text(site_css(), encoding="utf-8")


class SideBars:
    """Every page lists the titles of all others: where one was read anew, all are written anew."""

    def __init__(self) -> None:
        self.changed = False

    def note(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self.changed = bool(docnames)

    def pages(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        return sorted(env.all_docs) if self.changed else []


def dress_page(app: Sphinx, pagename: str, _template: str, context: dict, doctree: nodes.Node | None) -> None:
    """Give a page its look, and a description for search engines."""
    app.add_css_file("book/site.css")
    context["body"] = _mended(context.get("body", ""), doctree or nodes.document("", None), pagename)
    if pagename == app.config.root_doc:
        context["docstitle"] = ""  # the cover's title would otherwise be the book's, twice
    tags, text = context.get("metatags", ""), _summary(doctree)
    if text and 'name="description"' not in tags:
        context["metatags"] = f'{tags}\n<meta name="description" content="{html.escape(text)}">'


def _mended(body: str, doctree: nodes.document, pagename: str) -> str:
    """Without empty headers and names that keep titles from being read out; the document tells how many there are."""
    heads = [cell for head in doctree.findall(nodes.thead) for cell in head.findall(nodes.entry)]
    folded = len(list(doctree.findall(HideCodeCellNode)))
    body, corners = NO_HEADER.subn("<td></td>", body)
    if corners != sum(not cell.astext().strip() for cell in heads):
        logger.warning("empty headers are written otherwise than book/pages.py knows: mend it", location=pagename)
    named, (body, behind) = body.count(NO_NAME), BEHIND.subn(" lv-behind", body.replace(NO_NAME, ""))
    if named != folded or (folded and not behind):  # the setup of every chapter is
        logger.warning("folded cells are written otherwise than book/pages.py knows: mend it", location=pagename)
    return body


def _summary(doctree: nodes.Node | None, limit: int = 155) -> str:
    """A page's first paragraph, cut at a word: what search engines and shared links show."""
    first = doctree and doctree.next_node(nodes.paragraph)
    words = " ".join(first.astext().split()) if first else ""
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"


def setup(app: Sphinx) -> None:
    side_bars = SideBars()
    app.add_config_value("book_assets", "", "html")
    app.add_config_value("book_toc", "", "env")
    app.connect("config-inited", configure)
    app.connect("builder-inited", write_assets)
    app.connect("env-before-read-docs", side_bars.note)
    app.connect("env-updated", side_bars.pages)
    app.connect("html-page-context", dress_page)
