"""How long the book takes to build, and what a first visit to a page weighs."""

import gzip
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlparse

from benchmarks.common import row, verdict
from tests.chromium import chromium
from tests.site.conftest import ROOT, SITE, pages


def main() -> None:
    weights()
    builds()


def weights() -> None:
    """All files of a first visit, each compressed as a server would, font files as they are."""
    row("kB compressed", "page", "all files", "requests")
    heaviest = 0.0
    with chromium() as browser:
        for page in pages():
            files = visited(browser, page) if str(page) != "404.html" else []
            total = sum(map(compressed, files)) / 1000
            heaviest = max(heaviest, total)
            row(str(page), f"{compressed(SITE / page) / 1000:.0f}", f"{total:,.0f}", len(files))
    verdict("heaviest first visit, kB", heaviest, "under 1,300", heaviest < 1300)


def visited(browser, page: Path) -> list[Path]:
    opened, files = browser.new_page(), set()
    opened.on("request", lambda request: files.add(unquote(urlparse(request.url).path)))
    opened.goto((SITE / page).as_uri(), wait_until="networkidle")
    opened.close()
    return [Path(file) for file in files if Path(file).is_file()]


def compressed(file: Path) -> int:
    packed = file.suffix in (".woff2", ".png", ".jpg")
    return file.stat().st_size if packed else len(gzip.compress(file.read_bytes(), 6))


def builds() -> None:
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
