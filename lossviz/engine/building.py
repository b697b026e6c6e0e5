"""What a site's build and its kernels tell each other, through the environment.

LOSSVIZ_TARGET is "page" where a site is built: demos show themselves as HTML. LOSSVIZ_PROGRESS names the file that
the build watches, as a kernel's own output would end up in the page. LOSSVIZ_KEPT names the folder of what earlier
builds have drawn (`kept.py`), LOSSVIZ_STARTED the second in which this one began.
"""

import os
import sys


def is_target() -> bool:
    """Whether this kernel runs for a site's build."""
    return os.environ.get("LOSSVIZ_TARGET") == "page"


def report_progress(name: str, done: int, total: int) -> None:
    """Say how far the drawing is: to the build, else to a terminal."""
    line = f"{name}: {done:,} of {total:,} states"
    if path := os.environ.get("LOSSVIZ_PROGRESS"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(line + "\n")
    elif sys.stderr.isatty():
        print("\r" + line, end="" if done < total else "\n", file=sys.stderr, flush=True)
