"""An artist that is decided by the same is drawn once; whatever changes in it is seen."""

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

from lossviz import Choice, Slider, Toggle, style
from lossviz.engine.demo import Demo
from lossviz.engine.keys import Keys
from lossviz.engine.reference import difference, draw_whole
from lossviz.engine.stage import Stage

LINE = [0.1, 0.4, 0.9]
SQUARES = [[(0, 0), (0.2, 0), (0.2, 0.2)], [(0.5, 0.5), (0.9, 0.5), (0.9, 0.9)]]
KINDS = {
    "line": lambda: Line2D(LINE, LINE, marker="o", color=style.BLUE, ls="--"),
    "text": lambda: Text(0.2, 0.5, "two\nlines", color=style.RED),
    "rectangle": lambda: Rectangle((0.1, 0.2), 0.5, 0.3, fc=style.BLUE, ec=style.RED),
    "circle": lambda: Circle((0.5, 0.5), 0.2, fc=style.GREEN),
    "polygon": lambda: Polygon([(0.1, 0.1), (0.8, 0.2), (0.4, 0.9)], fc=style.GOLD),
    "box": lambda: FancyBboxPatch((0.2, 0.2), 0.4, 0.3, boxstyle="round,pad=0.1", fc=style.GOLD),
    "strokes": lambda: LineCollection([[(0, 0), (1, 1)], [(0, 1), (1, 0)]], colors=style.BLUE),
    "shapes": lambda: PolyCollection(SQUARES, facecolors=style.BLUE),
}
HALF = Path([(0, 0), (0.5, 0), (0.5, 1), (0, 1), (0, 0)])
# Of every kind: the property, and two values.
ALL = {
    "alpha": (1, 0.5),
    "clip_on": (True, False),
    "gid": (None, "answer"),
    "path_effects": ([], [withStroke(linewidth=5, foreground=style.PAPER)]),
    "sketch_params": ((None,), (2, 50, 3)),
    "snap": (True, False),
    "url": (None, "https://example.org"),
    "visible": (True, False),
    "zorder": (1, 7),
}
PATCH = {
    "capstyle": ("butt", "round"),
    "edgecolor": (style.RED, style.INK),
    "facecolor": (style.RED, style.INK),
    "fill": (True, False),
    "hatch": (None, "//"),
    "joinstyle": ("miter", "bevel"),
    "linestyle": ("-", (1, (3, 2))),
    "linewidth": (1, 1.5),
}
MANY = {
    "array": (None, np.array([0.0, 1.0])),
    "linestyle": ("-", ":"),
    "linewidths": ([1, 1], [1, 3]),
    "offsets": ([(0, 0)], [(9, 9)]),
    "edgecolor": ([style.RED, style.INK], [style.INK, style.RED]),
}
OWN = {
    "line": {
        "color": (style.BLUE, style.RED),
        "dash_capstyle": ("butt", "round"),
        "dashes": ((3, 2), (3, 1)),
        "data": ((LINE, LINE), (LINE, [0.1, 0.4, 0.8999])),
        "drawstyle": ("default", "steps-mid"),
        "fillstyle": ("full", "left"),
        "gapcolor": (None, style.GOLD),
        "linewidth": (1, 2.25),
        "marker": ("o", MarkerStyle("s", transform=Affine2D().rotate_deg(20))),
        "markeredgecolor": (style.INK, style.RED),
        "markeredgewidth": (0, 2),
        "markerfacecolor": (style.INK, style.RED),
        "markersize": (5, 6),
        "markevery": (None, 2),
    },
    "text": {
        "bbox": (None, {"fc": style.GOLD}),
        "color": (style.RED, style.INK),
        "fontsize": (9, 10),
        "fontstyle": ("normal", "italic"),
        "fontweight": ("normal", "bold"),
        "ha": ("left", "right"),
        "linespacing": (1, 2),
        "math_fontfamily": ("dejavusans", "stix"),
        "parse_math": (True, False),
        "position": ((0.2, 0.5), (0.2, 0.6)),
        "rotation": (0, 30),
        "text": ("$x$ and 1", "$x$ and 2"),
        "va": ("top", "bottom"),
    },
    "rectangle": {**PATCH, "angle": (0, 20), "width": (0.5, 0.51), "xy": ((0.1, 0.2), (0.1, 0.25))},
    "circle": {**PATCH, "radius": (0.2, 0.21), "center": ((0.5, 0.5), (0.4, 0.5))},
    "polygon": {**PATCH, "closed": (True, False), "xy": ([(0, 0), (1, 0), (0, 1)], [(0, 0), (1, 0), (0, 0.9)])},
    "box": {**PATCH, "boxstyle": ("round,pad=0.1", "round,pad=0.2"), "mutation_scale": (1, 2)},
    "strokes": {**MANY, "segments": ([[(0, 0), (1, 1)]], [[(0, 0), (1, 0.9)]])},
    "shapes": {**MANY, "verts": (SQUARES, SQUARES[::-1]), "hatch": (None, "x")},
}
PLACES = {
    "clip_box": lambda ax: [Bbox.from_bounds(80, 40, 90, 200)],
    "clip_path": lambda ax: [HALF, ax.transAxes],
    "transform": lambda ax: [Affine2D().scale(0.5) + ax.transData],
    "transform of the axes": lambda ax: [ax.transAxes],
    "limits": None,
}


def changed(kind: str) -> Demo:
    """A demo with an artist of this kind, of which one thing is changed, or not."""

    def altered(ax, name, odd):
        ax.set(xlim=(0, 1), ylim=(0, 2 if odd and name == "limits" else 1))
        artist = KINDS[kind]()
        ax.add_artist(artist)
        artist.set_clip_path(ax.patch)
        if name in PLACES and odd and PLACES[name]:
            getattr(artist, f"set_{name.split()[0]}")(*PLACES[name](ax))
        elif name not in PLACES:
            value = (ALL | OWN[kind])[name][odd]
            getattr(artist, f"set_{name}")(*(value if name in ("data", "sketch_params") else [value]))
        return f"{name}, {odd}"

    altered.__doc__ = "Change something."
    controls = {"name": Choice(*ALL, *OWN[kind], *PLACES), "odd": Toggle(False)}
    return Demo(altered, controls, 1, (300, 200))


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_changed_is_seen(kind, subtests):
    demo = changed(kind)
    for name in demo.controls["name"].values:
        with subtests.test(name):
            whole = [draw_whole(demo, {"name": name, "odd": odd}) for odd in (False, True)]
            for odd in (False, True, False, True):
                assert difference(demo.at(name=name, odd=odd).svg, whole[odd]) is None
    assert demo.stage.trusted


@pytest.mark.parametrize("pair", [(False, "false"), (True, "true"), (True, 1), (1, 1.0), (0.0, -0.0), (None, "None")])
def test_values_that_look_alike_have_keys_of_their_own(pair):
    keys = []
    for value in pair:
        line = Line2D(LINE, LINE)
        line._visible = value
        keys.append(Keys({}).of_artist(line))
    assert keys[0] != keys[1]


class Loud(Line2D):
    """An author's own artist: what it does is nobody's to know."""

    width = 1

    def draw(self, renderer):
        self._linewidth = Loud.width
        super().draw(renderer)


def test_an_artist_of_the_authors_own_is_drawn_each_time():
    def own(ax, k):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        Loud.width = 1 + k
        ax.add_line(Loud(LINE, LINE, color=style.BLUE))
        return f"width {k + 1}"

    own.__doc__ = "Move k."
    assert_as_whole(Demo(own, {"k": Slider(0, 3, step=1)}, 1, (300, 200)))


def test_an_artist_whose_drawing_was_replaced_is_drawn_each_time():
    def replaced(ax, k):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        (line,) = ax.plot(LINE, LINE, color=style.BLUE)
        plain = line.draw
        line.draw = lambda renderer: plain(renderer) if k % 2 else None
        return f"state {k}"

    replaced.__doc__ = "Move k."
    assert_as_whole(Demo(replaced, {"k": Slider(0, 3, step=1)}, 1, (300, 200)))


def assert_as_whole(demo: Demo) -> None:
    for k in (0, 1, 0, 3, 1):
        assert difference(demo.at(k=k).svg, draw_whole(demo, {"k": k})) is None, k
    assert demo.stage.trusted


def test_what_did_not_change_is_drawn_once(monkeypatch):
    drawn = []
    string = Stage._string
    monkeypatch.setattr(Stage, "_string", lambda self, artist: drawn.append(artist) or string(self, artist))
    demo = changed("line")
    both = [{"name": "linewidth", "odd": odd} for odd in (False, True)]
    for at in (*both, *both):  # when it has seen how many ticks it needs, the stage begins anew
        demo.at(**at)
    before = len(drawn)
    for at in (*both, *both):
        demo.at(**at)
    assert len(drawn) == before
