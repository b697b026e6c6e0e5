"""Tries the book with what its readers will have next, in environments of its own under _build/canary.

    python tools/canary.py engine pinned|newest|pre    the engine's tests with this Python
    python tools/canary.py book                        the book with the newest Sphinx, myst-nb and theme

The first tries the versions of requirements.txt, the newest, or what comes after them. The second builds the book with
the conf.py that Jupyter Book writes, since Jupyter Book 1 itself holds to an old Sphinx.
"""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "_build" / "canary"
ENGINE = ("numpy", "matplotlib", "ipywidgets")
FOR_TESTS = ("pytest", "pytest-xdist", "hypothesis", "ipykernel", "nbclient", "nbformat")
SITE = ("sphinx", "myst-nb", "sphinx-book-theme", "sphinx-external-toc", "sphinx-copybutton", "sphinx-comments")
# The extension `jupyter_book` is not there; for a page it only names what a plain Sphinx names itself.
WITHOUT = ("jupyter_book",)


def pinned(name: str) -> str:
    found = re.search(rf"^{name}==\S+", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return found[0] if found else name


def environment(name: str, *packages: str) -> Path:
    """The Python of a new environment with these packages; lossviz is that of the folder in which it is run."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *packages], check=True)
    report = subprocess.run([python, "-m", "pip", "freeze"], capture_output=True, text=True)
    print("    " + " ".join(report.stdout.split()), flush=True)
    return python


def engine(which: str) -> int:
    early = ["--pre"] if which == "pre" else []
    packages = [pinned(name) for name in ENGINE] if which == "pinned" else ["--upgrade", *early, *ENGINE]
    python = environment(f"engine-{which}", *packages, *FOR_TESTS)
    return subprocess.run([python, "-m", "pytest", "-q", "tests/engine", "-n", "2"], cwd=ROOT).returncode


def book() -> int:
    """Build a copy of the book, whose conf.py is written by the Jupyter Book that stands beside this Python."""
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = re.findall(r"^([\w.-]+)==", requirements.partition("# What these need")[0], re.MULTILINE)
    rest = [name for name in names if name not in ("jupyter-book", *SITE)]
    python = environment("book", "--upgrade", *SITE, *rest)
    copy = FOLDER / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    left = shutil.ignore_patterns(".*", "_build", "tests", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, copy, ignore=left)
    subprocess.run([Path(sys.executable).with_name("jupyter-book"), "config", "sphinx", "."], cwd=copy, check=True)
    conf = copy / "conf.py"
    text = conf.read_text(encoding="utf-8")
    for name in WITHOUT:
        text = re.sub(rf"'{name}',? ?", "", text)
    conf.write_text(text, encoding="utf-8")
    built = [python, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", ".", "_build/html"]
    return subprocess.run(built, cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)}).returncode


def main(given: list[str]) -> int:
    match given:
        case ["engine", "pinned" | "newest" | "pre" as which]:
            return engine(which)
        case ["book"]:
            return book()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
