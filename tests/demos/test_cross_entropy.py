"""What the demos of the chapter on cross-entropy say and draw at positions where the answer is known."""

import math
import re

import numpy as np
import pytest

from lossviz import style
from lossviz.demos._floors import FLOOR, SETS, trained
from lossviz.demos._kl import bell, kl_under
from lossviz.demos._rounding import PADS, loss_and_slope
from lossviz.demos.cross_entropy import (
    cover_or_seek,
    entropy_plus_kl,
    kl_swap,
    likelihood_mirror,
    log_of_zero,
    swapped_arguments,
    two_floors,
)
from tests.demos.axes import drawn


def spoken(demo, **values) -> str:
    """The readout, its formulas with ordinary spaces."""
    return demo.at(**values).readout.replace("\N{NO-BREAK SPACE}", " ")


def numbers(text: str) -> list[float]:
    plain = text.replace("−", "-").replace("∞", "inf")
    return [float(n) for n in re.findall(r"-?(?:\d+\.\d+|inf)(?:e-?\d+)?", plain)]


# The stacked bar


def bill(**values) -> float:
    return float(re.search(r"= ([\d.]+|∞) bits?", spoken(entropy_plus_kl, **values))[1].replace("∞", "inf"))


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
    assert "q = p" in spoken(entropy_plus_kl, p=p, sun=sun, cloud=cloud)
    assert bill(p=p, sun=sun, cloud=cloud) == floor
    steps = [i / 10 for i in range(11)]
    assert min(bill(p=p, sun=a, cloud=b) for a in steps for b in steps if a + b <= 1) >= floor


def test_the_red_part_is_gone_at_q_equal_to_p_and_the_blue_part_is_not():
    _, right = drawn(entropy_plus_kl, sun=0.5)
    blue, red = right.patches
    assert red.get_height() == pytest.approx(0, abs=1e-12)
    assert blue.get_height() == 1.5


def test_the_perfect_belief_is_said_not_to_cost_0_except_where_one_outcome_is_certain():
    assert "not at 0" in spoken(entropy_plus_kl, sun=0.5)
    assert "p is certain" in spoken(entropy_plus_kl, p="1 0 0", sun=1, cloud=0)


def test_what_happens_and_was_ruled_out_costs_infinity():
    assert "rain happens" in spoken(entropy_plus_kl, sun=0.5, cloud=0.5)
    assert bill(sun=0.5, cloud=0.5) == math.inf
    assert bill(p="1 0 0", sun=0.5, cloud=0.5) == 1  # but what never happens may be ruled out


def test_cloud_gets_no_more_than_sun_leaves_and_the_readout_says_so():
    left, _ = drawn(entropy_plus_kl, sun=0.75, cloud=1)
    assert [bar.get_height() for bar in left.patches[3:]] == pytest.approx([0.75, 0.25, 0])
    assert "Sun leaves only 0.25 for cloud" in spoken(entropy_plus_kl, sun=0.75, cloud=1)
    assert "Sun leaves" not in spoken(entropy_plus_kl, sun=0.75, cloud=0.25)


def test_the_bill_adds_up_as_printed_term_by_term_and_from_its_two_parts():
    for at in entropy_plus_kl.states[::3]:
        frame = entropy_plus_kl.at(**at)
        picture = "".join(frame.panels[1]).replace("∞", "inf")
        total, rest, floor = (
            float(re.search(rf">{re.escape(what)} = ([\d.]+|inf)<", picture)[1])
            for what in ("H(p, q)", "KL(p‖q)", "H(p)")
        )
        assert floor + rest == pytest.approx(total, abs=1e-9), at
        terms = re.findall(r"([\d.]+)·([\d.]+)", frame.readout)
        if terms:
            assert round(sum(float(a) * float(b) for a, b in terms), 3) == pytest.approx(total, abs=1e-9), at


def test_that_no_belief_gets_below_the_entropy_is_written_only_where_it_is_reached():
    assert "no q gets below" not in "".join(entropy_plus_kl.at().panels[1])
    assert "no q gets below" in "".join(entropy_plus_kl.at(sun=0.5).panels[1])
    floors = [drawn(entropy_plus_kl, sun=sun)[1].lines[0].get_ydata()[0] for sun in (0.25, 0.5)]
    assert floors == pytest.approx([math.nan, 1.5], nan_ok=True)


# Likelihood


@pytest.mark.parametrize("heads", [2, 5, 7])
def test_the_likelihood_is_highest_where_the_cross_entropy_is_lowest(heads):
    says = {q: spoken(likelihood_mirror, heads=heads, q=q) for q in likelihood_mirror.controls["q"].values}
    chance = {q: plain_number(re.search(r"probability (\S+)\.\n", text)[1]) for q, text in says.items()}
    cost = {q: float(re.search(r"= ([\d.]+) nats", text)[1]) for q, text in says.items()}
    assert max(chance, key=chance.get) == min(cost, key=cost.get) == heads / 10
    for q, value in chance.items():
        assert round(-math.log(value) / 10, 3) == pytest.approx(cost[q], abs=1e-9)


def test_the_lowest_cross_entropy_is_named_to_those_who_are_there():
    assert "Lowest" not in spoken(likelihood_mirror)
    assert "Lowest possible: 0.611, at q = 0.7." in spoken(likelihood_mirror, q=0.7)


def test_the_valley_is_drawn_as_far_as_q_was_dragged_and_whole_where_its_lowest_place_is_named():
    reach = {q: np.ptp(drawn(likelihood_mirror, q=q)[1].lines[0].get_xdata()) for q in (0.5, 0.6, 0.68, 0.9)}
    assert list(reach.values()) == pytest.approx([0, 0.1, 1, 1])


def test_ten_even_tosses_have_probability_one_in_1024():
    readout = spoken(likelihood_mirror, q=0.5)
    assert "0.000977" in readout
    assert "−log(0.000977) / 10 = 0.693 nats" in readout
    assert spoken(likelihood_mirror, heads=1, q=0.5).startswith("1 head in 10 under")


def plain_number(text: str) -> float:
    """As a readout writes it: 0.000977 or 1.02×10⁻¹⁷."""
    digits = text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(re.sub(r"×?10(?=-)", "e", digits).replace("e", "1e", digits.startswith("10-")))


# Swapped arguments


@pytest.mark.parametrize(
    ("model", "right", "swapped"),
    [
        ("q₁, a good guess", "1.156", "8.265"),
        ("q₂, a bad guess", "3.912", "21.218"),
        ("q₀ = p", "0.693", "0.693"),
    ],
)
def test_the_figures_in_circulation_are_those_of_the_swapped_order(model, right, swapped):
    picture = "".join("".join(panel) for panel in swapped_arguments.at(model=model, k=10).panels)
    assert f"−Σ p log(q + ε) = {right} nats<" in picture
    assert f"−Σ q log(p + ε) = {swapped} nats<" in picture


def areas(k, panel) -> list[float]:
    """The areas of the panel's rectangles: classes 3 and 4, then the eight that never happen."""
    rectangles = drawn(swapped_arguments, k=k)[panel].patches[:10]
    return [rectangle.get_width() * rectangle.get_height() for rectangle in rectangles]


def test_a_smaller_epsilon_moves_the_swapped_areas_of_the_classes_that_never_happen_and_no_others():
    assert areas(10, 0) == pytest.approx(areas(11, 0), abs=1e-8)
    before, after = areas(10, 1), areas(11, 1)
    assert before[:2] == pytest.approx(after[:2], abs=1e-8)
    assert all(later - earlier > 0.02 for earlier, later in zip(before[2:], after[2:], strict=True))


def test_the_area_of_all_rectangles_is_the_sum():
    assert [sum(areas(10, 0)), sum(areas(10, 1))] == pytest.approx([1.156318, 8.265472], abs=1e-6)


def test_the_swapped_sum_adds_up_as_printed():
    for at in swapped_arguments.states:
        found = re.search(r"swapped (.+) = ([\d.]+)\.", spoken(swapped_arguments, **at))
        if found:
            terms = re.findall(r"([\d.]+)·([\d.]+)", found[1])
            assert round(sum(float(a) * float(b) for a, b in terms), 3) == pytest.approx(float(found[2]), abs=1e-9)


def test_what_the_swapped_sum_charges_is_said_once_epsilon_was_moved():
    opening, later = (spoken(swapped_arguments, k=k) for k in (10, 11))
    assert "charges" not in opening
    assert "charges −log ε = 25.328 for belief in what never happens" in later


# Log 0


def test_a_small_epsilon_pins_the_loss_and_takes_its_slope():
    for gap in (40, 100):
        readout = log_of_zero.at(recipe="log(q + 10⁻⁷)", gap=gap).readout
        assert "says 16.118, slope" in readout
        assert plain_number(re.search(r"slope (\S+)\.\n", readout)[1]) < 1e-9


@pytest.mark.parametrize("gap", [0, 3, 17, 40, 87, 88, 89, 92, 100, 103, 104, 120])
@pytest.mark.parametrize("recipe", ["log(q)", "log(q + 10⁻⁷)", "log(q + 10⁻¹⁰)", "from logits"])
def test_loss_and_slopes_are_those_that_pytorch_has_in_32_bits(gap, recipe):
    torch = pytest.importorskip("torch")
    logits = torch.tensor([0.0, -gap], requires_grad=True)
    pad = PADS[recipe]
    loss = (
        -torch.log_softmax(logits, 0)[1] if pad is None else -torch.log(torch.softmax(logits, 0)[1] + torch.tensor(pad))
    )
    loss.backward()
    expected = [loss.item(), -logits.grad[1].item(), logits.grad[0].item()]
    ours = [float(x) for x in loss_and_slope(float(gap), pad)]
    assert ours == pytest.approx(expected, rel=1e-5, abs=1e-6, nan_ok=True)


def test_the_logarithm_of_a_rounded_probability_is_exact_then_rough_then_infinite_and_its_slope_fails_first():
    def says(gap):
        return log_of_zero.at(recipe="log(q)", gap=gap).readout

    assert "says 88, slope 1." in says(88)
    assert "says 89, slopes ∞ and nan" in says(89)
    assert "says 99.983, slopes ∞ and nan" in says(100)
    assert "says 103.279, slopes" in says(103)
    assert "says ∞, slopes nan and nan" in says(104)


@pytest.mark.parametrize("gap", [40, 106, 120])
def test_from_logits_loss_and_slope_are_right_at_every_gap(gap):
    assert f"from logits says {gap}, slope 1." in spoken(log_of_zero, recipe="from logits", gap=gap)


# Two floors


def test_the_sky_alone_stops_at_the_entropy_of_the_labels_of_its_own_set():
    for which in SETS:
        run = trained("the sky alone", which)
        assert run.train.min() >= run.floor - 1e-12
        assert run.train[-1] == pytest.approx(run.floor, abs=5e-4)


def test_sixty_numbers_let_the_model_learn_noisy_labels_by_heart_and_cost_on_new_mornings():
    for which in SETS:
        run = trained("the sky and 59 others", which)
        assert run.floor == 0
        assert 0 < run.train[-1] < 0.001
        assert run.new[-1] > 2.5 * FLOOR


def test_the_floors_are_not_drawn_before_the_guess_has_had_its_time():
    assert "floor" not in "".join(two_floors.at(step=0).panels[0]) + spoken(two_floors, step=0)
    assert "floor 0.325" in "".join(two_floors.at(step=100).panels[0])


# KL both ways


def both_ways(**values) -> tuple[float, float]:
    here, there = numbers(spoken(kl_swap, **values))
    return here, there


def test_the_narrow_belief_costs_more_than_the_wide_one():
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


def said(direction: str, mean: float, width: float) -> float:
    """The KL that the readout says."""
    text = spoken(cover_or_seek, direction=direction, mean=mean, width=width)
    return float(re.search(r"= (\d+\.\d+) nats", text.replace("\N{NO-BREAK SPACE}", " "))[1])


def lowest(direction: str) -> tuple[float, float]:
    """The mean and width at which the readout's KL is least."""
    best = min((v for v in cover_or_seek.states if v["direction"] == direction), key=lambda v: said(**v))
    return best["mean"], best["width"]


def test_forward_kl_is_lowest_between_the_humps_and_reverse_kl_on_the_larger_one():
    forward, reverse = cover_or_seek.controls["direction"].values
    assert lowest(forward) == (-0.5, 2.0)
    assert lowest(reverse) == (-2.0, 0.6)
    assert "covers both humps" in spoken(cover_or_seek, direction=forward, mean=-0.5, width=2)
    assert "larger hump" in spoken(cover_or_seek, direction=reverse, mean=-2, width=0.6)


def test_reverse_kl_has_three_valleys_two_on_humps_and_a_shallow_one_between():
    _, reverse = cover_or_seek.controls["direction"].values
    means, widths = (cover_or_seek.controls[name].values for name in ("mean", "width"))
    cost = np.array([[kl_under(reverse, bell(m, w)) for w in widths] for m in means])
    around = np.pad(cost, 1, constant_values=np.inf)
    near = [around[1 + i :, 1 + j :][: len(means), : len(widths)] for i in (-1, 0, 1) for j in (-1, 0, 1)]
    lowest_here = cost == np.min(near, axis=0)
    assert [(means[i], widths[j]) for i, j in np.argwhere(lowest_here)] == [(-2, 0.6), (-0.25, 1.8), (2, 0.6)]
    assert "shallow valley" in spoken(cover_or_seek, direction=reverse, mean=-0.25, width=1.8)


def test_reverse_kl_has_a_second_valley_on_the_smaller_hump():
    _, reverse = cover_or_seek.controls["direction"].values
    around = [(1.75, 0.6), (2.25, 0.6), (2, 0.5), (2, 0.7)]
    assert all(said(reverse, 2, 0.6) < said(reverse, *place) for place in around)
    assert said(reverse, 2, 0.6) > said(reverse, -2, 0.6)
