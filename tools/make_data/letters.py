"""Two texts whose letters the chapter on entropy counts: English and Korean."""

import re
import tarfile
import zipfile
from pathlib import Path

from .fetch import from_pip

ALICE = "brotli-1.2.1/tests/testdata/alice29.txt"
ALICE_ARCHIVE = "02b2f7b5a83485efe448a44ddf7983def05c3bb1dcf917d4f7154070260e13de"
CONSTITUTION = "konlpy/data/corpus/kolaw/constitution.txt"
CONSTITUTION_ARCHIVE = "0b7928059e20eb1c72f6fe65a3d12c104fae9e68173904e16beef869cf0ea590"


def english(folder: Path) -> str:
    """Chapters I to VI, a paragraph a line; the printer's line ends tell nothing about letters."""
    archive = from_pip(folder, "brotli==1.2.1", ALICE_ARCHIVE, "--no-binary=:all:")
    with tarfile.open(archive) as tar:
        text = tar.extractfile(ALICE).read().decode("ascii")
    text = text.replace("\r\n", "\n")
    text = text[text.index("CHAPTER I") : text.index("CHAPTER VII\n")]
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return "".join(f"{paragraph}\n" for paragraph in paragraphs if paragraph.strip("* "))


def korean(folder: Path) -> str:
    """The whole file; only the white space is made even."""
    archive = from_pip(folder, "konlpy==0.6.0", CONSTITUTION_ARCHIVE)
    text = zipfile.ZipFile(archive).read(CONSTITUTION).decode("utf-8")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def make(folder: Path) -> dict[str, bytes]:
    return {"english.txt": english(folder).encode(), "korean.txt": korean(folder).encode()}
