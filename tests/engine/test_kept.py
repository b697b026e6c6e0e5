"""What a build has drawn is drawn again if anything that decides it changes, and only then."""

import os
import re
import sys
import time
import warnings
from types import ModuleType

import pytest

from lossviz import Slider
from lossviz.engine import behind
from lossviz.engine import kept as module
from lossviz.engine.demo import Demo
from lossviz.engine.kept import kept

FILES = {
    "demos/__init__.py": "",
    "demos/heights.py": '''
from lossviz import Slider, demo
from . import _helper


@demo(x=Slider(0, 1, step=0.5))
def a_height(ax, x):
    """Move x."""
    return "x"
''',
    "demos/_helper.py": "from ._deeper import size",
    "demos/_deeper.py": "size = 3",
    "demos/other.py": "",
    "demos/_others.py": "",
    "engine/stage.py": "",
    "engine/player/player.js": "",
    "losses/regression.py": "",
    "datasets/heights/pairs.csv": "1,2",
    "sphinx.py": "",
}


class Build:
    """A package of lossviz's shape, and builds that show its demo; `drawn` counts how often it was drawn."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.monkeypatch, self.drawn = folder, monkeypatch, 0
        for name, text in FILES.items():
            self.write(name, text)
        monkeypatch.setattr(behind, "PACKAGE", folder)
        monkeypatch.setenv("LOSSVIZ_KEPT", str(folder / "kept"))
        monkeypatch.setitem(sys.modules, "heights", None)

    @property
    def file(self):
        return self.folder / "kept" / "a_height"

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def load(self) -> Demo:
        """The demo as a new kernel reads it."""
        path = self.folder / "demos" / "heights.py"
        text = re.sub(r"from \..*", "", path.read_text(encoding="utf-8"))  # the stand-ins hold nothing to import
        loaded = sys.modules["heights"] = ModuleType("heights")
        loaded.__file__ = str(path)
        exec(text, vars(loaded))
        return loaded.a_height

    def show(self, demo: Demo | None = None) -> str:
        self.monkeypatch.setenv("LOSSVIZ_STARTED", str(time.time() + 1))
        return kept(demo or self.load(), self.draw)

    def draw(self, demo: Demo) -> str:
        self.drawn += 1
        return f"<p>{demo.name} → {self.drawn}\r\n</p>"


@pytest.fixture
def build(tmp_path, monkeypatch):
    return Build(tmp_path, monkeypatch)


def test_what_nothing_changed_is_drawn_once_and_is_the_same_to_the_byte(build):
    assert build.show() == build.show() == "<p>a_height → 1\r\n</p>"
    assert build.drawn == 1
    assert [path.name for path in build.file.parent.iterdir()] == ["a_height"]


@pytest.mark.parametrize(
    "name", ["demos/_others.py", "demos/other.py", "engine/player/player.js", "sphinx.py"], ids=lambda name: name
)
def test_what_does_not_decide_it_may_change(build, name):
    build.show()
    build.write(name, "changed = 1")
    build.show()
    assert build.drawn == 1


CHANGES = {
    "the drawing function": lambda build: build.write(
        "demos/heights.py", FILES["demos/heights.py"].replace('"x"', '"y"')
    ),
    "a helper module": lambda build: build.write("demos/_helper.py", "from ._deeper import size  # changed"),
    "a helper's helper": lambda build: build.write("demos/_deeper.py", "size = 4"),
    "the engine": lambda build: build.write("engine/stage.py", "x = 1"),
    "a loss": lambda build: build.write("losses/regression.py", "x = 1"),
    "a new file": lambda build: build.write("losses/new.py", ""),
    "data": lambda build: build.write("datasets/heights/pairs.csv", "1,3"),
    "NumPy": lambda build: newer(build, "numpy"),
    "Matplotlib": lambda build: newer(build, "matplotlib"),
    "Python": lambda build: build.monkeypatch.setattr(module.sys, "version", "4.0"),
}


def newer(build, library):
    version = module.version
    build.monkeypatch.setattr(module, "version", lambda name: "99" if name == library else version(name))


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_decides_it_is_seen(build, change):
    build.show()
    CHANGES[change](build)
    build.show()
    build.show()
    assert build.drawn == 2


@pytest.mark.parametrize("control", [Slider(0, 1, step=0.5, start=1), Slider(0, 1, step=0.25), Slider(0, 2, step=1)])
def test_a_control_that_changes_is_seen_in_the_demo_itself(build, control):
    build.show()
    demo = build.load()
    demo.controls["x"] = control
    build.show(demo)
    assert build.drawn == 2


@pytest.mark.parametrize(
    "damage",
    [lambda b: b"", lambda b: b[:-1], lambda b: b.replace(b"<p>", b"<q>"), lambda b: b"\xff", lambda b: b + b" "],
)
def test_a_damaged_file_is_made_again(build, damage):
    build.show()
    whole = build.file.read_bytes()
    build.file.write_bytes(damage(whole))
    assert "→ 2" in build.show()
    assert "→ 2" in build.show()
    assert build.drawn == 2


def test_a_folder_that_cannot_be_written_to_is_no_error(build):
    build.write("kept", "a file where the folder should be")
    build.show()
    assert "→ 2" in build.show()


def test_a_file_that_was_changed_while_the_build_runs_is_told_by_the_next_build(build):
    """This kernel may have read it before the change: what it draws must not stand for the new file."""
    old = build.load()
    build.write("demos/_helper.py", "from ._deeper import size  # changed")
    build.monkeypatch.setenv("LOSSVIZ_STARTED", str(time.time() - 60))
    kept(old, build.draw)
    assert not build.file.exists()
    build.show()
    assert build.drawn == 2


def test_a_file_that_is_changed_while_the_demo_is_drawn_is_seen(build):
    def draw(demo):
        build.write("datasets/heights/pairs.csv", "1,3")
        return build.draw(demo)

    build.monkeypatch.setenv("LOSSVIZ_STARTED", str(time.time() + 1))
    kept(build.load(), draw)
    assert not build.file.exists()


def test_a_demo_of_a_notebook_is_drawn_each_time(build):
    def a_height(ax, x):
        """Move x."""
        return "x"

    a_height.__module__ = "__main__"
    mine = Demo(a_height, {"x": Slider(0, 1, step=0.5)}, 1, (300, 200))
    for _ in range(2):
        build.show(mine)
    assert build.drawn == 2


def test_a_demo_that_a_notebook_made_of_its_data_by_a_function_of_the_package_is_drawn_each_time(build):
    listed = build.load()

    def a_height(ax, x):
        """Move x."""
        return listed.name

    a_height.__module__ = "heights"
    for _ in range(2):
        build.show(Demo(a_height, {"x": Slider(0, 1, step=0.5)}, 1, (300, 200)))
    assert build.drawn == 2


def test_a_warning_is_told_in_every_build(build):
    def warn(demo):
        warnings.warn("take a colour of lossviz.style", stacklevel=1)
        return build.draw(demo)

    build.monkeypatch.setenv("LOSSVIZ_STARTED", str(time.time() + 1))
    for _ in range(2):
        with pytest.warns(UserWarning, match="take a colour"):
            kept(build.load(), warn)


def test_outside_of_a_build_nothing_is_kept(build):
    build.monkeypatch.delenv("LOSSVIZ_KEPT")
    build.show()
    build.show()
    assert build.drawn == 2
    assert not build.file.exists()


def test_what_fails_keeps_nothing_and_leaves_no_half_file(build):
    def fail(demo):
        raise ValueError("no")

    build.monkeypatch.setenv("LOSSVIZ_STARTED", str(time.time() + 1))
    with pytest.raises(ValueError, match="no"):
        kept(build.load(), fail)
    assert not build.file.parent.exists() or os.listdir(build.file.parent) == []
