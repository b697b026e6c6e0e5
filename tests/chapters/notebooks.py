"""Reads chapters as a test wants them: cells, numbers in prose, numbers that are checked."""

import ast
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
PATHS = sorted((ROOT / "chapters").glob("*.ipynb"))


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


def decimals(text: str) -> set[str]:
    """Every number with a decimal point in prose, without its sign.

    >>> sorted(decimals("From −0.25 to 1,024.5; version `3.11`; $x = 0.1$; see section 2."))
    ['0.1', '0.25', '1,024.5']
    """
    return set(re.findall(r"(?<![\w.])\d[\d,]*\.\d+(?![\d]|\.\d)", prose(text)))


def calls(source: str, name: str) -> list[ast.Call]:
    """The calls of a function in a cell's code; lines for IPython (%pip) are passed over."""
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()]
    tree = ast.parse("\n".join(lines))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def quoted(cell) -> list[str]:
    """The numbers that a cell checks, as they are written in the text."""
    return [call.args[0].value for call in calls(cell.source, "check")]


def unsigned(number: str) -> str:
    return number.lstrip("-−").removesuffix("%").strip()
