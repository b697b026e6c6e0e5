"""The learner's copy of a chapter: it runs on its own, anywhere, with lossviz from the commit that it belongs to.

`tools/publish_notebooks.py` writes these copies to a branch, `addresses.py` offers them as the site's downloads.
Where the repository and the site are is found out here, and never made up.
"""

import base64
import json
import mimetypes
import os
import posixpath
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

BRANCH = "notebooks"  # holds the copies and nothing else

# The same commit twice is not installed twice. Another one would be passed over by pip, whose eye is on the version.
SETUP = """\
#@title Setup: run this cell first
from importlib.metadata import distributions

archive = "{archive}"
if not any(archive in (known.read_text("direct_url.json") or "") for known in distributions(name="lossviz")):
    %pip uninstall -qqy lossviz
    %pip install -q "lossviz @ {{archive}}"
import lossviz"""

METADATA = {
    "colab": {"provenance": [], "toc_visible": True},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = ("cellView", "jupyter")  # what folds a cell in Colab and in Jupyter; the rest is for the site

LINK = re.compile(r'(\]\(|\b(?:href|src)=")([^)"\s#]+)(#[^)"\s]*)?')


class Unknown(Exception):
    """Where the book's repository is, is not known; the message says what to do about it."""


class Repository(NamedTuple):
    """A repository on GitHub, and the commit of it that is being published."""

    name: str
    commit: str

    @property
    def archive(self) -> str:
        return f"https://github.com/{self.name}/archive/{self.commit}.zip"

    def colab(self, notebook: str) -> str:
        return f"https://colab.research.google.com/github/{self.name}/blob/{BRANCH}/{notebook}"

    def binder(self, notebook: str) -> str:
        return f"https://mybinder.org/v2/gh/{self.name}/{BRANCH}?labpath={notebook}"


# Where things are


def git(root: Path, *words: str, **environment: str) -> str:
    """What git says; an empty text where it fails or is not installed."""
    command, env = ["git", "-C", str(root), *words], os.environ | environment
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def find_repository(root: Path) -> Repository:
    """From a workflow's environment, else from the remote `origin`. Raises Unknown."""
    name = os.environ.get("GITHUB_REPOSITORY")
    if name:
        return Repository(name, os.environ.get("GITHUB_SHA") or git(root, "rev-parse", "HEAD"))
    return _from_remote(root)


def _from_remote(root: Path) -> Repository:
    own = git(root, "rev-parse", "--show-toplevel") == str(root.resolve())  # not a repository around the book
    remote = git(root, "remote", "get-url", "origin") if own else ""
    found = re.search(r"(?:^|[@/])github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?$", remote)
    if not found:
        raise Unknown(
            "Where this book's repository is, is not known: there is neither the variable GITHUB_REPOSITORY nor a git"
            " remote `origin` on github.com. Push the book there first, or say where an archive of it lies: --archive"
        )
    commit = git(root, "rev-parse", "HEAD")
    if not git(root, "branch", "--remotes", "--contains", commit):
        raise Unknown(f"Commit {commit[:10]} is not in {found[1]} yet, so nobody could install it: git push first")
    return Repository(found[1], commit)


def has_branch(root: Path) -> bool:
    """Whether the copies are published: the workflow that builds the site also pushes them."""
    remote = f"refs/remotes/origin/{BRANCH}"
    return "GITHUB_REPOSITORY" in os.environ or bool(git(root, "rev-parse", "--quiet", "--verify", remote))


def book_address(configured: str = "") -> str:
    """Where the site is published, with a slash at the end: BOOK_URL, else what `_config.yml` says, else nothing."""
    address = (os.environ.get("BOOK_URL") or configured or "").strip()
    if address and not re.match(r"https?://[\w.-]+", address):
        raise ValueError(f"{address!r} is not the address of a site; BOOK_URL is such as https://example.org/book/")
    return address and address.rstrip("/") + "/"


# The copy


def learner_copy(path: Path, root: Path, archive: str, book: str = "") -> str:
    """The text of the copy of the chapter at `path`, of the book in `root`."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = [_cell(cell, path, root, archive, book) for cell in notebook["cells"]]
    return _text(cells)


def page_copy(path: Path, root: Path, book: str = "") -> str:
    """A page that is Markdown alone, such as the glossary, as a notebook: a neighbour for links to lead to."""
    source = rewrite_links(path.read_text(encoding="utf-8"), path, root, book)
    parts = re.split(r"\n(?=## )", source)
    return _text([_markdown(f"part-{number}", part.strip()) for number, part in enumerate(parts)])


def _text(cells: list[dict[str, Any]]) -> str:
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _markdown(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source.splitlines(keepends=True)}


def _cell(cell: dict[str, Any], path: Path, root: Path, archive: str, book: str) -> dict[str, Any]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return _markdown(cell["id"], rewrite_links(source, path, root, book))
    if cell["id"] == "setup":
        source = SETUP.format(archive=archive)
    kept = {key: value for key, value in cell["metadata"].items() if key in KEPT}
    empty = {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {}
    same = {"cell_type": cell["cell_type"], "id": cell["id"]}
    return same | empty | {"metadata": kept, "source": source.splitlines(keepends=True)}


def rewrite_links(text: str, path: Path, root: Path, book: str) -> str:
    """Links to other pages lead to the site, or else to the neighbouring notebook; pictures are put inside."""

    def moved(link: re.Match) -> str:
        before, target, fragment = link[1], link[2], link[3] or ""
        file = (path.parent / target).resolve()
        if re.match(r"[a-z]+:", target) or not file.is_file():
            return link[0]
        if file.suffix not in (".ipynb", ".md"):
            return before + _inside(file)
        if book:
            page = posixpath.splitext(file.relative_to(root.resolve()).as_posix())[0]
            return f"{before}{book}{page}.html{fragment}"
        return f"{before}{file.stem}.ipynb{_anchors(file).get(fragment, '')}"

    return LINK.sub(moved, text)


def _inside(picture: Path) -> str:
    kind = mimetypes.guess_type(picture.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(picture.read_bytes()).decode()}"


@cache
def _anchors(page: Path) -> dict[str, str]:
    """The site's anchors of a page's headings, and Jupyter's for the same."""
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".ipynb":
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    headings = [re.sub(r"[*`$\\]", "", heading).strip() for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    return {f"#{_slug(heading)}": f"#{quote(heading.replace(' ', '-'))}" for heading in headings}


def _slug(heading: str) -> str:
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())
