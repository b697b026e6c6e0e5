"""Colab's older versions, and what installing lossviz does to an environment."""

import nbformat
import pytest

from tests.book.learner import MOVE_ALL
from tools.check.notebooks import ROOT

OPEN_ALL = """
import importlib, pkgutil
import lossviz.demos
from lossviz.engine.demo import registry
for module in pkgutil.iter_modules(lossviz.demos.__path__):
    importlib.import_module(f"lossviz.demos.{module.name}")
shown_demos = sorted(registry.values(), key=lambda demo: demo.name)[%d::%d]
"""
PARTS = 3  # so that no cell runs for minutes


def notebook(*sources: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


@pytest.mark.parametrize("part", range(PARTS))
def test_every_demo_moves_with_the_oldest_versions_too(old_colab, archive, tmp_path, part):
    old_colab.run("-m", "pip", "install", "--quiet", f"lossviz @ {archive}")
    made = notebook(OPEN_ALL % (part, PARTS), MOVE_ALL)
    old_colab.execute(made, tmp_path)
    assert int(made.cells[-1].outputs[0].text.split()[0]) > 25


@pytest.mark.parametrize("which", ["colab", "old_colab"])
def test_installing_lossviz_changes_no_version_and_brings_nothing_along(which, archive, request):
    learner = request.getfixturevalue(which)
    learner.run("-m", "pip", "uninstall", "--quiet", "--yes", "lossviz")
    before = learner.versions()
    learner.run("-m", "pip", "install", "--quiet", f"lossviz @ {archive}")
    after = learner.versions()
    assert after.pop("lossviz")
    assert after == before


def test_lossviz_comes_from_the_archive_and_not_from_the_book(colab, archive):
    colab.run("-m", "pip", "install", "--quiet", f"lossviz @ {archive}")
    assert not colab.ask("import lossviz; print(lossviz.__file__)").startswith(str(ROOT / "lossviz"))
    assert colab.ask("from importlib.util import find_spec; print(find_spec('sphinx'), find_spec('pytest'))") == (
        "None None"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "import warnings; warnings.warn('beware')",
        "import ipywidgets, warnings\n"
        "slider = ipywidgets.IntSlider()\nslider.observe(lambda _: warnings.warn('beware'))\nslider.value = 2",
        "import os; os.write(2, b'beware')",
    ],
    ids=["a cell", "a widget's callback", "something beneath Python"],
)
def test_what_goes_wrong_quietly_is_noticed(wrong, colab, tmp_path):
    with pytest.raises(AssertionError, match="beware"):
        colab.execute(notebook(wrong), tmp_path)


def test_another_commit_of_the_same_version_replaces_the_one_that_is_there(colab, archive, tmp_path):
    from book.learners import SETUP

    colab.run("-m", "pip", "install", "--quiet", f"lossviz @ {archive}")
    code = "from importlib.metadata import distribution as d; print(d('lossviz').read_text('direct_url.json'))"
    newer = f"{archive}?commit=fedcba9876543210"  # the same file at another address
    made = notebook(SETUP.format(archive=newer))
    colab.execute(made, tmp_path)
    assert newer in colab.ask(code)
    assert "restart the kernel" in str(made.cells[0].outputs)

    again = notebook(SETUP.format(archive=newer))
    colab.execute(again, tmp_path)
    assert again.cells[0].outputs == []  # nothing was installed a second time
