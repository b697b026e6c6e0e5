"""What the demos of the chapter on mini-batches say, and that their data and walks are what the chapter claims."""

import re

import numpy as np
import pytest
import torch

from lossviz import calculus
from lossviz.demos import mini_batches as demos


def numbers(text: str) -> list[float]:
    return [float(n.replace("−", "-").replace(",", "")) for n in re.findall(r"[−-]?\d[\d,]*(?:\.\d+)?", text)]


def after(words: str, text: str) -> float:
    """The number that follows the given words."""
    return numbers(plain(text).partition(words)[2])[0]


def plain(text: str) -> str:
    """The text with spaces of one kind."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("batch", range(1, 7))
def test_the_batches_of_six_days_average_4_whatever_their_size(batch):
    assert after("on average", demos.batches_of_six.at(batch=batch).readout) == 4


def test_a_batch_of_six_days_has_the_mean_4_wherever_you_aim():
    for aim in demos.batches_of_six.controls["aim"].values:
        assert "/ 6 = 4." in plain(demos.batches_of_six.at(batch=6, aim=aim).readout)


def test_aiming_low_and_high_finds_the_pairs_of_lowest_and_highest_mean():
    assert "(1 + 0) / 2 = 0.5" in plain(demos.batches_of_six.at(batch=2, aim=0).readout)
    assert "(9 + 9) / 2 = 9" in plain(demos.batches_of_six.at(batch=2, aim=9).readout)


def test_the_best_line_of_the_600_days_is_2x_plus_6_with_a_loss_of_1():
    x, y = demos.days()
    np.testing.assert_allclose(np.polyfit(x, y, 1), [2, 6])
    assert np.mean((2 * x + 6 - y) ** 2) == pytest.approx(1)


def test_nobody_sells_a_negative_number_of_ice_creams():
    assert demos.days()[1].min() > 0


def test_the_mean_loss_by_its_bends_is_the_mean_of_the_losses():
    for theta in ([2.5, 2.5], [0, 8], [2, 6]):
        assert demos.mean_loss(np.array(theta)) == pytest.approx(demos.sample_losses(np.array(theta)).mean())


def test_the_slopes_of_single_days_are_those_of_their_losses():
    theta = np.array([3.0, 4.0])
    expected = [calculus.gradient(lambda t, i=i: demos.sample_losses(t)[i], theta) for i in (0, 17, 599)]
    np.testing.assert_allclose(demos.sample_slopes(theta)[[0, 17, 599]], expected, atol=1e-6)


@pytest.mark.parametrize("put_back", [False, True])
@pytest.mark.parametrize("batch", [1, 16, 64, 256])
def test_the_spread_seen_is_the_spread_of_the_formula(batch, put_back):
    readout = demos.spread_of_estimates.at(batch=batch, put_back=put_back).readout
    assert after("spread of", readout) == pytest.approx(numbers(readout)[-1], rel=0.05)
    assert after("average", readout) == pytest.approx(11.75, abs=0.25)


def test_four_times_the_batch_halves_the_spread_if_days_are_put_back():
    small, large = (numbers(demos.spread_of_estimates.at(batch=b, put_back=True).readout)[-1] for b in (16, 64))
    assert large == pytest.approx(small / 2, abs=0.01)


def test_a_batch_of_all_days_has_no_spread_unless_days_are_put_back():
    assert "spread of 0." in demos.spread_of_estimates.at(batch=600).readout
    assert after("spread of", demos.spread_of_estimates.at(batch=600, put_back=True).readout) == 0.3


def test_single_days_know_the_way_far_out_and_lose_it_near_the_star():
    far, near = (numbers(demos.batch_slopes.at(w=w, batch=1).readout)[-2] for w in (3.5, 2.25))
    assert (far, near) == (37, 24)


def test_on_the_star_the_step_of_all_days_is_0_and_those_of_batches_are_not():
    readout = demos.batch_slopes.at(w=2, batch=16).readout
    assert after("length", readout) == 0
    assert after("about it by", readout) > 0.05
    assert "nothing but noise" in readout


def test_an_epoch_sees_every_day_once_and_each_epoch_in_another_order():
    first, second = demos.epoch_order(0), demos.epoch_order(1)
    assert sorted(first) == sorted(second) == list(range(600))
    assert (first != second).any()
    assert (np.diff(demos.days()[1][demos.epoch_order(3, "sorted")]) >= 0).all()


def test_the_walk_of_batches_of_10_is_that_of_torchs_sgd():
    x, y = map(torch.tensor, demos.days())
    line = torch.tensor(demos.START, requires_grad=True)
    optimizer = torch.optim.SGD([line], lr=demos.RATE)
    for epoch in range(2):
        for rows in torch.tensor(demos.epoch_order(epoch)).split(10):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(line[0] * x[rows] + line[1], y[rows]).backward()
            optimizer.step()
    np.testing.assert_allclose(demos.walk(10, 120)[-1], line.detach().numpy(), atol=1e-12)


def test_at_equal_steps_larger_batches_come_nearer():
    above = [demos.mean_loss(demos.walk(size, 120)[60:]).mean() - 1 for size in (600, 60, 10, 1)]
    assert above == sorted(above)
    assert above[-1] > 100 * above[1]


def test_sorted_days_send_the_walk_past_the_star_and_away_again():
    assert after("loss", demos.descent_paths.at(run="batches of 10, sorted", step=80).readout) < 1.3
    assert after("loss", demos.descent_paths.at(run="batches of 10, sorted", step=120).readout) > 3.5
    assert after("loss", demos.descent_paths.at(run="batches of 10", step=120).readout) < 1.1


def race_at(seen: int, rate: str = "fixed") -> dict[str, float]:
    readout = demos.equal_samples.at(seen=seen, rate=rate).readout
    return {name: after(f"{name}:", readout) for name in demos.RACE}


def test_the_lead_goes_from_single_days_to_batches_of_20():
    early, late = race_at(20), race_at(600)
    assert min(early, key=early.get) == "one day"
    assert min(late, key=late.get) == "20 days"
    assert early["all 600"] == race_at(0)["all 600"] > late["all 600"]


def test_the_race_tells_the_loss_after_just_these_days():
    for values in demos.equal_samples.states:
        told = race_at(values["seen"], values["rate"])
        for name, (size, _) in demos.RACE.items():
            v = demos.walk(size, 6000 // size, rate=values["rate"])[values["seen"] // size]
            assert told[name] == pytest.approx(demos.mean_loss(v), abs=0.0006), (name, values)


def test_a_falling_rate_calms_single_days_and_slows_the_full_batch():
    fixed, falling = race_at(6000), race_at(6000, "falling")
    assert falling["one day"] < fixed["one day"] - 0.1
    assert falling["all 600"] > fixed["all 600"] + 1


def test_steps_and_days_seen_agree():
    assert (
        "120 steps of 60 days: 7,200 seen, 12 epochs" in demos.descent_paths.at(run="batches of 60", step=120).readout
    )
    assert "(300), all 600" in plain(demos.equal_samples.at(seen=6000).readout)


def test_the_spread_of_the_formula_is_what_its_numbers_give():
    for values in demos.spread_of_estimates.states:
        readout = plain(demos.spread_of_estimates.at(**values).readout)
        formula, result = readout.partition("Formula: ")[2].split(" = ")
        ours = np.prod([float(n) for n in re.findall(r"^[\d.]+", formula)])
        ours /= np.sqrt(float(re.search(r"√(\d+)", formula)[1]))
        if left_over := re.search(r"√\((\d+)/(\d+)\)", formula):
            ours *= np.sqrt(int(left_over[1]) / int(left_over[2]))
        assert round(ours, 2) == pytest.approx(float(result.rstrip("."))), values


def test_a_loss_that_left_the_picture_is_written_at_its_edge():
    assert ">3.9×10⁻¹¹<" in "".join(demos.descent_paths.at(run="all 600 days", step=120).panels[1])
