"""A page takes answers: exercises in fields, in the place of the cells that check them; quizzes and guesses by scripts.

In the notebook an exercise is text, a cell `yours = ...` that the page leaves out (tag `remove-cell`), and a folded
cell with the tag `exercise` that holds `self_check("expected", yours, hint=…)`: the one place of the right value.
The page holds it too, since it works from a disk, in letters that nobody reads by accident; `assets/static/answers/`
has the scripts. Without them, hint and solution stand there folded, as in the notebook.
"""

import ast
import base64
import html
import json
from dataclasses import asdict
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.logging import getLogger

from lossviz.exercises import right_value

logger = getLogger(__name__)

TAG = "exercise"
SCRIPTS = {  # by what a page holds, in the order in which they run
    '<form class="lv-exercise"': ("judge", "exercises"),
    '<details class="quiz"': ("earlier", "quiz"),
    "lv-predict": ("earlier", "predict"),
}
FIELD = """\
<form class="lv-exercise" id="answer-{number}" data-place="{place}" data-sealed="{sealed}" autocomplete="off" hidden>
<label for="answer-{number}-field">Your answer to {name}</label>
<input id="answer-{number}-field" aria-describedby="answer-{number}-verdict" type="text" maxlength="40"
  spellcheck="false">
<button type="submit">Check</button>
<button type="button" class="lv-show">Show the answer</button>
<p id="answer-{number}-verdict" class="lv-verdict" role="status"></p>
</form>"""


class Exercises(SphinxTransform):
    """Puts a field in the place of each cell that checks an answer."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        cells = [cell for cell in self.document.findall(nodes.container) if TAG in _tags(cell)]
        for number, cell in enumerate(cells, start=1):
            try:
                right = exercise(cell.next_node(nodes.literal_block).astext())
            except (AttributeError, IndexError, ValueError) as error:
                logger.warning("exercise %d: %s", number, error, location=cell)
                continue
            section = cell.parent if isinstance(cell.parent, nodes.section) else None
            title = section.next_node(nodes.title).astext() if section is not None else f"Exercise {number}"
            name = html.escape(title.partition(":")[0].lower())
            place, value = f"exercise-{number}", f"{right['shown']} ± {right['within']}"  # for questions.py
            field = FIELD.format(number=number, place=place, sealed=seal(right), name=name)
            cell.parent.replace(cell, nodes.raw("", field, format="html", place=place, right=value))


def _tags(cell: nodes.container) -> list[str]:
    return cell.get("cell_metadata", {}).get("tags", [])


def exercise(code: str) -> dict[str, Any]:
    """The right value and the hint of the one `self_check` in a cell's code; ValueError if they are not plain there."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    call = next((call for call in calls if getattr(call.func, "id", "") == "self_check"), None)
    if call is None:
        raise ValueError(f"a cell with the tag {TAG} has no self_check(…): write it, or take the tag away")
    plain = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    right = right_value(ast.literal_eval(call.args[0]), plain.get("within", 0.0))
    return asdict(right) | {"hint": plain.get("hint", "")}


def seal(what: dict[str, Any]) -> str:
    """In letters that show nothing at a glance; `open` of exercises.js reads them."""
    return base64.b64encode(json.dumps(what, ensure_ascii=False).encode()).decode()[::-1]


def add_scripts(app: Sphinx, pagename: str, _template: str, context: dict, _doctree: Any) -> None:
    body = context.get("body", "")
    names = dict.fromkeys(name for mark, needed in SCRIPTS.items() if mark in body for name in needed)
    if names:
        app.add_css_file("answers/answers.css")
    for name in names:
        app.add_js_file(f"answers/{name}.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    app.add_transform(Exercises)
    app.connect("html-page-context", add_scripts)
