"""Demos in somebody else's book, in a frame of another site, and in a notebook that is exported."""

import sys
from collections.abc import Callable
from html import escape
from pathlib import Path

import nbformat
import pytest
import yaml
from playwright.sync_api import expect

from tests.foreign.stranger import CELL, made, moved_to_its_end, notebook, run
from tests.serving import served
from tools import canary

ROOT = Path(__file__).parents[2]


def sphinx_project(folder: Path, **where) -> Path:
    """A Sphinx project with the two extensions and nothing else, built with warnings as errors; gives its site."""
    (folder / "conf.py").write_text('project = "Foreign"\nextensions = ["myst_nb", "lossviz.sphinx"]\n')
    (folder / "index.md").write_text("# Foreign\n\n```{toctree}\npages/one\n```\n")
    (folder / "pages").mkdir()
    nbformat.write(notebook(CELL + "foreign"), folder / "pages" / "one.ipynb")
    run("-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", ".", "out", folder=folder, **where)
    return folder / "out"


def newest_sphinx_project(folder: Path) -> Path:
    """The same with the newest Sphinx and myst-nb, in an environment of their own."""
    python = canary.environment("foreign", "--upgrade", "sphinx", "myst-nb", "ipykernel", *canary.ENGINE, "anywidget")
    return sphinx_project(folder, python=python, PYTHONPATH=str(ROOT))


def jupyter_book(folder: Path) -> Path:
    """What `jupyter-book create` makes, with a page more and the extension."""
    tool = {"python": Path(sys.executable).with_name("jupyter-book"), "folder": folder}
    run("create", "book", **tool)
    settings, contents = folder / "book" / "_config.yml", folder / "book" / "_toc.yml"
    extension = yaml.safe_dump({"sphinx": {"extra_extensions": ["lossviz.sphinx"]}})
    settings.write_text(f"{settings.read_text()}\n{extension}")
    contents.write_text(f"{contents.read_text()}- file: pages/one\n")
    (folder / "book" / "pages").mkdir()
    nbformat.write(notebook(CELL + "foreign"), folder / "book" / "pages" / "one.ipynb")
    run("build", "book", "-W", "-n", "--keep-going", "-q", **tool)
    return folder / "book" / "_build" / "html"


BOOKS: dict[str, Callable[[Path], Path]] = {
    "Sphinx": sphinx_project,
    "Jupyter Book": jupyter_book,
    "newest Sphinx": newest_sphinx_project,
}
KINDS = [pytest.param(name, marks=[pytest.mark.nightly] * name.startswith("newest")) for name in BOOKS]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Callable[[str], Path]:
    """built(kind of book): its site, made when it is first asked for."""
    sites: dict[str, Path] = {}

    def site(kind: str) -> Path:
        if kind not in sites:
            sites[kind] = BOOKS[kind](tmp_path_factory.mktemp("foreign"))
        return sites[kind]

    return site


@pytest.fixture
def site(built) -> Path:
    return built("Sphinx")


@pytest.mark.parametrize("kind", KINDS)
def test_in_somebody_else_s_book_the_demo_is_alive(kind, built, open_tab):
    tab = open_tab((built(kind) / "pages" / "one.html").as_uri())
    moved_to_its_end(tab, tab.locator("lossviz-demo#foreign"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_this_book_is_in_it(kind, built):
    ours = {path.name for path in (ROOT / "assets" / "static").rglob("*.*")} | {"site.css"}
    names = {path.name for path in built(kind).rglob("*")}
    assert "foreign.js" in names, "the data of the demo"
    assert not names & ours
    assert "Loss Functions by Hand" not in (built(kind) / "pages" / "one.html").read_text(encoding="utf-8")


def test_where_arrow_keys_turn_the_pages_those_of_a_slider_turn_none(tmp_path, site, open_tab):
    """Sphinx and its themes have such an option, `navigation_with_keys`."""
    turning = '<script>document.addEventListener("keydown", (e) => { document.title += ` ${e.key}`; });</script>'
    page = (site / "embed" / "foreign.html").read_text(encoding="utf-8")
    (site / "embed" / "turning.html").write_text(page.replace("</body>", f"{turning}</body>"), encoding="utf-8")
    tab = open_tab((site / "embed" / "turning.html").as_uri())
    slider = tab.locator("lossviz-demo#foreign input[type=range]")
    slider.focus()
    for key in ("ArrowRight", "ArrowLeft", "Home", "End", "PageDown"):
        tab.keyboard.press(key)
    slider.evaluate("e => e.blur()")
    tab.keyboard.press("ArrowRight")
    assert tab.title() == "Drag x. PageDown ArrowRight"


FRAMES = {
    "plain": '<iframe src="{address}" width="700" height="620"></iframe>',
    "sandboxed": '<iframe sandbox="allow-scripts" src="{address}" width="700" height="620"></iframe>',
}
FRAMES["inside srcdoc"] = f'<iframe srcdoc="{escape(FRAMES["plain"])}" width="720" height="640"></iframe>'


@pytest.mark.parametrize("kind", FRAMES)
def test_the_page_of_the_demo_alone_lives_in_a_frame_of_another_site(kind, site, open_tab, tmp_path):
    with served(site) as address, served(tmp_path) as host:
        frame = FRAMES[kind].replace("{address}", f"{address}/embed/foreign.html?theme=dark#foreign?x=2")
        (tmp_path / "host.html").write_text(f"<title>1999</title><h1>Welcome</h1>{frame}")
        tab = open_tab(f"{host}/host.html")
        inner = tab.frame_locator("iframe")
        demo = (inner.frame_locator("iframe") if kind == "inside srcdoc" else inner).locator("lossviz-demo#foreign")
        expect(demo.locator(".readout")).to_have_text("2 squared is 4")
        assert demo.evaluate("() => document.documentElement.dataset.theme") == "dark"
        assert demo.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")
        moved_to_its_end(tab, demo)


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'], ids=["plain", "sandboxed"])
def test_a_saved_file_lives_where_its_text_is_the_frame(sandbox, open_tab, tmp_path):
    text = made().save(tmp_path / "saved.html").read_text(encoding="utf-8")
    frame = f'<iframe {sandbox} srcdoc="{escape(text)}" width="700" height="620"></iframe>'
    (tmp_path / "host.html").write_text(f'<meta charset="utf-8"><title>A course</title>{frame}', encoding="utf-8")
    tab = open_tab((tmp_path / "host.html").as_uri())
    moved_to_its_end(tab, tab.frame_locator("iframe").locator("lossviz-demo#foreign"))
    assert tab.evaluate("() => [scrollX, scrollY, document.title]") == [0, 0, "A course"]


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


def test_of_a_live_demo_an_exported_notebook_shows_the_picture(tmp_path):
    nbformat.write(notebook(CELL + "foreign"), tmp_path / "one.ipynb")
    run("-m", "nbconvert", "--execute", "--to", "html", "one.ipynb", folder=tmp_path)
    assert "0 squared is 0" in (tmp_path / "one.html").read_text(encoding="utf-8")
