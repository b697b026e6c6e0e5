"""The page "Your work": every question of the book, done or open; a line at the head of each chapter leads there.

Both are written while the site is built, so that they read without a script. What the reader has done is filled in by
`assets/static/answers/`: marks.js on every page, work.js on this one.
"""

import html
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

from . import katex
from .questions import LIST, Question, chapters

logger = getLogger(__name__)

WORK = "chapters/your_work"
PLACE = re.compile(r'(<div class="lv-work">).*?(</div><!-- end -->)', re.DOTALL)
HEAD = '<p class="lv-progress pst-js-only"><span>{count} questions</span> · <a href="{work}">Your work</a></p>'
CHAPTER = """<details data-page="{page}"><summary>{title} <span class="lv-count">{count} questions</span></summary>
<p><a href="{link}">Open the chapter</a></p>
<ul>
{questions}
</ul>
</details>
"""
QUESTION = '<li data-place="{place}"><a href="{link}#{place}">{name}</a> <span class="lv-did"></span></li>'


def head_chapter(app: Sphinx, document: nodes.document) -> None:
    """Say below a chapter's title how many questions it has."""
    name = app.env.docname
    count = len(app.env.metadata[name].get("questions", ()))
    if count and WORK in app.env.found_docs:
        line = HEAD.format(count=count, work=app.builder.get_relative_uri(name, WORK))
        document.next_node(nodes.title).parent.insert(1, nodes.raw("", line, format="html"))


def dress_page(app: Sphinx, pagename: str, _template: str, context: dict, _doctree: Any) -> None:
    """Give every page the marks of the side bar and what keeps a challenge (a demo may stand anywhere), and the page
    "Your work" its questions."""
    if WORK not in app.env.found_docs:
        return
    app.add_css_file("answers/answers.css")
    for script in (LIST, *(f"answers/{name}.js" for name in ("kept", "notes", "marks", "challenges"))):
        app.add_js_file(script, loading_method="defer")
    if pagename == WORK:
        app.add_js_file("answers/files.js", loading_method="defer")
        app.add_js_file("answers/work.js", loading_method="defer")
        shelves = "".join(_shelf(app, name, asked) for name, asked in chapters(app).items())
        context["body"], places = PLACE.subn(lambda found: found[1] + shelves + found[2], context["body"])
        if places != 1:
            logger.warning("%d places for the questions of the book, 1 was expected", places, location=WORK)


def _shelf(app: Sphinx, page: str, asked: list[Question]) -> str:
    title, link = html.escape(app.env.titles[page].astext()), app.builder.get_relative_uri(WORK, page)
    rows = "\n".join(QUESTION.format(place=one.place, link=link, name=_in_html(one.name)) for one in asked)
    return CHAPTER.format(page=page, title=title, count=len(asked), link=link, questions=rows)


def _in_html(name: str) -> str:
    """A question's name with its formulas set, which stand between dollars."""
    parts = name.split("$")
    return "".join(
        katex.katex.html(part, display=False) if i % 2 else html.escape(part) for i, part in enumerate(parts)
    )


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", head_chapter, priority=600)  # after questions.py has counted
    app.connect("html-page-context", dress_page, priority=400)  # before answers.py, whose scripts use these
