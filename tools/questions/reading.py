"""The questions of a chapter: its exercises ask for a number, those of its quiz for one of some answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from book.answers import exercise
from book.learners import rewrite_links
from lossviz.answers import Right
from tools.all_demos import book_demos
from tools.check.notebooks import ROOT, Chapter, anchor, exercises

from .markup import code, html, unfold
from .numbers import Taken, taken

BOOK = "Loss Functions by Hand"
HEADING = re.compile(r"^### (.+)\n", re.MULTILINE)
ASKED = re.compile(r"^\*\*(\d+)\.\s+(.*?)\*\*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Choice:
    html: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Question:
    """Texts are HTML. A numerical question has numbers, one of a quiz choices.

    missed: the feedback to a wrong number; solution: what all read afterwards; pictures: by the name that the
    text has as the source of an <img>.
    """

    chapter: str
    name: str
    html: str
    numbers: list[Taken] = field(default_factory=list)
    missed: str = ""
    solution: str = ""
    choices: list[Choice] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)


class Source:
    """A chapter with its title and the address of the book, if it has one."""

    def __init__(self, chapter: Chapter, title: str, book: str = ""):
        self.chapter, self.title, self.book = chapter, title, book

    def questions(self) -> Iterator[Question]:
        for number, check in enumerate(exercises(self.chapter), start=1):
            yield self._exercise(number, check)
        quiz = next(cell for cell in self.chapter.cells if cell.id == "quiz")
        yield from self._quiz(quiz.source)

    def _exercise(self, number: int, check) -> Question:
        cells = self.chapter.cells
        at = cells.index(check)
        first = max(n for n in range(at) if HEADING.search(cells[n].source) and cells[n].cell_type == "markdown")
        *_, heading, text = HEADING.split(cells[first].source)
        text, folds = unfold(text)
        pictures, shown = _picture(cells[first].metadata.get("lossviz", {}).get("picture"))
        given = [self._cell(cell) for cell in cells[first + 1 : at - 1]]  # the last one takes the answer
        judged = exercise(check.source)
        hints = [self._html(fold.text) for fold in folds] + [f"<p>More: {escape(judged.pop('hint'), quote=False)}.</p>"]
        right = Right(**judged)
        return Question(
            self.title,
            f"{self.title}, {heading[:1].lower()}{heading[1:]}",
            _joined(
                self._html(text), *given, shown, _how_to_answer(right), self._origin(f"exercise {number}", heading)
            ),
            numbers=taken(right),
            missed=_joined("<p><strong>Not yet.</strong></p>", *hints),
            solution=self._solution(cells[at + 1]),
            pictures=pictures,
        )

    def _quiz(self, text: str) -> Iterator[Question]:
        _, *parts = ASKED.split(text)
        for number, asked, answers in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            between, folds = unfold(answers)
            choices = [Choice(f.summary, self._html(f.text), f.text.strip().startswith("Right")) for f in folds]
            if sum(choice.right for choice in choices) != 1:
                said = "the explanation of one answer, and of no other, begins with Right"
                raise ValueError(f"{self.chapter.name}, question {number} of the quiz: {said}")
            shown = _joined(self._html(asked), self._html(between), self._origin(f"quiz, question {number}", "Quiz"))
            yield Question(self.title, f"{self.title}, quiz {number}", shown, choices=choices)

    def _cell(self, cell) -> str:
        return code(cell.source) if cell.cell_type == "code" else self._html(cell.source)

    def _solution(self, cell) -> str:
        """In code below a line #@title Solution, or folded in Markdown."""
        title, _, source = cell.source.partition("\n")
        shown = code(source) if title == "#@title Solution" else self._html(unfold(cell.source)[1][0].text)
        return f"<p><strong>Solution</strong></p>\n{shown}"

    def _html(self, markdown: str) -> str:
        return html(rewrite_links(markdown, self.chapter.path, ROOT, self.book) if self.book else markdown)

    def _origin(self, place: str, heading: str) -> str:
        """Where the question comes from: what it calls "above" stands there."""
        name = f"chapter {self.title}, {place}"
        if self.book:
            name = f'<a href="{self.book}chapters/{self.chapter.name}.html#{anchor(heading)}">{name}</a>'
        return f"<p><small><em>{BOOK}</em>, {name}</small></p>"


def _how_to_answer(right: Right) -> str:
    """The page takes a fraction and "40 %" too, and a platform does not."""
    return f"<p><em>Answer with a number{' of per cent' if right.percent else ''}, not with a fraction.</em></p>"


def _joined(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _picture(wanted: dict[str, Any] | None) -> tuple[dict[str, bytes], str]:
    """The picture of a demo at the values that a cell's metadata names, and the HTML that shows it."""
    if not wanted:
        return {}, ""
    values = dict(wanted)
    demo = book_demos().get(values.pop("demo", None))
    if demo is None:
        raise ValueError(f'picture {wanted}: the book has no such demo; write {{"demo": name, control: value, …}}')
    with TemporaryDirectory() as folder:
        picture = demo.save(Path(folder, f"{demo.name}.png"), **values).read_bytes()
    said = escape(f"{demo.description} {demo.at(**values).readout}")
    return {f"{demo.name}.png": picture}, f'<p><img src="{demo.name}.png" alt="{said}" width="600"></p>'
