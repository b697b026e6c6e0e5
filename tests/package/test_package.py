"""The package as a stranger gets it: what is in it, that it works alone, that what is written of it can be followed."""

import re
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

import lossviz
from tests.foreign.stranger import run

ROOT = Path(__file__).parents[2]
TOPS = {"lossviz", "lossviz.egg-info", "LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "pyproject.toml", "setup.cfg"}
GUIDES = ("README.md", "lossviz/README.md", "chapters/elsewhere.md")
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def dist(tmp_path_factory) -> Path:
    """A folder with the archive of the source, and with the wheel that is made of that archive alone."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT, folder / "source", ignore=shutil.ignore_patterns(".*", "_build", "__pycache__", "*.egg-info"))
    code = "from setuptools import build_meta; build_meta.build_sdist('../dist')"
    run("-c", code, folder=folder / "source")
    (source,) = (folder / "dist").iterdir()
    run("-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", "dist", source, folder=folder)
    return folder / "dist"


@pytest.fixture(scope="module")
def installed(dist, tmp_path_factory) -> Path:
    """A folder with the package and nothing else."""
    target = tmp_path_factory.mktemp("installed")
    (wheel,) = dist.glob("*.whl")
    run("-m", "pip", "install", "-q", "--no-deps", "--no-compile", "--target", target, wheel, folder=dist)
    return target


def shipped() -> set[str]:
    """The package and its data, as they lie here."""
    files = (path for path in (ROOT / "lossviz").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_the_wheel_holds_the_package_and_its_data_alone(dist):
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == shipped()


def test_the_archive_of_the_source_holds_no_tests_and_nothing_of_the_book(dist):
    (source,) = dist.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()} - {""}
    assert {name.partition("/")[0] for name in names} <= TOPS
    assert shipped() <= names


def test_an_index_would_take_both(dist):
    told = run("-m", "twine", "--no-color", "check", "--strict", *sorted(dist.iterdir()), folder=dist)
    assert told.count("PASSED") == 2, told


def test_the_package_says_what_it_is_and_no_address_that_is_not_known(dist):
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = archive.read(name).decode()
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert f"\nVersion: {cited['version']}\n" in told
    assert cited["version"] == lossviz.__version__
    assert "\nLicense-Expression: MIT\n" in told
    assert not re.search(r"\]\((?!https?:)", told), "a link that leads nowhere from an index"


ALONE = """
import pathlib, lossviz
from lossviz import data
assert pathlib.Path(lossviz.__file__).is_relative_to({target!r}), lossviz.__file__
assert lossviz.demos and lossviz.information.entropy([0.5, 0.5]) == 1
from lossviz.data.files import SHA256, shipped
print(sum(len(shipped(name)) > 0 for name in SHA256), "files of data")
"""


def test_installed_alone_it_finds_its_data(installed, tmp_path):
    told = run("-c", ALONE.format(target=str(installed)), folder=tmp_path, PYTHONPATH=str(installed))
    assert int(told.split()[0]) >= 12


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_says_can_be_followed_in_an_empty_folder(guide, installed, tmp_path):
    blocks = PYTHON.findall((ROOT / guide).read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        run("-c", block, folder=tmp_path, PYTHONPATH=str(installed))
    promised = set(re.findall(r'(?:save|Path)\("([^"]+)"', "".join(blocks)))
    assert promised
    assert {path.name for path in tmp_path.iterdir()} == promised
