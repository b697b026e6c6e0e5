"""What the pictures of the chapter on credit risk say, and how its models behave: the chapter's own cells are run."""

import contextlib
import io
import math
import re
from decimal import Decimal

import numpy as np
import pytest
from matplotlib.figure import Figure

from lossviz import Choice, Slider, data, demo, information
from lossviz.demos import _ranking
from lossviz.demos import credit_risk as demos
from lossviz.engine import recording
from tools.check.notebooks import ROOT, code_cells, read

CHAPTER = ROOT / "chapters" / "credit_risk.ipynb"
RNG = np.random.default_rng(3)
Q = RNG.beta(1, 2.5, size=40_000)  # calibrated by construction: who is told q goes bad with probability q
BAD = (RNG.random(Q.size) < Q).astype(int)


# ── One answer for everybody ────────────────────────────────────────────────────────────────────────────────


def cost_said(**position) -> float:
    return float(re.search(r"costs ([\d.]+)\snats", demos.base_rate_cost.at(**position).readout)[1])


@pytest.mark.parametrize("rate", [1, 5, 10, demos.CREDIT, 50])
def test_no_answer_is_cheaper_than_the_base_rate_and_there_it_is_the_entropy(rate):
    said = {q: cost_said(rate=rate, answer=q) for q in demos.base_rate_cost.controls["answer"].values}
    assert min(said, key=said.get) == pytest.approx(rate / 100, abs=0.0101)  # costs are said to three digits
    lowest = information.entropy([rate / 100, 1 - rate / 100], base=math.e)
    assert min(said.values()) == pytest.approx(lowest, abs=1e-3)


def test_the_base_rate_of_the_slider_is_that_of_the_loans():
    assert pytest.approx(100 * data.credit()["bad"].mean(), abs=0.005) == demos.CREDIT


@pytest.mark.parametrize("rate", demos.base_rate_cost.controls["rate"].values)
def test_entropy_and_what_is_on_top_add_up_as_printed(rate):
    found = [answer for answer in demos.base_rate_cost.controls["answer"].values if answer <= rate / 100]
    for answer in found:
        readout = demos.base_rate_cost.at(rate=rate, answer=answer).readout
        whole, floor, above = (Decimal(number) for number in re.findall(r"\d\.\d{3}", readout))
        assert whole == floor + above
    assert "another answer costs less" in demos.base_rate_cost.at(rate=rate, answer=found[-1] + 0.01).readout


def test_one_half_costs_log_two_whatever_the_base_rate():
    rates = demos.base_rate_cost.controls["rate"].values
    assert {cost_said(rate=rate, answer=0.5) for rate in rates} == {0.693}


def test_always_good_is_right_99_times_where_one_in_a_hundred_goes_bad():
    assert "right for 99 customers in 100" in demos.base_rate_cost.at(rate=1).readout


def test_what_is_too_dear_for_the_picture_is_said_to_be():
    shown = "".join(demos.base_rate_cost.at(answer=0.99).panels[0])
    assert ">3.312<" in shown
    assert ">0.600<" not in "".join(demos.base_rate_cost.at(answer=0.3).panels[0])


# ── Calibration ─────────────────────────────────────────────────────────────────────────────────────────────


def test_every_customer_is_in_one_bin_also_those_at_the_ends():
    found = demos.reliability(np.array([0.0, 0.1, 0.5, 1.0]), np.array([0, 0, 1, 1]), 10)
    assert found.count.tolist() == [1, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    assert np.isnan(found.happened[2])


def test_calibrated_numbers_have_a_small_gap_and_doubled_odds_a_large_one():
    doubled = 2 * Q / (1 + Q)
    assert demos.reliability(Q, BAD, 10).gap < 0.01
    assert demos.reliability(doubled, BAD, 10).gap > 0.1


def test_the_gap_is_what_a_customer_meets_on_average():
    found = demos.reliability(np.array([0.2, 0.2, 0.2, 0.9]), np.array([0, 0, 0, 1]), 2)
    assert found.gap == pytest.approx((3 * 0.2 + 0.1) / 4)


def readout(q, bad) -> str:
    """What the calibration demo says of these customers with four bins."""
    return demos.draw_calibration(Figure().subplots(1, 2), q, bad, 4)


def test_a_bin_is_named_as_beyond_luck_only_if_it_is():
    q = np.repeat([0.2, 0.5], [100, 25])  # two deviations are 0.08 and 0.2
    within, beyond = (np.r_[np.ones(20), np.zeros(80), np.ones(n), np.zeros(25 - n)] for n in (15, 20))
    assert "No bin beyond luck; nearest: of 25 customers it says 0.50, and 0.60 went bad" in readout(q, within)
    assert "Farthest beyond luck: of 25 customers it says 0.50, and 0.80 went bad" in readout(q, beyond)


def test_the_bin_that_is_named_is_not_the_widest_miss_but_the_one_that_luck_explains_least():
    q = np.repeat([0.2, 0.5], [1000, 10])  # 0.1 off is eight deviations, 0.2 off is little more than one
    bad = np.r_[np.ones(300), np.zeros(700), np.ones(7), np.zeros(3)]
    assert "of 1,000 customers it says 0.20, and 0.30 went bad" in readout(q, bad)


def test_somebody_who_was_certain_and_wrong_is_beyond_any_luck():
    said = readout(np.array([0.2, 1, 1]), np.array([1, 0, 0]))
    assert "Farthest beyond luck: of 2 customers it says 1.00, and 0.00 went bad" in said


# ── Threshold and cost ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("threshold", [0, 0.17, 0.5, 1])
def test_the_cost_is_that_of_the_two_kinds_of_mistakes_counted(threshold):
    (_, refused), (missed, _) = demos.confusion(Q, BAD, threshold)
    assert demos.cost(Q, BAD, threshold, 5) == refused + 5 * missed


def test_all_customers_are_counted_once():
    assert demos.confusion(Q, BAD, 0.3).sum() == len(Q)
    assert demos.confusion(Q, BAD, 0.3).sum(axis=1).tolist() == [np.sum(BAD == 0), np.sum(BAD == 1)]


@pytest.mark.parametrize("ratio", [1, 2, 5, 20])
def test_with_calibrated_numbers_the_rule_is_nearly_the_cheapest(ratio):
    at_rule = demos.cost(Q, BAD, 1 / (1 + ratio), ratio)
    assert at_rule < 1.03 * demos.cost(Q, BAD, demos.THRESHOLDS, ratio).min()


def test_the_ring_marks_only_places_that_the_slider_of_the_chapter_can_reach():
    (source,) = [cell.source for cell in code_cells(read(CHAPTER)) if cell.id == "demo-credit_threshold"]
    step = float(re.search(r"Slider\(0, 1, step=([\d.]+)", source)[1])
    assert Slider(0, 1, step=step).values == pytest.approx(demos.THRESHOLDS)


def test_with_doubled_odds_the_rule_is_dearer_than_with_calibrated_numbers():
    assert demos.cost(2 * Q / (1 + Q), BAD, 1 / 6, 5) > 1.05 * demos.cost(Q, BAD, 1 / 6, 5)


# ── The pictures that the chapter makes of its own run ──────────────────────────────────────────────────────


def test_the_drawing_helpers_leave_nothing_behind_and_their_pages_are_small():
    @demo(axes=2, model=Choice("honest", "doubled"), bins=Slider(stops=[4, 20]))
    def made_here(axes, model, bins):
        "Look. A picture."
        return demos.draw_calibration(axes, Q if model == "honest" else 2 * Q / (1 + Q), BAD, bins)

    recording.make_recording(made_here)
    honest, doubled = (float(re.search(r"[\d.]+", made_here.at(model=m).readout)[0]) for m in ("honest", "doubled"))
    assert honest < doubled

    @demo(axes=2, t=Slider(0, 1, step=0.5), ratio=Slider(stops=[1, 20]))
    def made_here(axes, t, ratio):
        "Look. A picture."
        return demos.draw_threshold(axes, Q, BAD, t, ratio)

    recording.make_recording(made_here)
    none, all_ = (made_here.at(t=t).readout.replace("\N{NO-BREAK SPACE}", " ") for t in (1, 0))
    assert none.startswith(f"t = 1: 0 false positives and {BAD.sum():,} false negatives cost")
    assert all_.startswith(f"t = 0: {np.sum(BAD == 0):,} false positives and 0 false negatives")


def test_one_customer_is_told_of_in_the_singular():
    told = demos.draw_threshold(Figure().subplots(1, 2), np.array([0.1, 0.6, 0.2, 0.9]), np.array([0, 0, 1, 1]), 0.5, 5)
    assert "1 false positive and 1 false negative cost" in told.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("ratio", [1, 5, 20])
def test_the_cheapest_threshold_is_told_and_drawn_to_those_who_came_by(ratio):
    best = demos.THRESHOLDS[demos.cost(Q, BAD, demos.THRESHOLDS, ratio).argmin()]
    for threshold, told in ((best + 0.02, False), (best, True), (best - 0.02, True)):
        axes = Figure().subplots(1, 2)
        said = demos.draw_threshold(axes, Q, BAD, threshold, ratio)
        assert ("lowest here" in said) is told
        (curve,) = (line.get_xdata() for line in axes[0].lines if len(line.get_xdata()) == 51)
        assert bool(curve.min() == 0) is told


def test_the_epochs_say_their_losses_and_the_lowest_and_count_who_is_sure_and_wrong():
    train, held_out = [0.7 - 0.01 * i for i in range(41)], [0.5 + 0.001 * (i - 7) ** 2 for i in range(41)]
    q, bad = np.array([0.99, 0.01, 0.5, 0.97]), np.array([0, 1, 1, 1])

    @demo(axes=2, epoch=Slider(0, 40, step=20))
    def made_here(axes, epoch):
        "Look. A picture."
        return demos.draw_epoch(axes, epoch, train, held_out, q, bad)

    recording.make_recording(made_here)
    readout = made_here.at(epoch=20).readout
    assert "training 0.500, held\xa0out\xa00.669\xa0nats; lowest so far (ring): 0.500 at epoch 7" in readout
    assert "wrong: 2 of 4" in readout
    assert "lowest so far (ring): 0.549 at epoch 0" in made_here.at(epoch=0).readout


# ── The order alone ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_area_under_the_roc_curve_is_the_share_of_pairs_in_the_right_order():
    q, bad = Q[:400], BAD[:400]
    pairs = q[bad == 1][:, None] > q[bad == 0]
    assert _ranking.areas(q, bad)[0] == pytest.approx(pairs.mean())


def test_any_rising_map_of_the_numbers_leaves_both_areas_as_they_are():
    assert _ranking.areas(2 * Q / (1 + Q), BAD) == pytest.approx(_ranking.areas(Q, BAD))


def test_average_precision_of_an_order_by_lot_is_near_the_base_rate():
    by_lot = np.random.default_rng(1).random(Q.size)
    assert _ranking.areas(by_lot, BAD) == pytest.approx((0.5, BAD.mean()), abs=0.02)


@pytest.mark.parametrize("threshold", [0, 0.3, 0.7])
def test_the_point_of_a_threshold_has_the_rates_of_its_confusion_matrix(threshold):
    said = _ranking.draw_ranking(Figure().subplots(1, 2), Q, BAD, threshold).replace("\N{NO-BREAK SPACE}", " ")
    (tn, fp), (fn, tp) = demos.confusion(Q, BAD, threshold)
    assert f"{tp}/{tp + fn} = {tp / (tp + fn):.3f}" in said
    assert f"{fp}/{fp + tn} = {fp / (fp + tn):.3f}" in said
    assert f"{tp}/{tp + fp} = {tp / (tp + fp):.3f}" in said


def test_where_nobody_is_flagged_no_precision_is_said():
    assert "no precision" in _ranking.draw_ranking(Figure().subplots(1, 2), Q, BAD, 1)


# ── The chapter's models ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def chapter():
    """The names of the chapter after its cells have been run, up to the first training."""
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in code_cells(read(CHAPTER)):
            exec(cell.source, names)
            if cell.id == "logistic-result":
                return names
    raise AssertionError("the chapter has no cell logistic-result")


def test_the_three_parts_are_the_whole_and_share_no_customer(chapter):
    parts = np.concatenate([chapter[name] for name in ("train", "held_out", "test")])
    assert sorted(parts) == list(range(4454))


def test_a_row_has_a_one_numbers_around_zero_and_an_indicator_for_each_column_with_gaps(chapter):
    X, train = chapter["X"], chapter["train"]
    assert X.shape == (4454, 24)
    assert np.isfinite(X).all()
    assert (X[:, 0] == 1).all()
    for name in ("income", "assets", "debt"):
        missing = np.isnan(chapter["loans"][name])
        assert any((column == missing).all() for column in X.T), name
    assert X[train, 1].mean() == pytest.approx(0)
    assert X[train, 1].std() == pytest.approx(1)


def test_nothing_of_the_test_customers_leaks_into_the_scale(chapter):
    loans, train = dict(chapter["loans"]), chapter["train"]
    loans["income"] = loans["income"].copy()
    loans["income"][chapter["test"]] *= 1000
    changed = chapter["inputs"](loans, train, chapter["numbers"], chapter["names"])
    np.testing.assert_array_equal(changed[train], chapter["X"][train])


def test_one_step_against_the_slope_lowers_the_loss(chapter):
    X, y = chapter["X"], chapter["bad"]
    w = np.zeros(X.shape[1])
    before, slope = chapter["log_loss_and_slope"](w, X, y)
    after, _ = chapter["log_loss_and_slope"](w - 0.1 * slope, X, y)
    assert before == pytest.approx(math.log(2))
    assert after < before


def test_training_twice_gives_the_same_weights(chapter):
    rows = chapter["train"][:200]
    first, second = (chapter["fit"](chapter["X_all"][rows], chapter["y_all"][rows]) for _ in range(2))
    assert first.shape == (24,)
    np.testing.assert_array_equal(first, second)


def test_a_gamma_of_zero_and_a_weight_of_one_are_plain_cross_entropy(chapter):
    X, y, train = chapter["X"], chapter["bad"], chapter["train"]
    w = chapter["fit"](chapter["X_all"][train], chapter["y_all"][train]).numpy()
    _, slope = chapter["log_loss_and_slope"](w, X[train], y[train])
    assert abs(slope).max() < 1e-3
