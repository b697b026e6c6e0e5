"""Chapters are run side by side, each in a kernel of one make; what cells print is shown whole."""

import os
import tempfile
from pathlib import Path

from jupyter_cache import get_cache
from myst_nb.core import render
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

SOME_DAY = "1735689600"  # stands for "now" in what is built, so that two builds are alike


def join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """What a cell prints in a row as one output, letter by letter: a kernel sends it in pieces, by the clock.

    Stands in for myst-nb's own (`nb_merge_streams`), which ends a line after each piece.
    """
    joined: list[NotebookNode] = []
    for output in outputs:
        stream = output["output_type"] == "stream"
        if stream and joined and joined[-1].get("name") == output["name"]:
            joined[-1]["text"] += output["text"]
        else:
            joined.append(NotebookNode(output))
    return joined


class KernelSettings:
    """All kernels of a build are alike, on every machine: an IPython folder to themselves, one thread, one hash."""

    def make(self, app: Sphinx) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="book-")
        profile = Path(self.folder.name, "profile_default")
        profile.mkdir()
        (profile / "ipython_kernel_config.py").write_text("get_config().IPKernelApp.log_level = 'ERROR'\n")
        os.environ.update(
            IPYTHONDIR=self.folder.name,
            PYTHONHASHSEED="0",
            OMP_NUM_THREADS="1",  # there is a kernel for each processor: threads of theirs would fight for it
        )
        os.environ.setdefault("SOURCE_DATE_EPOCH", SOME_DAY)

    def remove(self, app: Sphinx, exception: Exception | None) -> None:
        self.folder.cleanup()


def read_in_parallel(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run chapters side by side, on every processor: Jupyter Book has no option for what Sphinx can do."""
    app.parallel = max(app.parallel, min(os.cpu_count() or 1, 8))
    # Two readers at once would both make the cache's tables, if they were not there.
    get_cache(env.mystnb_config.execution_cache_path).list_cache_records()
    silent = app.extensions.get("sphinx_multitoc_numbering")  # loaded by Jupyter Book, numbers after the reading
    if silent:
        silent.parallel_read_safe = True


def write_one_by_one(app: Sphinx, env: BuildEnvironment) -> None:
    """Writing takes seconds, and its formulas go through one process."""
    app.parallel = 1


def setup(app: Sphinx) -> None:
    render.coalesce_streams = join_streams
    settings = KernelSettings()
    app.connect("builder-inited", settings.make)
    app.connect("env-before-read-docs", read_in_parallel)
    app.connect("env-updated", write_one_by_one)
    app.connect("build-finished", settings.remove)
