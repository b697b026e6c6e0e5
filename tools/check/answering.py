"""Exercises: the answer in one cell, the check in a folded one after it, so that no right value is in sight.

yours = ...                                        id exercise-1-answer, tag remove-cell: the page has a field there
#@title Check your answer                          id exercise-1-check, folded, tags exercise and hide-cell
self_check("0.281", yours, hint="two logarithms")
"""

import ast
from collections.abc import Iterator

from lossviz.exercises import right_value

from .fault import Fault
from .notebooks import Chapter, calls, exercises

TITLE = "#@title Check your answer"


def folded(metadata) -> bool:
    """Whether a cell is folded on the site, in Colab and in Jupyter, and known to the site as an exercise."""
    tags, hidden = metadata.get("tags", []), metadata.get("jupyter", {}).get("source_hidden")
    return {"exercise", "hide-cell"} <= set(tags) and metadata.get("cellView") == "form" and bool(hidden)


def exercise_cells(chapter: Chapter) -> Iterator[Fault]:
    for cell in exercises(chapter):
        yield from (chapter.fault(said, cell) for said in _wrong_with(cell))
        before = chapter.code[chapter.code.index(cell) - 1]
        if not before.source.startswith("yours = ...") or "remove-cell" not in before.metadata.get("tags", []):
            cure = "write `yours = ...` into a cell before it, with the tag remove-cell"
            yield chapter.fault(f"it checks an answer that no cell above asks for: {cure}", cell)


def _wrong_with(cell) -> Iterator[str]:
    if not cell.source.startswith(TITLE) or not folded(cell.metadata):
        yield (
            f"its right value is in sight: begin with {TITLE}, and give its metadata "
            '"cellView": "form", "jupyter": {"source_hidden": true} and the tags exercise and hide-cell'
        )
    found = calls(cell.source, "self_check")
    if len(found) > 1:
        yield f"it checks {len(found)} answers: one exercise, one cell"
    try:
        right_value(ast.literal_eval(found[0].args[0]))
    except (IndexError, ValueError, AttributeError):
        yield 'what self_check expects is no number in quotes: write self_check("0.811", yours, hint="…")'
    hints = [word.value for word in found[0].keywords if word.arg == "hint"]
    if not hints or not isinstance(hints[0], ast.Constant):
        yield 'it has no hint in quotes for the first miss: write hint="…" into the call of self_check'
