"""The lesson plans of `teaching.md`, read from its Markdown: what is asked, shown and hoped for, one after the other.

    ## One lesson of 45 minutes

    **A question.** For whom it is.

    1. **Coins (8 min).** *On the board:* two coins. *Ask:* which tells more? *Class:* votes.
       *Show:* <a href="entropy.html#coin_entropy?p=0.5">fair</a>, then <a href="…?p=0.9">bent</a>. *Hope:* fair.

    **Homework.** [A title](entropy.ipynb#its-heading).

What stands after a *Show:* belongs to its positions; what stands before, and has not been answered by a *Hope:*, is
still asked there. A *Hope:* answers all that was asked since the one before. Needs no Sphinx.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from docutils.nodes import make_id

KINDS = {"On the board": "board", "Ask": "ask", "Class": "class", "Hope": "hope", "Show": "show"}
HEADING = re.compile(r"^##+ ((?:One lesson|Lesson \d).*)\n", re.MULTILINE)
STEP = re.compile(r"^(\d+)\. (.*(?:\n   .*)*)", re.MULTILINE)
NAME = re.compile(r"\*\*(.+?) \((\d+) min\)\.\*\*\s*")
LEAD = re.compile(r"\*([A-Z][\w ]*):\*")
LINK = re.compile(r'<a href="(\w+)\.html#((\w+)\?[^"]*)">(.*?)</a>')
BETWEEN = re.compile(r"(?:\s|[,.;]|\bthen\b|\band\b)*")
HOMEWORK = re.compile(r"^\*\*Homework\.\*\*(.*(?:\n.+)*)", re.MULTILINE)
EXERCISE = re.compile(r"\[([^]]+)\]\((\w+)\.ipynb#([\w-]+)\)")


class Position(NamedTuple):
    """A state of a demo: its chapter, its name, what opens it, and what a plan calls it."""

    page: str
    demo: str
    fragment: str
    label: str


class Scene(NamedTuple):
    """What a class has before it at one time: a position or none, and what is said with it, in Markdown."""

    position: Position | None
    said: dict[str, str]  # by kind, without "show"


class Step(NamedTuple):
    number: int
    name: str
    minutes: int
    scenes: list[Scene]

    @property
    def tasks(self) -> list[Scene]:
        """The first scene of each question."""
        found: list[Scene] = []
        for scene in self.scenes:
            if "ask" in scene.said and not (found and found[-1].said["ask"] == scene.said["ask"]):
                found.append(scene)
        return found


class Plan:
    """One lesson: its heading, and the text under it up to the next heading."""

    def __init__(self, heading: str, text: str):
        self.heading, self.text = heading, text

    @property
    def slug(self) -> str:
        """Its place on the page, as Sphinx makes it of the heading."""
        return make_id(self.heading)

    @property
    def question(self) -> str:
        """What the lesson asks, in bold at its start; its heading if it has none."""
        found = re.match(r"\s*\*\*(.+?)\*\*", self.text)
        return found[1] if found and not found[1].startswith("Homework") else self.heading

    @property
    def audience(self) -> str:
        """The rest of the paragraph: for whom it is, what they must know."""
        found = re.match(r"\s*\*\*.+?\*\*\s*((?:.+\n)+)", self.text)
        return " ".join(found[1].split()) if found and self.question != self.heading else ""

    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(number, named[1], int(named[2]), scenes(text[named.end() :]))
            for number, text in self._written()
            if (named := NAME.match(text))
        ]

    @property
    def homework(self) -> list[tuple[str, str, str]]:
        """Its exercises: title, chapter, heading."""
        return [found for text in HOMEWORK.findall(self.text) for found in EXERCISE.findall(" ".join(text.split()))]

    @property
    def positions(self) -> list[tuple[Step, Position]]:
        """What it opens, with the step in which it does."""
        return [(step, scene.position) for step in self.steps for scene in step.scenes if scene.position]

    def _written(self) -> list[tuple[int, str]]:
        return [(int(number), " ".join(text.split())) for number, text in STEP.findall(self.text)]

    def faults(self) -> Iterator[str]:
        """What of the plan could not be run, a sentence each, with the name of the step."""
        for number, text in self._written():
            named = NAME.match(text)
            if not named:
                yield self.at(number, text[:30] + "…", "it has no minutes: begin with **Its name (5 min).**")
                continue
            said = [*_wrong_with(text[named.end() :])]
            yield from (self.at(number, named[1], sentence) for sentence in said)

    def at(self, number: int, name: str, sentence: str) -> str:
        return f"“{self.heading}”, step {number}, “{name}”: {sentence}"


def plans(text: str) -> list[Plan]:
    """The lesson plans of a guide, in its order.

    >>> [plan] = plans("## One lesson of 5 minutes\\n\\n1. **Ask (5 min).** *Ask:* why? *Hope:* so.\\n\\n## More\\n")
    >>> plan.heading, plan.steps[0].scenes[0].said
    ('One lesson of 5 minutes', {'ask': 'why?', 'hope': 'so.'})
    """
    return [
        Plan(found[1], re.split(r"^#", text[found.end() :], maxsplit=1, flags=re.M)[0])
        for found in HEADING.finditer(text)
    ]


def parts(text: str) -> list[tuple[str, str]]:
    """A step's lead words with what follows each."""
    _, *pieces = LEAD.split(text)
    return [(lead, said.strip()) for lead, said in zip(pieces[::2], pieces[1::2], strict=True)]


def scenes(text: str) -> list[Scene]:
    """The scenes of a step: one for each position, one for what is said before the first or after a *Hope:*."""
    beats: list[tuple[list[Position], dict[str, str]]] = []
    for lead, said in parts(text):
        kind = KINDS.get(lead)
        if kind == "show":
            shown = [Position(page, demo, unescape(at), label) for page, at, demo, label in LINK.findall(said)]
            beats.append((shown, {}))
        elif kind:
            if not beats or "hope" in beats[-1][1]:
                beats.append(([], {}))
            of = beats[-1][1]
            of[kind] = f"{of[kind]} {said}" if kind in of else said
    _carry(beats)
    return [Scene(position, said) for shown, said in beats for position in shown or [None]] or [Scene(None, {})]


def _carry(beats: list[tuple[list[Position], dict[str, str]]]) -> None:
    """What is asked stays asked until it is answered, and the answer is there from the first question on."""
    for (_, before), (_, after) in pairwise(beats):
        if "hope" not in before and "ask" in before:
            after.setdefault("ask", before["ask"])
    for (_, after), (_, before) in pairwise(beats[::-1]):
        if "hope" in after:
            before.setdefault("hope", after["hope"])


def _wrong_with(text: str) -> Iterator[str]:
    first = LEAD.search(text)
    if outside := text[: first.start() if first else None].strip():
        yield f"“{outside[:40]}” stands before the first of its lead words: put it under one of {_leads()}"
    for lead, said in parts(text):
        if lead not in KINDS:
            yield f"*{lead}:* is no lead word: take one of {_leads()}"
        elif lead != "Show" and "<a " in said:
            yield f"a link stands under *{lead}:*: put it under a *Show:* of its own"
        elif lead == "Show" and not LINK.search(said):
            yield '*Show:* opens no demo: write <a href="chapter.html#demo?control=value">what is seen</a>'
        elif lead == "Show" and (rest := LINK.sub("", said)) and not BETWEEN.fullmatch(rest):
            more = rest.strip(" ,.")
            yield f"“{more}” stands under *Show:*, which opens positions and no more: say it under *Ask:* or *Class:*"


def _leads() -> str:
    return ", ".join(f"*{lead}:*" for lead in KINDS)
