"""A demo dragged in a real JupyterLab: how long after the hand has stopped the right picture stands."""

import statistics
import tempfile
import time
from pathlib import Path

import nbformat

from benchmarks.common import row, verdict
from lossviz.demos.derivatives import secant_to_tangent
from tests.chromium import chromium
from tests.lab.jupyter import READY, RUN_ALL, jupyter

CELL = f"from lossviz.demos.derivatives import {secant_to_tangent.name}\n{secant_to_tangent.name}"
# 60 places along the slider h, one a frame, each run from another x₀, so that no state was seen before; then until the
# state at the last place is shown.
DRAG = """async (x) => {
    const element = document.querySelector("lossviz-demo");
    const [h] = element.controls.flatMap(({ name }, i) => (name === "h" ? [i] : []));
    element.set(1 - h, x);
    for (let move = 0; move < 60; move += 1) {
        element.set(h, Math.round((move / 59) * (element.controls[h].values.length - 1)));
        await new Promise(requestAnimationFrame);
    }
    const start = performance.now();
    while (!element.source.has(element.indexes)) await new Promise((done) => setTimeout(done, 1));
    await new Promise(requestAnimationFrame);
    return performance.now() - start;
}"""


def main(runs: int = 21) -> None:
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)], metadata=metadata)
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        jupyter(Path(folder), {"bench.ipynb": notebook}) as address,
    ):
        page = browser.new_page()
        page.goto(address("bench.ipynb"))
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=READY)
        page.evaluate(RUN_ALL)
        page.wait_for_selector("lossviz-demo[data-ready]", timeout=READY)
        time.sleep(2)
        times = [page.evaluate(DRAG, x) for x in range(runs)]
        page.close()
    row("ms after 60 moves", "median", "longest")
    row(secant_to_tangent.name, f"{statistics.median(times):.0f}", f"{max(times):.0f}")
    median = statistics.median(times)
    verdict("the right picture after the last move, ms", median, "under 100", median < 100)
