"""This book's site, beyond the demos: a local extension, listed in `_config.yml` and used by nothing else.

`boxes.py`      quotes that open with **Predict.**, **Try.**, **Trap.**, **Note.**, **Teach it.** become boxes
`answers.py`    exercises are answered on the page, without their right values in sight
`questions.py`  every question of the book and who it is: a digest of its text
`work.py`       the page of all that a reader has done, and how much of a chapter is
`reading.py`    chapters are run side by side, all alike; what a cell prints is one piece
`failing.py`    a cell that fails is named, and fails the build
`cache_key.py`  the cache of executed chapters is keyed on lossviz too, not on the chapter alone
`katex.py`      mathematics is set while the site is built
`pages.py`      what every page gets: style sheet, description, side bar
`gallery.py`    the page of all demos
`lessons.py`    each lesson plan is run on a page of its own, and printed as a worksheet with its key
`plans.py`      the lesson plans as data; needs no Sphinx
`terms.py`      the search leads from a term of the glossary to the place that explains it
`addresses.py`  where the site is published, and where a chapter is run
`moved.py`      what went to another page: old addresses lead on
`learners.py`   the learner's copy of a chapter; needs no Sphinx
"""

from importlib import import_module
from typing import Any

READ = ("boxes", "answers", "questions", "work", "reading", "failing", "cache_key")
WRITTEN = ("katex", "pages", "gallery", "lessons", "moved", "terms", "addresses")


def setup(app: Any) -> dict[str, Any]:
    app.setup_extension("lossviz.sphinx")
    for part in READ + WRITTEN:
        import_module(f"{__name__}.{part}").setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
