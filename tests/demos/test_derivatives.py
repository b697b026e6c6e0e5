"""What the demos of the chapter on derivatives say and show at the positions that the chapter sends the reader to."""

import re

import numpy as np
import pytest

from lossviz import calculus, style
from lossviz.demos import derivatives as demos


def drawn(demo, panel=0, **values) -> str:
    """The SVG of one panel at these values."""
    return "".join(demo.at(**values).panels[panel])


def number_after(words: str, readout: str) -> float:
    """The number that follows the given words."""
    number = r" (?:(?:(−?[\d.]+)×)?10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<plain>−?[\d.]+))"
    found = re.search(re.escape(words) + number, readout.replace("\N{NO-BREAK SPACE}", " "))
    exponent = (found["power"] or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(f"{(found['plain'] or found[1] or '1').rstrip('.').replace('−', '-')}e{exponent}")


@pytest.mark.parametrize(
    ("a", "b", "rate", "line"),
    [(2, 3, 5, "y = 5x − 6"), (0, 3, 3, "y = 3x"), (-2, 1, -1, "y = −x + 2"), (-3, 3, 0, "y = 9")],
)
def test_the_four_worked_intervals_have_their_rates_and_secants(a, b, rate, line):
    assert number_after("run =", demos.average_rate.at(a=a, b=b).readout) == rate
    assert f">secant: {line}<" in drawn(demos.average_rate, a=a, b=b)


def test_one_point_alone_has_no_rate_and_no_secant():
    frame = demos.average_rate.at(a=1, b=1)
    assert "0/0" in frame.readout
    assert "secant: y" not in "".join(frame.panels[0])


@pytest.mark.parametrize(("x0", "slope"), [(2, 4), (-1, -2), (0, 0)])
def test_the_secant_nears_the_tangent_and_is_off_by_h(x0, slope):
    for h in (1, 0.1, 0.001):
        readout = demos.secant_to_tangent.at(x0=x0, h=h).readout
        assert number_after("tangent's slope is", readout) == slope
        assert number_after("off by", readout) == h


def test_the_step_of_the_secant_only_shrinks_along_its_slider():
    steps = demos.secant_to_tangent.controls["h"].values
    assert (steps[0], steps[-1]) == (1, 0.001)
    assert np.all(np.diff(steps) < 0)


def test_every_derivative_shown_is_the_slope_of_its_function():
    x = np.linspace(-1.95, 1.95, 40)
    for name, (f, derivative, _) in demos.SLOPES.items():
        h = 1e-6
        np.testing.assert_allclose(derivative(x), (f(x + h) - f(x - h)) / (2 * h), atol=1e-8, err_msg=name)


def test_at_the_corner_of_the_absolute_value_there_is_no_slope_to_show():
    assert "does not exist" in demos.slope_function.at(f="|x|", x0=0).readout
    assert "f′(0.1) = 1" in demos.slope_function.at(f="|x|", x0=0.1).readout


def test_half_the_exponential_has_its_height_as_its_slope():
    readout = demos.slope_function.at(f="½eˣ", x0=1.3).readout
    assert number_after("f(1.3) =", readout) == number_after("f′(1.3) =", readout)


def test_a_tenth_of_the_step_means_a_tenth_of_the_forward_error_and_a_hundredth_of_the_central():
    big, small = (demos.step_size_error.at(h=h).readout for h in (0.01, 0.001))
    assert number_after("forward off by", big) == 10 * number_after("forward off by", small)
    assert number_after("central off by", big) == pytest.approx(100 * number_after("central off by", small))


def test_at_the_smallest_step_the_forward_slope_is_lost():
    assert number_after("forward off by", demos.step_size_error.at(h=1e-16).readout) == 3


def test_a_step_of_1e_15_is_not_what_the_computer_takes():
    readout = demos.step_size_error.at(h=1e-15).readout
    assert number_after("(1 + h) − 1 is", readout) == pytest.approx(1.11e-15)


def test_in_64_bits_the_errors_are_those_of_the_library():
    for which, difference in (("forward", calculus.forward_difference), ("central", calculus.central_difference)):
        expected = abs(difference(lambda x: x * x * x, 1.0, demos.STEPS) - 3)
        np.testing.assert_array_equal(demos.slope_errors(which, "float64, 16 digits"), expected)


@pytest.mark.parametrize(
    ("numbers", "which", "low", "high"),
    [
        ("float64, 16 digits", "forward", 1e-9, 1e-7),
        ("float64, 16 digits", "central", 3e-7, 3e-5),
        ("float32, 7 digits", "forward", 3e-5, 3e-3),
        ("float32, 7 digits", "central", 5e-4, 5e-2),
    ],
)
def test_the_best_steps_are_where_the_chapter_says(numbers, which, low, high):
    errors = np.log(np.maximum(demos.slope_errors(which, numbers), 1e-13))
    assert low < demos.STEPS[2 + np.convolve(errors, np.ones(5) / 5, "valid").argmin()] < high


@pytest.mark.parametrize("h", [0.1, 0.03, 0.001])
def test_a_kink_keeps_its_two_slopes_and_a_parabola_loses_them(h):
    def said(f):
        return " ".join(demos.kink_slopes.at(f=f, h=h).readout.split())

    assert "left is −1, to the right 1: they never meet" in said("|x|")
    assert "left is −1, to the right 0: they never meet" in said("max(0, 1 − x)")
    assert f"left is −{h:g}, to the right {h:g}: both go to 0" in said("x²")


@pytest.mark.parametrize("f", demos.KINKS)
def test_where_the_two_slopes_lead_is_said_once_they_were_followed(f):
    assert "shrinks" not in demos.kink_slopes.at(f=f).readout
    assert "exist" not in demos.kink_slopes.at(f=f).readout


def test_magnified_a_kink_looks_the_same_and_a_parabola_does_not():
    def curve(f, h):
        return next(artist for artist in demos.kink_slopes.at(f=f, h=h).panels[1] if style.BLUE in artist)

    assert curve("|x|", 1) == curve("|x|", 0.001)
    assert curve("x²", 1) != curve("x²", 0.001)


@pytest.mark.parametrize("name", demos.KINKS)
def test_a_slope_is_called_a_subgradient_if_its_line_stays_below_the_graph(name):
    f, x0, _ = demos.KINKS[name]
    x = np.linspace(-3, 3, 601)
    for slope in demos.subgradient_fan.controls["g"].values:
        below = np.all(slope * (x - x0) <= f(x) - f(x0) + 1e-12)
        readout = demos.subgradient_fan.at(f=name, g=slope).readout
        assert ("is a subgradient" in readout) == below, (name, slope)


@pytest.mark.parametrize("name", demos.SURFACES)
def test_the_partial_derivatives_of_a_surface_are_its_slopes_along_the_axes(name):
    height, partials, *_ = demos.SURFACES[name]
    for w, b in [(0, 0), (0.4, 1.6), (2, 1)]:
        expected = calculus.gradient(lambda v: height(*v), [w, b])
        np.testing.assert_allclose(partials(w, b), expected, atol=1e-8)


def test_both_partial_derivatives_vanish_where_the_line_meets_both_points():
    for along in "wb":
        readout = demos.slice_surface.at(surface="loss of two points", along=along, w=1, b=1).readout
        assert readout.startswith("Height 0.")
        assert "= (0, 0)" in readout


def test_along_b_everything_else_is_a_constant():
    said = {demos.slice_surface.at(surface="prediction 2w + b", along="b", w=w).readout for w in (0, 1, 2)}
    assert all("∂/∂b = 1." in readout for readout in said)
    assert len(said) == 3  # the height does change


def test_a_step_against_the_slope_lowers_the_loss_wherever_there_is_a_slope():
    for w in demos.which_way.controls["w"].values:
        step = number_after("=", demos.which_way.at(w=w).readout.split("−0.15 × ")[1]) / 10
        assert demos.valleys(w + step) < demos.valleys(w)


def test_the_arrow_turns_round_in_both_valleys_and_on_the_hill_between():
    signs = [np.sign(demos.valleys_slope(w)) for w in demos.which_way.controls["w"].values]
    assert np.count_nonzero(np.diff(signs)) == 3


@pytest.mark.parametrize(
    ("rate", "step", "w", "said"),
    [
        (0.02, 20, -0.884, "creeps"),
        (0.3, 8, -0.00131, "arrives"),
        (0.5, 1, 0, "one step is enough"),
        (1, 7, 2, "for ever"),
        (0.95, 1, 1.8, "overshoots"),
        (1.05, 1, 2.2, "diverges"),
    ],
)
def test_each_learning_rate_goes_where_the_chapter_says(rate, step, w, said):
    readout = demos.descent_rate.at(rate=rate, step=step).readout
    assert number_after("w =", readout) == w
    assert said in readout


def test_small_numbers_are_written_with_a_power_of_ten():
    assert demos.few(2.5e-7, 2) == "2.5×10⁻⁷"
    assert demos.few(0.03, 2) == "0.03"


def test_where_w_leaves_the_picture_an_arrow_at_its_edge_has_the_value():
    frame = demos.descent_rate.at(rate=1.1, step=20)
    assert [">loss 5,880<" in "".join(panel) for panel in frame.panels] == [True, False]
    assert ">−76.7<" in "".join(frame.panels[1])
    assert ">loss 4<" not in "".join(demos.descent_rate.at(rate=1, step=20).panels[0])


def test_the_loss_of_the_walk_is_the_square_of_the_w_that_stands_beside_it():
    for state in demos.descent_rate.states:
        readout = demos.descent_rate.at(**state).readout
        w, loss = number_after("w =", readout.replace(",", " ")), number_after("loss", readout.replace(",", ""))
        assert loss == pytest.approx(w * w, rel=0.0051)
