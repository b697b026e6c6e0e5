"""Makes a kernel as plain as Colab's: what only building or testing the book needs cannot be imported."""

import importlib.machinery
import sys

ABSENT = ("sphinx", "docutils", "myst_nb", "myst_parser", "jupyter_book", "pytest", "hypothesis", "playwright")
find_spec = importlib.machinery.PathFinder.find_spec


class Plain(importlib.machinery.PathFinder):
    """Looks where Python looks, and finds no trace of these: torch asks for some of them, and works without."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in ABSENT else find_spec(name, path, target)


sys.meta_path[sys.meta_path.index(importlib.machinery.PathFinder)] = Plain
