"""tools/publish_notebooks.py: where the book is, the learner's copies, and the branch that holds them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from book import learners as notebooks
from book.learners import Repository, Unknown
from tools.check.notebooks import PATHS, ROOT, markdown

ARCHIVE = "https://example.org/book/archive/0123abcd.zip"
BOOK = "https://example.org/book/"
TOC = """\
format: jb-book
root: index
parts:
- chapters:
  - file: chapters/two
    title: Two first
  - file: chapters/one
"""
CHAPTER = """\
# One
To [a term](glossary.md#a-long-term), [another chapter](two.ipynb#its-end), [the net](https://example.org/x.md),
[here](#below), <a href="two.ipynb">two</a> and ![a dot](../assets/dot.png).
"""


@pytest.fixture(autouse=True)
def nowhere(monkeypatch):
    """Neither a workflow nor a published site, whatever runs these tests."""
    for name in ("GITHUB_REPOSITORY", "GITHUB_SHA", "BOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "An author")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "author@example.org")


def chapter(words: str, **metadata) -> str:
    new = nbformat.v4
    code = new.new_code_cell(
        "1 + 1", id="sum", metadata={"tags": ["hide-cell"], "mystnb": {"x": 1}, "cellView": "form"}
    )
    code.outputs, code.execution_count = [new.new_output("stream", text="2")], 7
    cells = [new.new_markdown_cell(words, id="words"), new.new_code_cell("import lossviz", id="setup"), code]
    return nbformat.writes(new.new_notebook(cells=cells, metadata={"lossviz": {"exempt": {}}, **metadata}))


@pytest.fixture
def book(tmp_path) -> Path:
    """A small book: two chapters, a glossary, a picture."""
    root = tmp_path / "book"
    for name, text in {
        "_toc.yml": TOC,
        "_config.yml": 'html:\n  baseurl: ""\n',
        "requirements.txt": "# pins\nnumpy==2.4.6\nsphinx==7.4.7\ntorch==2.13.0\n",
        "LICENSE": "MIT",
        "LICENSE-text": "CC BY 4.0",
        "assets/dot.png": "dot",
        "chapters/one.ipynb": chapter(CHAPTER),
        "chapters/two.ipynb": chapter("# Two\n\n## Its *end*\n"),
        "chapters/glossary.md": "# Glossary\n\n## A\n\n### A long term\n\nIn [one](one.ipynb).\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def tool():
    sys.path.insert(0, str(ROOT / "tools"))
    import publish_notebooks

    return publish_notebooks


def publish(book: Path, *words: str) -> str:
    return tool().publish(tool().arguments(words), book)


def text_of(path: Path) -> str:
    return nbformat.read(path, as_version=4).cells[0].source


# Where the book is


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(book, tmp_path) -> Path:
    """The small book in a repository of its own, pushed to a bare one beside it that passes for GitHub's."""
    bare = tmp_path / "github.com" / "ann" / "losses.git"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(book, "init", "--quiet", "--initial-branch=main")
    git(book, "remote", "add", "origin", str(bare))
    git(book, "add", ".")
    git(book, "commit", "--quiet", "-m", "A book")
    git(book, "push", "--quiet", "origin", "main")
    return book


def test_a_workflow_says_which_repository_and_commit_it_works_on(book, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "ann/losses")
    monkeypatch.setenv("GITHUB_SHA", "0123abcd")
    found = notebooks.find_repository(book)
    assert found == Repository("ann/losses", "0123abcd")
    assert found.archive == "https://github.com/ann/losses/archive/0123abcd.zip"


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/ann/losses.git",
        "https://github.com/ann/losses",
        "git@github.com:ann/losses.git",
        "ssh://git@github.com/ann/losses/",
    ],
)
def test_by_hand_the_remote_origin_says_it(repository, remote):
    git(repository, "remote", "set-url", "origin", remote)
    assert notebooks.find_repository(repository) == Repository("ann/losses", git(repository, "rev-parse", "HEAD"))


@pytest.mark.parametrize(
    "remote", ["https://gitlab.com/ann/losses.git", "https://not-github.com/ann/losses", "../losses"]
)
def test_a_remote_that_is_not_on_github_is_no_repository_to_install_from(repository, remote):
    git(repository, "remote", "set-url", "origin", remote)
    with pytest.raises(Unknown, match="is not known"):
        notebooks.find_repository(repository)


def test_a_book_inside_another_repository_does_not_take_it_for_its_own(repository):
    with pytest.raises(Unknown, match="is not known"):
        notebooks.find_repository(repository / "chapters")


def test_a_commit_that_was_not_pushed_could_not_be_installed(repository):
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "At home")
    with pytest.raises(Unknown, match="git push first"):
        notebooks.find_repository(repository)


def test_without_a_repository_the_tool_says_so_in_a_sentence_and_exits_with_1(book, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(tool(), "ROOT", book)
    monkeypatch.setattr(tool().publish, "__defaults__", (book,))
    assert tool().main([str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"Where this book's repository is, is not known: .*--archive\n", said.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["example.org/book", "javascript:alert(1)", "https://"])
def test_what_is_no_address_is_refused(address, monkeypatch):
    monkeypatch.setenv("BOOK_URL", address)
    with pytest.raises(ValueError, match=r"BOOK_URL is such as https://"):
        notebooks.book_address()


def test_the_environment_goes_before_the_configuration_and_the_address_ends_in_a_slash(monkeypatch):
    assert notebooks.book_address("") == ""
    assert notebooks.book_address("https://example.org/b") == "https://example.org/b/"
    monkeypatch.setenv("BOOK_URL", "https://example.net")
    assert notebooks.book_address("https://example.org/b") == "https://example.net/"


# The copies


def test_a_copy_installs_lossviz_from_the_archive_and_is_otherwise_the_chapter(book):
    before = nbformat.read(book / "chapters/one.ipynb", as_version=4)
    text = notebooks.learner_copy(book / "chapters/one.ipynb", book, ARCHIVE)
    copy = nbformat.reads(text, as_version=4)
    nbformat.validate(copy)
    assert [cell.id for cell in copy.cells] == [cell.id for cell in before.cells]
    assert f'archive = "{ARCHIVE}"' in copy.cells[1].source
    assert copy.cells[1].source.endswith('    %pip install -q "lossviz @ {archive}"\nimport lossviz')
    assert copy.cells[2].source == "1 + 1"


def test_a_copy_has_clean_metadata_no_outputs_and_still_folds(book):
    copy = json.loads(notebooks.learner_copy(book / "chapters/one.ipynb", book, ARCHIVE))
    assert set(copy["metadata"]) == {"colab", "kernelspec", "language_info"}
    assert copy["cells"][2]["metadata"] == {"cellView": "form"}
    assert copy["cells"][2]["outputs"] == []
    assert copy["cells"][2]["execution_count"] is None


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_copy_of_a_chapter_is_a_valid_notebook_without_a_link_that_only_the_book_knows(path):
    copy = nbformat.reads(notebooks.learner_copy(path, ROOT, ARCHIVE, BOOK), as_version=4)
    nbformat.validate(copy)
    assert sum(ARCHIVE in cell.source for cell in copy.cells) == 1
    assert re.findall(r"\]\((?!https?:|data:|#)[^)]*", markdown(copy.cells)) == []


def test_links_lead_to_the_site_when_it_is_published(book, tmp_path, monkeypatch):
    monkeypatch.setenv("BOOK_URL", BOOK)
    publish(book, str(tmp_path / "out"), "--archive", ARCHIVE)
    text = text_of(tmp_path / "out/one.ipynb")
    assert f"[a term]({BOOK}chapters/glossary.html#a-long-term)" in text
    assert f"[another chapter]({BOOK}chapters/two.html#its-end)" in text
    assert f'<a href="{BOOK}chapters/two.html">' in text
    assert "(https://example.org/x.md)" in text
    assert "[here](#below)" in text
    assert not (tmp_path / "out/glossary.ipynb").exists()


def test_links_lead_to_the_neighbours_when_there_is_no_site(book, tmp_path):
    out = tmp_path / "out"
    publish(book, str(out), "--archive", ARCHIVE)
    text = text_of(out / "one.ipynb")
    assert "[a term](glossary.ipynb#A-long-term)" in text
    assert "[another chapter](two.ipynb#Its-end)" in text
    glossary = nbformat.read(out / "glossary.ipynb", as_version=4)
    targets = re.findall(r"(?:\]\(|href=\")([\w.]+\.ipynb)", text + markdown(glossary.cells))
    assert set(targets) == {"two.ipynb", "glossary.ipynb", "one.ipynb"}
    assert all((out / target).is_file() for target in targets)
    nbformat.validate(glossary)


def test_a_picture_travels_inside_the_notebook(book):
    copy = notebooks.learner_copy(book / "chapters/one.ipynb", book, ARCHIVE)
    assert "![a dot](data:image/png;base64,ZG90)" in copy


def test_chapters_stand_in_the_order_of_the_book_and_binder_gets_what_they_import(book, tmp_path):
    out = tmp_path / "out"
    publish(book, str(out), "--archive", ARCHIVE)
    readme = (out / "README.md").read_text(encoding="utf-8")
    assert readme.index("[Two first](two.ipynb)") < readme.index("[one](one.ipynb)")
    assert (out / "requirements.txt").read_text() == f"numpy==2.4.6\ntorch==2.13.0\nlossviz @ {ARCHIVE}\n"


def test_a_folder_with_something_in_it_is_left_alone(book, tmp_path):
    (tmp_path / "thesis.ipynb").write_text("mine")
    with pytest.raises(tool().Unknown, match="not empty"):
        publish(book, str(tmp_path), "--archive", ARCHIVE)
    assert (tmp_path / "thesis.ipynb").read_text() == "mine"


# The branch


def test_the_branch_holds_the_copies_alone_and_what_is_checked_out_stays(repository, tmp_path):
    publish(repository, str(tmp_path / "out"), "--archive", ARCHIVE, "--commit")
    held = git(repository, "ls-tree", "--name-only", "notebooks").split("\n")
    assert held == sorted(path.name for path in (tmp_path / "out").iterdir())
    assert git(repository, "branch", "--show-current") == "main"
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "rev-list", "--count", "notebooks") == "1"


def test_a_push_adds_to_what_the_branch_holds_and_nothing_new_is_no_commit(repository, tmp_path):
    publish(repository, str(tmp_path / "a"), "--archive", ARCHIVE, "--push")
    assert "nothing new" in publish(repository, str(tmp_path / "b"), "--archive", ARCHIVE, "--push")
    git(repository, "update-ref", "-d", "refs/remotes/origin/notebooks")  # a workflow starts without it
    publish(repository, str(tmp_path / "c"), "--archive", ARCHIVE.replace("0123", "4567"), "--push")
    assert git(repository, "ls-remote", "--heads", "origin", "notebooks")
    git(repository, "fetch", "--quiet", "origin", "notebooks")
    assert git(repository, "rev-list", "--count", "FETCH_HEAD") == "2"
    assert "4567abcd" in git(repository, "show", "FETCH_HEAD:one.ipynb")


def test_a_book_with_changes_that_learners_would_not_get_is_not_published(repository, tmp_path):
    (repository / "chapters/one.ipynb").write_text(chapter("# New"), encoding="utf-8")
    with pytest.raises(tool().Unknown, match="commit first"):
        publish(repository, str(tmp_path / "out"), "--archive", ARCHIVE, "--push")
