"""What the demos of the chapter on softmax say and draw at positions where the answer is known."""

import math
import re

import numpy as np
import pytest

from lossviz.demos._softmax_numbers import agrees, read, sum_and_share
from lossviz.demos.softmax_cross_entropy import (
    double_softmax,
    pick_one_each,
    smoothed_labels,
    softmax_shift,
    softmax_slopes,
    softmax_three_stages,
)
from lossviz.losses import softmax_cross_entropy
from tests.demos.axes import drawn


def numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+\.\d+", text.replace("−", "-"))]


def number_after(words: str, text: str) -> float:
    text = text.replace("−", "-").replace("\N{NO-BREAK SPACE}", " ")
    return float(re.search(re.escape(words) + r"\D*?(-?\d+(?:\.\d+)?)", text)[1])


# Three stages


def cat_and_loss(**values) -> list[float]:
    return numbers(softmax_three_stages.at(**values).readout.partition("q(cat)")[2])[-2:]


def test_the_cat_of_the_chapter_is_where_the_first_demo_opens():
    readout = softmax_three_stages.at().readout.replace("\N{NO-BREAK SPACE}", " ")
    assert "7.389 + 2.718 + 0.368 = 10.475" in readout
    assert cat_and_loss() == [0.7054, 0.349]


def test_adding_1_to_all_logits_changes_neither_bars_nor_loss():
    before, after = (drawn(softmax_three_stages, **v)[1].patches for v in ({}, {"cat": 3, "dog": 2, "owl": 0}))
    assert [bar.get_width() for bar in before] == pytest.approx([bar.get_width() for bar in after])
    assert cat_and_loss(cat=3, dog=2, owl=0) == cat_and_loss()


def test_the_bars_of_softmax_sum_to_1_wherever_the_logits_are():
    for values in softmax_three_stages.states[::97]:
        assert sum(bar.get_width() for bar in drawn(softmax_three_stages, **values)[1].patches) == pytest.approx(1)


def test_the_owl_takes_from_cat_and_dog_in_proportion():
    for owl in (-3, 0, 3):
        cat, dog, _ = (bar.get_width() for bar in drawn(softmax_three_stages, owl=owl)[1].patches)
        assert cat / dog == pytest.approx(math.e)


@pytest.mark.parametrize("dog", [1, 3])
def test_a_low_temperature_helps_the_right_and_hurts_the_wrong(dog):
    by_temperature = [cat_and_loss(dog=dog, temperature=t)[1] for t in (0.25, 0.5, 1, 2, 4)]
    assert by_temperature == sorted(by_temperature, reverse=dog == 3)


def test_the_goal_can_be_reached_without_touching_the_cat():
    assert cat_and_loss(dog=-3, owl=-2)[0] > 0.95


def test_a_reader_who_computes_with_the_printed_numbers_gets_the_printed_results():
    for values in softmax_three_stages.states:
        logits = np.array([values[name] for name in ("cat", "dog", "owl")]) / values["temperature"]
        whole, part = (text.split(" = ") for text in sum_and_share(np.exp(logits)))
        terms = [read(term)[0] for term in whole[0].split(" + ")]
        over, under = part[0].split(" / ")
        assert agrees(sum(terms), whole[1]), values
        assert agrees(read(over)[0] / read(under)[0], part[1]), values
        loss = f"{softmax_cross_entropy(logits=logits, label=0):.3f}"
        assert agrees(-math.log(read(part[1])[0]), loss), values


def test_a_loss_beyond_the_picture_is_an_arrow_and_not_a_dot():
    for values, arrow in (({}, False), ({"cat": -3, "dog": 3}, True)):
        loss = drawn(softmax_three_stages, **values)[1].lines[-1]
        assert (loss.get_marker() != "o") == arrow
        assert (loss.get_ydata()[0] == 1) == arrow  # the upper edge, as a share of the axes


# Shifts


@pytest.mark.parametrize(
    ("bits", "lost", "wrong", "sound"),
    [("float64", 708, -745, 700), ("float32", 87, -104, 80), ("float16", 50, -16, 5)],
)
def test_the_plain_formula_is_lost_above_wrong_below_and_sound_between(bits, lost, wrong, sound):
    assert "∞/∞ is nan" in softmax_shift.at(format=bits, shift=lost).readout
    assert "no warning" in softmax_shift.at(format=bits, shift=wrong).readout
    assert "fits: softmax is 0.70" in softmax_shift.at(format=bits, shift=sound).readout
    assert "0/0 is nan" in softmax_shift.at(format=bits, shift=-1000).readout


SHARES = "0.705, 0.259, 0.035, as without the shift"


def test_with_the_largest_taken_off_every_shift_is_sound():
    for values in softmax_shift.states:
        if values["largest"]:
            told = "0.705, 0.260, 0.035, right to two decimals" if values["format"] == "float16" else SHARES
            assert told in softmax_shift.at(**values).readout, values


def test_powers_that_fit_may_have_a_sum_that_does_not():
    assert "their sum does not" in softmax_shift.at(format="float16", shift=9).readout


def test_only_one_stop_of_each_format_is_wrong_without_a_word():
    for bits in ("float64", "float32", "float16"):
        stops = softmax_shift.controls["shift"].values
        silent = [s for s in stops if "no warning" in softmax_shift.at(format=bits, shift=s).readout]
        assert len(silent) == 1


# Slopes


def slopes(**values) -> list[float]:
    """The arrows of the second panel, from the ends of the bars to the marks, with the sign of the slope."""
    arrows = (line.get_ydata() for line in drawn(softmax_slopes, **values)[1].lines if len(line.get_xdata()) == 2)
    return [start - end for start, end in list(arrows)[-3:]]


def test_the_green_arrows_sum_to_0_at_every_position():
    for values in softmax_slopes.states[::23]:
        assert sum(slopes(**values)) == pytest.approx(0, abs=1e-12)
        told = softmax_slopes.at(**values).readout.replace("\N{NO-BREAK SPACE}", "").partition("=0.000")[0]
        assert round(sum(numbers(told)), 3) == 0


def test_only_the_true_class_is_pushed_up():
    assert np.sign(slopes(target="owl")).tolist() == [1, 1, -1]


def test_a_green_arrow_is_the_slope_of_the_loss_in_that_logit():
    low, high = (number_after("Loss", softmax_slopes.at(cat=h).readout) for h in (-1, 1))
    assert (high - low) / 2 == pytest.approx(slopes()[0], abs=0.03)


def test_arrows_vanish_where_softmax_can_equal_the_target():
    assert max(map(abs, slopes(target="half cat, half dog", cat=3, dog=3, owl=-3))) < 0.002


def test_the_demos_do_not_open_on_the_answer():
    assert slopes() == pytest.approx([-2 / 3, 1 / 3, 1 / 3])
    assert "No lead" not in double_softmax.at().readout
    assert "still falling" in smoothed_labels.at().readout


# Softmax twice


def said_loss(readout: str) -> float:
    """The loss in a readout such as "…: loss −log 0.24 = 1.427 nats", where it follows from what is printed before."""
    p, loss = re.search(r"−log ([\d.]+) = ([\d.]+) nats", readout.replace("\N{NO-BREAK SPACE}", " ")).groups()
    assert f"{-math.log(float(p)):.3f}" == loss
    return float(loss)


@pytest.mark.parametrize(("classes", "floor"), [("2", 0.313), ("3", 0.551), ("10", 1.461), ("100", 3.622)])
def test_softmax_twice_has_a_floor_that_grows_with_the_classes(classes, floor):
    readout = double_softmax.at(classes=classes, lead=10).readout
    assert floor <= said_loss(readout) < floor + 0.006
    assert f"= {floor:.3f}." in readout


def test_once_the_loss_falls_to_0():
    assert said_loss(double_softmax.at(twice=False, lead=10).readout) < 0.001


def test_the_worst_mistake_has_next_to_no_slope_with_softmax_twice():
    once, twice = (number_after("slope", double_softmax.at(twice=t, lead=-4).readout) for t in (False, True))
    assert once < -0.98
    assert -0.02 < twice < 0


@pytest.mark.parametrize("twice", [False, True])
def test_the_slope_said_is_that_of_the_curve(twice):
    low, here, high = (double_softmax.at(twice=twice, lead=lead).readout for lead in (0, 0.5, 1))
    measured = said_loss(high) - said_loss(low)
    assert measured == pytest.approx(number_after("slope", here), abs=0.01)


# Label smoothing


@pytest.mark.parametrize("classes", ["3", "10"])
@pytest.mark.parametrize("smoothing", [0.01, 0.1, 0.5])
def test_the_marked_lead_has_the_lowest_loss_of_all(smoothing, classes):
    def loss(lead):
        return number_after("Loss", smoothed_labels.at(smoothing=smoothing, classes=classes, lead=lead).readout)

    readout = smoothed_labels.at(smoothing=smoothing, classes=classes, lead=10).readout
    best = min(smoothed_labels.controls["lead"].values, key=loss)
    assert abs(best - number_after("lowest at lead", readout)) <= 0.5
    assert loss(best) >= numbers(readout)[-1]


def test_less_smoothing_puts_the_lowest_point_further_right_and_none_puts_it_nowhere():
    leads = [number_after("at lead", smoothed_labels.at(smoothing=e, lead=10).readout) for e in (0.5, 0.1, 0.05, 0.01)]
    assert leads == sorted(leads)
    assert "still falling" in smoothed_labels.at(smoothing=0, lead=10).readout


# Indexing


def test_one_index_returns_the_framed_numbers_and_the_others_whole_tables():
    right = drawn(pick_one_each, index="q[np.arange(n), y]", second=1, third=1)[1]
    assert [text.get_text() for text in right.texts if text.get_text()] == ["0.70", "0.80", "0.30"]
    for index in ("q[np.arange(n)][y]", "q[:, y]"):
        right = drawn(pick_one_each, index=index)[1]
        assert sum(bool(text.get_text()) for text in right.texts) == 9
        assert "nine numbers, not three" in pick_one_each.at(index=index).readout


def test_labels_0_1_2_make_the_wrong_index_return_the_table_itself():
    values = {"index": "q[np.arange(n)][y]", "first": 0, "second": 1, "third": 2}
    left, right = drawn(pick_one_each, **values)
    assert [t.get_text() for t in left.texts] == [t.get_text() for t in right.texts]


@pytest.mark.parametrize("values", [*pick_one_each.states[::7]])
def test_a_returned_cell_has_the_look_of_the_cell_that_it_comes_from(values):
    def looks(ax):
        cells = [patch for patch in ax.patches if patch.get_alpha() is not None]
        pairs = zip(cells, ax.texts, strict=True)
        return {(cell.get_facecolor(), text.get_text()) for cell, text in pairs if cell.get_alpha() > 0}

    left, right = map(looks, drawn(pick_one_each, **values))
    assert left == right
    assert len({color for color, _ in left}) == len(left)
