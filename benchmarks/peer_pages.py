"""Writes one demo, the secant that turns into the tangent, as pages of other tools, and tells their figures.

Run by `peers.py` in an environment of its own, which has those tools: python peer_pages.py FOLDER
"""

import json
import sys
import time
import zlib
from collections.abc import Callable
from importlib.metadata import version
from io import StringIO
from itertools import product
from pathlib import Path

import numpy as np

from lossviz.demos.derivatives import secant_to_tangent as demo
from lossviz.engine import html, player, style
from lossviz.engine.drawing import call, new_axes
from lossviz.engine.reference import draw_whole

STATES = demo.states
X0, H = (control.values for control in demo.controls.values())
FEW = X0[::4], H[::3]  # for who takes a fifth of a second a state


Page = tuple[str, str, int]  # the page, what of it is the tool's library, how many states it holds


def ours() -> Page:
    head = f"<!DOCTYPE html><meta charset=utf-8><style>{style.css_variables()}</style>"
    return f"{head}<script>{player.script()}</script>{html.html(demo)}", player.script(), len(STATES)


def whole_svgs() -> Page:
    pictures = json.dumps([draw_whole(demo, values) for values in STATES])
    page = '<!DOCTYPE html><meta charset=utf-8><div id="picture"></div><input type="range"><input type="range">'
    return f"{page}<script>const pictures = {pictures};</script>", "", len(STATES)


def plotly() -> Page:
    import plotly.graph_objects as go
    from plotly.offline import get_plotlyjs

    def parts(x0: float, h: float) -> list[go.Scatter]:
        y, end, slope = x0 * x0, x0 + h, 2 * x0 + h
        x = np.array([-3.1, 3.5])
        lines = [(x, y + s * (x - x0)) for s in (*(2 * x0 + other for other in (1, 0.75, 0.5, 0.25)), 2 * x0, slope)]
        lines += [([x0, end, end], [y, y, end**2]), ([x0], [y]), ([end], [end**2])]
        words = go.Scatter(x=[0, 0], y=[8.7, 7.6], text=[f"secant slope {slope:.3f}", f"tangent slope {2 * x0:.3f}"])
        return [*(go.Scatter(x=a, y=b) for a, b in lines), words]

    curve = np.linspace(-3.1, 3.1, 90)
    fixed = go.Scatter(x=curve, y=curve**2)
    moving = list(range(1, 11))
    frames = [go.Frame(data=parts(**values), traces=moving, name=str(n)) for n, values in enumerate(STATES)]
    figure = go.Figure(data=[fixed, *parts(**demo.start)], frames=frames)
    steps = [{"args": [[frame.name], {"mode": "immediate"}], "method": "animate"} for frame in frames]
    figure.update_layout(sliders=[{"steps": steps}], xaxis_range=[-3.1, 3.5], yaxis_range=[-2, 9.6])
    return figure.to_html(include_plotlyjs=True), get_plotlyjs(), len(STATES)


def panel() -> Page:
    import panel as pn
    from bokeh.resources import INLINE

    pn.extension()

    def view(x0: float, h: float):
        with style.context():
            axes = new_axes(1, demo.size)
            call(demo.draw, axes, {"x0": x0, "h": h})
        return pn.pane.Matplotlib(axes[0].figure, format="svg", tight=False)

    x0, h = (pn.widgets.DiscreteSlider(options=list(values)) for values in FEW)
    shown, one, all_states = pn.Column(x0, h, pn.bind(view, x0, h)), StringIO(), StringIO()
    view(1, 1).save(one, resources=INLINE)
    shown.save(all_states, embed=True, max_states=5000, max_opts=50, resources=INLINE, progress=False)
    return all_states.getvalue(), one.getvalue(), len(list(product(*FEW)))


def figures(make: Callable[[], Page]) -> dict:
    start = time.process_time()
    page, library, states = make()
    seconds = time.process_time() - start
    (Path(sys.argv[1]) / f"{make.__name__}.html").write_text(page, encoding="utf-8")
    (raw, packed), (own, own_packed) = ((len(t.encode()), len(zlib.compress(t.encode(), 9))) for t in (page, library))
    sizes = {"library": own, "bytes": raw - own, "deflated": packed - own_packed}
    return {"states": states, "ms": 1000 * seconds / states} | sizes


made = {make.__name__: figures(make) for make in (ours, whole_svgs, plotly, panel)}
print(json.dumps({"pages": made, "versions": {name: version(name) for name in ("plotly", "panel", "matplotlib")}}))
