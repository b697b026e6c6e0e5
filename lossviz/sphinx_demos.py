"""The demos of the whole site: their data in files of their own, and one page that shows them all.

In what a notebook shows, a demo holds its data (`page.py`). On the site they stand in `_static/lossviz/demos`: a
page then weighs what comes into sight, and the cover, a chapter and the gallery share one file. The file is a
script, not JSON: a page that was opened from a disk may load scripts, and nothing else. The default pictures go into
it once more, for the gallery, which holds none: they would weigh 200 kB.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

logger = getLogger(__name__)

GALLERY = "chapters/demos"
PLACE = re.compile(r'(<div class="lv-gallery">).*?(</div><!-- end -->)', re.DOTALL)
DATA = r'<script type="text/plain" class="lv-data">([^<]*)</script>'
WITH_DATA = re.compile(rf'<lossviz-demo id="(\w+)">(.*?){DATA}</lossviz-demo>', re.DOTALL)
WITHOUT = re.compile(r"<lossviz-demo .*?</lossviz-demo>", re.DOTALL)
PANEL = re.compile(r'(<svg class="lv-panel"[^>]*>)(.*?)(</svg>)', re.DOTALL)


class DataFiles:
    """Moves the data of demos out of pages, and notices when two of one name would share a file."""

    def __init__(self) -> None:
        self.written: dict[str, tuple[str, str]] = {}  # by demo, the first page that shows it, and its script

    def move_out(self, app: Sphinx, pagename: str, _template: str, context: dict, _doctree: Any) -> None:
        """The page's body with each demo naming the file that its data went to."""
        root = "../" * pagename.count("/")

        def moved(found: re.Match) -> str:
            name, inside, data = found.groups()
            pictures = json.dumps([panel for _, panel, _ in PANEL.findall(inside)], ensure_ascii=False)
            version = self.write(app, pagename, name, f'lossvizData("{name}", "{data}", {pictures});\n')
            source = f"{root}_static/lossviz/demos/{name}.js?v={version}"
            return f'<lossviz-demo id="{name}" data-src="{source}">{inside}</lossviz-demo>'

        context["body"] = WITH_DATA.sub(moved, context.get("body", ""))

    def write(self, app: Sphinx, pagename: str, name: str, script: str) -> str:
        """Write a demo's file; returns a short text that changes with its content."""
        page, other = self.written.setdefault(name, (pagename, script))
        if other != script:
            logger.warning("two demos are named %s, here and in %s: rename one", name, page, location=pagename)
        folder = Path(app.outdir, "_static", "lossviz", "demos")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.js").write_text(script, encoding="utf-8")
        return hashlib.sha256(script.encode()).hexdigest()[:8]


def fill_gallery(app: Sphinx, exception: Exception | None) -> None:
    """Put every demo of every chapter, in the book's order, into the page that has a place for them."""
    page = Path(app.outdir, f"{GALLERY}.html")
    if exception or not page.exists():
        return
    text = page.read_text(encoding="utf-8")
    shelves = "".join(_shelf(app, name) for name in _reading_order(app) if name != GALLERY and "/" in name)
    page.write_text(PLACE.sub(lambda found: found[1] + shelves + found[2], text), encoding="utf-8")


def _reading_order(app: Sphinx) -> Iterator[str]:
    following = {name: after for name, (_, _, after) in app.env.collect_relations().items()}
    name = app.config.root_doc
    while name:
        yield name
        name = following.get(name)


def _shelf(app: Sphinx, name: str) -> str:
    """A chapter's title and its demos, without their pictures: the player fills them in as they come into sight."""
    chapter = Path(app.outdir, f"{name}.html")
    demos = WITHOUT.findall(chapter.read_text(encoding="utf-8"))
    if not demos:
        return ""
    title, anchor = html.escape(app.env.titles[name].astext()), chapter.stem.replace("_", "-")
    head = f'<h2><a href="{chapter.name}">{title}</a><a class="headerlink" href="#{anchor}">#</a></h2>'
    shelf = PANEL.sub(r"\1\3", "".join(demos))
    return f'<section id="{anchor}">{head}{shelf}</section>'
