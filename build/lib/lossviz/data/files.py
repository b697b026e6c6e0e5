"""Shipped files, read only if they are what was shipped: a number in a chapter cannot change unseen."""

import hashlib
from pathlib import Path

DATASETS = Path(__file__).parent.parent / "datasets"


def shipped(name: str, sha256: str, *, text: bool = False) -> bytes:
    """The content of a file of `datasets`, such as "letters/english.txt".

    A text file may have other line ends (Windows makes them), and that is no damage.
    Errors: FileNotFoundError for a missing file, ValueError for a damaged one; both say what to run.
    """
    path = DATASETS / name
    again = f"python -m tools.make_data {name.partition('/')[0]}"
    cure = f"expected is sha256 {sha256}; restore it with git, or make it again: {again}"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(f"data: {path} is missing; {cure}") from None
    content = content.replace(b"\r\n", b"\n") if text else content
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ValueError(f"data: {path} is not as it was shipped (its sha256 is {found}); {cure}")
    return content
