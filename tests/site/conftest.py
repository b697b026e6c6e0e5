"""The built site in a real browser, over http and from files, with the rest of the world refused."""

import re
import subprocess
import warnings
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.npm import unpack
from tests.serving import served

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"


def pages() -> list[Path]:
    """Every page of the site, relative to it."""
    found = sorted(
        path.relative_to(SITE)
        for path in SITE.rglob("*.html")
        if path.parent.name != "embed" and "_static" not in path.parts
    )
    if not found:
        raise FileNotFoundError(f"no site at {SITE}: run `make book` first")
    return found


def demos_of(page: Path) -> list[str]:
    return re.findall(r'<lossviz-demo id="(\w+)"', (SITE / page).read_text(encoding="utf-8"))


def _each_demo_once() -> dict[str, list[str]]:
    """Every page with demos, and which; a demo that is on several pages, such as the cover's, on the first."""
    chapters_first = sorted(pages(), key=lambda page: page.stem in ("index", "demos"))
    first = {name: str(page) for page in reversed(chapters_first) for name in demos_of(page)}
    return {page: [n for n in demos_of(Path(page)) if first[n] == page] for page in sorted(set(first.values()))}


PAGES = _each_demo_once()
WITHOUT_DEMOS = [str(page) for page in pages() if not demos_of(page) and str(page) != "404.html"]


def mostly_nightly(cases: list, every: int = 5) -> list:
    """What all pages have from one place: the first of five is looked at by `make test`, each by `make test-all`."""
    return [pytest.param(case, marks=[pytest.mark.nightly] * (i % every > 0)) for i, case in enumerate(cases)]


def address(page: str) -> str:
    return (SITE / page).as_uri()


@pytest.fixture(scope="session")
def server():
    """The address of a server of the site on this machine."""
    with served(SITE) as address:
        yield address


AXE = "axe-core@4.14.1", "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"


@pytest.fixture(scope="session")
def axe(tmp_path_factory) -> str:
    """The script of axe-core, which npm has new; where npm fetches nothing, the older one that pip brings."""
    try:
        folder = unpack(tmp_path_factory.mktemp("axe"), *AXE)
    except (OSError, subprocess.CalledProcessError) as error:
        warnings.warn(f"npm fetched no {AXE[0]} ({error}): an older one judges", stacklevel=1)
        folder = Path(axe_playwright_python.__file__).parent
    return (folder / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(params=["http", "file"])
def base(request, server) -> str:
    return server if request.param == "http" else SITE.as_uri()


class Watch:
    """What a page did that it should not have done."""

    def __init__(self, context: BrowserContext):
        self.faults: list[str] = []
        context.route("**/*", self._refuse_the_world)
        context.on("page", self._listen)

    def _refuse_the_world(self, route):
        url = route.request.url
        if url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:")):
            return route.continue_()
        self.faults.append(f"asked for {url}")
        return route.abort()

    def _listen(self, page: Page):
        page.on("console", lambda m: self.faults.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("requestfailed", self._failed)

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # which is what a page that is left does to its own
            self.faults.append(f"failed: {request.url}: {request.failure}")


LOOKS = {
    "at_desk": {"viewport": {"width": 1100, "height": 1000}},
    "on_phone": {"viewport": {"width": 375, "height": 667}, "has_touch": True},
    "without_script": {"java_script_enabled": False},
}
AS_OPENED = """() => {
    for (const demo of document.querySelectorAll("lossviz-demo")) {
        demo.removeAttribute("data-full");
        if (demo.dataset.ready !== "") continue;
        demo.reset();
        demo.say(""); // what was not understood of an address takes room
    }
    document.activeElement?.blur();
    history.replaceState(null, "", location.pathname);
    scrollTo({ top: 0, behavior: "instant" });
}"""


class Window:
    """A page that stands open from test to test. To open one costs two seconds of a processor."""

    def __init__(self, browser, look: str):
        self.browser, self.options = browser, LOOKS[look]
        self.address = self.context = None

    def open(self, address: str) -> Page:
        """The page, its demos as they opened; who asks for another page closes the one before."""
        if self.address == address:
            self.page.set_viewport_size(self.options.get("viewport", {"width": 1280, "height": 720}))
            self.page.evaluate(AS_OPENED)
        else:
            self.close()
            self.context, self.address = self.browser.new_context(**self.options), address
            self.watch = Watch(self.context)
            self.page = self.context.new_page()
            self.page.goto(address)
        return self.page

    def faults(self) -> list[str]:
        """What went wrong since somebody last asked."""
        told, self.watch.faults = self.watch.faults, []
        return told

    def close(self) -> None:
        if self.context:
            self.context.close()
        self.address = self.context = None


@pytest.fixture(scope="session")
def _windows(browser):
    windows = {look: Window(browser, look) for look in LOOKS}
    yield windows
    for window in windows.values():
        window.close()


def _window(look: str):
    """A fixture: look(address) is the page, opened once for all tests of it that stand in a row."""

    @pytest.fixture(name=look)
    def opens(_windows):
        window = _windows[look]
        yield window.open
        assert not window.context or window.faults() == []

    return opens


at_desk, on_phone, without_script = map(_window, LOOKS)


@pytest.fixture
def open_page(browser):
    """open_page(address, **options of a browser context): the page. At the end nothing may have gone wrong."""
    contexts, watches = [], []

    def opened(address: str, **options) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        watches.append(Watch(context))
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []
