"""What the demos of the chapter on binary cross-entropy say and draw at positions where the answer is known."""

import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from matplotlib.figure import Figure

from lossviz import style
from lossviz.demos._genes import THRESHOLD, draw_gene
from lossviz.demos.binary_cross_entropy import (
    cross_entropy_or_mse,
    dog_and_desk,
    focus_on_the_hard,
    from_probability,
    logit_or_probability,
    sigmoid_and_slope,
    squared_under_sigmoid,
    two_costs,
)

OWNER, STRANGER = two_costs.controls["who"].values


def numbers(text: str) -> list[float]:
    plain = text.replace("−", "-").replace("∞", "inf")
    return [float(n) for n in re.findall(r"-?(?:\d+\.\d+|inf)", plain)]


def drawn(demo, **values):
    """The axes after the demo drew on them at these values."""
    axes = Figure().subplots(1, 2)
    demo.draw(axes, **demo.start | values)
    return axes


def number_after(words: str, demo, **values) -> float:
    return numbers(demo.at(**values).readout.split(words, 1)[1])[0]


# Two curves over ŷ


def test_a_stranger_who_was_given_three_tenths_costs_what_the_chapter_says():
    assert number_after("−log(1 − 0.3) =", two_costs, who=STRANGER, y_hat=0.3) == 0.3567
    assert number_after("−log(0.4) =", two_costs, who=OWNER, y_hat=0.4) == 0.9163
    assert number_after("−log(1 − 0.98) =", two_costs, who=STRANGER, y_hat=0.98) == 3.912


@pytest.mark.parametrize(("who", "right"), [(OWNER, 1), (STRANGER, 0)])
def test_two_corners_are_free_and_two_cost_everything(who, right):
    assert "= 0 nats" in two_costs.at(who=who, y_hat=right).readout
    wrong = two_costs.at(who=who, y_hat=1 - right).readout
    assert "= ∞ nats" in wrong
    assert "certain and wrong" in wrong


def test_the_two_curves_are_mirror_images():
    left, right = (ax.lines[0].get_xydata() for ax in drawn(two_costs))
    np.testing.assert_allclose(left[::-1, 1], np.interp(1 - left[::-1, 0], *right.T), atol=0.01)


def test_only_the_curve_that_counts_is_drawn_in_full():
    for who, faint in ((OWNER, 1), (STRANGER, 0)):
        shades = [ax.lines[0].get_alpha() for ax in drawn(two_costs, who=who)]
        assert (shades[faint] < 0.5, shades[1 - faint]) == (True, 1)


# The sigmoid


def test_the_sigmoid_is_steepest_in_the_middle_with_a_quarter():
    slopes = {z: number_after("·", sigmoid_and_slope, z=z) for z in (0, 1)}
    assert "= 0.2500" in sigmoid_and_slope.at(z=0).readout
    assert slopes[0] == 0.5
    heights = [drawn(sigmoid_and_slope, z=z)[1].lines[-1].get_ydata()[0] for z in np.linspace(-6, 6, 25)]
    assert max(heights) == heights[12] == 0.25


def test_opposite_logits_have_opposite_odds():
    assert "odds of 7.4 to 1" in sigmoid_and_slope.at(z=2).readout
    assert "odds of 1 to 7.4" in sigmoid_and_slope.at(z=-2).readout


def test_the_tangent_touches_the_sigmoid_with_the_slope_that_is_shown():
    left, right = drawn(sigmoid_and_slope, z=1.5)
    (x0, y0), (x1, y1) = left.lines[1].get_xydata()
    shown_height = right.lines[-1].get_ydata()[0]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(shown_height)
    assert (y0 + y1) / 2 == pytest.approx(1 / (1 + np.exp(-1.5)))


# Cross-entropy or MSE


def test_mse_pulls_seventy_five_times_less_at_five_on_the_wrong_side():
    assert "cross-entropy 0.993, MSE 0.0132: a factor of 75.2" in cross_entropy_or_mse.at(y="0", z=5).readout
    assert "cross-entropy −0.993, MSE −0.0132: a factor of 75.2" in cross_entropy_or_mse.at(y="1", z=-5).readout


def test_mse_pulls_hardest_where_the_prediction_is_off_by_two_thirds():
    z = np.linspace(-8, 8, 16001)
    loss, slope = squared_under_sigmoid(z, 0)
    assert z[slope.argmax()] == pytest.approx(np.log(2), abs=1e-3)
    assert slope.max() == pytest.approx(8 / 27)
    np.testing.assert_allclose(np.gradient(loss, z)[1:-1], slope[1:-1], atol=1e-6)


def test_the_two_slopes_have_the_colours_of_their_losses():
    left, right = drawn(cross_entropy_or_mse)
    for ax in (left, right):
        handles = [line.get_color() for line in ax.lines if line.get_marker() == "o"]
        assert handles == [style.RED, style.PURPLE]


# By way of the probability


@pytest.mark.parametrize("y", [0, 1])
def test_what_is_drawn_as_pytorchs_loss_is_pytorchs_loss(y):
    for z in (-120.0, -100, -90, -88, -60, -30, -27, -10, 0, 5, 10, 16, 18, 40, 100, 120):
        logit = torch.tensor(float(z), requires_grad=True)
        loss = F.binary_cross_entropy(torch.sigmoid(logit), torch.tensor(float(y)))
        loss.backward()
        ours = from_probability(z, y)
        assert float(ours[0]) == pytest.approx(loss.item(), rel=1e-4, abs=1e-6)
        assert float(ours[1]) == pytest.approx(logit.grad.item(), rel=1e-3, abs=1e-6)


def test_between_sixteen_and_eighteen_the_probability_rounds_to_one_and_the_loss_jumps_to_a_hundred():
    near, far = (logit_or_probability.at(y="0", z=z).readout for z in (16, 18))
    assert "loss 16.00, slope 1.00.\nBy way of the probability: loss 15.94, slope 1.00" in near
    assert "loss 18.00, slope 1.00.\nBy way of the probability: loss 100.00, slope 0.00" in far


def test_for_a_yes_the_loss_holds_longer_than_its_slope():
    readout = logit_or_probability.at(y="1", z=-50).readout
    assert "From the logit: loss 50.00, slope −1.00" in readout
    assert "By way of the probability: loss 50.00, slope 0.00" in readout


def test_no_zero_has_a_minus_sign():
    for y in ("0", "1"):
        assert not any("−0.00" in logit_or_probability.at(y=y, z=z).readout for z in range(-120, 121, 20))


# Several labels


def probabilities(**values) -> tuple[list[float], list[float]]:
    first, second = dog_and_desk.at(**values).readout.split("\n")
    return numbers(first.split(":")[0]), numbers(second.split(":")[0])


def test_softmax_never_lifts_two_things_above_one_half():
    for dog in range(-4, 5):
        for desk in range(-4, 5):
            _, shared = probabilities(dog=dog, desk=desk)
            assert sorted(shared)[1] <= 0.5


def test_sigmoids_lift_both_and_leave_each_other_alone():
    before, _ = probabilities(dog=3, desk=3)
    after, _ = probabilities(dog=4, desk=3)
    assert min(before[:2]) > 0.9
    assert after[1:] == before[1:]


def test_the_loss_of_an_empty_room_falls_when_all_logits_do():
    low, high = (number_after("=", dog_and_desk, picture="an empty room", dog=z, desk=z, cat=z) for z in (-4, 4))
    assert low < 0.1 < 12 < high


# Focal loss


def share(**values) -> float:
    return float(re.search(r"make up ([\d.]+) %", focus_on_the_hard.at(**values).readout)[1])


def test_a_thousand_easy_samples_outweigh_ten_hard_ones_until_the_focus_is_set():
    assert [share(gamma=g, p=0.95) for g in (0, 1, 2)] == [81, 23.3, 2.1]


def test_easy_samples_that_are_not_easy_dominate_at_any_focus():
    assert share(gamma=2, p=0.5) > 95


def test_without_focus_the_two_curves_are_one():
    left, _ = drawn(focus_on_the_hard, gamma=0)
    pale, full = (line.get_ydata() for line in left.lines[:2])
    np.testing.assert_allclose(pale, full)


def test_a_very_small_number_is_written_with_a_power_of_ten():
    assert "3.1·10⁻⁷ times" in focus_on_the_hard.at(gamma=5, p=0.95).readout
    assert "< 0.1 %" in focus_on_the_hard.at(gamma=5, p=0.95).readout


@pytest.mark.parametrize(
    "demo",
    [
        two_costs,
        sigmoid_and_slope,
        cross_entropy_or_mse,
        logit_or_probability,
        dog_and_desk,
        focus_on_the_hard,
    ],
    ids=lambda demo: demo.name,
)
def test_a_readout_fits_on_two_lines(demo):
    longest = max((demo.at(**place).readout for place in demo.states[:: max(1, len(demo.states) // 60)]), key=len)
    assert len(longest) <= 150
    assert longest.count("\n") <= 1
    assert len(demo.caption) <= 90


# One gene with fourteen labels; the demo itself is made in the chapter, from its own training run


TRUE = np.isin(np.arange(14), [1, 2, 11])
SURE = np.where(TRUE, 0.9, 0.1)
SHARED = np.where(TRUE, 0.3, 0.1 / 11)


def gene_at(threshold: float):
    axes = Figure().subplots(1, 2)
    return axes, draw_gene(axes, TRUE, SURE, SHARED, threshold, (0.75, 0.125))


def test_what_is_named_is_what_lies_above_the_threshold():
    assert "It has 3 labels. From 0.5 on, sigmoids name 3 (3 right), softmax none." in gene_at(0.5)[1]
    assert "sigmoids name 14 (3 right), softmax 3 (3 right)" in gene_at(0.05)[1]
    assert "sigmoids name none, softmax none" in gene_at(0.95)[1]


def test_the_scores_over_all_genes_are_said_in_the_order_in_which_they_are_given():
    assert gene_at(0.5)[1].endswith("F1 0.750 by sigmoids, 0.125 by softmax.")


def test_bars_have_the_heights_of_the_probabilities_and_dots_stand_over_the_true_labels():
    (left, right), _ = gene_at(0.5)
    for ax, heights in ((left, SURE), (right, SHARED)):
        np.testing.assert_allclose([bar.get_height() for bar in ax.patches], heights)
        dots = np.isfinite(ax.lines[0].get_xdata())
        assert (dots == TRUE).all()


def test_every_stop_of_the_threshold_can_be_drawn_and_the_line_is_there():
    for stop in THRESHOLD.values:
        (left, _), _ = gene_at(stop)
        assert left.lines[1].get_ydata()[0] == stop
