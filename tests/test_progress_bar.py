import os

import nbformat
import pytest
from nbclient import NotebookClient

from lossviz import progress

WATCH = """
import ipywidgets
from lossviz import progress
made, Real = [], ipywidgets.IntProgress
def make(**settings):
    made.append(Real(**settings))
    return made[-1]
ipywidgets.IntProgress = make
"""
ALL = """
said = []
for step in progress(range(3), "epoch"):
    said.append((step, made[0].value, made[0].description))
print(said, made[0].value, made[0].description, made[0].comm)
"""
BREAK = """
for step in progress(range(3), "epoch"):
    break
del step
print(made[-1].value, made[-1].comm)
"""


def run(*sources: str, **environment: str):
    """The outputs of these cells in a kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, timeout=60).execute(env=os.environ | environment)
    return [cell.outputs for cell in notebook.cells]


def test_in_a_notebook_a_bar_counts_the_steps_and_goes_with_the_last():
    _, (bar, printed), (_, stopped) = run(WATCH, ALL, BREAK)
    assert "application/vnd.jupyter.widget-view+json" in bar.data
    counted = [(0, 0, "epoch 0 of 3"), (1, 1, "epoch 1 of 3"), (2, 2, "epoch 2 of 3")]
    assert printed.text.strip() == f"{counted} 3 epoch 3 of 3 None"
    assert stopped.text.strip() == "0 None"


def test_a_page_gets_no_bar():
    assert run("from lossviz import progress", "list(progress(range(3)))[-1]", LOSSVIZ_TARGET="page")[1][0].data == {
        "text/plain": "2"
    }


def test_in_plain_python_the_steps_come_and_nothing_is_said(capsys):
    assert list(progress("abc", "letters")) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")


def test_steps_without_a_number_are_refused():
    with pytest.raises(TypeError, match="give it a range or a list"):
        progress(n for n in range(3))
