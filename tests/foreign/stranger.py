"""What a stranger has: a demo that is not of this book, a notebook with it, a process that this book told nothing."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from lossviz.engine.demo import Demo

CELL = """from lossviz import Slider, demo

@demo(x=Slider(0, 4, step=1, drag="x"))
def foreign(ax, x):
    "Drag x."
    ax.set(xlim=(0, 4), ylim=(0, 16))
    ax.plot([x], [x * x], "o")
    return f"{x:g} squared is {x * x:g}"

"""


def made() -> Demo:
    """The demo of the cell, in this process."""
    names = {}
    exec(CELL, names)
    return names["foreign"]


def notebook(*sources: str) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_markdown_cell("# A page"), *map(nbformat.v4.new_code_cell, sources)]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def run(*words: str | Path, folder: Path, python: str | Path = sys.executable, **more: str) -> str:
    """What a Python, or another tool, says to these words in this folder; more are variables of its environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LOSSVIZ_")} | more
    done = subprocess.run([python, *words], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def moved_to_its_end(tab: Page, demo: Locator) -> None:
    demo.evaluate("e => e.load()")
    demo.locator("input[type=range]").focus()
    tab.keyboard.press("End")
    expect(demo.locator(".readout")).to_have_text("4 squared is 16")
