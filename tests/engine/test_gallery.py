"""For each demo of the gallery, in random states in random order: page equals Python equals drawn whole."""

import base64
import json
import random
import re
import warnings
import zlib
from itertools import accumulate

import numpy as np
import pytest

from lossviz import style
from lossviz.engine import html
from lossviz.engine.drawing import DrawError
from lossviz.engine.recording import make_recording
from lossviz.engine.reference import difference, draw_whole
from lossviz.engine.verify import verify
from lossviz.engine.widgets import Sliders
from tests.engine.gallery import GALLERY, made

each = pytest.mark.parametrize("demo", GALLERY, ids=lambda demo: demo.name)
COLOURS = "take a colour of lossviz.style"  # the gallery also draws in Matplotlib's own colours


@each
@pytest.mark.filterwarnings(f"ignore:{COLOURS}")
def test_page_and_python_and_the_whole_drawing_are_alike_in_any_order(demo):
    packed = re.search(r'class="lv-data">([^<]+)<', html.html(demo))[1]
    data = json.loads(zlib.decompress(base64.b64decode(packed)))
    order = random.Random(demo.name).choices(range(len(demo.states)), k=5)
    for number in order:
        frame = demo.at(**demo.states[number])
        assert difference(frame.svg, draw_whole(demo, demo.states[number])) is None
        for panel, place, strings, steps in data["tracks"]:
            drawn = frame.panels[panel][place] if place < len(frame.panels[panel]) else ""
            assert strings[list(accumulate(steps))[number]] == style.themed(drawn)
    assert demo.stage.trusted


@each
@pytest.mark.filterwarnings(f"ignore:{COLOURS}")
def test_many_moves_leave_no_more_behind_than_one(demo):
    view = Sliders(demo)
    view.set(k=5)
    once = view.picture.value
    for k in random.Random(1).choices(range(11), k=12):
        view.set(k=k)
    view.set(k=5)
    assert view.picture.value == once


def counting(ax, k, calls=[]):  # noqa: B006  a memory is what is tried here
    calls.append(k)
    ax.set_title(f"call {len(calls)}")
    return "counted"


def remembering(ax, k, last={}):  # noqa: B006
    ax.set_title(f"after {last.get('k')}")
    last["k"] = k
    return "remembered"


def alternating(ax, k, flip=[False]):  # noqa: B006
    flip[0] = not flip[0]
    ax.plot([0, 1 + flip[0]])
    return "one or the other"


def random_without_a_seed(ax, k):
    ax.plot(np.random.default_rng().random(3))
    return "random"


@pytest.mark.parametrize("draw", [counting, remembering, alternating, random_without_a_seed])
def test_a_drawing_with_a_memory_is_refused_at_build_and_live(draw):
    demo = made(lambda ax, k: draw(ax, k))
    with pytest.raises(DrawError, match="keep nothing between two calls, and give randomness a seed"):
        make_recording(demo)
    view = Sliders(demo)
    assert "keep nothing between two calls" in view.picture.value
    assert view.error
    assert "<path" not in str(view.error)


def with_pyplot(ax, k):
    import matplotlib.pyplot as plt

    plt.plot([0, k])


def with_settings(ax, k):
    import matplotlib

    matplotlib.rcParams["lines.linewidth"] = 9


REFUSED = {
    "draw on the axes that it is given, as in ax.plot": with_pyplot,
    "rcParams would change all that follows": with_settings,
    "a Text of the whole figure is in no panel": lambda ax, k: ax.figure.suptitle("over all") and None,
    "give the size of a panel to the decorator": lambda ax, k: ax.figure.set_size_inches(3, 3),
    "take set_dpi away": lambda ax, k: ax.figure.set_dpi(50 + k),
    "control character '\\x01' out of a text in the picture": lambda ax, k: ax.text(0, 0, "a\x01b") and None,
    'take shading="gouraud" away': lambda ax, k: ax.pcolormesh([[0, 1], [1, 2]], shading="gouraud") and None,
    "take rasterized=True away": lambda ax, k: ax.plot([0, 1], rasterized=True) and None,
}


@pytest.mark.parametrize("advice", REFUSED)
def test_what_no_page_can_show_is_refused_in_one_sentence_that_says_what_to_do(advice):
    import matplotlib

    def odd(ax, k):
        return REFUSED[advice](ax, k) or "fine"

    before = dict(matplotlib.rcParams)
    with pytest.raises(DrawError) as refusal:
        made(odd).at(k=3)
    said = str(refusal.value)
    assert said.startswith("odd at k=3: ")
    assert advice in said
    assert "\n" not in said
    assert len(said) < 250
    assert dict(matplotlib.rcParams) == before


def test_a_colour_outside_the_palette_is_told_with_the_kind_of_artist():
    def dark(ax, k):
        ax.plot([0, k], color="black")
        ax.plot([0, k], color=style.BLUE)
        return "a black line"

    with pytest.warns(UserWarning, match=r"take a colour of lossviz\.style: dark draws a Line2D in #000000"):
        make_recording(made(dark))


def test_where_matplotlibs_inside_has_changed_each_state_is_a_new_figure_and_it_says_so_once(monkeypatch):
    from lossviz.engine.svg import ArtistRenderer

    def line(ax, k):
        ax.plot([0, k], color=style.BLUE)
        ax.twinx()
        return f"up to {k}"

    demo = made(line, axes=1)
    monkeypatch.setattr(ArtistRenderer, "_take", lambda self: 1 / 0)
    with pytest.warns(UserWarning, match="drawn slowly, on a new figure each time.*ZeroDivisionError"):
        frame = demo.at(k=3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for k in (1, 3):
            assert difference(demo.at(k=k).svg, draw_whole(demo, {"k": k})) is None
    assert frame == demo.at(k=3)
    assert "--lv-blue" in html.html(demo)


def test_a_stage_that_draws_otherwise_than_matplotlib_is_not_trusted(monkeypatch):
    from lossviz.engine import svg

    def line(ax, k):
        ax.plot([0, k], color=style.BLUE)
        return f"up to {k}"

    demo = made(line)
    drawn = svg.ArtistRenderer.string
    monkeypatch.setattr(svg.ArtistRenderer, "string", lambda self, artist: drawn(self, artist).replace("M 5", "M 6"))
    with pytest.warns(UserWarning, match="drawn slowly"):
        verify(demo, demo.states[:3])
    assert difference(demo.at(k=2).svg, draw_whole(demo, {"k": 2})) is None
