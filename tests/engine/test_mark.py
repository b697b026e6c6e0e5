"""A point that may leave its picture: `lossviz.mark`."""

import re
from math import inf, nan

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle

from lossviz import Slider, demo, mark, style
from lossviz.engine import verify

BOX = {"xlim": (0, 4), "ylim": (1, 10)}
INSIDE = [(1, 3), (0, 1), (4, 10)]  # the edge is within
OUTSIDE = [(5, 3), (-inf, 3), (1, 10.1), (1, inf), (1, -1e9), (9, 99)]


def drawn(x, y, look=style.handle, **options):
    """Axes, the line and the words that there are in the end."""
    ax = Figure(figsize=(4, 3), dpi=72).add_subplot(**{**BOX, **options.pop("axes", {})})
    mark(ax, x, y, look, style.RED, **options)
    return ax, *ax.lines, *ax.texts


def place(ax, line):
    """Where a mark lies, as shares of the axes."""
    return ax.transAxes.inverted().transform(line.get_transform().transform(line.get_xydata()[0]))


@pytest.mark.parametrize(("x", "y"), INSIDE)
def test_inside_a_point_is_drawn_as_asked_and_says_nothing(x, y):
    _, line, words = drawn(x, y)
    assert line.get_xydata().tolist() == [[x, y]]
    assert line.get_marker() == "o"
    assert words.get_text() == ""


@pytest.mark.parametrize(
    ("x", "y", "at", "said"),
    [
        (5, 5.5, (1, 0.5), "5"),
        (-1234.56, 5.5, (0, 0.5), "−1,230"),
        (1, 251.4, (0.25, 1), "251"),
        (1, inf, (0.25, 1), "∞"),
        (1, -inf, (0.25, 0), "−∞"),
        (5, 99, (0.96, 1), "99"),  # further away upwards; whole in the corner
    ],
)
def test_outside_an_arrow_at_the_edge_has_the_value(x, y, at, said):
    ax, line, words = drawn(x, y)
    assert place(ax, line) == pytest.approx(at, abs=0.002)
    assert line.get_marker() != "o"
    assert words.get_text() == said
    assert line.get_color() == words.get_color() == style.RED


@pytest.mark.parametrize("axes", [{}, {"xlim": (4, 0), "ylim": (10, 1)}, {"yscale": "log"}])
@pytest.mark.parametrize(("x", "y"), OUTSIDE)
def test_arrow_and_words_stay_within_the_axes(x, y, axes):
    ax, line, words = drawn(x, y, axes=axes)
    frame = ax.get_window_extent().padded(0.5)
    arrow = MarkerStyle(line.get_marker())
    corners = arrow.get_transform().transform(arrow.get_path().vertices) * line.get_markersize()
    tip = line.get_transform().transform(line.get_xydata()[0])
    tail = tip + corners[[3, 4]].mean(axis=0)
    assert frame.contains(*tip)
    assert frame.contains(*tail)
    assert np.hypot(*(tip - tail)) > 15
    box = words.get_window_extent(FigureCanvasAgg(ax.figure).get_renderer())
    assert frame.contains(*box.min)
    assert frame.contains(*box.max)
    assert not box.contains(*tail)
    assert not box.contains(*tip)


def test_a_value_of_0_lies_below_a_logarithmic_axis():
    ax, line, words = drawn(1, 0, axes={"yscale": "log"})
    assert place(ax, line) == pytest.approx((0.25, 0))
    assert words.get_text() == "0"


def test_what_has_no_point_shows_the_arrow_or_nothing():
    _, line, words = drawn(1, 99, {}, text="12 above")
    assert line.get_xydata().tolist() == [[0.25, 1]]
    assert words.get_text() == "12 above"
    for x, y in [(1, 3), (nan, 3), (1, nan)]:
        _, line, words = drawn(x, y, {}, text="12 above")
        assert not line.get_xydata().max() > 0
        assert words.get_text() == ""


def test_a_mark_leaves_and_enters_without_another_part():
    @demo(x=Slider(0, 4, step=1))
    def square(ax, x):
        """Drag x until x² leaves the picture."""
        ax.set(**BOX)
        mark(ax, x, x**2, style.handle, style.RED)
        return f"{x}"

    counts = {len(square.at(x=x).panels[0]) for x in range(5)}
    assert len(counts) == 1
    assert [bool(re.search(">16<", square.at(x=x).svg)) for x in (3, 4)] == [False, True]
    verify.verify(square, square.states)
    assert square.stage.trusted
