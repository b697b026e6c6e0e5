"""The cache of executed chapters is keyed on lossviz too: jupyter-cache looks at the notebook alone."""

import json
import re
import time
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from lossviz.engine.behind import code_behind, digest
from lossviz.sphinx import say

KERNELS = Path(__file__).with_name("reading.py")  # how the chapters' kernels are set up

_began: dict[str, int] = {}  # microseconds, of each page that this build reads


def key_on_lossviz(app: Sphinx, docname: str, source: list[str]) -> None:
    """Write a digest of lossviz into the notebook's kernelspec, which is part of the cache's key."""
    _began[docname] = time.time_ns() // 1_000
    inject = _into_json if Path(app.env.doc2path(docname)).suffix == ".ipynb" else _into_front_matter
    files = code_behind(source[0]) | {KERNELS, *Path(app.srcdir).glob("requirements.txt")}
    keyed = inject(source[0], digest(files))
    if keyed != source[0]:
        say(f"reading {docname}")
        source[0] = keyed
        for path in files:
            app.env.note_dependency(str(path))


def read_when_begun(app: Sphinx, env: BuildEnvironment) -> None:
    """What is saved while a chapter runs is newer than the chapter. Sphinx notes when reading ended, and would take it
    for older ever after."""
    env.all_docs |= _began
    _began.clear()


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
    app.connect("env-updated", read_when_begun)
