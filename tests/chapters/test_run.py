"""Every chapter runs from top to bottom where a learner runs it: its published copy, with what Colab has, in an
empty folder, lossviz from an archive. And its sliders work there."""

import pytest

from tools.check.notebooks import PATHS, code_cells, read


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_chapter_runs_where_a_learner_runs_it_and_its_live_demos_move(path, colab, archive, tmp_path):
    shown = sum(cell.id.startswith("demo-") for cell in code_cells(read(path)))
    said = colab.run_chapter(path, archive, tmp_path).cells[-1].outputs[0].text
    assert int(said.split()[0]) >= shown > 0
