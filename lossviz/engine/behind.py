"""What decides what cells and demos show: the files of lossviz behind them, as one digest."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def code_behind(text: str) -> set[Path]:
    """The files of lossviz that decide what code with this text shows.

    All, but for the demos that it does not import, and what runs only after they are drawn.
    """
    shared = {path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "demos"}
    later = {PACKAGE / "sphinx.py", *PACKAGE.glob("engine/player/*")}
    files = {*PACKAGE.glob("datasets/**/*"), *(shared - later), *_demo_modules(text)}
    return {path for path in files if path.is_file()}


def digest(files: Iterable[Path], *words: str) -> str:
    """One short text that changes when a file's name, folder or content does, or a word."""
    parts = [f"{path.parent.name}/{path.name}".encode() + b"\0" + path.read_bytes() for path in sorted(files)]
    parts += [word.encode() for word in words]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]


def _demo_modules(text: str) -> set[Path]:
    """The modules of lossviz.demos that the text names, and those that they import from one another."""
    found, waiting = {PACKAGE / "demos" / "__init__.py"}, _imported(text)
    while waiting:
        path = PACKAGE / "demos" / f"{waiting.pop()}.py"
        if path.is_file() and path not in found:
            found.add(path)
            waiting |= _imported(path.read_text(encoding="utf-8"))
    return found


def _imported(text: str) -> set[str]:
    direct = re.findall(r"(?:lossviz\.demos|from )\.(\w+)", text)
    lists = re.findall(r"from (?:lossviz\.demos|\.) import (\(.*?\)|[^\n\\]*)", text, re.DOTALL)
    return {*direct, *re.findall(r"\w+", " ".join(lists))}
