import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossviz import Choice, Slider, Toggle


def test_stops_are_exact_decimals_without_floating_point_dust():
    assert Slider(-0.3, 0.3, step=0.1).values == (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3)
    assert math.copysign(1, Slider(-0.3, 0.3, step=0.1).values[3]) == 1


def test_whole_steps_give_whole_numbers():
    assert all(type(v) is int for v in Slider(1, 9, step=2).values)


def test_values_read_as_in_a_readout_with_a_real_minus_and_no_zeros_at_the_end():
    assert Slider(-1, 1, step=0.25).texts[:5] == ("−1", "−0.75", "−0.5", "−0.25", "0")
    assert Slider(-3.7, 1.3, step=1).texts == ("−3.7", "−2.7", "−1.7", "−0.7", "0.3", "1.3")
    assert Slider(0, 2000, step=1000).texts == ("0", "1,000", "2,000")
    assert Slider(-1, 1, step=0.25, format="{:.2f}").texts[0] == "−1.00"
    assert Slider(0, 1, step=0.5, format="{:.0%}").texts == ("0\xa0%", "50\xa0%", "100\xa0%")


def test_a_slider_along_falling_stops_keeps_their_order():
    slider = Slider(stops=np.logspace(0, -3, 4), start=0.1)
    assert slider.values == (1.0, 0.1, 0.01, 0.001)
    assert (slider.start, slider.texts[-1]) == (1, "0.001")


@given(st.integers(-50, 50), st.integers(1, 40), st.sampled_from([0.01, 0.05, 0.1, 0.25, 1, 2.5]))
def test_every_stop_is_its_own_nearest_stop(first, count, step):
    slider = Slider(round(first * step, 10), round((first + count) * step, 10), step=step)
    assert len(slider.values) == count + 1
    assert [slider.index(v, "x") for v in slider.values] == list(range(count + 1))


@given(st.floats(-2, 2))
def test_a_value_in_the_range_goes_to_a_stop_at_most_half_a_step_away(value):
    slider = Slider(-2, 2, step=0.1)
    assert abs(slider.values[slider.index(value, "x")] - value) <= 0.05 + 1e-9


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        ({"low": 1, "high": 1, "step": 0.1}, "low=1 must be less than high=1"),
        ({"low": 2, "high": 1, "step": 0.1}, "low=2 must be less than high=1"),
        ({"low": 0, "high": 1, "step": 0}, "step=0 must be greater than 0"),
        ({"low": 0, "high": 1, "step": -0.1}, "step=-0.1 must be greater than 0"),
        ({"low": 0, "high": 1, "step": 0.3}, "do not end at high=1: end at 0.9"),
        ({"low": 0, "high": math.inf, "step": 1}, "high=inf is not a finite number"),
        ({"low": 0, "high": 1, "step": math.nan}, "step=nan is not a finite number"),
        ({"low": 0, "high": "1", "step": 1}, "high='1' is not a finite number"),
        ({"low": 0, "high": 1, "step": 0.1, "start": 0.55}, "start=0.55 is not one of the stops"),
        ({"low": 0, "high": 1, "step": 0.1, "start": 2}, "start=2 is outside 0 to 1"),
        ({"low": 0, "high": 1, "step": 0.1, "start": math.nan}, "start=nan is not a number"),
        ({"low": 0, "high": 1, "step": 0.1, "drag": "z"}, "drag='z'"),
        ({"low": 0, "high": 1}, "give low, high and step, or stops"),
        ({}, "give low, high and step, or stops"),
        ({"low": 0, "high": 1, "step": 1, "stops": [1, 2]}, "give low, high and step, or stops"),
        ({"low": 0, "high": 9, "stops": [1, 2]}, "give low, high and step, or stops"),
        ({"low": 0, "high": 1, "step": 1, "format": "{x}"}, "format='{x}' does not fit 0: write it as in"),
        ({"stops": []}, "give at least two"),
        ({"stops": [1]}, "give at least two"),
        ({"stops": [1, 2, 2]}, "stops must rise or fall"),
        ({"stops": [1, 3, 2]}, "stops must rise or fall"),
        ({"stops": [1, math.nan]}, "the stop nan is not a finite number"),
        ({"stops": [0.001, 0.002], "format": "{:.1f}"}, "two stops read the same"),
    ],
)
def test_a_slider_that_makes_no_sense_is_refused_and_says_why(arguments, advice):
    with pytest.raises(ValueError, match="Slider") as refusal:
        Slider(**arguments)
    assert advice in str(refusal.value)


@pytest.mark.parametrize(
    ("names", "options", "advice"),
    [
        ((), {}, "no names"),
        (("mean", "mean"), {}, "'mean' is there twice"),
        (("mean", ""), {}, "'' is not a name"),
        (("mean", 3), {}, "3 is not a name"),
        (("mean", "median"), {"start": "mode"}, "allowed are 'mean', 'median'"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_and_says_why(names, options, advice):
    with pytest.raises(ValueError, match="Choice") as refusal:
        Choice(*names, **options)
    assert advice in str(refusal.value)


def test_a_toggle_is_on_or_off_and_nothing_else():
    assert (Toggle().start, Toggle(True).start) == (0, 1)
    with pytest.raises(ValueError, match="allowed are False, True"):
        Toggle("yes")
