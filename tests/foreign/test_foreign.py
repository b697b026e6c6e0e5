"""Demos in somebody else's book: a plain Sphinx project, a frame, and a notebook that is exported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.serving import served

CELL = """from lossviz import Slider, demo

@demo(x=Slider(0, 4, step=1, drag="x"))
def foreign(ax, x):
    "Drag x."
    ax.set(xlim=(0, 4), ylim=(0, 16))
    ax.plot([x], [x * x], "o")
    return f"{x:g} squared is {x * x:g}"

"""


def notebook(*sources: str) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_markdown_cell("# A page"), *map(nbformat.v4.new_code_cell, sources)]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def run(*words: str | Path, folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LOSSVIZ_")}
    done = subprocess.run([sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A Sphinx project with the two extensions and nothing else, built with warnings as errors."""
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "conf.py").write_text('project = "Foreign"\nextensions = ["myst_nb", "lossviz.sphinx"]\n')
    (folder / "index.md").write_text("# Foreign\n\n```{toctree}\npages/one\n```\n")
    (folder / "pages").mkdir()
    nbformat.write(notebook(CELL + "foreign"), folder / "pages" / "one.ipynb")
    run("-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", ".", "out", folder=folder)
    return folder / "out"


def moved_to_its_end(tab, demo) -> None:
    demo.evaluate("e => e.load()")
    demo.locator("input[type=range]").focus()
    tab.keyboard.press("End")
    expect(demo.locator(".readout")).to_have_text("4 squared is 16")


@pytest.fixture
def open_tab(browser):
    contexts = []

    def opened(address: str, **options):
        contexts.append(browser.new_context(**options))
        tab = contexts[-1].new_page()
        tab.goto(address)
        return tab

    yield opened
    for context in contexts:
        context.close()


def test_in_a_plain_sphinx_project_the_demo_is_alive(site, open_tab):
    tab = open_tab((site / "pages" / "one.html").as_uri())
    moved_to_its_end(tab, tab.locator("lossviz-demo#foreign"))


def test_nothing_of_this_book_is_in_it(site):
    assert not [path for path in site.rglob("*") if "book" in path.name]
    assert "Loss Functions by Hand" not in (site / "pages" / "one.html").read_text()


FRAMES = {
    "plain": '<iframe src="{address}" width="700" height="620"></iframe>',
    "sandboxed": '<iframe sandbox="allow-scripts" src="{address}" width="700" height="620"></iframe>',
}


@pytest.mark.parametrize("kind", FRAMES)
def test_the_page_of_the_demo_alone_lives_in_a_frame_of_another_site(kind, site, open_tab, tmp_path):
    with served(site) as address, served(tmp_path) as host:
        frame = FRAMES[kind].format(address=f"{address}/embed/foreign.html?theme=dark#foreign?x=2")
        (tmp_path / "host.html").write_text(f"<title>1999</title><h1>Welcome</h1>{frame}")
        tab = open_tab(f"{host}/host.html")
        inner = tab.frame_locator("iframe")
        demo = inner.locator("lossviz-demo#foreign")
        expect(demo.locator(".readout")).to_have_text("2 squared is 4")
        assert demo.evaluate("() => document.documentElement.dataset.theme") == "dark"
        assert demo.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")
        moved_to_its_end(tab, demo)


def test_alone_in_a_frame_it_is_dark_where_the_reader_s_system_is(site, open_tab):
    for scheme in ("light", "dark"):
        tab = open_tab((site / "embed" / "foreign.html").as_uri(), color_scheme=scheme)
        assert tab.evaluate("() => document.documentElement.dataset.theme") == scheme
        tab.emulate_media(color_scheme="dark" if scheme == "light" else "light")
        tab.wait_for_function("old => document.documentElement.dataset.theme !== old", arg=scheme)


def test_a_notebook_that_is_exported_shows_a_static_demo_alive(open_tab, tmp_path):
    nbformat.write(notebook(CELL + "foreign.static()"), tmp_path / "one.ipynb")
    run("-m", "nbconvert", "--execute", "--to", "html", "one.ipynb", folder=tmp_path)
    tab = open_tab((tmp_path / "one.html").as_uri())
    moved_to_its_end(tab, tab.locator("lossviz-demo#foreign"))


def test_of_a_live_demo_an_exported_notebook_shows_the_picture(open_tab, tmp_path):
    nbformat.write(notebook(CELL + "foreign"), tmp_path / "one.ipynb")
    run("-m", "nbconvert", "--execute", "--to", "html", "one.ipynb", "--output", "one.html", folder=tmp_path)
    text = (tmp_path / "one.html").read_text()
    assert "0 squared is 0" in json.dumps(text)
