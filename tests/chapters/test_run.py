"""Every chapter runs from top to bottom where a reader runs it, and its sliders work there."""

import os

import nbformat
import pytest
from nbclient import NotebookClient

from tests.chapters.notebooks import PATHS, ROOT, code_cells, read

# nbclient does not notice an exception inside a widget's callback, so every view that a chapter opens is
# remembered, and at the end each of its controls is moved to both ends and its error, if any, raised.
REMEMBER = """
import lossviz.live
opened_views = []
class Remembering(lossviz.live.LiveDemo):
    def __init__(self, demo):
        super().__init__(demo)
        opened_views.append(self)
lossviz.live.LiveDemo = Remembering
"""
MOVE_ALL = """
for view in opened_views:
    for name, control in view.demo.controls.items():
        for index in (0, len(control.values) - 1):
            before = view.picture.value
            view.inputs[name].value = index
            if view.error:
                raise view.error
        assert view.picture.value != before or len(control.values) < 2, (view.demo.name, name)
print(len(opened_views), "views moved")
"""


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_chapter_runs_in_a_plain_kernel_and_its_live_demos_move(path, tmp_path, monkeypatch):
    notebook = read(path)
    shown = sum(cell.id.startswith("demo-") for cell in code_cells(notebook))
    setup = next(i for i, cell in enumerate(notebook.cells) if cell.id == "setup")
    notebook.cells.insert(setup + 1, nbformat.v4.new_code_cell(REMEMBER))
    notebook.cells.append(nbformat.v4.new_code_cell(MOVE_ALL))
    monkeypatch.delenv("LOSSVIZ_TARGET", raising=False)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests" / "chapters" / "plain")]))
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    said = "".join(output.get("text", "") for output in notebook.cells[-1].outputs)
    assert int(said.split()[0]) >= shown > 0
    warned = [o.text for cell in code_cells(notebook) for o in cell.outputs if o.get("name") == "stderr"]
    assert warned == []
