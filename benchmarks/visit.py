"""A reader's visit: what each page weighs, how soon it shows something, how soon a demo can be moved.

From a server that compresses, to a browser on a slow machine and an ordinary line (`SLOWER`, `LINE`).
"""

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.common import median_of, row, verdict
from tests.chromium import chromium
from tests.site.conftest import SITE, demos_of, pages

SLOWER = 4  # times, the processor
LINE = {"offline": False, "latency": 20, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}  # 10 Mbit/s
PACKED = (".woff2", ".png", ".jpg")  # no server compresses these again
COVER = "index.html"

NOTE = """
    window.readyAt = {};
    new MutationObserver((changes) => {
        for (const { target } of changes) window.readyAt[target.id] ??= performance.now();
    }).observe(document, { subtree: true, attributeFilter: ["data-ready"] });
"""
PAINT = """async () => {
    const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
    while (!paint()) await new Promise((done) => setTimeout(done, 5));
    return paint().startTime;
}"""
# The last demo of a page: from when it comes into sight, or from the first paint if it was in sight from the start,
# to when its data have come and it can be moved.
READY = """async (paint) => {
    const demo = [...document.querySelectorAll("lossviz-demo")].at(-1);
    const start = demo.id in readyAt ? paint : performance.now();
    demo.scrollIntoView({ behavior: "instant" });
    while (!(demo.id in readyAt)) await new Promise((done) => setTimeout(done, 2));
    return Math.max(0, readyAt[demo.id] - start);
}"""


@cache
def body(path: Path) -> bytes:
    content = path.read_bytes()
    return content if path.suffix in PACKED else gzip.compress(content, 6)


class Server(http.server.SimpleHTTPRequestHandler):
    """The site, compressed; files may be kept by the browser, as they may from any usual host."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        found = path.is_file()
        content = body(path) if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix not in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)
        self.server.sent.append((self.path, len(content)))

    def log_message(self, *_) -> None:
        pass


@contextmanager
def serving() -> Iterator[http.server.ThreadingHTTPServer]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(SITE))) as server:
        server.sent = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def main(runs: int = 3) -> None:
    row("a visit", "kB, first", "kB, after cover", "paint, s", "demo ready, s")
    first, further, paints, readies = [], [], [], []
    with serving() as server, chromium() as browser:
        for page in (str(page) for page in pages() if page.stem != "404"):
            weights = weight(browser, server, [page]), weight(browser, server, [COVER, page])
            times = [timed(browser, server, page) for _ in range(runs)]
            paint, ready = (median_of([pair[i] for pair in times]) for i in (0, 1))
            row(page, *(f"{kilobytes:,.0f}" for kilobytes in weights), f"{paint:.2f}", f"{ready:.2f}" if ready else "")
            for found, value in zip((first, further, paints, readies), (*weights, paint, ready), strict=True):
                found.append(value)
    verdict("heaviest first visit, kB", max(first), "under 1,300", max(first) < 1300)
    verdict("heaviest page after the cover, kB", max(further), "under 150", max(further) < 150)
    verdict("slowest first contentful paint, s", max(paints), "under 1", max(paints) < 1)
    verdict("slowest demo, s from in sight to ready", max(readies), "under 1", max(readies) < 1)


def weight(browser: Browser, server: http.server.ThreadingHTTPServer, visit: list[str]) -> float:
    """Kilobytes sent for the last page of a visit, down to what is in sight at its top."""
    context = browser.new_context()
    for page in visit:
        server.sent.clear()
        opened = context.new_page()
        opened.goto(f"http://127.0.0.1:{server.server_port}/{page}", wait_until="networkidle")
        opened.close()
    context.close()
    return sum(size for _, size in server.sent) / 1000


def timed(browser: Browser, server: http.server.ThreadingHTTPServer, page: str) -> tuple[float, float]:
    """Seconds to the first contentful paint, and until a demo that comes into sight can be moved (0 without one)."""
    context = browser.new_context()
    opened = context.new_page()
    opened.add_init_script(NOTE)
    session = context.new_cdp_session(opened)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    opened.goto(f"http://127.0.0.1:{server.server_port}/{page}", wait_until="commit")
    paint = opened.evaluate(PAINT)
    ready = 0
    if demos_of(Path(page)):
        opened.wait_for_function("() => document.readyState === 'complete'")
        ready = opened.evaluate(READY, paint)
    context.close()
    return paint / 1000, ready / 1000
