"""Guesses: a Predict box asks for a line of text, or for one of the choices that it lists.

> **Predict.** Does the loss rise or fall?
>
> * it rises
> * it falls
"""

import re
from collections.abc import Iterator

from .fault import Fault
from .notebooks import Chapter

BOX = re.compile(r"^> \*\*Predict\.\*\*.*(?:\n>.*)*", re.MULTILINE)
ITEM = re.compile(r"> ?[*+-] +(.*)")
FEW, MANY, LONG = 2, 6, 60  # choices, choices, characters


def choices(chapter: Chapter) -> Iterator[Fault]:
    for cell in chapter.cells:
        if cell.cell_type == "markdown":
            for box in BOX.findall(cell.source):
                yield from (chapter.fault(said, cell) for said in _wrong_with(box.splitlines()))


def _wrong_with(lines: list[str]) -> Iterator[str]:
    first = next((number for number, line in enumerate(lines) if ITEM.match(line)), None)
    if first is None:
        return
    found = [ITEM.match(line) for line in lines[first:]]
    if not all(found):
        stray = lines[first + found.index(None)].lstrip("> ")
        yield f"{stray[:40]!r} stands below the first choice of a guess: a line for each choice, and nothing after them"
    texts = [item[1].strip() for item in found if item]
    if lines[first - 1].strip() != ">":
        yield "the choices of a guess are no list in Colab: leave a line with > alone above them"
    if not FEW <= len(texts) <= MANY:
        yield f"a guess has {len(texts)} choices; allowed are {FEW} to {MANY}: write others, or none for a line of text"
    for text in dict.fromkeys(texts):
        if texts.count(text) > 1:
            yield f"the choice {text!r} stands there twice: write another one"
        if not text or len(text) > LONG or re.search(r"[$<]|\]\(", text):
            cure = f"write 1 to {LONG} characters of plain words (w₁, 10⁻², ½), without formulas and links"
            yield f"the choice {text!r} cannot stand on a button: {cure}"
