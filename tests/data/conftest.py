import shutil

import pytest

from lossviz.data import files


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The shipped files in a folder of their own, so that a test may damage them."""
    shutil.copytree(files.DATASETS, tmp_path / "datasets")
    monkeypatch.setattr(files, "DATASETS", tmp_path / "datasets")
    return tmp_path / "datasets"
