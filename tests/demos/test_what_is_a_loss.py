"""What the demos of the first chapter say and show at the positions that the chapter sends the reader to."""

import re

import numpy as np
import pytest

from lossviz import style
from lossviz.demos import what_is_a_loss as demos


def drawn(demo, panel=0, **values) -> str:
    """The SVG of one panel at these values."""
    return "".join(demo.at(**values).panels[panel])


def number_after(words: str, readout: str) -> float:
    """The number that follows the given words."""
    [number] = re.findall(re.escape(words) + r" ([\d,]+(?:\.\d+)?)", readout)
    return float(number.replace(",", ""))


ALL = "the mean of all three"

# ── Parcels ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_rule_that_fits_the_first_parcel_pays_for_it_with_the_third():
    assert "(0 + 0.25 + 4) / 3 = 1.417" in demos.drag_theta.at(over=ALL, theta=0.75).readout


def test_the_bowl_of_all_three_parcels_is_not_shown_before_it_was_asked_for():
    assert ">mean<" not in drawn(demos.drag_theta, 1)
    assert ">mean<" in drawn(demos.drag_theta, 1, over=ALL)


def test_no_stop_of_the_slider_has_a_lower_loss_than_one_half_and_none_is_free():
    stops = demos.drag_theta.controls["theta"].values
    losses = {
        theta: number_after("=", demos.drag_theta.at(over=ALL, theta=theta).readout.split("\n")[1]) for theta in stops
    }
    assert min(losses, key=losses.get) == 0.5
    assert losses[0.5] == 0.25


@pytest.mark.parametrize(("parcel", "best"), [("2 books", 0.75), ("4 books", 0.625)])
def test_each_parcel_alone_would_like_another_theta_and_would_then_be_free(parcel, best):
    assert "this parcel alone costs 0 kg²" in demos.drag_theta.at(over=parcel, theta=best).readout


def test_a_loss_above_the_picture_is_pointed_at_and_has_its_value():
    assert ">12.25<" in drawn(demos.drag_theta, 1, over="6 books", theta=1)
    assert ">6.25<" not in drawn(demos.drag_theta, 1, over="6 books", theta=0)


def test_each_round_of_the_loop_lowers_the_loss_until_it_is_lowest():
    losses = [number_after("/ 3 =", demos.training_loop.at(moment=moment).readout) for moment in range(2, 19, 3)]
    assert losses == [3.237, 1.93, 0.997, 0.437, 0.25, 0.25]


def test_the_loop_moves_theta_down_and_stops_where_both_neighbours_are_worse():
    assert "so θ becomes 0.8" in demos.training_loop.at(moment=3).readout
    assert "both are worse, so θ stays" in demos.training_loop.at(moment=15).readout


def test_the_loop_does_not_show_a_loss_before_it_was_computed():
    assert ">?<" in drawn(demos.training_loop, moment=1)
    assert "0.25 kg²" not in drawn(demos.training_loop, moment=13)
    assert "0.25 kg²" in drawn(demos.training_loop, moment=14)


# ── Loss and metric ─────────────────────────────────────────────────────────────────────────────────────────


def test_right_answers_nearer_to_the_truth_lower_the_loss_and_leave_the_accuracy():
    readout = demos.loss_and_accuracy.at(a=0.95, b=0.4, c=0.05, d=0.05).readout
    assert "Accuracy 3 of 4, the same as at the start" in readout
    assert "log loss 0.268, down from 0.540" in readout


def test_all_four_right_but_unsure_costs_more_than_three_right_and_sure():
    sure, unsure = ({"a": 0.95, "b": 0.4, "c": 0.05, "d": 0.05}, {"a": 0.6, "b": 0.6, "c": 0.4, "d": 0.4})
    readouts = [demos.loss_and_accuracy.at(**chances).readout for chances in (sure, unsure)]
    assert [number_after("Accuracy", readout) for readout in readouts] == [3, 4]
    assert number_after("log loss", readouts[0]) < number_after("log loss", readouts[1])


def test_there_are_as_many_words_wrong_as_mails_on_the_wrong_side():
    worst = drawn(demos.loss_and_accuracy, a=0.05, b=0.05, c=0.95, d=0.95)
    assert (worst.count(">wrong<"), worst.count(">right<")) == (4, 0)
    assert drawn(demos.loss_and_accuracy).count(">wrong<") == 1


def test_the_loss_is_the_same_at_every_threshold_and_the_metrics_are_not():
    frames = [
        demos.threshold_metrics.at(threshold=line) for line in demos.threshold_metrics.controls["threshold"].values
    ]
    assert {number_after("log loss", frame.readout) for frame in frames} == {0.356}
    assert len({frame.panels[1] for frame in frames}) > 5


def test_true_and_false_positives_and_negatives_are_counted_at_each_threshold():
    x, spam = demos.twenty_mails()
    chance = 1 / (1 + np.exp(7.5 - 2.7 * x))
    for line in demos.threshold_metrics.controls["threshold"].values:
        told = demos.threshold_metrics.at(threshold=line).readout
        found = [int(count) for count in re.findall(r"(\d+)\s(?:true|false)\s(?:positive|negative)", told)]
        flagged = chance > line
        pairs = ((1, True), (1, False), (0, True), (0, False))
        assert found == [int(((spam == truth) & (flagged == said)).sum()) for truth, said in pairs]


def test_with_nothing_flagged_precision_is_no_number():
    assert ">0/0<" in drawn(demos.threshold_metrics, 1, threshold=1)
    assert ">0/0<" not in drawn(demos.threshold_metrics, 1, threshold=0.95)


def test_metrics_of_a_filter_that_flags_25_mails_of_which_20_are_among_the_30_spam_mails():
    found = demos.metrics(np.repeat([1, 0, 1, 0], [20, 10, 5, 965]), np.repeat([1, 0], [30, 970]))
    assert found == pytest.approx({"accuracy": 0.985, "precision": 4 / 5, "recall": 2 / 3, "F1": 8 / 11})


# ── The staircase ───────────────────────────────────────────────────────────────────────────────────────────


def test_9207_mails_are_right_at_the_start_and_9208_are_next():
    readout = demos.accuracy_staircase.at(mails="10,000 mails", w=2.7, show="the whole curve").readout
    begin, end = number_after("the same from w =", readout), number_after("to", readout.split("\n")[1])
    mails = demos.ten_thousand_mails()
    assert "9,207 of 10,000" in readout
    assert set(demos.correct(np.linspace(begin + 1e-4, end - 1e-4, 200), *mails)) == {9207}
    assert demos.correct(end + 1e-4, *mails) == 9208


@pytest.mark.parametrize("mails", demos.MAILS)
def test_the_loss_changes_along_every_tread_and_the_accuracy_does_not(mails):
    x, spam = demos.MAILS[mails]()
    for w in (2.05, 2.7, 3.6, 4.2):
        begin, end = demos.tread(w, mails)
        inside = np.linspace(begin, end, 9)[1:-1]
        assert len(set(demos.correct(inside, x, spam))) == 1
        assert np.all(np.diff(demos.mail_loss(inside, x, spam)) != 0)


@pytest.mark.parametrize("w", [2.5, 3.75])  # a good mail lies on the line: not above it, so it is not flagged
def test_at_a_jump_the_count_is_that_of_the_tread_which_the_readout_names(w):
    readout = demos.accuracy_staircase.at(mails="20 mails", w=w, show="the whole curve").readout
    inside = demos.correct(sum(demos.tread(w, "20 mails")) / 2, *demos.twenty_mails())
    assert f"{inside} of 20 right" in readout


@pytest.mark.parametrize("mails", demos.MAILS)
def test_the_staircase_drawn_is_level_between_its_jumps_and_has_the_right_heights(mails):
    x, spam = demos.MAILS[mails]()
    weights, heights = demos.staircase(mails, 2.695, 2.705)
    assert np.array_equal(heights[::2], heights[1::2])
    middles = (weights[::2] + weights[1::2]) / 2
    right = ((np.multiply.outer(middles, x) > 7.5) == spam).mean(axis=1)
    np.testing.assert_allclose(heights[::2], right, atol=1e-12)


def test_the_lowest_loss_is_not_at_the_highest_accuracy():
    weights, mails = np.linspace(2, 4.4, 481), demos.ten_thousand_mails()
    assert weights[demos.mail_loss(weights, *mails).argmin()] != weights[demos.correct(weights, *mails).argmax()]


def test_under_the_glass_the_scale_of_w_is_written_and_the_numbers_of_the_axis_go():
    plain, magnified = (
        drawn(demos.accuracy_staircase, show=view) for view in ("the whole curve", "magnified 200 times")
    )
    assert "w grows by 0.003" in magnified
    assert "this much of w" not in plain
    assert ">0.8<" in plain
    assert ">0.8<" not in magnified


def test_the_staircase_is_not_drawn_before_it_was_asked_for():
    accuracy, seen = style.PURPLE, {}
    for view in demos.accuracy_staircase.controls["show"].values:
        artists = demos.accuracy_staircase.at(mails="10,000 mails", show=view).panels[0]
        seen[view] = max(len(artist) for artist in artists if accuracy in artist)
    assert seen["the point alone"] < seen["the whole curve"] / 2


def test_nudging_stops_on_a_level_tread_and_walks_down_a_slope():
    assert demos.nudge_down(lambda w: 1.0, 2.25, 0.05) == 2.25
    assert demos.nudge_down(lambda w: w, 2.25, 0.05) == pytest.approx(2.2)
