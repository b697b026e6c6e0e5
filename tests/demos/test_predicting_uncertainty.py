"""What the demos of the chapter on predictive uncertainty say at positions that the chapter sends its readers to."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from lossviz import losses
from lossviz.demos import predicting_uncertainty as demos
from lossviz.demos._asked_amounts import slopes_of_nll


def said(demo, **values) -> str:
    """The readout at exactly these values."""
    frame = demo.at(**values)
    assert {name: frame.values[name] for name in values} == values, "not among the stops"
    return frame.readout.replace("\N{NO-BREAK SPACE}", " ")


# One number, and how sure


@pytest.mark.parametrize(("sigma", "cost"), [(1, "5.419"), (3, "2.518"), (5, "2.708")])
def test_the_two_forecasters_pay_what_the_chapter_says(sigma, cost):
    text = said(demos.doubt_bell, days="one day", guess=20, sigma=sigma)
    assert text.startswith("One day, 23 °C: ")
    assert f"= {cost} nats.\nThe miss is {3 / sigma:g} σ" in text
    assert ("No other σ on this slider costs less" in text) == (sigma == 3)


def test_an_exact_guess_has_no_best_spread():
    narrow = said(demos.doubt_bell, days="one day", guess=23, sigma=0.25)
    assert "= −0.467 nats" in narrow
    assert narrow.endswith("the smaller σ, the lower, without end.")
    assert "= 0.226 nats" in said(demos.doubt_bell, days="one day", guess=23, sigma=0.5)


def test_ten_days_are_cheapest_at_their_mean_and_the_root_of_their_mean_square():
    days = demos.DAYS["ten days"]
    tried = {
        (guess, sigma): losses.gaussian_nll(guess, days, variance=sigma**2).mean()
        for guess in demos.doubt_bell.controls["guess"].values
        for sigma in demos.doubt_bell.controls["sigma"].values
    }
    assert min(tried, key=tried.get) == (20, 3)
    challenge = demos.doubt_bell.challenge
    met = [at for at in tried if challenge.met(days="ten days", guess=at[0], sigma=at[1])]
    assert met == [(20, 3)]


# A fan


def test_the_slopes_of_the_fan_are_those_of_small_steps():
    who, theta, h = demos.customers()[0], np.array([0.1, 0.5, -1.0, 0.2]), 1e-6

    def nll(t):
        return losses.gaussian_nll(
            t[0] + t[1] * who.price, who.asked, variance=np.exp(2 * (t[2] + t[3] * who.price))
        ).mean()

    steps = np.eye(4) * h
    measured = [(nll(theta + step) - nll(theta - step)) / (2 * h) for step in steps]
    assert slopes_of_nll(theta, *who) == pytest.approx(measured, abs=1e-6)


@pytest.mark.parametrize("loss", ["MSE", "Gaussian NLL"])
def test_training_ends_where_small_steps_find_nothing_better(loss):
    who, rng = demos.customers()[0], np.random.default_rng(0)
    last = demos.fans(loss)[-1]
    least = last.nll(who).mean()
    for step in rng.normal(size=(50, 4)) * 0.01:
        step[3] *= loss != "MSE"  # one spread stays one
        mean = last.mean._replace(slope=last.mean.slope + step[0], intercept=last.mean.intercept + step[1])
        spread = last.log_sigma
        spread = spread._replace(slope=spread.slope + step[3], intercept=spread.intercept + step[2])
        assert demos.Fan(mean, spread).nll(who).mean() >= least - 1e-6


def test_one_spread_is_too_wide_for_cheap_purchases_and_too_narrow_for_dear_ones():
    who = demos.customers()[1]
    one, fan = (demos.coverage(*demos.fans(loss)[-1].ends(who.price, demos.Z90)) for loss in ("MSE", "Gaussian NLL"))
    assert one.by_fifth[0] > 0.98
    assert one.by_fifth[4] < 0.8
    assert np.ptp(fan.by_fifth) < 0.06
    assert "Inside 92.0 %" in said(demos.fan_training, loss="MSE", epoch=1000)
    assert said(demos.fan_training, loss="Gaussian NLL", epoch=1000).endswith("below 7.3 %, above 0.0 %.")


def test_a_band_that_goes_on_below_the_picture_says_how_far():
    assert ">−1.8<" in "".join(demos.fan_training.at(loss="MSE", epoch=0).panels[0])
    assert ">−" not in "".join(demos.fan_training.at(loss="MSE", epoch=1000).panels[0])


@pytest.mark.parametrize("demo", [demos.fan_training, demos.quantile_fan], ids=lambda demo: demo.name)
def test_inside_below_and_above_are_100_per_cent_as_printed_unless_the_ends_cross(demo):
    for at in demo.states:
        told = said(demo, **at)
        shares = re.findall(r"([\d.]+) %", told.split("Inside")[1])
        assert "cross" in told or sum(map(float, shares)) == pytest.approx(100, abs=1e-9), told


# An interval


@pytest.mark.parametrize("tau", [0.05, 0.25, 0.9])
@pytest.mark.parametrize("count", [None, 40])
def test_a_quantile_line_is_the_best_since_small_steps_find_no_better(tau, count):
    price, asked = (column[:count] for column in demos.customers()[0])
    line = demos.quantile_line(tau, count)
    least = losses.quantile_error(line(price), asked, tau=tau).mean()
    for step in np.random.default_rng(0).normal(size=(100, 2)) * np.repeat([1e-4, 1e-2], 50)[:, None]:
        other = line._replace(slope=line.slope + step[0], intercept=line.intercept + step[1])
        assert losses.quantile_error(other(price), asked, tau=tau).mean() >= least - 1e-9


@pytest.mark.parametrize("tau", [0.05, 0.1, 0.25])
def test_of_the_training_customers_a_share_tau_lies_below_the_line(tau):
    who = demos.customers()[0]
    line = demos.quantile_line(tau)
    below, on_or_below = (who.asked < line(who.price) - 1e-9).mean(), (who.asked <= line(who.price) + 1e-9).mean()
    assert below <= tau <= on_or_below


def test_two_lines_keep_their_promise_and_few_customers_make_them_cross():
    assert said(demos.quantile_fan, ends="two quantile lines", tau=0.05).endswith(
        "Inside 91.3 %, below 3.5 %, above 5.2 %."
    )
    assert said(demos.quantile_fan, ends="the same, 40 customers", tau=0.01).endswith("cross for 15 of 1,400.")


def test_nobody_asks_for_more_than_the_price_and_the_bell_does_not_know_it():
    for who in demos.customers():
        assert (who.asked <= who.price).all()
    price = demos.customers()[1].price
    assert (demos.interval("Gauss, σ by price", 0.05, price)[1] > price).all()


# Honest forecasts


@pytest.mark.parametrize("p", [0.05, 0.3, 0.5, 0.8])
def test_the_regrets_are_the_formulas_of_the_chapter(p):
    for q in (0.01, 0.2, 0.45, 0.7, 0.99):
        kl = p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))
        assert demos.regret("log", p, q) == pytest.approx(kl)
        assert demos.regret("Brier", p, q) == pytest.approx((q - p) ** 2)
        assert demos.regret("absolute", p, q) == pytest.approx((1 - 2 * p) * (q - p))
        wrong_side = (p > 0.5) != (q > 0.5)
        assert demos.regret("zero–one", p, q) == pytest.approx(abs(1 - 2 * p) * wrong_side)


def test_only_the_absolute_score_pays_for_a_lie():
    assert "pays 0.116 for saying 0.01 and not 0.3" in said(demos.honest_forecast, p=0.3, q=0.01)
    assert "more" not in said(demos.honest_forecast, p=0.3, q=0.3)


# Calibration


@pytest.fixture
def dial():
    rng = np.random.default_rng(0)
    z = rng.normal(size=(2, 800)) * 2
    y = (rng.random(z.shape) < losses.sigmoid(z - 0.5)).astype(int)
    return demos.make_dial((3 * z[0], y[0]), (3 * z[1], y[1]))


def draw(dial, temperature, bins=10, shift=False):
    return demos.draw_dial(tuple(Figure().subplots(1, 2)), dial, temperature, bins, shift)


def test_the_best_temperature_is_the_factor_by_which_the_logits_are_too_large(dial):
    assert demos.TEMPERATURES[int(np.argmin(dial.curves[True]))] == pytest.approx(3, abs=0.5)


def test_a_temperature_changes_no_decision_and_a_shift_may(dial):
    right = [draw(dial, t).split("; ")[1].split(".\n")[0] for t in demos.TEMPERATURES]
    assert len(set(right)) == 1
    at = demos.TEMPERATURES.index(3.0)
    z = dial.test[0]
    assert ((z / 3 + dial.shifts[True][at] > 0) != (z > 0)).any()


def test_the_shift_makes_the_mean_of_what_is_said_the_share_of_yes(dial):
    z, y = dial.held_out
    b = demos.best_shift(z / 3, y)
    assert losses.sigmoid(z / 3 + b).mean() == pytest.approx(y.mean(), abs=1e-9)
    near = [losses.sigmoid_binary_cross_entropy(logit=z / 3 + b + d, label=y).mean() for d in (-0.01, 0, 0.01)]
    assert min(near) == near[1]


def test_the_demos_do_not_open_on_the_answer():
    assert "costs less" not in said(demos.doubt_bell)
    assert "Epoch 0" in said(demos.fan_training)
    assert said(demos.quantile_fan).startswith("Promised 50 % inside")
    assert "p = 0.8, q = 0.6" in said(demos.honest_forecast)
