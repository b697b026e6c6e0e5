"""The book built again elsewhere, built with a fault in it, and packed to be carried away."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.site.conftest import ROOT, SITE, pages


def copy_of_the_book(to) -> None:
    """The project's files in another folder, without what was built."""
    built = shutil.ignore_patterns(".venv", "_build", ".git", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
    shutil.copytree(ROOT, to, ignore=built)


def build(folder, **environment) -> subprocess.CompletedProcess:
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
    env = os.environ | {"PYTHONPATH": str(folder)} | environment
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


@pytest.mark.nightly
def test_a_cold_build_in_another_folder_is_byte_for_byte_this_site(tmp_path):
    copy_of_the_book(tmp_path / "book")
    done = build(tmp_path / "book")
    assert done.returncode == 0, done.stderr[-2000:]
    other = tmp_path / "book" / "_build" / "html"
    ours, theirs = (
        {str(p.relative_to(s)) for p in [*s.rglob("*.html"), *s.rglob("demos/*.js")]} for s in (SITE, other)
    )
    assert ours == theirs
    assert [page for page in sorted(ours) if as_first_built(SITE / page) != as_first_built(other / page)] == []


def as_first_built(page: Path) -> bytes:
    """What a page holds. Where a site is built once more, Sphinx finds the style sheet of MyST-NB, which a first build
    copies after its pages, and names its checksum."""
    return re.sub(rb"(/mystnb\.\w+\.css)\?v=\w+", rb"\1", page.read_bytes())


def test_a_chapter_that_fails_fails_the_build(tmp_path):
    copy_of_the_book(tmp_path / "book")
    book = tmp_path / "book"
    for chapter in (book / "chapters").glob("*.ipynb"):
        chapter.unlink()
    (book / "index.md").write_text("# A book\n", encoding="utf-8")
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/broken\n", encoding="utf-8"
    )
    new = nbformat.v4
    broken = new.new_notebook(cells=[new.new_markdown_cell("# Broken"), new.new_code_cell("1/0")])
    broken.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(broken, book / "chapters" / "broken.ipynb")
    done = build(book)
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stderr + done.stdout


def test_the_offline_archive_unpacked_anywhere_opens_with_working_sliders(open_page, tmp_path):
    subprocess.run(["make", "--no-print-directory", "offline", "-o", "book"], cwd=ROOT, check=True, capture_output=True)
    (archive,) = (ROOT / "_build").glob("*.zip")
    shutil.unpack_archive(archive, tmp_path / "a stick, ü")
    (cover,) = (tmp_path / "a stick, ü").glob("*/index.html")
    opened = open_page(cover.as_uri())
    opened.wait_for_function("() => document.querySelector('lossviz-demo').dataset.ready === ''")
    unpacked = {path.relative_to(cover.parent) for path in cover.parent.rglob("*.html")}
    assert unpacked >= set(pages())
