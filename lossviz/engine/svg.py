"""Matplotlib's inside: one artist at a time as SVG, and axes that measure no more than needed.

Beside this file only `keys.py` knows of it. Where a new Matplotlib has changed its inside, this fails or draws
otherwise; `stage.py` notices and draws whole.
"""

import io
import re

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Transform

from .drawing import Refused, refuse_control_characters

LINES = "*{stroke-linejoin:round;stroke-linecap:butt}"  # what Matplotlib's own SVG writer sets for the whole


class SetAxes(Axes):
    """Axes that measure what is drawn on them only as long as one of their limits is open.

    Most drawings set both first, and then measuring takes a tenth of the time of a state, for nothing.
    """

    @property
    def _open(self) -> bool:
        return self.get_autoscalex_on() or self.get_autoscaley_on()

    def _gen_axes_patch(self) -> "_Background":
        return _Background((0, 0), 1, 1)

    def _update_line_limits(self, line) -> None:
        if self._open:
            super()._update_line_limits(line)

    def _update_patch_limits(self, patch) -> None:
        if self._open:
            super()._update_patch_limits(patch)


class _Background(Rectangle):
    """The background of axes, by which every artist is cut off: asking anew where it lies was a tenth of a state."""

    _asked: tuple = ()
    _lies: Transform

    def get_transform(self) -> Transform:
        place = (self._x0, self._y0, self._width, self._height, self.angle, self._rotation_point)
        asked = (*place, self._aspect_ratio_correction, self._transform)
        if asked != self._asked:
            self._asked, self._lies = asked, super().get_transform()
        return self._lies


class ArtistRenderer(RendererSVG):
    """Matplotlib's SVG renderer, asked for one artist at a time.

    `defs` holds the clip paths, by id, as many artists share them; `colours` what the last artist was drawn in.
    """

    def __init__(self, width: float, height: float):
        self._buffer = io.StringIO()
        self.defs: dict[str, str] = {}
        self.colours: set[tuple[float, ...]] = set()
        super().__init__(width, height, self._buffer, image_dpi=72, metadata={"Date": None})
        self._take()

    def string(self, artist: Artist) -> str:
        """The SVG of one artist, "" if it shows nothing."""
        self.colours.clear()
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

    # What colours go in

    def _get_style_dict(self, gc, rgbFace):
        self._note(rgbFace)
        self._note(gc.get_rgb() if gc.get_linewidth() else None)
        self._note(gc.get_hatch_color() if gc.get_hatch() else None)
        return super()._get_style_dict(gc, rgbFace)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        self._note(gc.get_rgb())
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)

    def _note(self, colour) -> None:
        if colour is not None and (len(colour) == 3 or colour[3]):  # else it cannot be seen
            self.colours.add(tuple(colour[:3]))

    # What a page cannot show

    def start_rasterizing(self):
        raise Refused("take rasterized=True away: pictures are drawn as lines here; for many points use imshow")

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        raise Refused('take shading="gouraud" away, no browser shows it as it should be: use imshow')


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_IDLE = re.compile(r'(?<=<g) id="[^"]*"| transform="rotate\(-0 [^"]+"')  # names of groups; level text
_LONG = re.compile(r"(\d\.\d\d)\d+")
# A hundredth of a pixel is not seen; in a scale or an angle it is, many pixels further.
_PRECISE = re.compile(r"((?:matrix|scale|rotate|skew[XY])\([^)]*\)|[\w-]*opacity: [\d.]+)")


def shorten(svg: str) -> str:
    """The same picture in fewer bytes: hundredths of a pixel, no comments, nothing idle, no white space between tags.

    >>> shorten('<g id="line2d_1">  <!-- $x$ --><path d="M 1.23456 2"/></g>')
    '<g><path d="M 1.23 2"/></g>'
    """
    refuse_control_characters(svg, "a text in the picture")
    svg = re.sub(r">\s+<", "><", _COMMENT.sub("", svg)).strip().replace('<g id="answer">', '<g class="answer">')
    return _TAG.sub(_shorten_tag, svg)


def _shorten_tag(tag: re.Match) -> str:
    text = _IDLE.sub("", tag[0]).replace("\n", "")
    # Few tags have one, and looking for these words takes a fifth of the time of splitting.
    if not any(word in text for word in ("matrix(", "scale(", "rotate(", "skew", "opacity")):
        return _LONG.sub(r"\1", text)
    parts = _PRECISE.split(text)
    parts[::2] = [_LONG.sub(r"\1", part) for part in parts[::2]]
    return "".join(parts)
