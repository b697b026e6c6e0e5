"""What the demos of the chapter on MSE and MAE say at chosen positions, and that their fits are the best ones."""

import re

import numpy as np
import pytest

from lossviz import losses
from lossviz.demos import mse_vs_mae as demos

SIDES = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)]) * 1e-4


def is_best(loss, line, x, y) -> bool:
    """No line a little steeper, flatter, higher or lower has a smaller mean loss: enough for a convex one."""
    here = loss(line(x), y).mean()
    return all(loss(line(x) + dw * x + db, y).mean() >= here - 1e-12 for dw, db in SIDES)


def drawn(demo, **values):
    """The axes that a demo has drawn on at these values."""
    from matplotlib.figure import Figure

    axes = Figure().subplots(demo.panels)
    demo.draw(axes, **demo.start | values)
    return axes


def numbers(text: str) -> list[float]:
    return [float(n.replace("−", "-").replace(",", "")) for n in re.findall(r"[−-]?\d[\d,]*(?:\.\d+)?", text)]


@pytest.fixture(params=[(9, 1.5), (4.5, 12), (11, 0), (1, 6)], ids=str)
def nine_points(request):
    return np.append(demos.X, request.param[0]), np.append(demos.Y, request.param[1])


def test_the_mse_line_is_the_least_squares_line_of_numpy(nine_points):
    assert demos.mse_line(*nine_points) == pytest.approx(np.polyfit(*nine_points, 1))


def test_no_neighbour_of_the_mae_line_has_a_smaller_mae(nine_points):
    assert is_best(losses.absolute_error, demos.quantile_line(*nine_points), *nine_points)


@pytest.mark.parametrize("delta", [0.05, 0.5, 1, 5])
def test_no_neighbour_of_the_huber_line_has_a_smaller_huber_loss(nine_points, delta):
    def loss(y_pred, y):
        return losses.huber_loss(y_pred, y, delta=delta)

    assert is_best(loss, demos.huber_line(*nine_points, delta), *nine_points)


@pytest.mark.parametrize("tau", [0.05, 0.5, 0.75, 0.95])
def test_a_share_tau_of_the_rides_lies_below_the_pinball_line(tau):
    km, minutes = demos.rides()
    line = demos.quantile_line(km, minutes, tau)
    above = minutes - line(km)
    assert (above < -1e-9).sum() <= tau * 40 <= (above < 1e-9).sum()


def test_the_mean_moves_by_a_fifth_of_what_one_of_five_days_moves():
    means = {day: numbers(demos.mean_median_tug.at(day=day).readout)[6] for day in (28, 58, 88)}
    assert means[58] - means[28] == pytest.approx(30 / 5)
    assert means[88] == 36


def test_the_median_stays_between_two_other_days_however_far_the_fifth_is_dragged():
    slider = demos.mean_median_tug.controls["day"]
    medians = {numbers(demos.mean_median_tug.at(day=day).readout.split("\n")[1])[0] for day in slider.values}
    assert medians == {22, 23, 24}


def test_a_square_is_as_wide_as_it_is_high_on_the_screen():
    view = demos.error_squares.at().views[0]
    width, height = view["box"][2:]
    assert width / (view["x"][1] - view["x"][0]) == pytest.approx(height / (view["y"][1] - view["y"][0]))


def test_errors_below_one_make_the_mse_smaller_than_the_mae_and_errors_above_one_larger():
    guesses = (3.5, 4.5, 4.5), (5, 3, 6)
    small, large = (
        demos.error_squares.at(first=a, second=b, third=c).readout.replace("\N{NO-BREAK SPACE}", " ")
        for a, b, c in guesses
    )
    assert "MSE = (0.25 + 0.25 + 0.25) / 3 = 0.25 °C²" in small
    assert large.endswith("MAE = (2 + 2 + 2) / 3 = 2 °C.")
    assert "= 4 °C²" in large


def test_the_floor_of_the_mae_is_flat_for_four_points_and_a_single_place_for_five():
    four = "4 points"
    assert "for each c from 3 to 7. There it is 3." in demos.flat_valley.at(points=four, a=3, b=7).readout
    assert "at one place, the median c = 5. There it is 2.4." in demos.flat_valley.at(points="5 points").readout
    assert "at one place, the median c = 4." in demos.flat_valley.at(points=four, a=4, b=4).readout


def test_the_flat_valley_opens_where_the_answer_for_four_points_is_not_yet_seen():
    assert demos.flat_valley.start["points"] == "5 points"


def test_the_floor_does_not_care_which_of_the_two_points_is_dragged_past_the_other():
    assert demos.flat_valley.at(a=2, b=6).readout == demos.flat_valley.at(a=6, b=2).readout


def test_the_parabola_of_the_mse_goes_through_the_values_that_the_points_give():
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    y = np.array([1, 3, 7, 9])
    demos.parabola(ax, y.var(), y.mean(), 0, 10)
    (start, control, end) = ax.patches[0].get_path().vertices
    middle = start / 4 + control / 2 + end / 4  # the point of a quadratic Bézier curve at one half
    for c, height in (start, middle, end):
        assert height == pytest.approx(np.mean((c - y) ** 2))


def test_square_and_absolute_value_pull_equally_hard_at_one_half():
    *_, squared, absolute, _ = numbers(demos.loss_shapes.at(error=0.5).readout)
    assert squared == absolute == 1


def test_the_absolute_value_has_no_slope_at_its_kink():
    assert "Slopes in the same order: 0, none (a kink), 0." in demos.loss_shapes.at(error=0).readout
    assert np.isnan(drawn(demos.loss_shapes, error=0)[1].lines[-3].get_ydata()).any()


def test_the_ninth_point_opens_where_no_line_follows_it():
    slopes = numbers(demos.outlier_tug.at().readout)[-3:]
    assert slopes == pytest.approx([0.72] * 3, abs=0.015)


def test_pulling_the_outlier_further_down_moves_the_mse_line_alone():
    near, far = (numbers(demos.outlier_tug.at(x=9, y=y).readout)[-3:] for y in (1.5, 0))
    assert far[0] < near[0] - 0.05
    assert far[1:] == near[1:]


def test_huber_is_near_mae_at_the_smallest_delta_and_equal_to_mse_at_the_largest():
    small, large = (numbers(demos.huber_delta.at(delta=d).readout)[-3:] for d in (0.05, 5))
    assert small[0] == pytest.approx(small[1], abs=0.02)
    assert large[0] == large[2] != pytest.approx(large[1], abs=0.3)


def test_where_no_point_lies_outside_the_band_the_readout_names_none():
    said = demos.huber_delta.at(delta=5).readout
    assert said.startswith("All 10 points lie within the dashed band")
    assert "0 of 10" not in said


def test_the_demos_that_moved_to_another_chapter_are_still_found_here():
    from lossviz.demos import fitting_lines

    for name in ("real_outliers", "shifted_inputs", "training_by_epoch"):
        assert getattr(demos, name) is getattr(fitting_lines, name)


def test_a_higher_tau_plans_more_minutes():
    slider = demos.pinball_line.controls["tau"]
    plans = [numbers(demos.pinball_line.at(tau=tau).readout)[-1] for tau in slider.values]
    assert plans == sorted(plans)
    assert plans[-1] > plans[0] + 8
