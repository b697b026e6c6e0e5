"""What the demos of the chapter on binary cross-entropy say and draw at positions where the answer is known."""

import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from lossviz import style
from lossviz.demos.binary_cross_entropy import (
    cross_entropy_or_mse,
    from_probability,
    logit_or_probability,
    sigmoid_and_slope,
    squared_under_sigmoid,
    two_costs,
)
from tests.demos.axes import drawn
from tests.demos.readouts import assert_fits_on_two_lines

OWNER, STRANGER = two_costs.controls["who"].values


def numbers(text: str) -> list[float]:
    plain = text.replace("−", "-").replace("∞", "inf")
    return [float(n) for n in re.findall(r"-?(?:\d+\.\d+|inf)", plain)]


def spoken(demo, **values) -> str:
    return demo.at(**values).readout.replace("\N{NO-BREAK SPACE}", " ")


def number_after(words: str, demo, **values) -> float:
    return numbers(spoken(demo, **values).split(words, 1)[1])[0]


# Two curves over ŷ


def test_a_stranger_who_was_given_three_tenths_costs_what_the_chapter_says():
    assert number_after("−log(1 − 0.3) =", two_costs, who=STRANGER, y_hat=0.3) == 0.3567
    assert number_after("−log(0.4) =", two_costs, who=OWNER, y_hat=0.4) == 0.9163
    assert number_after("−log(1 − 0.98) =", two_costs, who=STRANGER, y_hat=0.98) == 3.912


@pytest.mark.parametrize(("who", "right"), [(OWNER, 1), (STRANGER, 0)])
def test_two_corners_are_free_and_two_cost_everything(who, right):
    assert "= 0 nats" in spoken(two_costs, who=who, y_hat=right)
    wrong = spoken(two_costs, who=who, y_hat=1 - right)
    assert "= ∞ nats" in wrong
    assert "certain and wrong" in wrong


def test_a_cost_off_the_picture_is_marked_at_its_edge():
    for y_hat, marked in ((0, True), (0.5, False)):
        loss = drawn(two_costs, who=OWNER, y_hat=y_hat)[0].lines[-1]
        assert (loss.get_marker() != "o") == marked
        assert np.isfinite(loss.get_ydata()).all()


def test_the_two_curves_are_mirror_images():
    left, right = (ax.lines[0].get_xydata() for ax in drawn(two_costs))
    np.testing.assert_allclose(left[::-1, 1], np.interp(1 - left[::-1, 0], *right.T), atol=0.01)


def test_only_the_curve_that_counts_is_drawn_in_full():
    for who, faint in ((OWNER, 1), (STRANGER, 0)):
        shades = [ax.lines[0].get_alpha() for ax in drawn(two_costs, who=who)]
        assert (shades[faint] < 0.7, shades[1 - faint]) == (True, 1)


# The sigmoid


def test_the_sigmoid_is_steepest_in_the_middle_with_a_quarter():
    slopes = {z: number_after("·", sigmoid_and_slope, z=z) for z in (0, 1)}
    assert "0.500 · 0.500 = 0.2500" in sigmoid_and_slope.at(z=0).readout.replace("\N{NO-BREAK SPACE}", " ")
    assert slopes[0] == 0.5
    heights = [drawn(sigmoid_and_slope, z=z)[1].lines[-1].get_ydata()[0] for z in np.linspace(-6, 6, 25)]
    assert max(heights) == heights[12] == 0.25


def test_opposite_logits_have_opposite_odds():
    assert "odds of about 7.4 to 1" in sigmoid_and_slope.at(z=2).readout
    assert "odds of about 1 to 7.4" in sigmoid_and_slope.at(z=-2).readout


def test_the_tangent_touches_the_sigmoid_with_the_slope_that_is_shown():
    left, right = drawn(sigmoid_and_slope, z=1.5)
    (x0, y0), (x1, y1) = left.lines[1].get_xydata()
    shown_height = right.lines[-1].get_ydata()[0]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(shown_height)
    assert (y0 + y1) / 2 == pytest.approx(1 / (1 + np.exp(-1.5)))


# Cross-entropy or MSE


def slopes_said(**values) -> str:
    return cross_entropy_or_mse.at(**values).readout.replace("\N{NO-BREAK SPACE}", " ")


def test_mse_pulls_seventy_five_times_less_at_five_on_the_wrong_side():
    assert "cross-entropy 0.993, MSE 0.0132: a factor of 75.2" in slopes_said(y="0", z=5)
    assert "cross-entropy −0.993, MSE −0.0132: a factor of 75.2" in slopes_said(y="1", z=-5)


def test_of_two_slopes_that_are_nearly_zero_the_ratio_is_still_that_of_the_printed_numbers():
    assert "cross-entropy 0.000335, MSE 2.25×10⁻⁷: a factor of 1,490" in slopes_said(y="0", z=-8)


@pytest.mark.parametrize("demo", [two_costs, cross_entropy_or_mse, logit_or_probability], ids=lambda demo: demo.name)
def test_a_demo_under_a_guess_does_not_open_on_the_answer(demo):
    opening = demo.at().readout
    assert not any(answer in opening for answer in ("3.912", "6.9078", "∞", "0.0132", "75.2", "100.00"))


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


# σ, then BCELoss


@pytest.mark.parametrize("y", [0, 1])
def test_what_is_drawn_as_pytorchs_loss_is_pytorchs_loss(y):
    for z in (-120.0, -100, -90, -88, -60, -30, -27, -10, 0, 5, 10, 16, 18, 40, 100, 120):
        logit = torch.tensor(float(z), requires_grad=True)
        loss = F.binary_cross_entropy(torch.sigmoid(logit), torch.tensor(float(y)))
        loss.backward()
        ours = from_probability(z, y)
        assert float(ours[0]) == pytest.approx(loss.item(), rel=1e-4, abs=1e-6)
        assert float(ours[1]) == pytest.approx(logit.grad.item(), rel=1e-3, abs=1e-6)


def test_the_purple_line_is_drawn_as_far_as_the_reader_has_been():
    for z in (10, -40):
        line = drawn(logit_or_probability, z=z)[0].lines[2]
        seen = line.get_xdata()[np.isfinite(line.get_ydata())]
        assert (seen.min(), seen.max()) == (-abs(z), abs(z))


def test_between_sixteen_and_eighteen_the_probability_rounds_to_one_and_the_loss_jumps_to_a_hundred():
    near, far = (logit_or_probability.at(y="0", z=z).readout.replace("\xa0", " ") for z in (16, 18))
    assert "loss 16.00, slope 1.00.\nσ, then BCELoss: loss 15.94, slope 1.00" in near
    assert "loss 18.00, slope 1.00.\nσ, then BCELoss: loss 100.00, slope 0.00" in far


def test_for_a_yes_the_loss_holds_longer_than_its_slope():
    readout = logit_or_probability.at(y="1", z=-50).readout.replace("\xa0", " ")
    assert "From the logit: loss 50.00, slope −1.00" in readout
    assert "σ, then BCELoss: loss 50.00, slope 0.00" in readout


def test_no_zero_has_a_minus_sign():
    for y in ("0", "1"):
        assert not any("−0.00" in logit_or_probability.at(y=y, z=z).readout for z in range(-120, 121, 20))


# All of them


@pytest.mark.parametrize(
    "demo",
    [
        two_costs,
        sigmoid_and_slope,
        cross_entropy_or_mse,
        logit_or_probability,
    ],
    ids=lambda demo: demo.name,
)
def test_a_readout_fits_on_two_lines(demo):
    assert_fits_on_two_lines(demo)


def test_demos_that_went_to_another_chapter_can_still_be_imported_from_here():
    from lossviz.demos import binary_cross_entropy, class_imbalance

    assert binary_cross_entropy.dog_and_desk is class_imbalance.dog_and_desk
    assert binary_cross_entropy.focus_on_the_hard is class_imbalance.focus_on_the_hard
