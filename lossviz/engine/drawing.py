"""The author's drawing function, called on axes: what the stage and the reference share."""

import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

MARGINS = (54, 14, 28, 46)  # left, right, top, bottom of a panel, in pixels

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class DrawError(RuntimeError):
    """A drawing function failed, or drew what a page cannot show; says which demo, in which state, and why."""


class Refused(ValueError):
    """Something that Matplotlib can draw and a page cannot show; says what to do instead."""


def new_axes(count: int, size: tuple[float, float], kind: type[Axes] = Axes) -> list[Axes]:
    """A figure of `count` panels side by side, 1 unit = 1 pixel, and its axes."""
    (width, height), (left, right, top, bottom) = size, MARGINS
    figure = Figure(figsize=(width * count / 72, height / 72), dpi=72)
    FigureCanvasSVG(figure)
    figure.patch.set_visible(False)
    inner = ((width - left - right) / (width * count), (height - top - bottom) / height)
    return [
        figure.add_axes(
            ((i * width + left) / (width * count), bottom / height, *inner), axes_class=kind, label=f"panel {i}"
        )
        for i in range(count)
    ]


def call(draw: Callable[..., str], axes: list[Axes], values: Mapping[str, Any]) -> str:
    """Draw at these values; the readout, which has to be there. Raises Refused for what has no place in a panel."""
    figure, settings, open_before = axes[0].figure, _settings(), _pyplot_figures()
    size, dpi = tuple(figure.get_size_inches()), figure.dpi
    readout = draw(axes[0] if len(axes) == 1 else tuple(axes), **values)
    _refuse_side_effects(settings, open_before)
    if not isinstance(readout, str) or not readout.strip():
        raise Refused(f"return the readout, a sentence with the numbers that matter: it returned {readout!r}")
    refuse_control_characters(readout, "the readout")
    if tuple(figure.get_size_inches()) != size:
        raise Refused("give the size of a panel to the decorator, @demo(size=(440, 300), …): it changed the figure's")
    if figure.dpi != dpi:
        raise Refused("take set_dpi away: a page's picture is drawn in pixels, and has as many as its panel's size")
    outside = [each for each in figure.get_children() if each is not figure.patch and each not in figure.axes]
    if outside:
        raise Refused(
            f"draw on the axes that it is given, as in ax.set_title, ax.text, ax.legend: a {type(outside[0]).__name__}"
            " of the whole figure is in no panel"
        )
    for added in [own for ax in axes for own in ax.child_axes] + figure.axes[len(axes) :]:
        for part in added.findobj(Artist.get_rasterized):
            part.set_rasterized(False)  # a colour bar is, unasked
    return readout


def _refuse_side_effects(settings: dict[str, Any], open_before: set[int]) -> None:
    for number in (opened := _pyplot_figures() - open_before):
        sys.modules["matplotlib.pyplot"].close(number)
    if opened:
        raise Refused("draw on the axes that it is given, as in ax.plot(…): plt opens a figure that no page shows")
    if _settings() != settings:
        dict.update(matplotlib.rcParams, settings)
        raise Refused("give the look to what is drawn, as in ax.plot(…, lw=2): rcParams would change all that follows")


def _settings() -> dict[str, Any]:
    """Matplotlib's settings as they stand; reading rcParams as a mapping would ask for each of them in Python."""
    settings = dict(dict.items(matplotlib.rcParams))
    settings.pop("backend", None)  # found out when somebody first asks for it
    return settings


def refuse_control_characters(text: str, where: str) -> None:
    if found := _CONTROL.search(text):
        raise Refused(f"take the control character {found[0]!r} out of {where}: no page can show it")


def _pyplot_figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def in_words(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())


def failure(who: str, values: Mapping[str, Any], error: Exception) -> DrawError:
    """What went wrong, in one line: who drew, in which state, and why."""
    kind = "" if isinstance(error, Refused) else f"{type(error).__name__}: "
    return DrawError(f"{who} at {in_words(values)}: {kind}{' '.join(str(error).split())}")


def view(ax: Axes) -> dict[str, Any]:
    """Where axes lie, in the SVG's pixels (left, top, width, height), and what they span."""
    figure = ax.figure.bbox
    x, y, width, height = ax.get_window_extent().bounds
    return {
        "box": [round(float(n), 3) for n in (x, figure.height - y - height, width, height)],
        "x": [*map(float, ax.get_xlim()), ax.get_xscale()],
        "y": [*map(float, ax.get_ylim()), ax.get_yscale()],
    }
