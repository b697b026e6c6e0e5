"""Demos in any Sphinx project or Jupyter Book: `extensions = ["myst_nb", "lossviz.sphinx"]`, and nothing else.

- tells the kernels that a page is being built, and shows how far they are (`Kernels`);
- gives pages that show a demo the player and its style sheet (`write_assets`, `add_player`);
- moves the data of demos out of pages, and writes a page of each demo alone, to be embedded elsewhere (`DataFiles`).

In what a notebook shows, a demo holds its data (`engine/html.py`). On a site they stand in `_static/lossviz/demos`: a
page then weighs what comes into sight, and several pages share one file. The file is a script, not JSON: a page that
was opened from a disk may load scripts, and nothing else.
"""

import hashlib
import json
import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.logging import getLogger

from .engine import player

logger = getLogger(__name__)

PAUSE = 0.5  # seconds between two looks at what the kernels report
FOLDER = Path("_static", "lossviz")
LAST = 600  # of scripts, which have 500: those of a page may veil a demo before it looks whether an address opens it
DATA = r'<script type="text/plain" class="lv-data">([^<]*)</script>'
WITH_DATA = re.compile(rf'<lossviz-demo id="(\w+)">(.*?){DATA}</lossviz-demo>', re.DOTALL)
EMBED = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="../_static/lossviz/demos.css">
<script src="../_static/lossviz/embed.js"></script>
<script defer src="../_static/lossviz/player.js"></script>
<body class="lv-embed">
<main>{demo}</main>
</body>
</html>
"""
CAPTION = re.compile(r'<figcaption class="lv-caption">(.*?)</figcaption>')
PANEL = re.compile(r'(<svg class="lv-panel"[^>]*>)(.*?)(</svg>)', re.DOTALL)


def say(text: str, passing: bool = False) -> None:
    """Show a line on the terminal; one in passing is overwritten by the next."""
    start, end = ("\r\x1b[2K", "" if passing else "\n") if sys.stdout.isatty() else ("", "\n")
    print(f"{start}    {text}", end=end, flush=True)


class Kernels:
    """What the kernels of a build are told (`engine/building.py`), and what they have to tell.

    The lines that they append to the file `LOSSVIZ_PROGRESS` are shown on the terminal: a kernel's own output
    is captured.
    """

    def start(self, app: Sphinx) -> None:
        self.folder, self.done = tempfile.TemporaryDirectory(prefix="lossviz-"), threading.Event()
        self.told = Path(self.folder.name, "progress")
        self.told.touch()
        os.environ.update(LOSSVIZ_TARGET="page", LOSSVIZ_PROGRESS=str(self.told), LOSSVIZ_STARTED=str(time.time()))
        os.environ["LOSSVIZ_KEPT"] = str(Path(app.doctreedir, "lossviz"))
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def stop(self, app: Sphinx, exception: Exception | None) -> None:
        self.done.set()
        self.thread.join()
        self.folder.cleanup()

    def _follow(self) -> None:
        pause = PAUSE if sys.stdout.isatty() else 10 * PAUSE  # a log keeps every line
        with self.told.open(encoding="utf-8") as lines:
            while not self.done.wait(pause):
                new = lines.read().split("\n")[:-1]
                if new:
                    say(f"drawing {new[-1]}", passing=True)  # the latest says it all


def assets() -> dict[str, str]:
    """The player, the style sheet of the still pictures with the palette, and what a page of one demo alone needs."""
    return {"embed.js": player.embed_script(), "player.js": player.script(), "demos.css": player.page_css()}


def configure(app: Sphinx, config: Config) -> None:
    """A page names these files by their checksum: it is written again when they change, though its text did not."""
    config.lossviz_player = hashlib.sha256("".join(assets().values()).encode()).hexdigest()


def write_assets(app: Sphinx) -> None:
    for name, text in assets().items():
        write(app, FOLDER / name, text)


def write(app: Sphinx, place: str | Path, text: str) -> None:
    """A file of the site that is being built."""
    path = Path(app.outdir, place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def use_player(app: Sphinx) -> None:
    """Give the page that is being written the player and its style sheet."""
    app.add_css_file("lossviz/demos.css")
    app.add_js_file("lossviz/player.js", loading_method="defer", priority=LAST)


def add_player(app: Sphinx, pagename: str, _template: str, context: dict, _doctree: Any) -> None:
    if "<lossviz-demo" in context.get("body", ""):
        use_player(app)


class DataFiles:
    """Moves the data of demos out of pages, and notices when two of one name would share a file."""

    def __init__(self) -> None:
        self.written: dict[str, tuple[str, str]] = {}  # by demo, the first page that shows it, and its script

    def move_out(self, app: Sphinx, pagename: str, _template: str, context: dict, _doctree: Any) -> None:
        """The page's body with each demo naming the file that its data went to; its pictures are there once more."""
        root = "../" * pagename.count("/")

        def moved(found: re.Match) -> str:
            name, inside, data = found.groups()
            panels = [panel for _, panel, _ in PANEL.findall(inside)]
            if not panels:
                logger.warning("the demo %s has no picture that lossviz wrote", name, location=pagename)
            pictures = json.dumps(panels, ensure_ascii=False)
            version = self.write(app, pagename, name, f'lossvizData("{name}", "{data}", {pictures});\n')
            source = f"{FOLDER.as_posix()}/demos/{name}.js?v={version}"
            alone = f'<lossviz-demo id="{name}" data-src="../{source}">{inside}</lossviz-demo>'
            self.write_alone(app, pagename, name, alone)
            places = f'data-src="{root}{source}" data-embed="{root}embed/{name}.html"'
            return f'<lossviz-demo id="{name}" {places}>{inside}</lossviz-demo>'

        body = context.get("body", "")
        context["body"], count = WITH_DATA.subn(moved, body)
        if count != body.count("<lossviz-demo"):
            logger.warning("a demo's data stay in the page: its HTML is not as lossviz wrote it", location=pagename)

    def write_alone(self, app: Sphinx, pagename: str, name: str, demo: str) -> None:
        """The page `embed/<name>.html`, which fills the frame that it is shown in."""
        title = CAPTION.search(demo)
        if not title:
            logger.warning("the demo %s has no caption that lossviz wrote", name, location=pagename)
        write(app, f"embed/{name}.html", EMBED.format(title=title[1] if title else name, demo=demo))

    def write(self, app: Sphinx, pagename: str, name: str, script: str) -> str:
        """Write a demo's file; returns a short text that changes with its content."""
        page, other = self.written.setdefault(name, (pagename, script))
        if other != script:
            logger.warning("two demos are named %s, here and in %s: rename one", name, page, location=pagename)
        write(app, FOLDER / "demos" / f"{name}.js", script)
        return hashlib.sha256(script.encode()).hexdigest()[:8]


def setup(app: Sphinx) -> dict[str, Any]:
    kernels = Kernels()
    app.add_config_value("lossviz_player", "", "html")
    app.connect("config-inited", configure)
    app.connect("builder-inited", kernels.start)
    app.connect("builder-inited", write_assets)
    app.connect("html-page-context", add_player)
    app.connect("html-page-context", DataFiles().move_out)
    app.connect("build-finished", kernels.stop)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
