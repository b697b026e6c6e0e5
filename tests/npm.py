"""Packages from npm, each by its digest, for tests alone."""

import tarfile
from pathlib import Path

from tools.make_data.fetch import from_npm


def unpack(folder: Path, package: str, sha256: str) -> Path:
    """Where the package lies in this folder; OSError or CalledProcessError where npm is missing or fetches nothing."""
    with tarfile.open(from_npm(folder, package, sha256, "--fetch-retries=1", "--prefer-offline")) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"
