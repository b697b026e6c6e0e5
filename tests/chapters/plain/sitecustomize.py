"""Makes a kernel as plain as Colab's: what only building or testing the book needs cannot be imported."""

import sys

ABSENT = {
    "sphinx",
    "docutils",
    "myst_nb",
    "myst_parser",
    "jupyter_book",
    "pytest",
    "hypothesis",
    "playwright",
}


class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"{name} is not there on Colab")


sys.meta_path.insert(0, Absent)
