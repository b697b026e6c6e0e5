"""A learner's Python: what Colab has and no more, in an environment of its own; and lossviz's archive.

What the book's environment has already is linked into the new one, file by file, so that nothing is downloaded
twice: pip may replace such a file there and leaves the book's own alone.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterable, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import nbformat
import tomllib
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from nbclient import NotebookClient
from packaging.requirements import Requirement

from book import learners

ROOT = Path(__file__).parents[2]
BROUGHT = ("anywidget",)  # what lossviz brings with it: linked too, so that nothing is fetched
COLAB = ("pip", "ipykernel", "numpy", "matplotlib", "ipywidgets", "torch")
TOLD = ("PYTHONPATH", "LOSSVIZ_TARGET", "IPYTHONDIR", "PYTHONWARNINGS")  # what a learner's kernel is not

# nbclient does not notice an exception inside a widget's callback, so every demo that a chapter shows is
# remembered, and at the end each of its controls is moved to both ends, as plain sliders and for the player.
REMEMBER = """
import lossviz.engine.notebook
shown_demos, show = [], lossviz.engine.notebook.show
def remember(demo):
    shown_demos.append(demo)
    show(demo)
lossviz.engine.notebook.show = remember
"""
MOVE_ALL = """
from lossviz.engine.live import Player
from lossviz.engine.widgets import Sliders
for demo in shown_demos:
    sliders, player = Sliders(demo), Player(demo)
    indexes = list(player.opening["indexes"])
    for number, (name, control) in enumerate(demo.controls.items()):
        for index in (0, len(control.values) - 1):
            before = sliders.picture.value
            sliders.inputs[name].value = indexes[number] = index
            state = player.state("view", indexes)
            if sliders.error or "error" in state:
                raise sliders.error or AssertionError(state["error"])
            assert state["readout"] == demo.at(**sliders.values).readout
        assert sliders.picture.value != before or len(control.values) < 2, (demo.name, name)
print(len(shown_demos), "demos moved")
"""


# The environment


def needed(names: Iterable[str], found: dict[str, Distribution] | None = None) -> dict[str, Distribution]:
    """These distributions of the book's environment, and all that they need in turn, by name."""
    found = {} if found is None else found
    for name in names:
        key = re.sub(r"[-_.]+", "-", name).lower()
        with contextlib.suppress(PackageNotFoundError):  # for another system or an extra
            if key not in found:
                found[key] = distribution(name)
                wants = map(Requirement, found[key].requires or ())
                needed([want.name for want in wants if not want.marker or want.marker.evaluate({"extra": ""})], found)
    return found


def link(one: Distribution, site: Path) -> None:
    """Lay a distribution's files into another environment, without using space for them."""
    origin = Path(one.locate_file("")).resolve()
    for file in one.files or ():
        source = Path(os.path.abspath(one.locate_file(file)))
        if source.is_file() and source.suffix != ".pyc" and source.is_relative_to(origin):
            target = site / source.relative_to(origin)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source, target)
            except OSError:  # another file system
                shutil.copy2(source, target)


class Learner:
    """An environment with what Colab has; `older` are requirements that it holds in place of the book's versions."""

    def __init__(self, folder: Path, older: Sequence[str] = ()):
        self.folder = folder
        venv.create(folder, symlinks=os.name != "nt")
        self.python = next(path for path in folder.glob("*/python*") if path.stem == "python")
        self.site = Path(self.ask("import sysconfig; print(sysconfig.get_path('purelib'))"))
        replaced = {Requirement(text).name for text in older} | ({"widgetsnbextension"} if older else set())
        for name, one in needed(
            [*COLAB, *BROUGHT, *(["jupyterlab"] if older else [])]
        ).items():  # ipywidgets 7 wants notebook
            if name not in replaced:
                link(one, self.site)
        if older:
            self.run("-m", "pip", "install", "--quiet", "--disable-pip-version-check", *older)

    def run(self, *words: str) -> str:
        env = {key: value for key, value in os.environ.items() if key not in TOLD}
        command = [self.python, *words]
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, code: str) -> str:
        return self.run("-c", code)

    def versions(self) -> dict[str, str]:
        code = "from importlib.metadata import *; [print(d.name, d.version) for d in distributions()]"
        return dict(line.split(" ", 1) for line in self.ask(code).splitlines())

    def execute(self, notebook: nbformat.NotebookNode, folder: Path) -> None:
        """Run a notebook in this environment from a folder, and complain about what it says on stderr."""
        env = {key: value for key, value in os.environ.items() if key not in TOLD}
        env["IPYTHONDIR"] = str(self.folder / "ipython")
        env["OMP_NUM_THREADS"] = "1"  # other tests run beside this: torch's threads would wait for one another
        manager = AsyncKernelManager()
        words = [str(self.python), "-m", "ipykernel_launcher", "--log-level=ERROR", "-f", "{connection_file}"]
        manager._kernel_spec = KernelSpec(argv=words, display_name="Learner", language="python")
        client = NotebookClient(notebook, km=manager, timeout=300, resources={"metadata": {"path": str(folder)}})
        log = self.folder / "kernel.log"  # where what goes wrong between two cells is told
        with log.open("w", encoding="utf-8") as stderr:
            client.execute(env=env, stderr=stderr, cleanup_kc=True)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        warned = "".join(out.text for cell in cells for out in cell.outputs if out.get("name") == "stderr")
        assert not warned, warned
        told = log.read_text(encoding="utf-8")
        assert not told, told

    def run_chapter(self, path: Path, archive: str, folder: Path) -> nbformat.NotebookNode:
        """Run the published copy of a chapter, and move each of its demos; returns the notebook as it was run."""
        copy = nbformat.reads(learners.learner_copy(path, ROOT, archive), as_version=4)
        nbformat.validate(copy)
        setup = next(number for number, cell in enumerate(copy.cells) if cell.id == "setup")
        copy.cells.insert(setup + 1, nbformat.v4.new_code_cell(REMEMBER))
        copy.cells.append(nbformat.v4.new_code_cell(MOVE_ALL))
        self.execute(copy, folder)
        return copy


# The archive


def pack(target: Path) -> Path:
    """The working tree as GitHub would give a commit of it: all in one folder of the archive."""
    ignored = re.compile(r"(^|/)(\.|_build/|__pycache__/)|\.egg-info/")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for top in ("lossviz", "pyproject.toml", "README.md", "LICENSE"):
            for path in [ROOT / top, *(ROOT / top).rglob("*")]:
                name = path.relative_to(ROOT).as_posix()
                if path.is_file() and not ignored.search(name):
                    archive.write(path, f"book-{target.stem}/{name}")
    return target


def lower_bounds() -> list[str]:
    """The oldest versions with which lossviz promises to work, as far as this Python can have them."""
    bounds = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    old = [bound for bound in bounds if sys.version_info < (3, 13) or not bound.startswith("numpy")]
    return [bound.replace(">=", "==") + ".*" for bound in old]
