"""Every chapter runs from top to bottom where a learner runs it: its published copy, with what Colab has, in an
empty folder, lossviz from an archive. And its sliders work there."""

import pytest

from tools.check.notebooks import PATHS, code_cells, read


def chapter(path, *marks):
    return pytest.param(path, id=path.stem, marks=[pytest.mark.xdist_group(path.stem), *marks])


# The five that the book is named for; of the others the build has run the code, and each demo is moved with the oldest
# versions by tests/book/test_learner.py.
DAILY = ("derivatives", "mse_vs_mae", "entropy", "cross_entropy", "hinge")


@pytest.mark.parametrize("path", [chapter(p, *[pytest.mark.nightly] * (p.stem not in DAILY)) for p in PATHS])
def test_a_chapter_runs_with_the_oldest_versions_and_its_live_demos_move(path, old_colab, archive, tmp_path):
    assert old_colab.versions()["ipywidgets"].startswith("7.7.")
    runs_and_moves(path, old_colab, archive, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("path", [chapter(p) for p in PATHS])
def test_a_chapter_runs_with_the_books_own_versions_and_its_live_demos_move(path, colab, archive, tmp_path):
    runs_and_moves(path, colab, archive, tmp_path)


def runs_and_moves(path, learner, archive, folder) -> None:
    shown = sum(cell.id.startswith("demo-") for cell in code_cells(read(path)))
    said = learner.run_chapter(path, archive, folder).cells[-1].outputs[0].text
    assert int(said.split()[0]) >= shown > 0
