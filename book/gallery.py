"""One page that shows the demos of all chapters, in the book's order.

Their data are in files of their own (`lossviz/sphinx.py`), and there the default pictures too: on this page they would
weigh 200 kB, so the player fills them in as they come into sight.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

from lossviz.sphinx import PANEL, use_player

logger = getLogger(__name__)

GALLERY = "chapters/demos"
PLACE = re.compile(r'(<div class="lv-gallery">).*?(</div><!-- end -->)', re.DOTALL)
DEMO = re.compile(r"<lossviz-demo .*?</lossviz-demo>", re.DOTALL)


def add_player(app: Sphinx, pagename: str, _template: str, context: dict, _doctree: Any) -> None:
    if pagename == GALLERY:  # its demos come when all pages are written
        use_player(app)


def fill(app: Sphinx, exception: Exception | None) -> None:
    """Put every demo of every chapter into the page that has a place for them."""
    page = Path(app.outdir, f"{GALLERY}.html")
    if exception or not page.exists():
        return
    text = page.read_text(encoding="utf-8")
    shelves = "".join(_shelf(app, name) for name in reading_order(app) if name != GALLERY and "/" in name)
    if not shelves:
        logger.warning("no chapter has a demo as book/gallery.py knows it", location=GALLERY)
    text, places = PLACE.subn(lambda found: found[1] + shelves + found[2], text)
    if places != 1:
        logger.warning("%d places for the demos of the book, 1 was expected", places, location=GALLERY)
    page.write_text(text, encoding="utf-8")


def reading_order(app: Sphinx) -> Iterator[str]:
    """Every page of the book, as its reader turns them."""
    following = {name: after for name, (_, _, after) in app.env.collect_relations().items()}
    name = app.config.root_doc
    while name:
        yield name
        name = following.get(name)


def _shelf(app: Sphinx, name: str) -> str:
    """A chapter's title and its demos, without their pictures."""
    chapter = Path(app.outdir, f"{name}.html")
    text = chapter.read_text(encoding="utf-8")
    demos = DEMO.findall(text)
    without = [without_pictures(demo) for demo in demos]
    if len(demos) != text.count("<lossviz-demo") or not all(panels for _, panels in without):
        logger.warning("demos are written otherwise than book/gallery.py knows: mend it there", location=name)
    if not demos:
        return ""
    title, anchor = html.escape(app.env.titles[name].astext()), chapter.stem.replace("_", "-")
    head = f'<h2><a href="{chapter.name}">{title}</a><a class="headerlink" href="#{anchor}">#</a></h2>'
    return f'<section id="{anchor}">{head}{"".join(shelf for shelf, _ in without)}</section>'


def without_pictures(demo: str) -> tuple[str, int]:
    """A demo's HTML less the inside of its panels, and how many it has."""
    return PANEL.subn(r"\1\3", demo)


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_player)
    app.connect("build-finished", fill)
