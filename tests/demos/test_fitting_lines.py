"""What the demos of the chapter on fitting lines say at chosen positions, and that their fits are the best ones."""

import re

import numpy as np
import pytest
import torch

from lossviz import losses
from lossviz.demos import fitting_lines as demos


def numbers(text: str) -> list[float]:
    return [float(n.replace("−", "-").replace(",", "")) for n in re.findall(r"[−-]?\d[\d,]*(?:\.\d+)?", text)]


def test_the_best_line_by_hand_is_that_of_numpy():
    best = demos.BEST
    assert best == pytest.approx(np.polyfit(demos.DAYS, demos.PLANTS, 1))


def test_the_squares_by_hand_are_square_on_the_screen():
    view = demos.fit_by_hand.at().views[0]
    width, height = view["box"][2:]
    assert width / (view["x"][1] - view["x"][0]) == pytest.approx(height / (view["y"][1] - view["y"][0]))


def test_the_areas_by_hand_are_divided_as_the_readout_says():
    for state in demos.fit_by_hand.states[::7]:
        total, six, mean = numbers(demos.fit_by_hand.at(**state).readout.split("\n")[1].partition("MSE:")[2])[:3]
        assert six == 6
        assert f"{total / 6:.3f}" == f"{mean:.3f}"


def test_few_lines_meet_the_challenge_and_no_line_is_better_than_the_best():
    met = [state for state in demos.fit_by_hand.states if demos.fit_by_hand.meets(state)]
    assert 4 <= len(met) <= 20
    sums = [demos.sum_of_squares(demos.hand_line(s["left"], s["right"])) for s in demos.fit_by_hand.states]
    assert min(sums) > demos.sum_of_squares(demos.BEST)


def test_a_model_free_in_each_slice_says_the_mean_by_mse_and_the_median_by_mae():
    for km in range(1, 11):
        for loss, place in (("MSE", 2), ("MAE", 3)):
            found = numbers(demos.slice_centres.at(loss=loss, model=demos.FREE, km=km).readout)
            assert found[place] == found[-1]


def test_no_line_near_the_ride_lines_has_a_smaller_loss():
    km, minutes = demos.many_rides()
    for name, loss in (("MSE", losses.squared_error), ("MAE", losses.absolute_error)):
        line = demos.ride_lines()[name]
        here = loss(line(km), minutes).mean()
        for slope, shift in [(1e-3, 0), (-1e-3, 0), (0, 1e-2), (0, -1e-2), (1e-3, -5e-3), (-1e-3, 5e-3)]:
            assert loss(line(km) + slope * km + shift, minutes).mean() >= here - 1e-6


def test_tukeys_loss_is_half_the_square_near_zero_and_level_far_out():
    assert demos.tukey(0.01) == pytest.approx(0.01**2 / 2, rel=1e-3)
    assert demos.tukey([2, 40, -40]) == pytest.approx([2 / 3] * 3)


def test_a_point_far_out_turns_the_line_of_every_loss_but_tukeys():
    for rule in demos.RULES:
        near, far = (demos.valley(rule, x).best.slope for x in (9, 40))
        assert near > 0
        assert (far > 0.7) == rule.startswith("Tukey")


def test_the_curve_of_the_valleys_is_nowhere_below_the_loss_of_the_best_line():
    for rule, loss in demos.RULES.items():
        for far in (9, 17, 20, 40):
            found = demos.valley(rule, far)
            x, y = np.append(demos.X, far), np.append(demos.Y, 0.0)
            assert found.least.min() >= loss(found.best(x) - y).mean() - 1e-9


def test_only_tukeys_loss_has_several_valleys():
    assert {rule for rule in demos.RULES for x in (9, 13, 40) if demos.valley(rule, x).valleys > 1} == {"Tukey, c = 2"}


def test_the_recorded_adam_run_is_that_of_pytorch():
    line = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(demos.CM), torch.tensor(demos.KG)
    optimizer = torch.optim.Adam([line], lr=0.1)
    for _ in range(200):
        optimizer.zero_grad()
        ((line[0] * x + line[1] - y) ** 2).mean().backward()
        optimizer.step()
    assert demos.training_runs()[demos.RAW_ADAM][200] == pytest.approx(line.detach().numpy(), rel=1e-6)


def test_standardised_inputs_arrive_within_100_epochs_and_raw_sgd_not_within_10_000():
    def shown_mse(run, epoch):
        return numbers(demos.training_by_epoch.at(run=run, epoch=epoch).readout.split("\n")[1])[0]

    assert shown_mse(demos.STANDARD_SGD, 100) == 1.862
    assert shown_mse(demos.RAW_ADAM, 1000) > 10
    assert shown_mse(demos.RAW_SGD, 10_000) > 37


def test_no_line_of_any_run_is_better_than_the_closed_form():
    best = np.mean((np.polyval(np.polyfit(demos.CM, demos.KG, 1), demos.CM) - demos.KG) ** 2)
    for path in demos.training_losses().values():
        assert path.min() >= best - 1e-9


def test_centred_inputs_arrive_in_one_step_and_shifted_ones_crawl():
    assert "After 1 step 0.00 is left" in demos.shifted_inputs.at(shift=0, steps=1).readout
    left = [numbers(demos.shifted_inputs.at(shift=s, steps=100).readout)[-1] for s in (1, 2, 4)]
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


def test_the_seven_odd_years_raise_the_mse_slope_more_than_fourfold_and_the_others_by_less_than_half():
    with_them, without = (slopes(real=CALLS, counted=counted) for counted in (True, False))
    assert with_them[0] > 4.5 * without[0]
    assert all(a < 1.5 * b for a, b in zip(with_them[1:], without[1:], strict=True))


def test_no_delta_keeps_the_huber_line_of_the_stars_from_falling():
    for misses in demos.real_outliers.controls["misses"].values:
        assert max(slopes(real=STARS, counted=True, misses=misses)) < 0
        assert min(slopes(real=STARS, counted=False, misses=misses)) > 2


def test_with_a_wide_delta_the_huber_line_of_the_heights_is_the_mse_line():
    assert slopes(real=HEIGHTS, counted=True, misses=64)[2] == slopes(real=HEIGHTS, counted=True)[0] == 0.24


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
