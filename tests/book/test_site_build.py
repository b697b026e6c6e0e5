"""What the site needs from lossviz: boxes, the key of the execution cache, progress, assets, mathematics."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from jupyter_cache import get_cache

from book import boxes, cache_key, reading
from book import katex as katex_module
from lossviz import sphinx as demos_in_sphinx
from lossviz.engine import behind

ROOT = Path(__file__).parents[2]


def quote(*parts: nodes.Node) -> nodes.block_quote:
    document = publish_doctree("")
    made = nodes.block_quote("", nodes.paragraph("", "", *parts))
    document += made
    boxes.LeadWords(document).apply()
    return made


@pytest.mark.parametrize(
    ("lead", "kind"),
    [("Predict.", "predict"), ("Try", "try"), ("Trap:", "trap"), ("Note.", "note"), ("Teach it.", "teach")],
)
def test_a_quote_with_a_bold_lead_word_becomes_a_box(lead, kind):
    box = quote(nodes.Text(""), nodes.strong("", lead), nodes.Text(" What happens?"))
    assert box["classes"] == ["lv-box", f"lv-{kind}"]


@pytest.mark.parametrize(
    "opening", [nodes.Text("Predict. Not bold"), nodes.strong("", "Predictable"), nodes.emphasis("", "Try.")]
)
def test_any_other_quote_stays_a_quote(opening):
    assert quote(opening)["classes"] == []


def test_a_box_needs_its_lead_word_first():
    assert quote(nodes.Text("Now "), nodes.strong("", "Try."))["classes"] == []


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A stand-in for the package: three modules of demos, of which one imports another."""
    for name, text in {
        "style.py": "",
        "sphinx.py": "",
        "losses/regression.py": "",
        "engine/stage.py": "",
        "engine/player/element.js": "",
        "engine/player/__init__.py": "",
        "datasets/heights/pairs.csv": "1,2",
        "demos/__init__.py": "",
        "demos/derivatives.py": "from . import shared\n",
        "demos/shared.py": "",
        "demos/entropy.py": "from lossviz.demos.shared import letters\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(behind, "PACKAGE", tmp_path)
    return tmp_path


def names_behind(package: Path, text: str) -> set[str]:
    return {path.relative_to(package).as_posix() for path in behind.code_behind(text)}


@pytest.mark.parametrize(
    "line",
    [
        "from lossviz.demos.derivatives import secant_to_tangent",
        "from lossviz.demos import derivatives as d",
        r'"from lossviz.demos import derivatives\n",',
        "from lossviz.demos import (\n    derivatives,\n)",
        "import lossviz.demos.derivatives",
    ],
)
def test_a_chapter_depends_on_the_demos_that_it_names_and_on_what_they_import(package, line):
    always = {"style.py", "datasets/heights/pairs.csv", "demos/__init__.py", "losses/regression.py", "engine/stage.py"}
    assert names_behind(package, line) == always | {"demos/derivatives.py", "demos/shared.py"}


def test_a_chapter_does_not_depend_on_other_demos_nor_on_the_look_of_the_page(package):
    behind = names_behind(package, "See [entropy](entropy.ipynb). print('no demos here')")
    assert not behind & {"demos/entropy.py", "engine/player/element.js", "engine/player/__init__.py", "sphinx.py"}


def test_the_digest_changes_with_a_files_content(package):
    files = [package / "style.py", package / "demos" / "shared.py"]
    before = behind.digest(files)
    assert behind.digest(files) == before
    files[1].write_text("new = 1", encoding="utf-8")
    assert behind.digest(files) != before


def test_the_digest_notices_that_text_moved_from_one_file_to_another(package):
    one, two = package / "style.py", package / "demos" / "shared.py"
    one.write_text("a", encoding="utf-8")
    before = behind.digest([one, two])
    one.write_text("", encoding="utf-8")
    two.write_text("a", encoding="utf-8")
    assert behind.digest([one, two]) != before


@pytest.mark.parametrize("changed", ["lossviz/style.py", "requirements.txt", "book/reading.py"])
def test_the_mark_of_a_chapter_changes_with_lossviz_with_what_is_installed_and_with_how_kernels_are_set_up(
    tmp_path, monkeypatch, changed
):
    for name in ("lossviz/style.py", "requirements.txt", "book/reading.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(behind, "PACKAGE", tmp_path / "lossviz")
    monkeypatch.setattr(cache_key, "KERNELS", tmp_path / "book/reading.py")
    noted = []
    env = SimpleNamespace(doc2path=lambda name: f"{name}.ipynb", note_dependency=noted.append)
    app = SimpleNamespace(env=env, srcdir=tmp_path)

    def marked() -> str:
        source = ['{"metadata": {}, "cells": []}']
        cache_key.key_on_lossviz(app, "chapter", source)
        return source[0]

    before = marked()
    assert marked() == before
    (tmp_path / changed).write_text("changed")
    assert marked() != before
    assert str(tmp_path / changed) in noted


def test_the_mark_is_part_of_the_key_of_the_execution_cache(tmp_path):
    notebook = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="one")]))
    cache = get_cache(tmp_path)

    def key(mark: str) -> str:
        marked = nbformat.reads(cache_key._into_json(notebook, mark), as_version=4)
        nbformat.validate(marked)
        return cache.create_hashed_notebook(marked)[1]

    assert key("a") == key("a")
    assert key("a") != key("b")


def test_a_text_notebook_is_marked_and_plain_markdown_is_left_alone():
    text = "---\njupytext: {}\nkernelspec:\n  name: python3\n---\n# Title\nkernelspec:\n"
    marked = cache_key._into_front_matter(text, "abc")
    assert marked == text.replace("kernelspec:\n  name", "kernelspec:\n  lossviz: 'abc'\n  name")
    assert cache_key._into_front_matter("# Title\n\nkernelspec:\n", "abc") == "# Title\n\nkernelspec:\n"


@pytest.fixture
def kernels(monkeypatch):
    for name in ("LOSSVIZ_TARGET", "LOSSVIZ_PROGRESS", "LOSSVIZ_KEPT", "LOSSVIZ_STARTED"):
        monkeypatch.setenv(name, "")  # so that what start() sets is undone after the test
    monkeypatch.setattr(demos_in_sphinx, "PAUSE", 0.01)
    kernels = demos_in_sphinx.Kernels()
    kernels.start(SimpleNamespace(doctreedir="doctrees"))
    yield kernels
    kernels.stop(None, None)


def test_kernels_are_told_that_they_draw_for_a_page(kernels):
    assert os.environ["LOSSVIZ_TARGET"] == "page"
    assert Path(os.environ["LOSSVIZ_PROGRESS"]).is_file()


def test_what_a_kernel_reports_is_shown_on_the_terminal(kernels, capsys):
    with open(os.environ["LOSSVIZ_PROGRESS"], "a", encoding="utf-8") as report:
        report.write("secant: 400 of 1,530 states\n")
    shown, deadline = "", time.monotonic() + 5
    while "secant" not in shown and time.monotonic() < deadline:
        time.sleep(0.02)
        shown += capsys.readouterr().out
    assert shown == "    drawing secant: 400 of 1,530 states\n"


def test_nothing_is_left_behind_when_the_build_has_ended(kernels):
    folder = Path(os.environ["LOSSVIZ_PROGRESS"]).parent
    kernels.stop(None, None)
    assert not folder.exists()


@pytest.fixture(scope="module")
def katex():
    made = katex_module.Katex()
    made.start(SimpleNamespace(srcdir=ROOT))
    yield made
    made.stop(None, None)


@pytest.mark.parametrize(
    "tex",
    [
        r"\hat y \approx \sigma(z)",
        "\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}",
        r"D_{\mathrm{KL}}(p\,\Vert\,q) = \sum_i p_i \log\frac{p_i}{q_i}",
        r"\text{naïve Größe}",
    ],
)
def test_mathematics_is_set_for_eyes_and_for_screen_readers(katex, tex):
    html = katex.html(tex, display=True)
    assert 'class="katex-display"' in html
    assert "<math " in html
    assert "katex-error" not in html


@pytest.mark.parametrize("tex", [r"\frac{1", r"\unknown x", "½"])
def test_what_katex_cannot_set_is_an_error_and_the_next_formula_is_set_again(katex, tex):
    with pytest.raises(ValueError, match=r"KaTeX|LaTeX"):
        katex.html(tex, display=False)
    assert "katex" in katex.html("x", display=False)


def small_book(folder: Path, cell: str, words: str = "# A chapter") -> None:
    """A book of one chapter with one code cell, and its own copy of lossviz."""
    shutil.copytree(ROOT / "lossviz", folder / "lossviz", ignore=shutil.ignore_patterns("__pycache__", "demos"))
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "assets", folder / "assets")
    shutil.copy(ROOT / "_config.yml", folder)
    (folder / "index.md").write_text("# A cover\n", encoding="utf-8")
    toc = "format: jb-book\nroot: index\nchapters:\n- file: chapter\n"
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    new = nbformat.v4
    cells = [new.new_markdown_cell(words, id="words"), new.new_code_cell(cell, id="cell")]
    nbformat.write(new.new_notebook(cells=cells), folder / "chapter.ipynb")


def build(folder: Path, options: Sequence[str] = ("-W", "--keep-going")) -> subprocess.CompletedProcess:
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-q", *options]
    env = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)


def test_a_chapter_runs_again_when_lossviz_changes_and_only_then(tmp_path):
    small_book(tmp_path, "from lossviz import style\nopen('runs', 'a').write('.')\nprint(style.PANEL)")
    runs, look, site = tmp_path / "runs", tmp_path / "lossviz/engine/style.py", tmp_path / "book/site.css"
    made = tmp_path / "_build/html/chapter.html"

    first = build(tmp_path)
    assert first.returncode == 0, first.stderr
    site.write_text("p { color: red }", encoding="utf-8")
    assert "reading" not in build(tmp_path).stdout
    assert runs.read_text() == "."
    assert "color: red" in (tmp_path / "_build/html/_static/book/site.css").read_text(encoding="utf-8")

    look.write_text(look.read_text(encoding="utf-8") + "\nPANEL = 'other'\n", encoding="utf-8")
    build(tmp_path)
    assert runs.read_text() == ".."
    assert "other" in made.read_text(encoding="utf-8")


SAVES = """
from pathlib import Path
from lossviz import style
open("runs", "a").write(".")
print(style.PANEL)
look = Path("lossviz/engine/style.py")
if "meanwhile" not in look.read_text():
    look.write_text(look.read_text() + "\\nPANEL = 'meanwhile'\\n")"""


def test_what_is_saved_while_a_chapter_runs_is_seen_by_the_next_build(tmp_path):
    small_book(tmp_path, SAVES)
    first = build(tmp_path)
    assert first.returncode == 0, first.stderr
    build(tmp_path)
    assert (tmp_path / "runs").read_text() == ".."
    assert "meanwhile" in (tmp_path / "_build/html/chapter.html").read_text(encoding="utf-8")
    assert "reading" not in build(tmp_path).stdout


HEIGHT = '''"""Demos of a small book."""

from lossviz import Slider, demo


@demo(x=Slider(0, 1, step=0.25))
def height(ax, x):
    """Move x."""
    open("drawn", "a").write(".")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.plot(x, x, "o")
    return f"{x} high"
'''


def test_a_changed_cell_runs_its_chapter_and_draws_none_of_its_demos_a_changed_demo_is_drawn_again(tmp_path):
    small_book(tmp_path, "from lossviz.demos.heights import height\nprint('first words')\nheight")
    (tmp_path / "lossviz/demos").mkdir()
    (tmp_path / "lossviz/demos/__init__.py").touch()
    heights, chapter = tmp_path / "lossviz/demos/heights.py", tmp_path / "chapter.ipynb"
    page, data = (tmp_path / "_build/html" / name for name in ("chapter.html", "_static/lossviz/demos/height.js"))
    heights.write_text(HEIGHT, encoding="utf-8")
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    drawn, shown = (tmp_path / "drawn").read_text(), data.read_bytes()
    assert len(drawn) > 5

    chapter.write_text(chapter.read_text(encoding="utf-8").replace("first words", "other words"), encoding="utf-8")
    build(tmp_path)
    assert "other words" in page.read_text(encoding="utf-8")
    assert (tmp_path / "drawn").read_text() == drawn
    assert data.read_bytes() == shown

    heights.write_text(HEIGHT.replace("} high", "} tall"), encoding="utf-8")
    build(tmp_path)
    assert "0.0 tall" in page.read_text(encoding="utf-8")
    assert len((tmp_path / "drawn").read_text()) == 2 * len(drawn)


def test_folded_cells_and_the_corner_of_a_table_are_as_the_book_knows_them(tmp_path):
    small_book(tmp_path, "1 + 1", words="# A chapter\n\n| | loss |\n|---|---|\n| a | 1 |")
    chapter = nbformat.read(tmp_path / "chapter.ipynb", as_version=4)
    chapter.cells[1].metadata = {"tags": ["hide-cell"], "mystnb": {"code_prompt_show": "Setup"}}
    nbformat.write(chapter, tmp_path / "chapter.ipynb")
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    made = (tmp_path / "_build/html/chapter.html").read_text(encoding="utf-8")
    assert made.count(" lv-behind") == made.count("<td></td>") == 1
    assert "Toggle hidden content" not in made


def test_new_words_do_not_run_a_chapter_and_a_new_title_reaches_every_side_bar(tmp_path):
    small_book(tmp_path, "open('runs', 'a').write('.')")
    build(tmp_path)
    chapter, toc = tmp_path / "chapter.ipynb", tmp_path / "_toc.yml"
    cover = tmp_path / "_build/html/index.html"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("A chapter", "New words"), encoding="utf-8")
    build(tmp_path)
    assert "New words" in cover.read_text(encoding="utf-8")
    toc.write_text(toc.read_text(encoding="utf-8") + "  title: Short title\n", encoding="utf-8")
    build(tmp_path)
    assert "Short title" in cover.read_text(encoding="utf-8")
    assert (tmp_path / "runs").read_text() == "."


def test_a_formula_that_cannot_be_set_fails_the_build_and_names_the_chapter(tmp_path):
    small_book(tmp_path, "1", words=r"A formula: $\frac{1$")
    done = build(tmp_path)
    assert done.returncode != 0
    assert "chapter" in done.stderr
    assert "mathematics: KaTeX parse error" in done.stderr


CULPRIT = """import math


def root(x):
    return math.sqrt(x)


root(-1)"""


@pytest.mark.parametrize("pages", [0, 6], ids=["serial", "parallel"])  # from six on, Sphinx reads in parallel
def test_a_cell_that_fails_is_named_first_of_few_lines_and_fails_each_build(tmp_path, pages):
    small_book(tmp_path, CULPRIT)
    for number in range(pages):
        (tmp_path / f"page{number}.md").write_text(f"# Page {number}\n", encoding="utf-8")
        with (tmp_path / "_toc.yml").open("a", encoding="utf-8") as toc:
            toc.write(f"- file: page{number}\n")
    for options in (["-W", "--keep-going"], []):  # as `make book` builds, and plainly
        done = build(tmp_path, options)
        assert done.returncode == 1
        said = re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr)  # without colours
        told = [line for line in said.splitlines() if line.strip()]
        assert len(told) <= 15, told
        fault = next(i for i, line in enumerate(told) if " fails: " in line)
        assert re.search(r"chapter.*cell cell fails: ValueError: math domain error", told[fault])
        assert told[fault + 1].strip() == "line 8: root(-1)"
        assert not any("Traceback" in line for line in told)


def test_what_a_cell_prints_is_one_block_however_the_kernel_cut_it():
    def printed(text: str, name: str = "stdout") -> nbformat.NotebookNode:
        return nbformat.v4.new_output("stream", name=name, text=text)

    shown = nbformat.v4.new_output("display_data", data={"text/plain": "a picture"})
    cell = [
        printed("sum"),
        printed(" 3\n\n"),
        printed("4\n"),
        printed("!", "stderr"),
        printed("5"),
        shown,
        printed("6"),
    ]
    for _ in range(2):  # a page may be written again from the same outputs
        joined = reading.join_streams(cell)
        assert [output.get("text") for output in joined] == ["sum 3\n\n4\n", "!", "5", None, "6"]
