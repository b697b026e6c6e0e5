"""Demos of a reader's own numbers: whatever the unit, the axes fit; what cannot be drawn is refused with advice."""

import re

import numpy as np
import pytest

from lossviz.demos import own
from lossviz.demos._columns import Ruler
from lossviz.losses import softmax_cross_entropy

RNG = np.random.default_rng(5)
X = RNG.uniform(20, 80, 30)
Y = 3 + 0.1 * X + RNG.normal(0, 2, 30)
Q = RNG.beta(2, 3, 400).round(2)  # with many equal ones
LABEL = (RNG.random(400) < Q).astype(int)
Z = RNG.normal(0, 3, (200, 4))
CLASS = RNG.integers(0, 4, 200)
TEXT = "Der Weg über den Fluss ist weit, 눈이 온다."

MADE = {
    "mean_median_tug": lambda: own.mean_median_tug(Y),
    "flat_valley": lambda: own.flat_valley([1, 2, 2, 3, 50]),
    "outlier_tug": lambda: own.outlier_tug(X, Y, names=("age", "income")),
    "fit_by_hand": lambda: own.fit_by_hand(X, Y),
    "huber_delta": lambda: own.huber_delta(X, Y),
    "pinball_line": lambda: own.pinball_line(X, Y),
    "calibration": lambda: own.calibration(Q, LABEL),
    "ranking": lambda: own.ranking(Q, LABEL),
    "threshold": lambda: own.threshold(Q, LABEL),
    "temperature": lambda: own.temperature(Z, CLASS),
    "epochs": lambda: own.epochs([1, 0.5, 0.3, 0.25], [1, 0.6, 0.5, 0.7]),
    "letter_frequencies": lambda: own.letter_frequencies(TEXT),
}


def ends(demo):
    for pick in (0, -1):
        yield {name: control.values[pick] for name, control in demo.controls.items()}


def test_all_of_them_are_tried():
    assert set(MADE) == set(own.__all__)


@pytest.mark.parametrize("name", MADE)
def test_opening_and_both_ends_draw_and_say_different_things(name):
    demo = MADE[name]()
    low, high = (demo.at(**place).readout for place in ends(demo))
    assert low != high
    assert demo.at().readout
    assert len(demo.states) <= 2_000


LINES = (own.outlier_tug, own.fit_by_hand, own.huber_delta, own.pinball_line)


@pytest.mark.parametrize("scale", [1e-3, 1, 1e5])
@pytest.mark.parametrize("make", LINES, ids=lambda make: make.__name__)
def test_in_any_readable_unit_the_points_are_inside_and_nothing_reads_zero(make, scale):
    demo = make(scale * X, 0.01 * scale * Y)
    for values in ends(demo):
        assert not re.search(r"−0\b(?!\.)|nan|inf|e[-+]\d", demo.at(**values).readout)
    ruler = Ruler.of(scale * X)
    assert ruler.low <= scale * X.min() < scale * X.max() <= ruler.high
    assert ruler.limits[0] < ruler.low


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3.7, 12.9), (1e-3, 2.3e-3), (4e5, 9.1e5), (-1, 1e4)])
def test_a_ruler_s_stops_hold_all_values_and_read_differently(low, high):
    ruler = Ruler.of([low, high])
    assert ruler.stops[0] <= low
    assert ruler.stops[-1] >= high
    assert 10 <= len(ruler.stops) <= 27
    assert len({ruler.text(stop) for stop in ruler.stops}) == len(ruler.stops)


def number_after(words: str, readout: str) -> float:
    return float(re.search(rf"{re.escape(words)} (−?[\d.,]*\d)", readout)[1].replace("−", "-").replace(",", ""))


def test_mean_and_median_are_of_all_values():
    readout = own.mean_median_tug([1, 2, 6]).at(more=11).readout
    assert number_after("mean", readout) == 5
    assert number_after("median", readout) == 4


def test_the_best_line_is_that_of_numpy_and_the_hand_s_error_is_right():
    demo = own.fit_by_hand(X, Y)
    values = demo.start | {"left": demo.controls["left"].values[3], "show": True}
    readout = demo.at(**values).readout
    best = np.polyfit(X, Y, 1)
    across = Ruler.of(X)
    slope = (values["right"] - values["left"]) / (across.high - across.low)
    by_hand = values["left"] + slope * (X - across.low)
    assert number_after("squared errors is", readout) == pytest.approx(((by_hand - Y) ** 2).mean(), rel=1e-3)
    assert number_after("best line has", readout) == pytest.approx(((np.polyval(best, X) - Y) ** 2).mean(), rel=1e-3)


def test_the_quantile_line_leaves_its_share_below():
    for tau in (0.1, 0.5, 0.9):
        below, on = map(
            int, re.findall(r"(\d+) (?:of 30 points lie below|on it)", own.pinball_line(X, Y).at(tau=tau).readout)
        )
        assert below <= 30 * tau <= below + on


def test_the_area_counts_pairs_in_order_and_half_of_those_that_tie():
    from lossviz.demos._ranking import areas

    yes, no = Q[LABEL == 1], Q[LABEL == 0]
    pairs = (yes[:, None] > no).mean() + 0.5 * (yes[:, None] == no).mean()
    assert areas(Q, LABEL)[0] == pytest.approx(pairs)


def test_the_lowest_temperature_is_the_lowest_of_a_fine_grid():
    readout = own.temperature(Z, CLASS).at().readout
    grid = [softmax_cross_entropy(logits=Z / T, label=CLASS).mean() for T in np.linspace(0.25, 8, 300)]
    lowest = float(re.search(r"Lowest at T = [\d.]+: ([\d.]+) nats", readout)[1])
    assert lowest == pytest.approx(min(grid), abs=2e-3)


SCRIPTS = {  # a text, how many letters it has, and how many kinds
    "Hindi, with vowel signs": ("सभी मनुष्यों को गौरव और अधिकारों के मामले में", 37, 23),
    "Thai, with vowels above and below": ("มนุษย์ทั้งหลายเกิดมามีอิสระ", 27, 22),
    "accents by themselves": ("e\u0301té, ÉTÉ, été, Été, l'e\u0301te\u0301 de l’été", 22, 5),
    "a capital and an end that has another shape": ("ΣΟΦΟΣ σοφός ΣΟΦΟΣ σοφός", 20, 4),
    "ß, which is one letter": ("Straße Straße straße STRAẞE 12", 24, 6),
    "signs on no letter": ("abcdefghijklmnopqrst ❤\ufe0f 1\ufe0f\u20e3", 20, 20),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_letter_is_counted_whatever_its_script(script):
    text, letters, kinds = SCRIPTS[script]
    readout = own.letter_frequencies(text).at().readout
    assert f" of {letters} letters," in readout
    assert f"each of the {kinds} would" in readout


def test_a_demo_of_own_numbers_is_saved_like_any_other(tmp_path):
    page = own.epochs([1, 0.5, 0.3], [1, 0.6, 0.7]).save(tmp_path / "mine.html").read_text()
    assert "own_epochs" in page


REFUSED = {
    "words": (lambda: own.outlier_tug(["a", "b", "c"], [1, 2, 3]), "must be a column of numbers"),
    "a table": (lambda: own.mean_median_tug(np.ones((3, 2))), "give one column"),
    "too few": (lambda: own.fit_by_hand([1, 2], [1, 2]), "at least 3"),
    "too many": (lambda: own.fit_by_hand(np.arange(500), np.arange(500)), "a sample of at most 200"),
    "a gap": (lambda: own.pinball_line([1, 2, np.nan], [1, 2, 3]), r"x\[2\] is nan"),
    "no spread": (lambda: own.huber_delta([1, 2, 3], [5, 5, 5]), "numbers that differ"),
    "a huge unit": (lambda: own.flat_valley([1e9, 2e9]), "another unit"),
    "two lengths": (lambda: own.outlier_tug([1, 2, 3], [1, 2, 3, 4]), "x has 3 and y has 4"),
    "a perfect line": (lambda: own.huber_delta([1, 2, 3, 4], [2, 4, 6, 8]), "lie on one line"),
    "logits": (lambda: own.calibration(4 * Z[:, 0], CLASS[:200] % 2), "take the sigmoid first"),
    "signs": (lambda: own.ranking(Q, 2 * LABEL - 1), r"labels are 0 \(no\) and 1"),
    "one kind": (lambda: own.threshold(Q, 0 * LABEL), "samples of both kinds"),
    "flat logits": (lambda: own.temperature(Q, LABEL), r"\(samples, classes\)"),
    "no text": (lambda: own.letter_frequencies(["a", "b"]), "give a string"),
    "a short text": (lambda: own.letter_frequencies("aaa"), "at least 20"),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_cannot_be_drawn_is_refused_with_advice(wrong):
    make, advice = REFUSED[wrong]
    with pytest.raises(ValueError, match=advice):
        make()
