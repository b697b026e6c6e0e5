"""What the demos of the chapter on hinge loss say at positions that the chapter sends its readers to."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from lossviz import style
from lossviz.demos import _hinge_templates, hinge
from lossviz.demos._hinge_tradeoff import MARGINS, PENALTIES


def said(demo, **values) -> str:
    """The readout at exactly these values, with ordinary blanks."""
    frame = demo.at(**values)
    assert {name: frame.values[name] for name in values} == values, "not among the stops"
    return frame.readout.replace("\N{NO-BREAK SPACE}", " ")


def test_the_lecture_s_cat_is_where_the_first_demo_opens():
    assert said(hinge.hinge_cat_car_frog) == (
        "car is 1.9 above cat: max(0, 5.1 − 3.2 + 1) = 2.9;\nfrog is 4.9 below cat: max(0, −1.7 − 3.2 + 1) = 0.\n"
        "Loss 2.9 + 0 = 2.9."
    )


@pytest.mark.parametrize("cat", [6.2, 6.7, 7.2])
def test_past_the_margin_a_higher_cat_gains_nothing(cat):
    assert said(hinge.hinge_cat_car_frog, cat=cat).endswith("Loss 0 + 0 = 0.")


def test_a_frog_one_below_the_cat_is_free_and_a_step_higher_it_pays():
    assert "frog is 1.9 below cat: max(0, 1.3 − 3.2 + 1) = 0" in said(hinge.hinge_cat_car_frog, frog=1.3)
    assert said(hinge.hinge_cat_car_frog, frog=2.3).endswith("Loss 2.9 + 0.1 = 3.")


@pytest.mark.parametrize(
    ("image", "score", "end"),
    [
        ("cat", 3.2, "Loss 2.9, slope −1."),
        ("car", 4.9, "Loss 0, slope 0."),
        ("car", 3.9, "Loss 0, slope 0."),
        ("frog", -3.1, "Loss 12.9, slope −2."),
        ("frog", 3.5, "Loss 0, slope 0."),
    ],
)
def test_the_three_images_cost_what_the_lecture_says(image, score, end):
    assert said(hinge.hinge_own_score, image=image, score=score).endswith(end)


@pytest.mark.parametrize(
    ("score", "end"),
    [
        (3.0, "Loss 0, slope 0."),
        (2.9, "Loss 0.1, slope −1."),
        (2.3, "Loss 0.7, slope −1."),
        (2.2, "Loss 0.9, slope −2."),
    ],
)
def test_the_car_s_loss_bends_at_exactly_3_0_and_2_3(score, end):
    assert end in said(hinge.hinge_own_score, image="car", score=score)


def test_every_bend_of_the_three_curves_is_drawn():
    """A curve through `OWN` alone is exact only if each kink, a rival's score plus 1, is one of its points."""
    for true, scores in enumerate(hinge.IMAGES.values()):
        kinks = np.delete(scores, true) + 1
        assert all(np.isclose(hinge.OWN, kink).any() for kink in kinks)


def test_a_correct_answer_inside_the_margin_still_pays():
    assert said(hinge.hinge_margin_losses, m=0.5) == (
        "m = 0.5: right, but short of the margin. hinge = max(0, 1 − m) = 0.5;\n"
        "zero–one 0, logistic 0.68 bits, squared 0.25."
    )


def test_far_on_the_right_side_only_the_squared_loss_complains():
    assert said(hinge.hinge_margin_losses, m=3).endswith("zero–one 0, logistic 0.07 bits, squared 4.")


def test_the_logistic_loss_stays_above_the_step_in_bits_and_not_in_nats():
    step, in_bits = (hinge.margin_losses(hinge.M, 2)[name] for name in ("zero–one", "logistic"))
    in_nats = hinge.margin_losses(hinge.M, np.e)["logistic"]
    assert (in_bits >= step).all()
    assert (in_nats < step).any()


def test_past_the_margin_the_hinge_is_silent_and_cross_entropy_is_not():
    assert said(hinge.hinge_against_softmax, score=9) == (
        "The car is 7 above the frog. Hinge 0, slope 0.\nCross-entropy 0.0014, slope −0.0014."
    )


@pytest.mark.parametrize("ends", [(1, 1.5), (-1.5, -1.5), (0.25, 0)])
def test_the_length_of_w_changes_no_decision_and_the_loss(ends):
    low, high = ends
    texts = [said(hinge.hinge_svm_band, low=low, high=high, length=length) for length in (0.5, 1, 1.5)]
    assert len({re.search(r"(\d+) on the wrong side", text)[1] for text in texts}) == 1
    assert len({re.search(r"loss ([\d.]+)\.$", text)[1] for text in texts}) == 3
    for text, length, wide in zip(texts, ("0.5", "1", "1.5"), ("4.00", "2.00", "1.33"), strict=True):
        assert f"‖w‖ = 2/{length} = {wide} wide" in text


def test_the_line_runs_through_its_two_ends_with_the_round_points_on_its_plus_side():
    plane = hinge.through(low=0.75, high=-0.25, length=2)
    assert plane([(0.75, -hinge.END), (-0.25, hinge.END)]) == pytest.approx([0, 0])
    assert np.hypot(*plane.w) == pytest.approx(2)
    assert (np.sign(plane(hinge.POINTS)) == hinge.LABELS).all()


def test_the_red_lines_end_on_the_band_s_edge():
    plane, ax = hinge.through(low=1, high=1.5, length=2), Figure().add_subplot()
    hinge.draw_plane(ax, plane, scale=47)
    (red,) = [line for line in ax.lines if line.get_color() == style.RED and line.get_marker() == "None"]
    starts, ends = red.get_xydata()[0::3], red.get_xydata()[1::3]
    drawn = ~np.isnan(starts).any(axis=1)
    assert drawn.sum() == 3
    pixel = 2 / 47  # what f changes by from one pixel to the next
    assert plane(ends[drawn]) * hinge.LABELS[drawn] == pytest.approx(np.ones(3), abs=pixel)


def test_the_band_is_drawn_in_a_picture_with_one_scale_both_ways():
    for demo, scale in ((hinge.hinge_svm_band, 47), (hinge.hinge_svm_training, 36)):
        view = demo.at().views[0]
        _, _, width, height = view["box"]
        assert (width / 8, height / 6) == pytest.approx((scale, scale))


def test_training_ends_within_a_thousandth_of_the_best_objective():
    plane = hinge.BEGIN
    for step in range(20_000):  # the same walk with steps that shrink
        slope = hinge.losses.hinge_loss_grad(score=plane(hinge.POINTS), label=hinge.LABELS) / 14
        rate = 1 / (10 + step)
        w = plane.w - rate * (slope @ hinge.POINTS + hinge.DECAY * plane.w)
        plane = hinge.Plane(w, plane.b - rate * slope.sum())
    assert hinge.objective(hinge.training()[-1]) == pytest.approx(hinge.objective(plane), abs=1e-3)


def test_training_begins_with_twelve_pulling_and_soon_has_none_on_the_wrong_side():
    assert "12 of 14 points pull, 9 on the wrong side" in said(hinge.hinge_svm_training, step=0)
    assert "3 of 14 points pull, 0 on the wrong side" in said(hinge.hinge_svm_training, step=20)


# Templates


def test_training_opens_blank_and_its_first_step_lays_down_the_mean_of_a_class_minus_the_mean_of_all():
    assert "is 0 everywhere" in said(hinge.hinge_templates)
    pictures, labels = (part[: _hinge_templates.IMAGES] for part in _hinge_templates.digits())
    weights, _ = _hinge_templates.training()[1]
    for digit in range(10):
        own = pictures[labels == digit]
        wanted = 10 * len(own) / len(pictures) * own.mean(axis=0) - pictures.mean(axis=0)
        assert weights[digit] == pytest.approx(_hinge_templates.RATE * wanted)


def test_the_score_of_a_mixed_image_is_the_mix_of_the_scores():
    weights, bias = _hinge_templates.training()[100]
    first, last = _hinge_templates.ends() @ weights.T + bias
    assert first.argmax() == 3
    assert last.argmax() == 8
    half = _hinge_templates.ends().mean(axis=0) @ weights.T + bias
    assert half == pytest.approx((first + last) / 2)


def test_ink_on_orange_less_ink_on_purple_and_the_bias_is_the_score_as_printed():
    for values in hinge.hinge_templates.states:
        if values["step"]:
            text = said(hinge.hinge_templates, **values).replace("−", "-")
            up, down, sign, bias, whole = re.search(
                r": ([\d.]+) on orange - ([\d.]+) on purple ([+-]) ([\d.]+) bias = (-?\d+\.\d+)", text
            ).groups()
            assert float(up) - float(down) + float(sign + bias) == pytest.approx(float(whole), abs=1e-9)


# Margin and penalty


@pytest.mark.parametrize("margin", MARGINS)
def test_the_plane_is_the_best_one_since_small_steps_find_no_better(margin):
    def objective(plane, penalty):
        short = np.maximum(0, margin - hinge.LABELS * plane(hinge.POINTS))
        return short.mean() + penalty / 2 * plane.w @ plane.w

    rng = np.random.default_rng(0)
    for penalty in PENALTIES:
        best = hinge.best_plane(margin, penalty)
        least = objective(best, penalty)
        for step in rng.normal(size=(300, 3)) * margin * np.repeat([0.001, 0.01, 0.3], 100)[:, None]:
            assert objective(hinge.Plane(best.w + step[:2], best.b + step[2]), penalty) >= least - 1e-12


def test_only_the_product_of_margin_and_penalty_moves_the_line():
    for margin in MARGINS:
        for penalty in PENALTIES:
            plane, unit = hinge.best_plane(margin, penalty), hinge.best_plane(1, margin * penalty)
            assert [*plane.w, plane.b] == pytest.approx([margin * part for part in (*unit.w, unit.b)], abs=1e-6)


def test_the_training_of_the_chapter_comes_to_the_plane_that_the_solver_finds():
    plane, best = hinge.training()[-1], hinge.best_plane(1, hinge.DECAY)
    assert plane.w == pytest.approx(best.w, abs=0.02)


def test_the_demos_do_not_open_on_the_answer():
    assert said(hinge.hinge_margin_losses).startswith("m = −2: wrong")
    assert said(hinge.hinge_svm_training).startswith("Step 0")
    assert "λΔ" not in said(hinge.margin_and_penalty)
    assert said(hinge.margin_and_penalty, margin=2).startswith("Line and band not as dashed.")
    assert "as dashed for λΔ = 0.025 · 4 = 0.1, too" in said(hinge.margin_and_penalty, margin=4, penalty=0.025)
