"""Draws a demo in one state: the artists one by one, on axes that stay.

A picture is a list of strings, one for each artist in the order in which Matplotlib would draw them. Drawing
artist by artist into a bare SVG renderer, on axes that stay, is several times faster than a new figure; and
an artist that did not change is the same string, so that a recording of all states keeps it once.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.cm import ScalarMappable
from matplotlib.colors import to_hex
from matplotlib.transforms import TransformNode

from . import reference, style
from .drawing import DrawError, Refused, call, failure, in_words, new_axes, view
from .keys import Keys, Unkeyed
from .memory import Memory
from .svg import LINES, ArtistRenderer, SetAxes

KEPT = 5_000  # strings; where there are more, most are seen once
# What is drawn by itself, without a look at what stands beside it (as a legend does that seeks a free place).
ALONE = ("matplotlib.lines", "matplotlib.text", "matplotlib.patches", "matplotlib.collections")


@dataclass(frozen=True, repr=False)
class Frame:
    """A demo in one state: the picture, artist by artist, and the readout under it."""

    values: Mapping[str, Any]
    readout: str
    panels: tuple[tuple[str, ...], ...]  # for each panel its artists' SVG, back to front
    defs: Mapping[str, str]  # what the artists refer to, by id: clip paths
    views: tuple[dict[str, Any], ...]  # for each panel where its axes lie and what they span
    size: tuple[float, float]  # of one panel

    def _repr_svg_(self) -> str:
        return self.svg.replace("<svg ", f'<svg style="background: {style.PAPER}" ', 1)  # whatever the notebook's theme

    def __repr__(self) -> str:
        return f"<frame at {in_words(self.values)}: {self.readout}>"

    @property
    def svg(self) -> str:
        """The picture as one SVG document, panels side by side."""
        width, height = self.size[0] * len(self.panels), self.size[1]
        body = "".join(artist for panel in self.panels for artist in panel)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img"'
            f' viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
            f"<title>{escape(self.readout)}</title><style>{LINES}{style.halo()}</style>"
            f"<defs>{''.join(self.defs.values())}</defs>{body}</svg>"
        )


class Stage:
    """The axes of one demo, kept from state to state."""

    def __init__(self, demo):
        self.demo = demo
        self.trusted = True  # what is drawn here is what a new figure shows; else each state is a new figure
        self.foreign: dict[str, str] = {}  # colours outside the palette, and the kind of artist that has them
        self._ticks = [(1, 1)] * 2 * demo.panels  # major and minor ones of each axis, made before they are needed
        try:
            self._set_up()
        except Exception as error:
            self.distrust(f"{type(error).__name__}: {error}")

    def _set_up(self) -> None:
        count, (width, height) = self.demo.panels, self.demo.size
        with style.context(self.demo.name):
            self.axes = new_axes(count, self.demo.size, SetAxes)
            self._renderer = ArtistRenderer(width * count, height)
            for axis, (major, minor) in zip(self._each_axis(), self._ticks, strict=True):
                axis.get_major_ticks(major), axis.get_minor_ticks(minor)
        self._memory = Memory(self.axes[0].figure)
        apart = [self.axes[0].figure, *self.axes]
        self._parts = {}
        for ax in self.axes:
            for artist in ax.get_children():  # none but its own: nothing is drawn yet
                if isinstance(artist, Axis):  # its place is a matter of the frame
                    self._parts[artist] = self._memory.part([artist, *ax.spines.values()], apart)
                else:
                    self._parts[artist] = self._memory.part([artist], [*apart, *self._each_axis()])
        self._keys = {ax: Keys(_known(ax)) for ax in self.axes}
        self._known_strings: dict[tuple, str] = {}
        self._known_looks: dict[tuple, int] = {}

    def _each_axis(self) -> list[Axis]:
        return [axis for ax in self.axes for axis in (ax.xaxis, ax.yaxis)]

    def frame(self, values: Mapping[str, Any]) -> Frame:
        """The frame at these values. Raises DrawError with the demo's name and the values."""
        [frame] = self.frames([values])
        return frame

    def frames(self, states: Iterable[Mapping[str, Any]]) -> Iterator[Frame]:
        """The frames of all these states, one after the other."""
        with style.context(self.demo.name):  # once for all: entering it takes a tenth of the time of a frame
            for values in states:
                yield self._fast(values) if self.trusted else self._whole(values)

    def _fast(self, values: Mapping[str, Any]) -> Frame:
        try:
            readout = call(self.demo.draw, self.axes, values)
        except Exception as error:
            raise self._failed(values, error) from error
        try:
            panels = tuple(tuple(self._panel(number)) for number in range(self.demo.panels))
            used = dict.fromkeys(re.findall(r"url\(#(\w+)\)", "".join(s for p in panels for s in p)))
            defs = {key: self._renderer.defs[key] for key in used if key in self._renderer.defs}
            frame = Frame(dict(values), readout, panels, defs, tuple(map(view, self.axes)), self.demo.size)
            self._clear()
            return frame
        except Refused as error:
            raise self._failed(values, error) from error
        except Exception as error:
            frame = self._whole(values)  # fails too where the drawing is at fault
            self.distrust(f"{type(error).__name__}: {error}")
            return frame

    def _whole(self, values: Mapping[str, Any]) -> Frame:
        try:
            readout, panels, defs, views = reference.in_panels(self.demo, values)
        except Exception as error:
            raise self._failed(values, error) from error
        return Frame(dict(values), readout, panels, defs, views, self.demo.size)

    def _failed(self, values: Mapping[str, Any], error: Exception) -> DrawError:
        if self.trusted:
            self._set_up()  # whatever the failure left on the axes goes
        return failure(self.demo.name, values, error)

    def distrust(self, why: str) -> None:
        """Draw each state on a new figure from now on, and say so once."""
        if self.trusted:
            self.trusted = False
            warnings.warn(
                f"{self.demo.name} is drawn slowly, on a new figure each time: lossviz does not know the inside of"
                f" Matplotlib {matplotlib.__version__} well enough ({why}). Please report it.",
                stacklevel=2,
            )

    def tell_foreign(self) -> None:
        """Warn of colours that do not follow the reader's theme, once each."""
        for colour, artist in self.foreign.items():
            warnings.warn(
                f"take a colour of lossviz.style: {self.demo.name} draws a {artist} in {colour}, which stays as it is"
                " when the page is dark",
                stacklevel=2,
            )
        self.foreign.clear()

    def _clear(self) -> None:
        """As if nothing had been drawn."""
        used = [(len(axis.majorTicks), len(axis.minorTicks)) for axis in self._each_axis()]
        if used != self._ticks:
            self._ticks = [tuple(map(max, zip(*pair, strict=True))) for pair in zip(used, self._ticks, strict=True)]
            return self._set_up()
        for extra in [own for ax in self.axes for own in ax.child_axes] + self.axes[0].figure.axes[len(self.axes) :]:
            extra.remove()  # else it would stay among those that share an axis
        self._memory.restore()

    def _panel(self, number: int) -> Iterator[str]:
        """What `Figure.draw` and `Axes.draw` do, one string an artist; axes that a drawing added are drawn too."""
        drawn = [ax for ax in self.axes[0].figure.axes if self._home(ax) == number]
        for ax in sorted(drawn, key=lambda ax: ax.get_zorder()):
            if ax.get_visible():
                yield from self._strings(ax)

    def _home(self, ax: Axes) -> int:
        """The panel in which axes lie."""
        if ax in self.axes:
            return self.axes.index(ax)
        box = ax.get_position(original=True)
        return min(max(int((box.x0 + box.x1) / 2 * len(self.axes)), 0), len(self.axes) - 1)

    def _strings(self, ax: Axes) -> Iterator[str]:
        for each in (ax, *ax.child_axes):
            locate = each.get_axes_locator()
            each.apply_aspect(locate(each, self._renderer) if locate else None)
        ax.viewLim  # noqa: B018  reading it makes Matplotlib settle automatic limits
        artists = [a for a in ax.get_children() if a is not ax.patch]
        if not ax.axison:
            artists = [a for a in artists if a is not ax.xaxis and a is not ax.yaxis]
        if not (ax.axison and ax.get_frame_on()):
            artists = [a for a in artists if a not in ax.spines.values()]
        else:
            artists.append(ax.patch)
        look = self._look(ax)
        for artist in sorted(artists, key=lambda a: (a is not ax.patch, a.get_zorder())):
            yield self._string_once(artist, ax, look) if look else self._string(artist)

    def _string(self, artist: Artist) -> str:
        string = self._renderer.string(artist)
        if not (isinstance(artist, ScalarMappable) and artist.get_array() is not None):  # else coloured by numbers
            for colour in self._renderer.colours - style.COLOURS:
                self.foreign.setdefault(to_hex(colour), type(artist).__name__)
        return string

    def _look(self, ax: Axes) -> dict[Axis, int] | None:
        """How each axis looks in this state, as the number of all that decides it; None where that cannot be told."""
        if ax not in self.axes:
            return None
        bounds = ax.get_window_extent().bounds
        try:
            looks = {
                axis: (tuple(axis.get_view_interval()), bounds, self._memory.changes(self._parts[axis]))
                for axis in (ax.xaxis, ax.yaxis)
            }
        except Unkeyed:
            return None
        return {axis: self._known_looks.setdefault(look, len(self._known_looks)) for axis, look in looks.items()}

    def _string_once(self, artist: Artist, ax: Axes, look: dict[Axis, int]) -> str:
        """What was drawn before and is decided by the same is the same string: it is not drawn again."""
        try:
            key = self._decides(artist, ax, look)
        except Unkeyed:
            return self._string(artist)
        if key not in self._known_strings:
            if len(self._known_strings) >= KEPT:
                self._known_strings.clear()
            self._known_strings[key] = self._string(artist)
        return self._known_strings[key]

    def _decides(self, artist: Artist, ax: Axes, look: dict[Axis, int]) -> tuple:
        """All that decides how an artist looks. Raises Unkeyed."""
        if artist in look:
            return artist, look[artist]
        if artist in self._parts:
            return artist, *look.values(), self._memory.changes(self._parts[artist])
        if type(artist).__module__ in ALONE:
            return ax, *look.values(), self._keys[ax].of_artist(artist)
        raise Unkeyed


def _known(ax: Axes) -> dict[int, str]:
    """What an artist refers to and its axes' limits, scales and place decide, by id."""
    holders = {"axes": ax, "figure": ax.figure}
    transforms = {
        id(each): f"{holder}.{name}"
        for holder, it in holders.items()
        for name, each in it.__dict__.items()
        if isinstance(each, TransformNode)
    }
    return transforms | {id(it): holder for holder, it in holders.items()}
