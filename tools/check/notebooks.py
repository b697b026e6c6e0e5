"""Reads chapters as a rule wants them: cells, numbers in prose, numbers that are checked."""

import ast
import re
from functools import cached_property
from pathlib import Path

import nbformat

from .fault import Fault

ROOT = Path(__file__).parents[2]
PATHS = sorted((ROOT / "chapters").glob("*.ipynb"))


class Chapter:
    """A chapter and its cells. Its name is that of its file, as in `hinge`."""

    def __init__(self, path: Path, notebook: nbformat.NotebookNode | None = None):
        self.path, self.name = path, path.stem
        self.notebook = notebook or read(path)
        self.cells = self.notebook.cells

    @cached_property
    def code(self) -> list:
        return code_cells(self.notebook)

    @cached_property
    def text(self) -> str:
        return markdown(self.cells)

    def fault(self, said: str, cell=None) -> Fault:
        return Fault(self.name if cell is None else f"{self.name}, cell {cell.id}", said)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def markdown(cells) -> str:
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def prose(text: str) -> str:
    """Markdown without code, addresses and the inside of HTML tags: what a reader reads."""
    for unread in (r"```.*?```", r"`[^`\n]+`", r"\]\([^)]*\)", r"https?://\S+", r"<[^>]+>", r"doi:\S+"):
        text = re.sub(unread, " ", text, flags=re.DOTALL)
    return text


def decimals(text: str) -> list[str]:
    """Every number with a decimal point in prose, without its sign, once each.

    >>> decimals("From −0.25 to 1,024.5, 0.25 on; version `3.11`; $x = 0.1$; see section 2.")
    ['0.25', '1,024.5', '0.1']
    """
    return list(dict.fromkeys(re.findall(r"(?<![\w.])\d[\d,]*\.\d+(?![\d]|\.\d)", prose(text))))


def calls(source: str, name: str) -> list[ast.Call]:
    """The calls of a function in a cell's code; none in one that is no Python."""
    try:
        tree = parsed(source)
    except SyntaxError:
        return []
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def parsed(source: str) -> ast.Module:
    """A cell's code; lines for IPython (%pip) are passed over."""
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()]
    return ast.parse("\n".join(lines))


def quoted(cell) -> list[str]:
    """The numbers that a cell checks, as they are written in the text."""
    first = (call.args[0] for call in calls(cell.source, "check") if call.args)
    return [arg.value for arg in first if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def exercises(chapter: Chapter) -> list:
    """The cells that check a reader's answer."""
    return [cell for cell in chapter.code if calls(cell.source, "self_check")]


def unsigned(number: str) -> str:
    return number.lstrip("-−").removesuffix("%").strip()


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)", plain, flags=re.MULTILINE)]


def anchor(heading: str) -> str:
    """The place on a page that the site makes from a heading.

    >>> anchor("Gibbs' inequality")
    'gibbs-inequality'
    """
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())
