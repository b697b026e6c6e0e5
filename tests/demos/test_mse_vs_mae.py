"""What the demos of the chapter on MSE and MAE say at chosen positions, and that their fits are the best ones."""

import re

import numpy as np
import pytest
import torch

from lossviz import losses
from lossviz.demos import mse_training as training
from lossviz.demos import mse_vs_mae as demos

SIDES = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)]) * 1e-4


def is_best(loss, line, x, y) -> bool:
    """No line a little steeper, flatter, higher or lower has a smaller mean loss: enough for a convex one."""
    here = loss(line(x), y).mean()
    return all(loss(line(x) + dw * x + db, y).mean() >= here - 1e-12 for dw, db in SIDES)


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
    small = demos.error_squares.at(first=3.5, second=4.5, third=4.5).readout
    large = demos.error_squares.at(first=5, second=3, third=6).readout
    assert "MSE = (0.25 + 0.25 + 0.25) / 3 = 0.25 °C²" in small
    assert large.endswith("MAE = (2 + 2 + 2) / 3 = 2 °C")
    assert "= 4 °C²" in large


def test_the_floor_of_the_mae_is_flat_for_four_points_and_a_single_place_for_five():
    assert "3 for every c from 3 to 7" in demos.flat_valley.at().readout
    assert "c = 5 alone" in demos.flat_valley.at(points="5 points").readout
    assert "c = 4 alone" in demos.flat_valley.at(a=4, b=4).readout


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


def test_pulling_the_outlier_further_down_moves_the_mse_line_alone():
    near, far = (numbers(demos.outlier_tug.at(x=9, y=y).readout)[-3:] for y in (1.5, 0))
    assert far[0] < near[0] - 0.05
    assert far[1:] == near[1:]


def test_huber_is_near_mae_at_the_smallest_delta_and_equal_to_mse_at_the_largest():
    small, large = (numbers(demos.huber_delta.at(delta=d).readout)[-3:] for d in (0.05, 5))
    assert small[0] == pytest.approx(small[1], abs=0.02)
    assert large[0] == large[2] != pytest.approx(large[1], abs=0.3)


def test_a_higher_tau_plans_more_minutes():
    slider = demos.pinball_line.controls["tau"]
    plans = [numbers(demos.pinball_line.at(tau=tau).readout)[-1] for tau in slider.values]
    assert plans == sorted(plans)
    assert plans[-1] > plans[0] + 8


def test_the_recorded_adam_run_is_that_of_pytorch():
    line = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(training.CM), torch.tensor(training.KG)
    optimizer = torch.optim.Adam([line], lr=0.1)
    for _ in range(200):
        optimizer.zero_grad()
        ((line[0] * x + line[1] - y) ** 2).mean().backward()
        optimizer.step()
    assert training.training_runs()[training.RAW_ADAM][200] == pytest.approx(line.detach().numpy(), rel=1e-6)


def test_standardised_inputs_arrive_within_100_epochs_and_raw_sgd_not_within_10_000():
    def shown_mse(run, epoch):
        return numbers(training.training_by_epoch.at(run=run, epoch=epoch).readout.split("\n")[1])[0]

    assert shown_mse(training.STANDARD_SGD, 100) == 1.862
    assert shown_mse(training.RAW_ADAM, 1000) > 10
    assert shown_mse(training.RAW_SGD, 10_000) > 37


def test_no_line_of_any_run_is_better_than_the_closed_form():
    best = np.mean((np.polyval(np.polyfit(training.CM, training.KG, 1), training.CM) - training.KG) ** 2)
    for path in training.training_losses().values():
        assert path.min() >= best - 1e-9


def test_centred_inputs_arrive_in_one_step_and_shifted_ones_crawl():
    assert "After 1 step 0.00 is left" in training.shifted_inputs.at(shift=0, steps=1).readout
    left = [numbers(training.shifted_inputs.at(shift=s, steps=100).readout)[-1] for s in (1, 2, 4)]
    assert left == sorted(left)
    assert left[-1] > 1


HEIGHTS, CALLS, STARS = demos.real_outliers.controls["real"].values


def slopes(**values) -> list[float]:
    """Of MSE, MAE and Huber, as the demo says them."""
    return numbers(demos.real_outliers.at(**values).readout.split("\n")[0].split(":")[1])


def test_one_swapped_row_takes_most_of_the_mse_slope_and_little_of_the_other_two():
    with_it, without = (slopes(real=HEIGHTS, counted=counted) for counted in (True, False))
    assert with_it[0] < 0.25 * without[0]
    assert min(with_it[1:]) > 0.9 * max(without[1:]) - 0.02


def test_the_seven_odd_years_raise_the_mse_slope_nearly_fivefold_and_the_others_by_less_than_half():
    with_them, without = (slopes(real=CALLS, counted=counted) for counted in (True, False))
    assert with_them[0] > 4.5 * without[0]
    assert all(a < 1.5 * b for a, b in zip(with_them[1:], without[1:], strict=True))


def test_no_delta_keeps_the_huber_line_of_the_stars_from_falling():
    for misses in demos.real_outliers.controls["misses"].values:
        assert max(slopes(real=STARS, misses=misses)) < 0
        assert min(slopes(real=STARS, counted=False, misses=misses)) > 2


def test_with_a_wide_delta_the_huber_line_of_the_heights_is_the_mse_line():
    assert slopes(real=HEIGHTS, misses=64)[2] == slopes(real=HEIGHTS)[0] == 0.24


@pytest.mark.parametrize("real", [HEIGHTS, CALLS, STARS])
def test_the_huber_line_of_a_real_set_is_at_its_minimum(real):
    from lossviz import data
    from lossviz.demos._lines import REAL, real_fits

    x, y, _ = data.outliers(REAL[real].name)
    *_, line, delta = real_fits(REAL[real].name, True, 2)

    def cost(w, b):
        return losses.huber_loss(w * x + b, y, delta=delta).mean()

    tilt = 1e-3 / abs(x).max()
    for dw, db in [(tilt, 0), (-tilt, 0), (0, 1e-3), (0, -1e-3), (tilt, -tilt * x.mean()), (-tilt, tilt * x.mean())]:
        assert cost(line.slope + dw, line.intercept + db) >= cost(line.slope, line.intercept) - 1e-12


def test_points_that_do_not_count_are_hollow():
    from matplotlib.colors import to_hex
    from matplotlib.figure import Figure

    from lossviz import style

    fills = {}
    for counted in (True, False):
        ax = Figure().add_subplot()
        demos.real_outliers.draw(ax, **demos.real_outliers.start | {"counted": counted})
        (odd,) = (line for line in ax.lines if line.get_markeredgecolor() == style.RED)
        fills[counted] = to_hex(odd.get_markerfacecolor())
    assert fills == {True: style.RED, False: style.PAPER}
