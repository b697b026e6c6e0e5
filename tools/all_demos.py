"""The demos of the whole book: each module of `lossviz.demos` is imported, and its demos enter the registry."""

import importlib
import pkgutil

import lossviz.demos
from lossviz.engine.demo import Demo, registry


def book_demos() -> dict[str, Demo]:
    for module in pkgutil.iter_modules(lossviz.demos.__path__):
        importlib.import_module(f"lossviz.demos.{module.name}")
    return registry
