"""What the demos of the chapter on class imbalance say and draw at positions where the answer is known."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from lossviz.demos._focal import shares
from lossviz.demos._genes import THRESHOLD, draw_gene
from lossviz.demos.class_imbalance import dog_and_desk, focus_on_the_hard, weigh_the_rare, weighted_mean
from tests.demos.axes import drawn
from tests.demos.readouts import assert_fits_on_two_lines


def numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+\.\d+", text.replace("−", "-"))]


# A weight for each yes


@pytest.mark.parametrize(("yes", "weight", "best"), [(10, 1, 0.1), (10, 9, 0.5), (20, 4, 0.5), (5, 19, 0.5)])
def test_the_best_answer_is_the_share_of_what_counts(yes, weight, best):
    answers = np.arange(1, 100) / 100
    assert answers[weighted_mean(answers, yes, weight).argmin()] == pytest.approx(best)
    readout = weigh_the_rare.at(yes=yes, weight=weight, answer=best).readout.replace("\N{NO-BREAK SPACE}", " ")
    assert readout.endswith("the slope there is 0.")
    assert f"{yes} owners · weight {weight} = {yes * weight}, beside {100 - yes} strangers" in readout


def test_the_weighted_odds_are_the_true_odds_times_the_weight():
    answers = np.linspace(0.001, 0.999, 9981)
    for yes, weight in ((5, 4), (20, 9)):
        best = answers[weighted_mean(answers, yes, weight).argmin()]
        assert best / (1 - best) == pytest.approx(weight * yes / (100 - yes), rel=1e-3)


def test_the_bar_of_owners_is_as_long_as_their_share_of_what_counts():
    _, bars = drawn(weigh_the_rare, yes=10, weight=9)
    assert [bar.get_width() for bar in bars.patches] == [10, 90, 50, 50]


def test_the_challenge_is_met_at_one_place():
    met = [state for state in weigh_the_rare.states if weigh_the_rare.challenge.met(**state)]
    assert met == [{"yes": 20, "weight": 4, "answer": 0.5}]


# Several labels


def probabilities(**values) -> tuple[list[float], list[float]]:
    first, second = dog_and_desk.at(**values).readout.split("\n")
    return numbers(first.split(":")[0]), numbers(second.split("=")[0])


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
    room = {"picture": "an empty room"}
    readouts = (dog_and_desk.at(**room, dog=z, desk=z, cat=z).readout for z in (-4, 4))
    low, high = (float(re.search(r"= ([\d.]+) nats", readout)[1]) for readout in readouts)
    assert low < 0.1 < 12 < high


# Focal loss


def told(**values) -> list[float]:
    return [float(share) for share in re.findall(r"([\d.]+)\s% of the", focus_on_the_hard.at(**values).readout)]


def test_a_thousand_easy_samples_outweigh_ten_hard_ones_until_the_focus_is_set():
    assert [told(gamma=g, p=0.95) for g in (0, 1, 2)] == [[81.0, 87.7], [23.3, 39.9], [2.1, 5.0]]


def test_equal_losses_are_not_equal_pulls():
    of_loss, of_pull = shares(0.5)
    assert 45 < of_loss < 55 < 65 < of_pull


def test_easy_samples_that_are_not_easy_dominate_at_any_focus():
    assert min(told(gamma=2, p=0.5)) > 95


def test_without_focus_the_two_curves_are_one():
    curve, _ = drawn(focus_on_the_hard, gamma=0)
    pale, full = (line.get_ydata() for line in curve.lines[:2])
    np.testing.assert_allclose(pale, full)


def test_a_bar_is_divided_as_the_readout_says():
    _, bars = drawn(focus_on_the_hard, gamma=1, p=0.95)
    easy_loss, hard_loss, easy_pull, hard_pull = (bar.get_width() for bar in bars.patches[2:])
    assert [round(easy_loss, 1), round(easy_pull, 1)] == told(gamma=1, p=0.95)
    assert easy_loss + hard_loss == pytest.approx(100) == easy_pull + hard_pull


def test_a_very_small_number_is_written_with_a_power_of_ten():
    readout = focus_on_the_hard.at(gamma=4, p=0.95).readout
    assert "0.05 to the power 4, which is 6.25×10⁻⁶" in readout
    assert "under 0.1\N{NO-BREAK SPACE}% of the loss" in readout


# All of them


@pytest.mark.parametrize("demo", [weigh_the_rare, dog_and_desk, focus_on_the_hard], ids=lambda demo: demo.name)
def test_a_readout_fits_on_two_lines(demo):
    assert_fits_on_two_lines(demo)


def test_terms_add_up_as_they_are_printed():
    for state in dog_and_desk.states[::7]:
        for terms, result in re.findall(r"([\d.]+(?: \+ [\d.]+)+) = ([\d.]+\d)", dog_and_desk.at(**state).readout):
            assert f"{sum(map(float, terms.split(' + '))):.2f}" == result


# One gene with fourteen labels; the demo itself is made in the chapter, from its own training run


TRUE = np.isin(np.arange(14), [1, 2, 11])
SURE = np.where(TRUE, 0.9, 0.1)
SHARED = np.where(TRUE, 0.3, 0.1 / 11)


def gene_at(threshold: float):
    axes = Figure().subplots(1, 2)
    said = draw_gene(axes, TRUE, SURE, SHARED, threshold, (0.75, 0.125))
    return axes, said.replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_named_is_what_lies_above_the_threshold():
    assert "The gene has 3 labels. From 0.5 on, sigmoids name 3 (3 right), softmax none." in gene_at(0.5)[1]
    assert "sigmoids name 14 (3 right), softmax 3 (3 right)" in gene_at(0.05)[1]
    assert "sigmoids name none, softmax none" in gene_at(0.95)[1]


def test_the_scores_over_many_genes_are_said_in_the_order_in_which_they_are_given():
    assert gene_at(0.5)[1].endswith("to choose the threshold: 0.750 by sigmoids, 0.125 by softmax.")


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
