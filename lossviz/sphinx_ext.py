"""What the site needs from lossviz: listed once in `_config.yml`, used by nothing else.

- tells the kernels that a page is being built, and shows how far they are (`Kernels`);
- reads, that is runs, several chapters at a time (`read_in_parallel`);
- keys the cache of executed chapters on lossviz too, not on the chapter alone (`key_on_lossviz`);
- turns quotes that open with **Predict.**, **Try.**, **Trap.**, **Note.**, **Teach it.** into boxes;
- gives pages the style sheet and, where there is a demo, the player (`write_assets`, `dress_page`);
- moves the data of demos out of pages and makes the page of all demos (`sphinx_demos.py`);
- shows what a cell prints in one piece (`join_streams`);
- sets mathematics while the site is built (`sphinx_math.py`);
- tells the site where it is published and where a chapter is run (`sphinx_site.py`).
"""

import hashlib
import html
import json
import os
import re
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from jupyter_cache import get_cache
from myst_nb.core import render
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from . import sphinx_demos, sphinx_math, sphinx_site, style

PACKAGE = Path(__file__).parent
SOME_DAY = "1735689600"  # stands for "now" in what is built, so that two builds are alike
PAUSE = 0.5  # seconds between two looks at what the kernels report
LEADS = ("predict", "try", "trap", "note", "teach it")
NO_HEADER = re.compile(r'<th class="head[^"]*"><p></p></th>')  # the corner of a table: nothing to read out
NO_NAME = ' aria-label="Toggle hidden content"'  # a folded cell has a title, which this would keep from being read out
# Folded cells that paper leaves out: site.css knows them by this class.
BEHIND = re.compile(r'(?<=<details class="admonition hide)(?=[^>]*>\s*<summary>\s*<p[^>]*>(Setup|[^<]*computation))')


# What cells print


def join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """What a cell prints in a row as one output, letter by letter: a kernel sends it in pieces, by the clock.

    Stands in for myst-nb's own (`nb_merge_streams`), which ends a line after each piece.
    """
    joined: list[NotebookNode] = []
    for output in outputs:
        stream = output["output_type"] == "stream"
        if stream and joined and joined[-1].get("name") == output["name"]:
            joined[-1]["text"] += output["text"]
        else:
            joined.append(NotebookNode(output))
    return joined


# The kernels


class Kernels:
    """What the kernels of a build, which inherit the environment, are told; and what they have to tell.

    The lines that they append to the file `LOSSVIZ_PROGRESS` are shown on the terminal: a kernel's own output
    is captured. They have an IPython folder to themselves, so that no reader's settings change the book.
    """

    def start(self, app: Sphinx) -> None:
        self.folder, self.done = tempfile.TemporaryDirectory(prefix="lossviz-"), threading.Event()
        profile = Path(self.folder.name, "profile_default")
        profile.mkdir()
        (profile / "ipython_kernel_config.py").write_text("get_config().IPKernelApp.log_level = 'ERROR'\n")
        self.told = Path(self.folder.name, "progress")
        self.told.touch()
        os.environ.update(
            LOSSVIZ_TARGET="page",
            LOSSVIZ_PROGRESS=str(self.told),
            IPYTHONDIR=self.folder.name,
            PYTHONHASHSEED="0",
            OMP_NUM_THREADS="1",  # there is a kernel for each processor: threads of theirs would fight for it
        )
        os.environ.setdefault("SOURCE_DATE_EPOCH", SOME_DAY)
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


def name_the_cell(app: Sphinx, exception: Exception | None) -> None:
    """Say which cell failed, and how: of a chapter that was read in parallel, Sphinx only says that it did."""
    text = getattr(exception, "traceback", "")
    told = re.search(r"CellExecutionError: (.*?)\n\n+The above exception", text, re.DOTALL)
    if told:
        say(f"a cell fails in {exception}:\n{told[1]}")


def say(text: str, passing: bool = False) -> None:
    """Show a line on the terminal; one in passing is overwritten by the next."""
    start, end = ("\r\x1b[2K", "" if passing else "\n") if sys.stdout.isatty() else ("", "\n")
    print(f"{start}    {text}", end=end, flush=True)


def read_in_parallel(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run chapters side by side, on every processor: Jupyter Book has no option for what Sphinx can do."""
    app.parallel = max(app.parallel, min(os.cpu_count() or 1, 8))
    # Two readers at once would both make the cache's tables, if they were not there.
    get_cache(env.mystnb_config.execution_cache_path).list_cache_records()
    silent = app.extensions.get("sphinx_multitoc_numbering")  # loaded by Jupyter Book, numbers after the reading
    if silent:
        silent.parallel_read_safe = True


def write_one_by_one(app: Sphinx, env: BuildEnvironment) -> None:
    """Writing takes seconds, and its formulas go through one process."""
    app.parallel = 1


# The cache of executed chapters


def code_behind(text: str, root: Path) -> list[Path]:
    """The files, besides its own text, that decide what a chapter's cells show."""
    shared = [path for pattern in ("*.py", "data/*.py", "datasets/**/*") for path in PACKAGE.glob(pattern)]
    code = {root / "requirements.txt", *shared, *_demo_modules(text)} - set(PACKAGE.glob("sphinx_*.py"))
    return sorted(path for path in code if path.is_file())


def _demo_modules(text: str) -> set[Path]:
    """The modules of lossviz.demos that the text names, and those that they import from one another."""
    found, waiting = {PACKAGE / "demos" / "__init__.py"}, _imported(text)
    while waiting:
        path = PACKAGE / "demos" / f"{waiting.pop()}.py"
        if path.is_file() and path not in found:
            found.add(path)
            waiting |= _imported(path.read_text(encoding="utf-8"))
    return found


def _imported(text: str) -> set[str]:
    direct = re.findall(r"(?:lossviz\.demos|from )\.(\w+)", text)
    lists = re.findall(r"from (?:lossviz\.demos|\.) import (\(.*?\)|[^\n\\]*)", text, re.DOTALL)
    return {*direct, *re.findall(r"\w+", " ".join(lists))}


def key_on_lossviz(app: Sphinx, docname: str, source: list[str]) -> None:
    """Write a digest of lossviz into the notebook's kernelspec, which is part of the cache's key."""
    inject = _into_json if app.env.doc2path(docname).endswith(".ipynb") else _into_front_matter
    files = code_behind(source[0], Path(app.srcdir))
    keyed = inject(source[0], digest(files))
    if keyed != source[0]:
        say(f"reading {docname}")
        source[0] = keyed
        for path in files:
            app.env.note_dependency(str(path))


def digest(files: list[Path]) -> str:
    """One short text that changes when a file's name or content does."""
    parts = (path.name.encode() + b"\0" + path.read_bytes() for path in files)
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]


def _into_json(text: str, mark: str) -> str:
    notebook = json.loads(text)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook["metadata"].setdefault("kernelspec", kernel)["lossviz"] = mark
    return json.dumps(notebook, ensure_ascii=False)


def _into_front_matter(text: str, mark: str) -> str:
    front = re.match(r"---\n.*?^kernelspec:\n", text, re.DOTALL | re.MULTILINE)
    return text if front is None else f"{front[0]}  lossviz: '{mark}'\n{text[front.end() :]}"


# What a reader sees


class LeadWords(SphinxTransform):
    """A Markdown quote that opens with a bold lead word is a box of that kind: site.css draws it."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        for quote in self.document.findall(nodes.block_quote):
            kind = _lead(quote)
            if kind:
                quote["classes"] += ["lv-box", f"lv-{kind}"]


def _lead(quote: nodes.block_quote) -> str | None:
    first = quote.next_node(nodes.TextElement)
    parts = first.children if first else ()
    opening = next((part for part in parts if part.astext().strip()), None)  # the parser leaves empty texts
    if not isinstance(opening, nodes.strong):
        return None
    word = opening.astext().strip().rstrip(".:").lower()
    return word.partition(" ")[0] if word in LEADS else None


def player_script() -> str:
    """The player as one classic script, its style sheet within it."""
    css = (PACKAGE / "player" / "player.css").read_text(encoding="utf-8")
    script = (PACKAGE / "player" / "player.js").read_text(encoding="utf-8")
    return f"const LOSSVIZ_CSS = {json.dumps(css, ensure_ascii=False)};\n{script}"


def site_css() -> str:
    return style.css_variables() + (PACKAGE / "player" / "site.css").read_text(encoding="utf-8")


def configure(app: Sphinx, config: Config) -> None:
    config.notfound_urls_prefix = urlsplit(config.html_baseurl).path.rstrip("/") + "/"
    # What a page holds or names by its checksum: it is written again when they change, though its text did not.
    parts = (player_script(), site_css(), sphinx_math.script(app).read_text(encoding="utf-8"))
    config.lossviz_assets = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    config.lossviz_toc = Path(app.srcdir, config.external_toc_path).read_text(encoding="utf-8")


class SideBars:
    """Every page lists the titles of all others: where one was read anew, all are written anew."""

    def __init__(self) -> None:
        self.changed = False

    def note(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self.changed = bool(docnames)

    def pages(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        return sorted(env.all_docs) if self.changed else []


def write_assets(app: Sphinx) -> None:
    folder = Path(app.outdir) / "_static" / "lossviz"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "player.js").write_text(player_script(), encoding="utf-8")
    (folder / "site.css").write_text(site_css(), encoding="utf-8")


def dress_page(app: Sphinx, pagename: str, _template: str, context: dict, doctree: nodes.Node | None) -> None:
    """Give a page its look, the player if it shows a demo, and a description for search engines."""
    app.add_css_file("lossviz/site.css")
    context["body"] = NO_HEADER.sub("<td></td>", context.get("body", "")).replace(NO_NAME, "")
    context["body"] = BEHIND.sub(" lv-behind", context["body"])
    if "<lossviz-demo" in context["body"] or pagename == sphinx_demos.GALLERY:
        app.add_js_file("lossviz/player.js", loading_method="defer")
    if pagename == app.config.root_doc:
        context["docstitle"] = ""  # the cover's title would otherwise be the book's, twice
    tags, text = context.get("metatags", ""), _summary(doctree)
    if text and 'name="description"' not in tags:
        context["metatags"] = f'{tags}\n<meta name="description" content="{html.escape(text)}">'


def _summary(doctree: nodes.Node | None, limit: int = 155) -> str:
    """A page's first paragraph, cut at a word: what search engines and shared links show."""
    first = doctree and doctree.next_node(nodes.paragraph)
    words = " ".join(first.astext().split()) if first else ""
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"


def setup(app: Sphinx) -> dict[str, Any]:
    render.coalesce_streams = join_streams
    sphinx_math.setup(app)
    sphinx_site.setup(app)
    app.add_config_value("lossviz_assets", "", "html")
    app.add_config_value("lossviz_toc", "", "env")
    app.add_transform(LeadWords)
    kernels, side_bars = Kernels(), SideBars()
    app.connect("config-inited", configure)
    app.connect("builder-inited", kernels.start)
    app.connect("builder-inited", write_assets)
    app.connect("source-read", key_on_lossviz)
    app.connect("env-before-read-docs", side_bars.note)
    app.connect("env-before-read-docs", read_in_parallel)
    app.connect("env-updated", side_bars.pages)
    app.connect("env-updated", write_one_by_one)
    app.connect("html-page-context", dress_page)
    app.connect("html-page-context", sphinx_demos.DataFiles().move_out)
    app.connect("build-finished", kernels.stop)
    app.connect("build-finished", name_the_cell)
    app.connect("build-finished", sphinx_demos.fill_gallery)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
