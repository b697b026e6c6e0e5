"""What the demos of the chapter on cross-entropy say and draw at positions where the answer is known."""

import math
import re

import pytest
from matplotlib.figure import Figure

from lossviz import style
from lossviz.demos.cross_entropy import (
    cover_or_seek,
    entropy_plus_kl,
    kl_swap,
    likelihood_mirror,
    log_of_zero,
    swapped_arguments,
)


def numbers(text: str) -> list[float]:
    plain = text.replace("−", "-").replace("∞", "inf")
    return [float(n) for n in re.findall(r"-?(?:\d+\.\d+|inf)(?:e-?\d+)?", plain)]


def drawn(demo, **values):
    """The axes after the demo drew on them at these values."""
    axes = Figure().subplots(1, 2)
    demo.draw(axes, **demo.start | values)
    return axes


# The stacked bar


def bill(**values) -> float:
    return numbers(re.search(r"= (\S+) bits", entropy_plus_kl.at(**values).readout)[1])[0]


def test_the_bar_starts_at_the_entropy_and_reaches_the_cross_entropy():
    _, right = drawn(entropy_plus_kl)
    blue, red = right.patches
    assert (blue.get_y(), blue.get_height()) == (0, 1.5)
    assert (red.get_y(), red.get_height()) == (1.5, 0.25)


@pytest.mark.parametrize(
    ("p", "sun", "cloud", "floor"),
    [
        ("½ ¼ ¼", 0.5, 0.25, 1.5),
        ("0.7 0.2 0.1", 0.7, 0.2, 1.157),
        ("0.3 0.3 0.4", 0.3, 0.3, 1.571),
        ("1 0 0", 1, 0, 0),
    ],
)
def test_the_bar_is_lowest_at_q_equal_to_p_and_stops_at_the_entropy(p, sun, cloud, floor):
    assert "q = p" in entropy_plus_kl.at(p=p, sun=sun, cloud=cloud).readout
    assert bill(p=p, sun=sun, cloud=cloud) == floor
    steps = [i / 10 for i in range(11)]
    assert min(bill(p=p, sun=a, cloud=b) for a in steps for b in steps if a + b <= 1) >= floor


def test_the_red_part_is_gone_at_q_equal_to_p_and_the_blue_part_is_not():
    _, right = drawn(entropy_plus_kl, sun=0.5)
    blue, red = right.patches
    assert red.get_height() == pytest.approx(0, abs=1e-12)
    assert blue.get_height() == 1.5


def test_the_perfect_belief_is_said_not_to_cost_0_except_where_one_outcome_is_certain():
    assert "not at 0" in entropy_plus_kl.at(sun=0.5).readout
    assert "p is certain" in entropy_plus_kl.at(p="1 0 0", sun=1, cloud=0).readout


def test_what_happens_and_was_ruled_out_costs_infinity():
    assert "rain happens" in entropy_plus_kl.at(sun=0.5, cloud=0.5).readout
    assert bill(sun=0.5, cloud=0.5) == math.inf
    assert bill(p="1 0 0", sun=0.5, cloud=0.5) == 1  # but what never happens may be ruled out


def test_a_belief_over_1_is_scaled_down_and_says_so():
    left, _ = drawn(entropy_plus_kl, sun=1, cloud=0.25)
    assert [bar.get_height() for bar in left.patches[3:]] == pytest.approx([0.8, 0.2, 0])
    assert "scaled down" in entropy_plus_kl.at(sun=1, cloud=0.25).readout
    assert "scaled down" not in entropy_plus_kl.at(sun=0.75, cloud=0.25).readout


# Likelihood


@pytest.mark.parametrize("heads", [2, 5, 7])
def test_the_likelihood_is_highest_where_the_cross_entropy_is_lowest(heads):
    says = {q: numbers(likelihood_mirror.at(heads=heads, q=q).readout) for q in likelihood_mirror.controls["q"].values}
    chance, cost = ({q: found[i] for q, found in says.items()} for i in (1, 2))
    assert max(chance, key=chance.get) == min(cost, key=cost.get) == heads / 10


def test_ten_even_tosses_have_probability_one_in_1024():
    readout = likelihood_mirror.at(q=0.5).readout
    assert "0.000977" in readout
    assert "e^(−10 · 0.693)" in readout


# Swapped arguments


@pytest.mark.parametrize(
    ("model", "right", "swapped"),
    [
        ("y₁, a good guess", "1.156318", "8.265472"),
        ("y₂, a bad guess", "3.912023", "21.218440"),
        ("y₀ = t", "0.693147", "0.693147"),
    ],
)
def test_the_figures_in_circulation_are_those_of_the_swapped_order(model, right, swapped):
    readout = swapped_arguments.at(model=model, epsilon=1e-10).readout
    assert f"right order {right}, swapped {swapped}" in readout


def test_epsilon_moves_the_swapped_figure_by_what_the_readout_announced_and_not_the_right_one():
    (_, right, swapped, step), (_, same, more, _) = (
        numbers(swapped_arguments.at(epsilon=e).readout.replace("1e", "1.0e")) for e in (1e-10, 1e-11)
    )
    assert same == right
    assert more - swapped == pytest.approx(step, abs=1e-3)


# Log 0


def test_a_small_epsilon_pins_the_loss_and_takes_its_slope():
    at_40, at_100 = (numbers(log_of_zero.at(recipe="log(q + 1e−7)", gap=g).readout) for g in (40, 100))
    assert (at_40[1:], at_100[1:]) == ([16.12, 0.0], [16.12, 0.0])


def test_the_logarithm_of_a_rounded_probability_ends_at_infinity():
    assert numbers(log_of_zero.at(recipe="log(q)", gap=100).readout)[1] == pytest.approx(100, abs=0.05)
    assert "says ∞, slope nan" in log_of_zero.at(recipe="log(q)", gap=106).readout


@pytest.mark.parametrize("gap", [40, 106, 120])
def test_from_logits_loss_and_slope_are_right_at_every_gap(gap):
    assert numbers(log_of_zero.at(recipe="from logits", gap=gap).readout) == [gap, gap, 1.0]


# KL both ways


def both_ways(**values) -> tuple[float, float]:
    here, there = numbers(kl_swap.at(**values).readout)
    return here, there


def test_the_narrow_belief_is_dearer_than_the_wide_one():
    assert both_ways(width=2) == (0.318, 0.807)
    assert both_ways(width=2, swap=True) == (0.807, 0.318)


def test_bells_of_equal_width_are_symmetric_and_no_others():
    for values in kl_swap.states:
        if values["shape"] == "bells":
            here, there = both_ways(**values)
            assert (here == there) == (values["width"] == 1), values
    assert both_ways(width=1, shift=1) == (0.5, 0.5)


def test_the_strips_agree_with_the_closed_form_for_bells():
    s, m = 2.5, 1.5
    expected = math.log(s) + (1 + m * m) / (2 * s * s) - 0.5, -math.log(s) + (s * s + m * m) / 2 - 0.5
    assert both_ways(width=s, shift=m) == pytest.approx(expected, abs=1e-3)


def test_a_box_that_sticks_out_of_the_other_costs_infinity():
    assert both_ways(shape="boxes", width=2) == (round(math.log(2), 3), math.inf)
    assert both_ways(shape="boxes", width=1, shift=0.5) == (math.inf, math.inf)


def test_the_true_distribution_stays_blue_when_the_two_are_swapped():
    for swap, top in ((False, 0.4), (True, 0.2)):
        left, _ = drawn(kl_swap, swap=swap)
        blue = next(patch for patch in left.patches if patch.get_edgecolor() == _rgba(style.BLUE))
        assert blue.get_xy()[:, 1].max() == pytest.approx(top, abs=0.002)


def _rgba(color: str) -> tuple[float, ...]:
    return (*(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)), 1.0)


# Covering and seeking


def lowest(direction: str) -> tuple[float, float]:
    """The mean and width at which the readout's KL is least."""

    def cost(values):
        return numbers(cover_or_seek.at(**values).readout)[2]

    best = min((v for v in cover_or_seek.states if v["direction"] == direction), key=cost)
    return best["mean"], best["width"]


def test_forward_kl_is_lowest_between_the_humps_and_reverse_kl_on_the_larger_one():
    forward, reverse = cover_or_seek.controls["direction"].values
    assert lowest(forward) == (-0.5, 2.0)
    assert lowest(reverse) == (-2.0, 0.6)
    assert "covers both humps" in cover_or_seek.at(direction=forward).readout
    assert "larger hump" in cover_or_seek.at(direction=reverse, mean=-2, width=0.6).readout


def test_reverse_kl_has_a_second_valley_on_the_smaller_hump():
    _, reverse = cover_or_seek.controls["direction"].values

    def cost(mean, width):
        return numbers(cover_or_seek.at(direction=reverse, mean=mean, width=width).readout)[2]

    around = [(1.75, 0.6), (2.25, 0.6), (2, 0.5), (2, 0.7)]
    assert all(cost(2, 0.6) < cost(*place) for place in around)
    assert cost(2, 0.6) > cost(-2, 0.6)
