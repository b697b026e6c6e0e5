"""What every shipped data set owes its readers."""

import hashlib
import subprocess
import sys

import pytest

from lossviz.data.files import DATASETS

FOLDERS = sorted(path for path in DATASETS.iterdir() if path.is_dir())


def data_files(folder):
    return [path for path in folder.iterdir() if path.name != "README.md"]


def test_all_data_together_are_under_15_megabytes():
    assert sum(path.stat().st_size for path in DATASETS.rglob("*") if path.is_file()) < 15e6


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_says_source_licence_how_it_was_made_and_the_checksum_of_each_file(folder):
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for word in ("**Licence.**", "**Source.**", f"python -m tools.make_data {folder.name}"):
        assert word in readme, word
    for path in data_files(folder):
        content = path.read_bytes()
        plain = content.replace(b"\r\n", b"\n") if path.suffix in (".txt", ".csv") else content
        assert hashlib.sha256(plain).hexdigest() in readme, path.name


def test_a_set_that_does_not_exist_is_refused_with_those_that_do():
    done = subprocess.run([sys.executable, "-m", "tools.make_data", "lettres"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "no such data: lettres; there are" in done.stderr
    assert "letters" in done.stderr
