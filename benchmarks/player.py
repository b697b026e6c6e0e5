"""From a moved control to the drawn picture in headless Chromium, also with the processor slowed down.

Beside it what the page's thread does in all for a move and its frame: style, layout and paint of the page around.
"""

import statistics

from benchmarks.common import row, verdict
from tests.chromium import chromium
from tests.site.conftest import PAGES, SITE

# Script and layout of one move: the strings are exchanged, then the browser is made to lay out the result.
MOVES = """async (element, count) => {
    await element.load();
    const times = [];
    let seed = 1;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let n = 0; n < count; n += 1) {
        const i = Math.floor(random() * element.controls.length);
        const index = Math.floor(random() * element.controls[i].values.length);
        element.indexes[i] = index;
        const start = performance.now();
        element.showControl(i);
        element.draw();
        element.picture.getBoundingClientRect();
        for (const text of element.picture.querySelectorAll("text")) { text.getBBox(); break; }
        times.push(performance.now() - start);
        if (n % 20 === 0) await new Promise(requestAnimationFrame);
    }
    return times;
}"""
# Moves with their frames.
FRAMES = """async (element, count) => {
    for (let n = 0; n < count; n += 1) {
        element.set(0, n % element.controls[0].values.length);
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
}"""

LIMIT = 16  # ms, a frame
RUNS = 3  # each in a page of its own; the middle one counts


def main(moves: int = 300, slower: int = 4) -> None:
    row("ms a move", "median", "p99", "with its frame", f"at {slower}x: median", "p99", "with its frame")
    worst = 0.0
    with chromium() as browser:
        for address, names in PAGES.items():
            runs = [timed(browser, address, names, moves, (1, slower)) for _ in range(RUNS)]
            for name in names:
                figures = [statistics.median(each) for each in zip(*(run[name] for run in runs), strict=True)]
                worst = max(worst, figures[4])
                row(name, *(f"{ms:.2f}" for ms in figures))
    verdict("slowest demo, p99 of a move, ms", worst, f"under {LIMIT}", worst < LIMIT)


def timed(browser, address: str, names: list[str], moves: int, rates: tuple[int, ...]) -> dict[str, list[float]]:
    """For each demo of a page, at each rate: median and p99 of a move, and a move with its frame."""
    page = browser.new_page()
    page.goto((SITE / address).as_uri())
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    found: dict[str, list[float]] = {}
    for name in names:
        element = page.locator(f"lossviz-demo#{name}").first
        element.scroll_into_view_if_needed()
        for rate in rates:
            tools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            found.setdefault(name, []).extend(_moved(element, tools, moves))
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.close()
    return found


def _moved(element, tools, moves: int, framed: int = 20) -> tuple[float, float, float]:
    times = element.evaluate(MOVES, moves)
    busy = -_busy(tools)
    element.evaluate(FRAMES, framed)
    busy += _busy(tools)
    return statistics.median(times), statistics.quantiles(times, n=100)[98], 1000 * busy / framed


def _busy(tools) -> float:
    """Seconds that the page's thread has worked."""
    return next(m["value"] for m in tools.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")
