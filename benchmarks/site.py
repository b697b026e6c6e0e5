"""How long the book takes to build."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.common import row, verdict
from tests.site.conftest import ROOT


def main() -> None:
    """In a copy of the project: from nothing, unchanged, with one chapter edited."""
    row("building, s", "seconds", "to reach")
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        ignored = shutil.ignore_patterns(".venv", "_build", ".git", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, book, ignore=ignored)
        for what, reach in (("from nothing", 360), ("unchanged", 5), ("one chapter edited", 60)):
            if what == "one chapter edited":
                edit(book / "chapters" / "derivatives.ipynb")
            seconds = build(book)
            row(what, f"{seconds:.1f}", f"under {reach}")
            verdict(what, seconds, f"under {reach} s", seconds < reach)


def edit(chapter: Path) -> None:
    """A change to a code cell, so that the chapter has to run again."""
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text.replace("import lossviz", "import lossviz  # edited", 1), encoding="utf-8")


def build(book: Path) -> float:
    start = time.perf_counter()
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
    subprocess.run(command, cwd=book, check=True, capture_output=True, env=None)
    return time.perf_counter() - start
