"""Every question of the book, and who it is: exercises, quizzes, guesses, challenges of demos.

A question is known by a digest of its text, so that an answer which a reader's browser keeps belongs to that very
question: where the text changes, the page asks again. Its place, `chapters/entropy#quiz-2`, is where it stands.

- noted while a chapter is read, in `env.metadata`, which Sphinx keeps and forgets with the chapter (`note`);
- listed in one script, `_static/book/questions.js`, for what is in `assets/static/answers/` (`write_list`);
- listed on the page "Your work" and counted at the head of each chapter (`work.py`).
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import getLogger

from lossviz.sphinx import write

from .gallery import reading_order

logger = getLogger(__name__)

LIST = "book/questions.js"
SCRIPT = """/* Every question of the book, by page and place: its digest and its name. See book/questions.py. */
"use strict";
window.bookAnswers = { root: new URL("../../", document.currentScript.src), pages: %s };
"""
SUMMARY = re.compile(r'<details class="quiz"><summary>(.*?)</summary>', re.DOTALL)
DEMO = re.compile(r'<lossviz-demo id="(\w+)">.*?(?:<p class="lv-challenge"><strong>.*?</strong>(.*?)</p>)', re.DOTALL)
LONGEST = 110  # letters of a name


class Question(NamedTuple):
    place: str  # the id of its element on the page
    name: str  # formulas between dollars
    digest: str


def question(place: str, name: str, *text: str) -> Question:
    """The question at a place, known by its text.

    >>> question("quiz-1", "Quiz 1: why?", "Why?", "Because").digest
    '1606dac8fb55'
    """
    whole = "\n".join(" ".join(part.split()) for part in text)
    return Question(place, shortened(name), hashlib.sha256(whole.encode()).hexdigest()[:12])


def shortened(name: str) -> str:
    """A name of bearable length; a formula is whole or left out.

    >>> shortened("Quiz 1: " + "which $a + b$ " * 9)
    'Quiz 1: which $a + b$ which $a + b$ which $a + b$ which $a + b$ which $a + b$ which $a + b$ which $a + b$ …'
    """
    words, short = re.findall(r"\$[^$]+\$\S*|\S+", name), ""
    for number, word in enumerate(words):
        if len(short) + len(word) > LONGEST:
            return f"{' '.join(words[:number])} …"
        short += f" {word}"
    return short.strip()


def named(node: nodes.Node) -> str:
    """A node's words, formulas between dollars."""
    if isinstance(node, nodes.math):
        return f"${node.astext()}$"
    if isinstance(node, nodes.Text):
        return node.astext()
    return "".join(map(named, node.children))


def guesses(document: nodes.document) -> Iterator[Question]:
    """The Predict boxes."""
    boxes = (box for box in document.findall(nodes.block_quote) if "lv-predict" in box["classes"])
    for number, box in enumerate(boxes, start=1):
        asked = " ".join(named(part) for part in box.children if isinstance(part, nodes.paragraph))  # without choices
        place, name = f"predict-{number}", re.sub(r"^\s*Predict[.:\s]*", "", asked)
        box["ids"].append(place)
        yield question(place, f"Guess {number}: {name}", "predict", box.astext())


def challenges(document: nodes.document) -> Iterator[Question]:
    """What a demo asks to reach; its place is the demo, wherever that is shown."""
    found = {}
    for raw in document.findall(nodes.raw):
        if match := DEMO.match(raw.astext()):
            found |= [match.groups()]
        elif 'class="lv-challenge' in raw.astext():
            _warn("a challenge", raw)
    for demo, asked in found.items():
        yield question(demo, f"Challenge: {html.unescape(asked).strip()}", "challenge", demo, asked)


def exercises(document: nodes.document) -> Iterator[Question]:
    """The fields that answers.py wrote. What counts is the heading, what stands between it and the field unfolded, and
    the right value."""
    for field in list(document.findall(lambda node: isinstance(node, nodes.raw) and "place" in node)):
        section, place = field.parent, field["place"]
        section["ids"].append(place)
        title, *given = section.children[: section.index(field)]
        words = title.astext().partition(": ")[2]
        yield question(place, named(title), "exercise", words, *_unfolded(given), field["right"])


def _unfolded(parts: list[nodes.Node]) -> Iterator[str]:
    """The text of these parts: without fold-outs, of cells the code and not what it prints."""
    folded = False
    for part in parts:
        if isinstance(part, nodes.raw):
            folded = (folded or "<details" in part.astext()) and "</details>" not in part.astext()
        elif not folded:
            code = [one for one in part.findall(nodes.container) if "cell_input" in one["classes"]]
            yield from (one.astext() for one in code or [part])


def quizzes(document: nodes.document) -> Iterator[Question]:
    """A paragraph, and below it the answers that unfold."""
    for number, (asked, answers) in enumerate(_asked(document).items(), start=1):
        place, name = f"quiz-{number}", re.sub(r"^\d+\.\s*", "", named(asked))
        asked["ids"].append(place)
        yield question(place, f"Quiz {number}: {name}", "quiz", asked.astext(), *answers)


def _asked(document: nodes.document) -> dict[nodes.Element, list[str]]:
    """Each question of a quiz with its answers: the next element in whose answers no question stands between."""
    found: dict[nodes.Element, list[str]] = {}
    asked = None
    for raw in document.findall(nodes.raw):
        if answer := SUMMARY.match(raw.astext()):
            before = raw.parent[raw.parent.index(raw) - 1]
            asked = asked if isinstance(before, nodes.raw) else before
            found.setdefault(asked, []).append(answer[1])
        elif 'class="quiz"' in raw.astext():
            _warn("a quiz's answer", raw)
    return found


def _warn(what: str, raw: nodes.raw) -> None:
    logger.warning("%s is written otherwise than book/questions.py knows: mend it there", what, location=raw)


def note(app: Sphinx, document: nodes.document) -> None:
    """Keep what a page asks, for the list and the pages that show it."""
    name = app.env.docname
    if name != app.config.root_doc:  # the cover shows a chapter's demo once more
        kinds = (guesses, challenges, exercises, quizzes)
        app.env.metadata[name]["questions"] = [one for kind in kinds for one in kind(document)]


def chapters(app: Sphinx) -> dict[str, list[Question]]:
    """The questions of each page that has some, in the book's order."""
    asked = {name: app.env.metadata[name].get("questions", []) for name in reading_order(app)}
    return {name: questions for name, questions in asked.items() if questions}


def write_list(app: Sphinx, env: BuildEnvironment) -> None:
    pages = {
        name: {"title": env.titles[name].astext(), "questions": {one.place: [one.digest, one.name] for one in asked}}
        for name, asked in chapters(app).items()
    }
    write(app, f"_static/{LIST}", SCRIPT % json.dumps(pages, ensure_ascii=False, indent=1))


def setup(app: Sphinx) -> None:
    # What stands in the environment was written by this file: another one reads all chapters anew.
    app.add_config_value("book_questions", hashlib.sha256(Path(__file__).read_bytes()).hexdigest(), "env")
    app.connect("doctree-read", note)
    app.connect("env-updated", write_list)
