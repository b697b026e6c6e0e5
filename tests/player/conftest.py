"""A page in a real browser: written where the test says, opened from a file or by http, watched for errors."""

from pathlib import Path

import pytest

from tests.serving import served


class Folder:
    """A folder of pages, from a file and by http."""

    def __init__(self, path: Path, address: str):
        self.path, self.address = path, address

    def write(self, name: str, text: str) -> str:
        """Write a file; gives its address by http."""
        (self.path / name).write_text(text, encoding="utf-8")
        return f"{self.address}/{name}"

    def as_file(self, name: str, text: str) -> str:
        self.write(name, text)
        return (self.path / name).as_uri()


@pytest.fixture(scope="module")
def _server(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages")
    with served(path) as address:
        yield path, address


@pytest.fixture
def folder(_server) -> Folder:
    path, address = _server
    for old in path.iterdir():
        old.unlink()
    return Folder(path, address)


@pytest.fixture(scope="module")
def other_server(tmp_path_factory):
    """A second server: to a browser another site, as another port is."""
    path = tmp_path_factory.mktemp("elsewhere")
    with served(path) as address:
        yield Folder(path, address)


@pytest.fixture
def open_page(browser):
    """open_page(address, **options of a browser context). At the end no script may have failed."""
    contexts, errors = [], []

    def opened(address: str, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda m: errors.append(m.text) if m.type == "error" and "resource" not in m.text else None)
        tab.goto(address)
        return tab

    opened.errors = errors
    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def demo(folder, open_page):
    """demo(made, fragment, **options): a page with this one demo, ready to be moved, and its element."""
    from tests.player.pages import Made, page

    def shown(made=None, fragment: str = "", **options):
        tab = open_page(folder.write("page.html", page((made or Made()).html())) + fragment, **options)
        element = tab.locator("lossviz-demo").first
        element.evaluate("element => element.load()")
        return tab, element

    return shown
