"""Each lesson plan of `teaching.md` becomes two pages: one that runs it before a class, one to print for the class.

`lessons/<plan>.html` holds the plan's demos, as the gallery does, and its scenes, which `assets/static/lessons/run.js`
shows one at a time. `lessons/<plan>-worksheet.html` asks the plan's questions and the exercises of its homework, which
are cut out of the chapters' pages; hopes and solutions are folded, and on paper they are in the teacher's key alone.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from markdown_it import MarkdownIt
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.logging import getLogger

from lossviz.sphinx import use_player

from .gallery import DEMO, without_pictures
from .plans import Plan, Position, plans

logger = getLogger(__name__)

TEACHING = "chapters/teaching"
FOLDER = "lessons"
STYLES = (
    "_static/lossviz/demos.css",
    "_static/lessons/run.css",
)  # of a page that runs a lesson: nothing of the theme's
SCRIPTS = ("_static/lossviz/player.js", "_static/lessons/run.js")
DOORS = """<p class="lv-doors lv-lesson-doors"><a href="../{page}.html">Start this lesson</a>
<a href="../{page}-worksheet.html">Worksheet and key</a></p>"""
SECTION = '<section id="{}">.*?</section>'
RELATIVE = re.compile(r'(?<=href=")(?![a-z]+:|#|\.\./)')
HERE = re.compile(r'(?<=href=")(?=#)')
SOURCE = re.compile(r'href="(\w+)\.(?:ipynb|md)')
FIELD = re.compile('(<form class="lv-exercise" [^>]*data-place=")')  # an answer here is one there
ANSWER = re.compile(r"\banswer-\d+")
NUMBERED = re.compile(r"(<h3>Exercise|Your answer to exercise) \d+")
PERMALINK = re.compile(r'<a class="headerlink".*?</a>')
_markdown = MarkdownIt("commonmark")


class Doors(SphinxTransform):
    """Under the heading of each plan, the links to its two pages."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        if self.env.docname != TEACHING:
            return
        places = {plan.slug for plan in read_plans(self.app)}
        for section in self.document.findall(nodes.section):
            for place in places & set(section["ids"]):
                section.insert(1, nodes.raw("", DOORS.format(page=f"{FOLDER}/{place}"), format="html"))


def read_plans(app: Sphinx) -> list[Plan]:
    guide = Path(app.srcdir, f"{TEACHING}.md")
    return plans(guide.read_text(encoding="utf-8")) if guide.exists() else []


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Two for each plan, as Sphinx takes them; by now the chapters' pages are written."""
    site = Site(Path(app.outdir, "chapters"))
    for plan in read_plans(app):
        for fault in (*plan.faults(), *site.faults(plan)):
            logger.warning("%s", fault, location=TEACHING)
        told = {
            "title": plan.question,
            "plan": plan,
            "sentence": sentence,
            "of_plan": f"../{TEACHING}.html#{plan.slug}",
        }
        yield f"{FOLDER}/{plan.slug}", told | {"demos": site.demos(plan), "own": STYLES + SCRIPTS}, "lesson.html"
        yield f"{FOLDER}/{plan.slug}-worksheet", told | {"body": site.homework(plan)}, "worksheet.html"


class Site:
    """What plans lead to, in the chapters' pages."""

    def __init__(self, folder: Path):
        self.folder, self.read = folder, {}

    def page(self, name: str) -> str:
        if name not in self.read:
            path = self.folder / f"{name}.html"
            self.read[name] = path.read_text(encoding="utf-8") if path.exists() else ""
        return self.read[name]

    def demo(self, position: Position) -> str | None:
        """A demo's HTML as its chapter shows it."""
        shown = (found[0] for found in DEMO.finditer(self.page(position.page)))
        return next((demo for demo in shown if demo.startswith(f'<lossviz-demo id="{position.demo}"')), None)

    def demos(self, plan: Plan) -> str:
        """Each of the plan's demos once, without pictures: they come with the data."""
        first = {position.demo: position for _, position in reversed(plan.positions)}
        found = (self.demo(first[name]) for name in reversed(first))
        return "\n".join(without_pictures(demo)[0] for demo in found if demo)

    def exercise(self, page: str, heading: str) -> str | None:
        """An exercise as its chapter asks it, its links made to lead there from another folder."""
        found = re.search(SECTION.format(heading), self.page(page), re.DOTALL)
        if not found:
            return None
        text, links = PERMALINK.subn("", found[0])
        text, places = FIELD.subn(rf"\1chapters/{page}#", HERE.sub(f"../chapters/{page}.html", text))
        if not (links and places and ANSWER.search(text) and len(NUMBERED.findall(text)) == 2):
            logger.warning("exercises are written otherwise than book/lessons.py knows: mend it there", location=page)
        return RELATIVE.sub("../chapters/", text)

    def homework(self, plan: Plan) -> str:
        """The plan's exercises, numbered anew: they come from several chapters."""
        found = (self.exercise(page, heading) for _, page, heading in plan.homework)
        return "\n".join(_numbered(text, number) for number, text in enumerate(filter(None, found), start=1))

    def faults(self, plan: Plan) -> Iterator[str]:
        for step, position in plan.positions:
            if not self.demo(position):
                yield plan.at(step.number, step.name, f"{position.page} shows no demo {position.demo}: mend the link")
        for title, page, heading in plan.homework:
            if not self.exercise(page, heading):
                yield f"“{plan.heading}”, homework “{title}”: {page} has no heading #{heading}: mend the link"


def _numbered(exercise: str, number: int) -> str:
    return NUMBERED.sub(rf"\1 {number}", ANSWER.sub(f"answer-{number}", exercise))


def sentence(markdown: str) -> str:
    """What a plan says, as HTML that begins with a capital letter; a symbol such as p stays as it is.

    >>> sentence("which is *p*?"), sentence("p is halved"), sentence("a half")
    ('Which is <em>p</em>?', 'p is halved', 'A half')
    >>> sentence("See [Entropy](entropy.ipynb).")
    'See <a href="../chapters/entropy.html">Entropy</a>.'
    """
    text = SOURCE.sub(r'href="../chapters/\1.html', _markdown.renderInline(markdown).strip())
    return text[0].upper() + text[1:] if re.match(r"a |[a-z]{2}", text) else text


def dress(app: Sphinx, pagename: str, template: str, context: dict, _doctree: Any) -> None:
    if template == "lesson.html":
        use_player(app)
        app.add_css_file("lessons/run.css")
        app.add_js_file("lessons/run.js", loading_method="defer")
    elif template == "worksheet.html":
        app.add_css_file("lessons/worksheet.css")


def setup(app: Sphinx) -> None:
    app.add_transform(Doors)
    app.connect("html-collect-pages", pages)
    app.connect("html-page-context", dress)
