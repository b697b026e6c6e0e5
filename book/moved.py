"""What went to another page: an old address, `binary_cross_entropy.html#dog_and_desk?dog=3`, leads to where it is now.

A server does not see what stands behind `#`, so a small script on the old page leads on. It takes the rest of the
address along, and only where the old page no longer has such a place.
"""

import json
from typing import Any

from sphinx.application import Sphinx

from lossviz.sphinx import write

MOVED = {  # old page: {new page: demos and headings that went there}
    "mse_vs_mae": {
        "fitting_lines": (
            "training_by_epoch",
            "shifted_inputs",
            "real_outliers",
            "three-real-data-sets",
            "heights-and-weights-a-fit-that-should-be-easy",
            "the-cure-standardise-the-inputs",
            "why-raw-inputs-crawl",
        ),
    },
    "binary_cross_entropy": {
        "class_imbalance": (
            "dog_and_desk",
            "fourteen_labels",
            "focus_on_the_hard",
            "weight-pos-weight-and-class-weights-some-samples-count-more",
            "several-labels-at-once",
            "fourteen-labels-of-a-real-gene",
            "one-against-the-rest",
            "when-the-easy-ones-drown-the-rest",
        ),
    },
}

SCRIPT = """/* Places that went to another page: see book/moved.py. */
"use strict";
{
  const went = %s;
  const follow = () => {
    const page = location.pathname.split("/").pop().replace(/\\.html$/, "");
    const place = location.hash.slice(1).split("?")[0];
    const to = Object.hasOwn(went, page) && Object.hasOwn(went[page], place) && went[page][place];
    if (to && !document.getElementById(place)) location.replace(to + ".html" + location.search + location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
}
"""


def went() -> dict[str, dict[str, str]]:
    """Where each place of an old page is now."""
    return {old: {place: new for new, places in pages.items() for place in places} for old, pages in MOVED.items()}


def write_script(app: Sphinx) -> None:
    write(app, "_static/book/moved.js", SCRIPT % json.dumps(went(), indent=2))


def add_script(app: Sphinx, pagename: str, _template: str, _context: dict, _doctree: Any) -> None:
    if pagename.removeprefix("chapters/") in MOVED:
        app.add_js_file("book/moved.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", write_script)
    app.connect("html-page-context", add_script)
