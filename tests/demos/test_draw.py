"""What demos of several chapters draw and write with."""

import numpy as np
import pytest

from lossviz import Toggle, demo, style
from lossviz.demos._draw import dots, shown


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(-0.0001, 2, "0"), (20.0, 2, "20"), (-1.5, 2, "−1.5"), (0.1 + 0.2, 3, "0.3"), (20, 0, "20")],
)
def test_numbers_read_as_one_would_write_them(value, digits, text):
    assert shown(value, digits) == text


@pytest.mark.parametrize("count", [0, 1, 63, 200])  # a path of 128 points or more, Matplotlib might simplify
def test_each_dot_is_a_stroke_of_no_length(count):
    x, y = np.random.default_rng(0).random((2, count))

    @demo(on=Toggle())
    def dotted(ax, on):
        """Dots on two layers."""
        dots(ax, x, y, style.BLUE, 5, layers=2)
        return "dots"

    drawn = [artist for artist in dotted.at().panels[0] if "stroke-width: 5" in artist]
    assert sum(artist.count("M ") for artist in drawn) == sum(artist.count("L ") for artist in drawn) == count
