"""A cell that fails: one sentence with chapter and cell, the line it stopped at, and a build that fails.

All chapters are read, so that all that fail are told; each of them is run again in the next build.
"""

import re
from pathlib import Path

import nbformat
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import getLogger

logger = getLogger(__name__)

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_CELL = re.compile(r"executing the following cell:\n-+\n(.*?)\n-+\n", re.DOTALL)
_STOPPED = re.compile(r"^-+> *(\d+) +(.*)$", re.MULTILINE)


def failed(env: BuildEnvironment, docname: str) -> str | None:
    """What went wrong when a chapter was run, as Jupyter says it; None if nothing did."""
    run = NbMetadataCollector.get_exec_data(env, docname)
    return None if run is None or run["succeeded"] else run["traceback"] or run["error"]


def in_short(told: str, cells: list) -> str:
    """Which cell failed, how, and at which of its lines: the sentence first."""
    plain = _COLOUR.sub("", told).strip()
    source = _CELL.search(plain)
    error = plain.rpartition("\n")[2]
    if not source:
        return f"it does not run: {error}"
    name = next((cell.id for cell in cells if cell.source.strip() == source[1].strip()), "without a name")
    stopped = _STOPPED.search(plain, source.end())
    where = f"\n    line {stopped[1]}: {stopped[2]}" if stopped else ""
    return f"cell {name} fails: {error}{where}"


def tell(app: Sphinx, _doctree: object) -> None:
    """Warn of the chapter that was just read, if it failed: an error, as `make book` takes warnings."""
    docname = app.env.docname
    if told := failed(app.env, docname):
        path = Path(app.env.doc2path(docname))
        cells = nbformat.read(path, as_version=4).cells if path.suffix == ".ipynb" else []
        logger.warning(in_short(told, cells), location=docname)


def again(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    """Chapters that failed last time, to be read again though nothing in them changed."""
    return [docname for docname in env.found_docs - added - changed if failed(env, docname)]


def fail(app: Sphinx, exception: Exception | None) -> None:
    """A build in which a chapter failed fails, also where warnings are none of its errors."""
    if exception is None and any(failed(app.env, docname) for docname in app.env.found_docs):
        app.statuscode = 1


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", tell)
    app.connect("env-get-outdated", again)
    app.connect("build-finished", fail)
