"""Writes the learner's copies of the chapters, and on request commits them to the branch `notebooks`.

    .venv/bin/python tools/publish_notebooks.py FOLDER [--commit | --push] [--archive ADDRESS]

A copy installs lossviz from the commit that it was made of, its links lead to the published site (BOOK_URL, else
`html.baseurl` in `_config.yml`), and beside the copies lies what Binder reads. Exits with 1 and a plain sentence if
the repository is not known.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from book import learners as notebooks  # noqa: E402  loads neither Sphinx nor NumPy: this may run where it can write

BRANCH, Repository, Unknown, git = notebooks.BRANCH, notebooks.Repository, notebooks.Unknown, notebooks.git

BINDER_PYTHON = "python-3.11\n"
NEEDED = ("numpy", "matplotlib", "ipywidgets", "torch")  # what chapters import, beside lossviz
BRANCH_README = """\
# Notebooks

The chapters of the book in `{source}`, each a notebook that runs on its own. Made by `tools/publish_notebooks.py`:
what is changed here is overwritten, change the book instead. Text: CC BY 4.0. Code: MIT.

{chapters}
"""


# The files


def chapters(root: Path) -> dict[Path, str]:
    """The notebooks that the book's table of contents names, in its order, with their titles."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    entries = {root / f"{entry['file']}.ipynb": entry for entry in _entries(toc)}
    return {path: entry.get("title", path.stem) for path, entry in entries.items() if path.is_file()}


def _entries(part: Any) -> Iterator[dict[str, str]]:
    """Every mapping with a file, however deep it lies."""
    if isinstance(part, dict):
        yield from [part] if "file" in part else []
        part = list(part.values())
    for inner in part if isinstance(part, list) else []:
        yield from _entries(inner)


def write(root: Path, folder: Path, archive: str, book: str, repository: Repository | None) -> list[Path]:
    """Write the copies and what goes with them; returns the paths of the notebooks."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Unknown(f"The folder {folder} is not empty: name a new one, so that nothing of yours is overwritten")
    texts = {path.name: notebooks.learner_copy(path, root, archive, book) for path in chapters(root)}
    if not book:  # then links lead to neighbours, and these are not notebooks yet
        texts |= {f"{page.stem}.ipynb": notebooks.page_copy(page, root) for page in _linked_pages(root)}
    others = {
        "requirements.txt": binder_requirements(root, archive),
        "runtime.txt": BINDER_PYTHON,
        "README.md": _readme(root, repository, archive),
    }
    for name, text in (texts | others).items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("LICENSE", "LICENSE-text"):
        shutil.copy(root / name, folder)
    return [folder / name for name in texts]


def _linked_pages(root: Path) -> set[Path]:
    texts = {path: path.read_text(encoding="utf-8") for path in chapters(root)}
    found = {path.parent / name for path, text in texts.items() for name in re.findall(r"\]\((\w+\.md)\b", text)}
    return {page for page in found if page.is_file()}


def binder_requirements(root: Path, archive: str) -> str:
    """The book's own versions of what chapters import, and lossviz from the same archive as in the notebooks."""
    pins = re.findall(r"^([\w-]+)==(.+)$", (root / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    lines = [f"{name}=={version}" for name, version in pins if name in NEEDED]
    return "\n".join([*lines, f"lossviz @ {archive}", ""])


def _readme(root: Path, repository: Repository | None, archive: str) -> str:
    lines = []
    for path, title in chapters(root).items():
        colab = f" ([open in Colab]({repository.colab(path.name)}))" if repository else ""
        lines.append(f"- [{title}]({path.name}){colab}")
    source = f"{repository.name}@{repository.commit[:10]}" if repository else archive
    return BRANCH_README.format(source=source, chapters="\n".join(lines))


# The branch


def commit(root: Path, folder: Path, message: str) -> str:
    """Make the folder's content the newest commit of the branch, without touching what is checked out.

    Returns the commit, or an empty text if the branch holds the same already.
    """
    with tempfile.TemporaryDirectory() as scratch:
        index = {"GIT_INDEX_FILE": str(Path(scratch, "index")), "GIT_WORK_TREE": str(folder.resolve())}
        index["GIT_DIR"] = git(root, "rev-parse", "--absolute-git-dir")
        git(folder, "add", "--all", "--force", ".", **index)
        tree = git(folder, "write-tree", **index)
    before = next(filter(None, (_known(root, ref) for ref in (f"remotes/origin/{BRANCH}", f"heads/{BRANCH}"))), "")
    if before and git(root, "rev-parse", f"{before}^{{tree}}") == tree:
        return ""
    made = git(root, "commit-tree", tree, "-m", message, *(["-p", before] if before else []))
    if not made:
        raise Unknown("git could not commit. Does it know your name? git config user.name and user.email say it")
    git(root, "update-ref", f"refs/heads/{BRANCH}", made)
    return made


def _known(root: Path, ref: str) -> str:
    return git(root, "rev-parse", "--quiet", "--verify", f"refs/{ref}")


def push(root: Path, folder: Path, message: str) -> str:
    """Commit on top of what the remote has, and push it."""
    git(root, "fetch", "--quiet", "--depth=1", "origin", f"+refs/heads/{BRANCH}:refs/remotes/origin/{BRANCH}")
    made = commit(root, folder, message)
    if made:
        git(root, "push", "--quiet", "origin", f"{made}:refs/heads/{BRANCH}")
        if made not in git(root, "ls-remote", "origin", f"refs/heads/{BRANCH}"):
            raise Unknown(f"The branch {BRANCH} could not be pushed: may you write to the remote `origin`?")
    return made


# The command


def arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the copies go: a new or empty folder")
    parser.add_argument("--archive", help="install lossviz from this address, not from the repository's commit")
    parser.add_argument("--commit", action="store_true", help=f"commit the copies to the branch {BRANCH}")
    parser.add_argument("--push", action="store_true", help="commit them and push the branch")
    return parser.parse_args(words)


def publish(wanted: argparse.Namespace, root: Path = ROOT) -> str:
    """Do what was asked for; returns what there is to say about it."""
    repository = None if wanted.archive else notebooks.find_repository(root)
    changed = git(root, "status", "--porcelain", "--", "chapters", "lossviz", "pyproject.toml")
    if (wanted.commit or wanted.push) and changed:
        raise Unknown("Chapters or lossviz differ from the last commit, from which learners get them: commit first")
    archive = wanted.archive or repository.archive
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    book = notebooks.book_address(settings["html"].get("baseurl") or "")
    made = write(root, wanted.folder, archive, book, repository)
    said = f"{len(made)} notebooks in {wanted.folder}; they install lossviz from {archive}"
    if wanted.commit or wanted.push:
        new = (push if wanted.push else commit)(root, wanted.folder, f"Notebooks of {git(root, 'rev-parse', 'HEAD')}")
        said += f"\nBranch {BRANCH}: " + (new[:10] if new else "nothing new")
    return said


def main(words: Sequence[str]) -> int:
    try:
        print(publish(arguments(words)))
    except (Unknown, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("GIT_TERMINAL_PROMPT", "0")  # a workflow cannot answer
    sys.exit(main(sys.argv[1:]))
