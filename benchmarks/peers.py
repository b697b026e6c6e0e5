"""Beside others: one demo of 1,271 states as Plotly's frames, as Panel's `embed`, as whole SVGs, and as ours.

The other tools stand in an environment of their own, _build/peers. Prints the table of the README.
"""

import datetime
import json
import os
import statistics
import subprocess
import venv
from pathlib import Path

from tests.chromium import chromium

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "_build" / "peers"
PACKAGES = ("plotly", "panel", "matplotlib", "numpy", "ipywidgets")
NAMES = {
    "ours": "this book",
    "whole_svgs": "whole SVGs",
    "plotly": "Plotly {plotly}, frames",
    "panel": "Panel {panel}, embed",
}
# Whether two sliders reach every pair of their values without a line of JavaScript written by hand.
COMBINE = {"ours": "yes", "whole_svgs": "by hand", "plotly": "no", "panel": "yes"}
SHOW = {
    "ours": """(n) => {
        const demo = document.querySelector("lossviz-demo"), [x0, h] = demo.controls;
        demo.indexes[0] = Math.floor(n / h.values.length) % x0.values.length;
        demo.indexes[1] = n % h.values.length;
        demo.showControl(0);
        demo.draw();
    }""",
    "whole_svgs": "(n) => { document.getElementById('picture').innerHTML = pictures[n]; }",
    "plotly": """(n) => Plotly.animate(document.querySelector(".js-plotly-plot"), [`${n}`],
        { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } })""",
    "panel": """(n) => {
        const sliders = [...Bokeh.documents[0]._all_models.values()].filter((model) => model.end !== undefined);
        sliders[n % 2].value = Math.floor(n / 2) % (sliders[n % 2].end + 1);
    }""",
}
READY = {
    "ours": "() => document.querySelector('lossviz-demo').load()",
    "whole_svgs": "() => true",
    "plotly": "() => new Promise((done) => setTimeout(done, 1000))",
    "panel": "() => new Promise((done) => setTimeout(done, 3000))",
}
MOVES = """async ([states, count]) => {
    const show = SHOW, times = [];
    let seed = 1;
    for (let i = 0; i < count; i += 1) {
        seed = (seed * 16807) % 2147483647;
        const start = performance.now();
        await show(seed % states);
        document.body.getBoundingClientRect();
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
    }
    return times;
}"""


def main(moves: int = 150) -> None:
    told = pages()
    print(f"Made on {datetime.date.today()}; Matplotlib {told['versions']['matplotlib']}; moves in headless Chromium\n")
    print(
        "| | states | bytes a state | deflated | library, kB | ms a state to build | ms a move, median (p99)"
        " | sliders combine | page asks nobody |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    with chromium() as browser:
        for name, figures in told["pages"].items():
            median, p99, offline = moved(browser, name, figures["states"], moves)
            each = [figures[key] / figures["states"] for key in ("bytes", "deflated")]
            print(
                f"| {NAMES[name].format(**told['versions'])} | {figures['states']:,} | {each[0]:,.0f} | {each[1]:,.0f}"
                f" | {figures['library'] / 1000:,.0f} | {figures['ms']:.1f} | {median:.1f} ({p99:.1f})"
                f" | {COMBINE[name]} | {'yes' if offline else 'no'} |",
                flush=True,
            )


def pages() -> dict:
    """Write the pages; their figures."""
    if not (FOLDER / "made").exists():
        venv.create(FOLDER, with_pip=True)
        pip = [FOLDER / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *PACKAGES], check=True)
        (FOLDER / "made").touch()
    (FOLDER / "pages").mkdir(exist_ok=True)
    script = [FOLDER / "bin" / "python", ROOT / "benchmarks" / "peer_pages.py", FOLDER / "pages"]
    done = subprocess.run(
        script, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def moved(browser, name: str, states: int, count: int) -> tuple[float, float, bool]:
    """Median and 99th percentile of a move, and whether the page, opened as a file, asked nobody."""
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    page.goto((FOLDER / "pages" / f"{name}.html").as_uri())
    page.evaluate(READY[name])
    times = page.evaluate(MOVES.replace("SHOW", SHOW[name]), [states, count])
    pictures = set()
    for n in (1, 40, 3, 90):
        page.evaluate(SHOW[name], n)
        page.wait_for_timeout(300)
        pictures.add(page.screenshot())
    if len(pictures) < 3:
        raise RuntimeError(f"{name}: the picture does not follow: what was timed is no move")
    page.close()
    return statistics.median(times), statistics.quantiles(times, n=100)[98], not asked
