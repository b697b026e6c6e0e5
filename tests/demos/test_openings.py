"""Demos under a guess: what they show at their opening, and what only to those who went on."""

import numpy as np
import pytest
from matplotlib.quiver import Quiver

from lossviz import style
from lossviz.demos.binary_cross_entropy import cross_entropy_or_mse, sigmoid_and_slope, two_costs
from lossviz.demos.choosing_a_loss import what_a_loss_asks
from lossviz.demos.class_imbalance import focus_on_the_hard, weigh_the_rare
from lossviz.demos.credit_risk import base_rate_cost
from lossviz.demos.cross_entropy import cover_or_seek, likelihood_mirror
from lossviz.demos.derivatives import which_way
from lossviz.demos.entropy import equal_outcomes, surprise_curve, three_outcomes
from lossviz.demos.hinge import hinge_against_softmax, hinge_margin_losses
from lossviz.demos.losses_today import best_forecast, circle_batch, next_letter
from lossviz.demos.predicting_uncertainty import doubt_bell, honest_forecast
from lossviz.demos.sentiment import votes_and_floor
from lossviz.demos.softmax_cross_entropy import double_softmax, softmax_shift, softmax_slopes
from lossviz.demos.what_is_a_loss import drag_theta
from tests.demos.axes import drawn

SEARCHES = [
    (weigh_the_rare, 0, {"answer": 0.1}),
    (what_a_loss_asks, 0, {"answer": 0.3}),
    (base_rate_cost, 0, {"answer": 0.28}),
    (votes_and_floor, 1, {"q": 0.16}),
    (likelihood_mirror, 1, {"q": 0.7}),
    (doubt_bell, 1, {"sigma": 3}),
    (circle_batch, 1, {"angle": 0}),
    (honest_forecast, 0, {"q": 0.8}),
    (drag_theta, 1, {"theta": 0.75}),
]


def curve(demo, panel: int, color: str = style.RED, **values):
    """The curve of most points in this colour, without the points that are not drawn."""
    lines = [line.get_xydata() for line in drawn(demo, **values)[panel].lines if line.get_color() == color]
    return max((points[np.isfinite(points).all(axis=1)] for points in lines), key=len)


@pytest.mark.parametrize(("demo", "panel", "best"), SEARCHES, ids=[demo.name for demo, *_ in SEARCHES])
def test_the_lowest_place_is_drawn_for_those_who_came_by(demo, panel, best):
    opening, found = curve(demo, panel), curve(demo, panel, **best)
    assert opening[:, 1].min() > found[:, 1].min() + 0.05
    assert np.ptp(opening[:, 0]) < np.ptp(found[:, 0]) / 3


@pytest.mark.parametrize(
    ("demo", "panel", "color", "reached", "far"),
    [
        (two_costs, 0, style.RED, 0.75, {"y_hat": 1}),
        (cross_entropy_or_mse, 1, style.PURPLE, 1.5, {"z": 8}),
        (double_softmax, 0, style.PURPLE, -4, {"lead": 10}),
        (next_letter, 1, style.RED, 1, {"temperature": 10}),
        (best_forecast, 1, style.PURPLE, 0, {"share": 0.45}),
        (equal_outcomes, 1, style.BLUE, 8, {"K": 32}),
        (hinge_against_softmax, 1, style.PURPLE, 0, {"score": 9}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_curve_ends_where_its_slider_has_been(demo, panel, color, reached, far):
    (end,) = far.values()
    assert curve(demo, panel, color)[:, 0].max() == pytest.approx(reached)
    assert curve(demo, panel, color, **far)[:, 0].max() == pytest.approx(end, abs=0.01)


def test_the_surprise_is_drawn_as_far_as_p_was_dragged_with_twice_p_a_bit_lower():
    for p in (1, 0.8, 0.5, 0.125):
        assert curve(surprise_curve, 0, p=p)[:, 0].min() == pytest.approx(p)
        (stairs,) = (
            line
            for line in drawn(surprise_curve, p=p)[0].lines
            if len(line.get_xdata()) == 3 and line.get_color() == style.PURPLE
        )
        x, y = stairs.get_xydata()[[0, -1]].T
        assert (x == [2 * p, p]).all() if p <= 0.5 else np.isnan(x[0])
        assert y[1] == y[0] + 1 == -np.log2(p)


@pytest.mark.parametrize(("rain", "told"), [(2, False), (4, True), (5, False)])
def test_the_most_that_three_outcomes_can_have_is_told_to_those_who_found_it(rain, told):
    right = drawn(three_outcomes, sun=4, cloud=4, rain=rain)[1]
    (dashed,) = (line for line in right.lines if line.get_linestyle() == "--")
    assert np.isfinite(dashed.get_ydata()).all() == told
    assert ("log₂ 3 = 1.585" in [text.get_text() for text in right.texts]) is told
    assert ("the most" in three_outcomes.at(sun=4, cloud=4, rain=rain).readout) is told


def test_the_hump_of_the_sigmoid_s_slope_is_drawn_whole_for_those_who_came_by_its_top():
    ends = [curve(sigmoid_and_slope, 1, style.GREEN, z=z)[:, 0].min() for z in (3, 1, 0)]
    assert ends == pytest.approx([3, 1, -8])


@pytest.mark.parametrize(("answer", "told"), [(0.6, False), (0.3, True)])
def test_the_share_is_drawn_beside_an_answer_only_once_it_is_the_best(answer, told):
    ax = drawn(what_a_loss_asks, answer=answer)[0]
    (dashed,) = (line.get_xdata()[0] for line in ax.lines if line.get_color() == style.BLUE)
    assert bool(dashed == 0.3) is told


@pytest.mark.parametrize(
    "values", [{"loss": "log-loss, yes × 9", "answer": 0.8}, {"loss": "absolute error", "answer": 0.01}]
)
def test_the_best_of_the_answers_that_can_be_chosen_shows_the_whole_curve(values):
    assert np.ptp(curve(what_a_loss_asks, 0, **values)[:, 0]) > 0.95


@pytest.mark.parametrize(("mean", "width", "lines"), [(1, 0.5, 0), (1, 1, 2), (0, 1.4, 5), (-0.5, 2, 7)])
def test_lines_of_equal_kl_are_drawn_as_far_down_as_q_has_come(mean, width, lines):
    reds = [line for line in drawn(cover_or_seek, mean=mean, width=width)[1].lines if line.get_color() == style.RED]
    assert sum(bool(np.isfinite(line.get_ydata()).any()) for line in reds) == lines


@pytest.mark.parametrize(
    ("shift", "said"), [(0, ""), (700, "blue: eᶻ fits"), (708, "up to z = 709.8"), (-745, "down to z = −745.1")]
)
def test_the_end_of_a_number_format_is_named_once_it_is_passed(shift, said):
    blue = [text.get_text() for text in drawn(softmax_shift, shift=shift)[0].texts if text.get_color() == style.BLUE]
    assert [text.endswith(said) for text in blue] == [True]
    assert bool(blue[0]) is bool(said)


def test_the_right_side_of_the_margin_losses_is_drawn_as_far_as_m_was_dragged():
    ends = [drawn(hinge_margin_losses, m=m)[0].lines[2].get_xdata().max() for m in (-2, 0.5, 3)]
    assert ends == pytest.approx([0, 0.5, 3])


@pytest.mark.parametrize("demo", [softmax_slopes, focus_on_the_hard, honest_forecast], ids=lambda demo: demo.name)
def test_bars_and_curves_that_are_to_be_guessed_are_veiled(demo):
    hidden = [part for ax in drawn(demo) for part in [*ax.lines, *ax.patches] if part.get_gid() == "answer"]
    assert len(hidden) >= 4


@pytest.mark.parametrize(("q", "ends"), [(0.3, (0.5, 0.6)), (0.7, (0.6, 0.7)), (0.99, (0.5, 1))])
def test_of_a_curve_that_is_drawn_all_that_is_lowest_is_thick(q, ends):
    (thick,) = (
        line
        for line in drawn(honest_forecast, p=0.8, q=q)[0].lines
        if line.get_linewidth() == 5 and np.isfinite(line.get_ydata()).any()
    )
    x = thick.get_xdata()[np.isfinite(thick.get_ydata())]
    assert (x.min(), x.max()) == pytest.approx(ends, abs=1e-6)


@pytest.mark.parametrize(("q", "rings"), [(0.6, 0), (0.7, 0), (0.8, 2), (0.99, 3)])
def test_the_lowest_forecast_has_a_ring_once_it_has_been_passed(q, rings):
    left = drawn(honest_forecast, p=0.8, q=q)[0]
    ringed = [
        line for line in left.lines if line.get_markerfacecolor() == "none" and np.isfinite(line.get_ydata()).all()
    ]
    assert len(ringed) == rings


def test_the_arrow_that_says_which_way_a_negative_slope_leads_is_hidden_under_a_guess():
    assert "negative" in which_way.at().readout
    (ax,) = drawn(which_way)
    (arrow,) = (part for part in ax.collections if isinstance(part, Quiver))
    (word,) = (text for text in ax.texts if text.get_text() == "step")
    assert arrow.get_gid() == word.get_gid() == "answer"
    assert arrow.U[0] > 0.3  # and no dot, once it is shown
