"""Loans that were paid back, or not; and a reader for a table of your own."""

import csv
import io
import math
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .files import shipped

NUMBERS = ("seniority", "time", "age", "expenses", "income", "assets", "debt", "amount", "price")
NAMES = ("home", "marital", "records", "job")
GAPS = {"", "na", "nan"}  # how spreadsheets, R and pandas write a cell that nobody filled in

Columns = dict[str, NDArray]


def credit() -> Columns:
    """What a lender knew of 4,454 customers, and whether the loan went bad: 1,254 did, 28 %.

    "bad": int64, 1 if the loan went bad and 0 if it was paid back.
    Numbers, float64, NaN where the lender did not know: "seniority" (years in the job), "time" (months that the loan
    runs), "age" (years), "expenses", "income" (381 missing), "assets" (47), "debt" (18), "amount" asked for and
    "price" of what is bought, all money in one unit that the source does not name.
    Names, text, "" where unknown: "home" (6 missing), "marital" (1), "records" ("yes" if there is a record of
    trouble with an earlier loan, else "no") and "job" (2).

    Returns: a dict of one array a column, each of shape (4454,), in the order of the source.
    Errors: FileNotFoundError for a missing file, ValueError for a damaged one.   Licence: MIT.
    Source: L. A. Belanche and G. Sanchez, by way of the R package modeldata. See datasets/credit/README.md.

    >>> loans = credit()
    >>> int(loans["bad"].sum()), loans["income"][:3], str(loans["job"][0])
    (1254, array([129., 131., 200.]), 'freelance')
    """
    text = shipped("credit/credit.csv").decode()
    return _columns(text, "credit.csv", ("status", "good", "bad"), NUMBERS, NAMES)


def read_credit_csv(
    path: str | PathLike,
    *,
    outcome: str = "status",
    good: str = "good",
    bad: str = "bad",
    numbers: Sequence[str] = NUMBERS,
    names: Sequence[str] = NAMES,
) -> Columns:
    """A table of your own, as `credit` gives it: a header row, then a row a loan, saved as CSV in UTF-8.

    outcome: the column that says how the loan ended, with the words `good` and `bad` in it.
    numbers, names: the columns to read; others are ignored. A cell may be empty (or NA): that is a missing value.
    Commas, semicolons or tabs may stand between cells. Header and outcomes may be in capitals or not.

    Returns: a dict of one array a column, as `credit`.
    Errors: FileNotFoundError for no such file. ValueError for a missing or repeated column, for text where a number
    belongs, for an outcome that is neither, for a row that is too short or too long, for a file without loans or with
    one outcome only, and for one that is not UTF-8; each names row (as a spreadsheet counts them) and column.
    """
    path = Path(path)
    if not path.is_file():
        near = ", ".join(sorted(p.name for p in path.parent.glob("*.csv"))) or "none"
        raise FileNotFoundError(f"read_credit_csv: no file {path}; CSV files in that folder: {near}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path.name} is not in UTF-8: save it as “CSV UTF-8”") from None
    return _columns(text, path.name, (outcome, good, bad), numbers, names)


def _columns(
    text: str, file: str, outcome: tuple[str, str, str], numbers: Sequence[str], names: Sequence[str]
) -> Columns:
    column, good, bad = outcome
    table = _table(text, file, (column, *numbers, *names))
    ended = [_outcome(*cell, good, bad) for cell in table[column]]
    if len(set(ended)) < 2:
        raise ValueError(f"{file}: every loan ended {bad if ended[0] else good!r}: there is nothing to tell apart")
    columns = {"bad": np.array(ended)}
    columns |= {name: np.array([_number(*cell) for cell in table[name]]) for name in numbers}
    return columns | {name: np.array([cell for cell, _ in table[name]]) for name in names}


def _table(text: str, file: str, needed: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """The cells of each needed column, each with where it stands."""
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    header = [cell.strip().lower() for cell in next(reader, [])]
    places = {name: _place(name, header, file) for name in needed}
    rows = [(n, row) for n, row in enumerate(reader, 2) if any(cell.strip() for cell in row)]
    if not rows:
        raise ValueError(f"{file} has a header and no loans: one row a loan belongs below it")
    for n, row in rows:
        if len(row) != len(header):
            raise ValueError(
                f"{file}, row {n} has {len(row)} cells and the header {len(header)}: fill up the row; "
                "a comma inside a cell needs quotes around that cell"
            )
    return {
        name: [(row[place].strip(), f"{file}, row {n}, column {name!r}") for n, row in rows]
        for name, place in places.items()
    }


def _place(name: str, header: list[str], file: str) -> int:
    count = header.count(name.strip().lower())
    if count == 1:
        return header.index(name.strip().lower())
    if count > 1:
        raise ValueError(f"{file}: two columns are called {name!r}: rename one of them")
    found = ", ".join(map(repr, header)) or "none, the file is empty"
    cure = "rename one, or say which are yours: outcome=…, numbers=[…], names=[…]"
    raise ValueError(f"{file} has no column {name!r}; its columns are {found}: {cure}")


def _outcome(cell: str, where: str, good: str, bad: str) -> int:
    if cell.lower() not in (good.lower(), bad.lower()):
        cure = "mend the cell, or say which words yours are: good=…, bad=…"
        raise ValueError(f"{where}: {cell!r} is neither {good!r} nor {bad!r}: {cure}")
    return int(cell.lower() == bad.lower())


def _number(cell: str, where: str) -> float:
    if cell.lower() in GAPS:
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        value = math.inf
    if math.isinf(value):
        cure = "write it as 1234.5, leave the cell empty if it is not known, or move the column to names=[…]"
        raise ValueError(f"{where}: {cell!r} is not a number: {cure}")
    return value
