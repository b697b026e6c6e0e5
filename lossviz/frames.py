"""Draws a demo at a position, and keeps, over all positions, only what changes.

A picture is a list of strings, one for each artist in the order in which Matplotlib would draw them. Drawing
artist by artist into a bare SVG renderer, on axes that stay, is several times faster than a new figure; and
an artist that did not change is the same string, so that an album of all positions keeps it once.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.text import Text

from . import style

MARGINS = (54, 14, 28, 46)  # left, right, top, bottom of a panel, in pixels


class DrawError(RuntimeError):
    """A drawing function failed; says which demo, at which position, and why."""


@dataclass(frozen=True)
class Frame:
    """A demo at one position: the picture, artist by artist, and the readout under it."""

    values: Mapping[str, Any]
    readout: str
    panels: tuple[tuple[str, ...], ...]  # for each panel its artists' SVG, back to front
    defs: Mapping[str, str]  # what the artists refer to, by id: clip paths
    views: tuple[dict[str, Any], ...]  # for each panel where its axes lie and what they span
    size: tuple[float, float]  # of one panel

    @property
    def svg(self) -> str:
        """The picture as one SVG document, panels side by side."""
        width, height = self.size[0] * len(self.panels), self.size[1]
        body = "".join(artist for panel in self.panels for artist in panel)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img"'
            f' viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
            f"<title>{escape(self.readout)}</title><style>{LINES}</style>"
            f"<defs>{''.join(self.defs.values())}</defs>{body}</svg>"
        )


LINES = "*{stroke-linejoin:round;stroke-linecap:butt}"  # what Matplotlib's own SVG writer sets for the whole


def escape(text: str) -> str:
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text


class Canvas:
    """The axes of one demo, kept from position to position."""

    def __init__(self, name: str, draw: Callable[..., str], panels: int, size: tuple[float, float]):
        self.name, self.draw, self.size, self.count = name, draw, size, panels
        self._begin()

    def _begin(self) -> None:
        with style.context(self.name):
            self.axes = new_axes(self.count, self.size, _SetAxes)
            self._renderer = _ArtistRenderer(self.size[0] * self.count, self.size[1])
        self._axis_strings: dict[tuple, str] = {}

    def frame(self, values: Mapping[str, Any]) -> Frame:
        """The frame at these values. Raises DrawError with the demo's name and the values."""
        [frame] = self.frames([values])
        return frame

    def frames(self, positions: Iterable[Mapping[str, Any]]) -> Iterator[Frame]:
        """The frames at all these values, one after the other."""
        with style.context(self.name):  # once for all: entering it takes a tenth of the time of a frame
            for values in positions:
                yield self._frame(values)

    def _frame(self, values: Mapping[str, Any]) -> Frame:
        try:
            for ax in self.axes:
                _reset(ax)
            readout = call(self.draw, self.axes, values)
            self._refuse_other_artists()
            panels = tuple(tuple(self._strings(ax)) for ax in self.axes)
        except Exception as error:
            self._begin()  # whatever the failure left on the axes goes
            raise DrawError(f"{self.name} at {position(values)}: {type(error).__name__}: {error}") from error
        used = dict.fromkeys(re.findall(r"url\(#(\w+)\)", "".join(s for p in panels for s in p)))
        defs = {key: self._renderer.defs[key] for key in used if key in self._renderer.defs}
        return Frame(dict(values), readout, panels, defs, tuple(map(_view, self.axes)), self.size)

    def _strings(self, ax: Axes) -> Iterable[str]:
        """What `Axes.draw` does, one string an artist."""
        ax.apply_aspect()
        ax.viewLim  # noqa: B018  reading it makes Matplotlib settle automatic limits
        artists = [a for a in ax.get_children() if a is not ax.patch]
        if not ax.axison:
            artists = [a for a in artists if a is not ax.xaxis and a is not ax.yaxis]
        if not (ax.axison and ax.get_frame_on()):
            artists = [a for a in artists if a not in ax.spines.values()]
        else:
            yield self._renderer.string(ax.patch)
        for artist in sorted(artists, key=lambda a: a.get_zorder()):
            if isinstance(artist, Axis):
                yield self._axis_string(artist)
            else:
                yield self._renderer.string(artist)

    def _axis_string(self, axis: Axis) -> str:
        """An axis is slow to draw and seldom changes: drawn once for each state."""
        state = _axis_state(axis)
        if state not in self._axis_strings:
            self._axis_strings[state] = self._renderer.string(axis)
        return self._axis_strings[state]

    def _refuse_other_artists(self) -> None:
        figure = self.axes[0].figure
        if len(figure.get_children()) != 1 + len(self.axes) or len(figure.axes) != len(self.axes):
            raise ValueError(
                "it drew outside the axes that it was given (twinx, figure text, colorbar);"
                " draw on these axes only, or ask for more with @demo(axes=2, ...)"
            )


class _SetAxes(Axes):
    """Axes that measure what is drawn on them only as long as one of their limits is open.

    Most drawings set both first, and then measuring takes a tenth of the time of a frame, for nothing.
    """

    @property
    def _open(self) -> bool:
        return self.get_autoscalex_on() or self.get_autoscaley_on()

    def _update_line_limits(self, line) -> None:
        if self._open:
            super()._update_line_limits(line)

    def _update_patch_limits(self, patch) -> None:
        if self._open:
            super()._update_patch_limits(patch)


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
    """Draw at these values; the readout, which has to be there."""
    readout = draw(axes[0] if len(axes) == 1 else tuple(axes), **values)
    if not isinstance(readout, str) or not readout.strip():
        raise ValueError(f"it returned {readout!r}; return the readout, a sentence with the numbers that matter")
    return readout


def position(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())


def _view(ax: Axes) -> dict[str, Any]:
    """Where the axes lie, in the SVG's pixels (left, top, width, height), and what they span."""
    figure = ax.figure.bbox
    x, y, width, height = ax.get_window_extent().bounds
    return {
        "box": [round(float(n), 3) for n in (x, figure.height - y - height, width, height)],
        "x": [*map(float, ax.get_xlim()), ax.get_xscale()],
        "y": [*map(float, ax.get_ylim()), ax.get_yscale()],
    }


def _reset(ax: Axes) -> None:
    """Take away what a drawing put on the axes. Scales, ticks and spines stay: every drawing sets its own."""
    for artist in [*ax._children]:
        if artist in ax._children:  # a contour takes its labels with it
            artist.remove()
    if ax.get_legend():
        ax.get_legend().remove()
    for side in ("left", "center", "right"):
        if ax.get_title(loc=side):
            ax.set_title("", loc=side)
    ax.xaxis.label.set_text("")
    ax.yaxis.label.set_text("")
    ax.set_prop_cycle(None)
    ax.dataLim.set_points(np.array([[np.inf, np.inf], [-np.inf, -np.inf]]))
    ax.autoscale(True)


def _axis_state(axis: Axis) -> tuple:
    """All that an axis' look depends on, as a key."""
    return (
        axis.axes.get_label(),
        axis.axis_name,
        axis.get_visible(),
        axis.get_scale(),
        tuple(axis.get_view_interval()),
        axis.axes.get_position().bounds,
        repr((axis.get_tick_params("major"), axis.get_tick_params("minor"))),
        *(_parts(part) for part in (axis.major.locator, axis.major.formatter)),
        *(_parts(part) for part in (axis.minor.locator, axis.minor.formatter)),
        axis.label.get_text(),
        repr(
            (
                axis.label.get_color(),
                axis.label.get_size(),
                axis.label.get_position(),
                axis.label.get_visible(),
            )
        ),
        axis.get_zorder(),
    )


def _parts(part: Any) -> tuple:
    """The class of a locator or formatter and its settings; arrays by their numbers."""
    settings = {k: v for k, v in vars(part).items() if k != "axis"}
    return type(part).__name__, repr(sorted((k, np.asarray(v).tolist()) for k, v in settings.items()))


class _ArtistRenderer(RendererSVG):
    """Matplotlib's SVG renderer, asked for one artist at a time."""

    def __init__(self, width: float, height: float):
        self._buffer = io.StringIO()
        self.defs: dict[str, str] = {}
        super().__init__(width, height, self._buffer, image_dpi=72, metadata={"Date": None})
        self._take()

    def string(self, artist) -> str:
        """The SVG of one artist. Its clip paths are kept apart in `defs`, as many artists share them."""
        if not artist.get_visible() or (isinstance(artist, Text) and not artist.get_text()):
            return ""
        self._clipd, self._hatchd, self._markers, self._groupd, self._path_collection_id = {}, {}, {}, {}, 0
        artist.draw(self)
        self._write_hatches()
        text = self._take()
        self._clipd = {key: clip for key, clip in self._clipd.items() if clip[1] not in self.defs}
        self._write_clips()
        for clip in re.findall(r'<clipPath id="\w+">.*?</clipPath>', self._take() if self._clipd else ""):
            self.defs[clip.split('"')[1]] = clip
        return text

    def _take(self) -> str:
        self.writer.flush()
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return shorten(text)

    def _get_clippath_id(self, clippath) -> str:
        # Matplotlib counts clip paths in the order of drawing; the id has to depend on the path alone.
        return repr((clippath.vertices.tolist(), None if clippath.codes is None else clippath.codes.tolist()))


_TAG = re.compile(r"<[^>]+>")
_LONG = re.compile(r"(\d\.\d\d)\d+")
_IDLE = re.compile(r' id="[\w.]+_\d+"| transform="rotate\(-0 [^"]+"')  # ids of groups, line2d_1; level text


def shorten(svg: str) -> str:
    """The same picture in fewer bytes: no white space between tags, nothing idle, hundredths of a pixel."""
    svg = re.sub(r">\s+<", "><", svg).strip().replace('<g id="answer">', '<g class="answer">')
    return _TAG.sub(lambda tag: _LONG.sub(r"\1", _IDLE.sub("", tag[0])).replace("\n", ""), svg)
