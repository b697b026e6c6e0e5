"""The cache of executed chapters is keyed on lossviz too: jupyter-cache looks at the notebook alone."""

import hashlib
import json
import re
from pathlib import Path

from sphinx.application import Sphinx

import lossviz
from lossviz.sphinx import say

PACKAGE = Path(lossviz.__file__).parent
KERNELS = Path(__file__).with_name("reading.py")  # how the chapters' kernels are set up


def code_behind(text: str, root: Path) -> list[Path]:
    """The files, besides its own text, that decide what a chapter's cells show.

    All of lossviz, but for the demos that the chapter does not use, and what runs only after the cells have.
    """
    demos = PACKAGE / "demos"
    shared = {path for path in PACKAGE.rglob("*.py") if path.parent != demos}
    later = {PACKAGE / "sphinx.py", *PACKAGE.glob("engine/player/*")}
    code = {root / "requirements.txt", KERNELS, *PACKAGE.glob("datasets/**/*"), *(shared - later), *_demo_modules(text)}
    return sorted(path for path in code if path.is_file())


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


def key_on_lossviz(app: Sphinx, docname: str, source: list[str]) -> None:
    """Write a digest of lossviz into the notebook's kernelspec, which is part of the cache's key."""
    inject = _into_json if Path(app.env.doc2path(docname)).suffix == ".ipynb" else _into_front_matter
    files = code_behind(source[0], Path(app.srcdir))
    keyed = inject(source[0], digest(files))
    if keyed != source[0]:
        say(f"reading {docname}")
        source[0] = keyed
        for path in files:
            app.env.note_dependency(str(path))


def digest(files: list[Path]) -> str:
    """One short text that changes when a file's name, folder or content does."""
    parts = (f"{path.parent.name}/{path.name}".encode() + b"\0" + path.read_bytes() for path in files)
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]


def _into_json(text: str, mark: str) -> str:
    notebook = json.loads(text)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook["metadata"].setdefault("kernelspec", kernel)["lossviz"] = mark
    return json.dumps(notebook, ensure_ascii=False)


def _into_front_matter(text: str, mark: str) -> str:
    front = re.match(r"---\n.*?^kernelspec:\n", text, re.DOTALL | re.MULTILINE)
    return text if front is None else f"{front[0]}  lossviz: '{mark}'\n{text[front.end() :]}"


def setup(app: Sphinx) -> None:
    app.connect("source-read", key_on_lossviz)
