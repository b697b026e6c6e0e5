"""A deck of reveal.js, for tests and for the picture in README.md: its package from npm, fetched for that alone."""

from pathlib import Path

from tests.npm import unpack

PACKAGE = "reveal.js@6.0.2"
ARCHIVE = "2f0c20bfb02447a198a1ebe8a8c097a5437d035caa38f2820bf4ba887a3eac91"
DECK = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A lecture</title>
<link rel="stylesheet" href="package/dist/reveal.css">
<link rel="stylesheet" href="package/dist/theme/white.css">
{head}
<div class="reveal"><div class="slides">
<section><h3>{title}</h3>{demo}</section>
<section><h2>The end</h2></section>
</div></div>
<script src="package/dist/reveal.js"></script>
<script>Reveal.initialize({{ center: false, transition: "none" }});</script>
</html>
"""
DESIGNED = {"width": 1002, "height": 732}  # a window in which a slide is as large as it was designed


def fetch(folder: Path) -> None:
    """Put reveal.js into a folder; OSError or CalledProcessError where npm is missing or fetches nothing."""
    unpack(folder, PACKAGE, ARCHIVE)


def write_deck(path: Path, title: str, demo: str, head: str = "") -> str:
    """A deck whose first slide shows these pieces of HTML; gives its address."""
    path.write_text(DECK.format(title=title, demo=demo, head=head), encoding="utf-8")
    return path.as_uri()
