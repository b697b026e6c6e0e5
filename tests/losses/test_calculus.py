"""Slopes and descents are those of calculus and of autograd, and bad input is told what to do."""

import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from lossviz import calculus
from lossviz.calculus import Line

number = st.floats(-100, 100)
whole = st.integers(-50, 50)
step = st.floats(1e-3, 10)


@given(slope=whole, intercept=whole, a=whole, b=whole)
def test_every_secant_of_a_line_is_the_line_itself(slope, intercept, a, b):
    assume(a != b)
    assert calculus.secant_line(Line(slope, intercept), a, b) == (slope, intercept)


@given(a=whole, b=whole)
def test_a_secant_of_the_square_has_the_sum_of_its_ends_as_slope(a, b):
    assume(a != b)
    assert calculus.secant_slope(np.square, a, b) == a + b


@given(a=number, b=number)
def test_a_secant_does_not_care_which_end_comes_first(a, b):
    assume(abs(a - b) > 1e-3)
    assert calculus.secant_slope(np.sin, a, b) == calculus.secant_slope(np.sin, b, a)


@given(a=whole, b=whole)
def test_a_secant_goes_through_both_of_its_points(a, b):
    assume(a != b)
    line = calculus.secant_line(np.square, a, b)
    assert (line(a), line(b)) == (a**2, b**2)


@given(x0=number, slope=number)
def test_a_tangent_touches_the_graph_with_the_slope_given(x0, slope):
    line = calculus.tangent_line(np.cos, x0, slope)
    assert float(line(x0)) == pytest.approx(math.cos(x0), abs=1e-9)
    assert line.slope == slope


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Line(5, -6), "y = 5x − 6"),
        (Line(-2, 0.5), "y = −2x + 0.5"),
        (Line(1, 0), "y = x"),
        (Line(-1, -0.0), "y = −x"),
        (Line(0, -3), "y = −3"),
        (Line(-0.0, 0.0), "y = 0"),
        (Line(-1e-9, 9), "y = 9"),
        (Line(100, -20), "y = 100x − 20"),
        (Line(2 / 3, 1 / 3), "y = 0.667x + 0.333"),
    ],
)
def test_a_line_prints_as_one_would_write_it(line, text):
    assert str(line) == text


@given(x=number, h=step, c=st.tuples(number, number, number))
def test_central_differences_are_exact_on_quadratics_at_any_step(x, h, c):
    slope = calculus.central_difference(np.polynomial.Polynomial(c), x, h)
    assert slope == pytest.approx(c[1] + 2 * c[2] * x, abs=1e-8 / h)


@given(x=number, h=step)
def test_a_forward_difference_of_the_square_is_too_large_by_its_step(x, h):
    assert calculus.forward_difference(np.square, x, h) - 2 * x == pytest.approx(h, abs=1e-8)


@given(x=number, h=step)
def test_a_central_difference_is_the_mean_of_the_slopes_to_both_sides(x, h):
    left, right = calculus.one_sided_slopes(np.sin, x, h)
    assert calculus.central_difference(np.sin, x, h) == pytest.approx((left + right) / 2, abs=1e-9)


def test_halving_the_step_halves_the_forward_error_and_quarters_the_central_one():
    h = np.array([1e-2, 5e-3])
    forward = calculus.forward_difference(np.exp, 0.0, h) - 1
    central = calculus.central_difference(np.exp, 0.0, h) - 1
    assert forward[0] / forward[1] == pytest.approx(2, rel=1e-2)
    assert central[0] / central[1] == pytest.approx(4, rel=1e-2)


def test_a_step_lost_in_rounding_gives_slope_zero():
    assert calculus.forward_difference(np.square, 1.0, 1e-17) == 0


@pytest.mark.parametrize(
    ("f", "x", "slopes"),
    [
        (abs, 0, (-1, 1)),
        (lambda x: np.maximum(0, 1 - x), 1, (-1, 0)),
        (lambda x: np.maximum(0, 1 - x), 0, (-1, -1)),
        (lambda x: np.maximum(0, 1 - x), 3, (0, 0)),
    ],
)
def test_slopes_beside_a_kink_differ_and_elsewhere_agree(f, x, slopes):
    assert calculus.one_sided_slopes(f, x) == slopes


def bumpy(x, lib):
    return (lib.sin(x) * lib.exp(-(x**2) / 50)).sum() + (x[0] * x[-1]) ** 2 / 10


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=6))
def test_the_gradient_is_what_autograd_gives(values):
    x = torch.tensor(values, dtype=torch.float64, requires_grad=True)
    bumpy(x, torch).backward()
    np.testing.assert_allclose(calculus.gradient(lambda v: bumpy(v, np), values), x.grad.numpy(), rtol=1e-7, atol=1e-7)


def test_the_gradient_has_the_shape_of_its_argument():
    assert calculus.gradient(np.sum, np.zeros((2, 3))).shape == (2, 3)
    assert calculus.gradient(np.square, 3).shape == ()


@given(rate=st.floats(0.01, 1.5), start=number, steps=st.integers(0, 30))
def test_descent_on_the_square_multiplies_by_one_minus_twice_the_rate(rate, start, steps):
    path = calculus.gradient_descent(lambda w: 2 * w, start, rate, steps)
    expected = start * (1 - 2 * rate) ** np.arange(steps + 1)
    np.testing.assert_allclose(path, expected, rtol=1e-9, atol=1e-9)


def test_descent_in_two_parameters_goes_where_torch_goes():
    def slope(v):
        return np.array([2 * v[0], 10 * v[1]])

    path = calculus.gradient_descent(slope, [3.0, -1.0], 0.05, 8)
    w = torch.tensor([3.0, -1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.05)
    for _ in range(8):
        optimizer.zero_grad()
        (w[0] ** 2 + 5 * w[1] ** 2).backward()
        optimizer.step()
    assert path.shape == (9, 2)
    np.testing.assert_allclose(path[-1], w.detach().numpy(), rtol=1e-12)


def test_descent_leaves_its_start_as_it_was():
    start = np.array([1.0, 2.0])
    calculus.gradient_descent(np.sign, start, 0.5, 3)
    assert start.tolist() == [1, 2]


def test_a_diverging_descent_ends_at_infinity_without_a_warning():
    assert not np.isfinite(calculus.gradient_descent(lambda w: 2 * w, 1.0, 10.0, 1000)[-1])


def shifted_in_place(x):
    """(x − 1)², by way of the argument."""
    np.subtract(x, 1, out=x)
    return np.square(x, out=x)


def through_one_buffer(x, buffer=np.empty(3)):  # noqa: B008
    """(x − 1)², always in the same array."""
    return np.square(x - 1, out=buffer)


def as_a_list(x):
    return ((np.array(x) - 1) ** 2).tolist()


@pytest.mark.parametrize("f", [shifted_in_place, through_one_buffer, as_a_list])
def test_a_function_may_change_its_argument_keep_its_result_and_give_a_list(f):
    a, b = np.array([2.0, 3.0, 5.0]), np.array([1.0, 5.0, 6.0])
    a.setflags(write=False)
    np.testing.assert_array_equal(calculus.secant_slope(f, a, b), a + b - 2)
    np.testing.assert_array_equal(calculus.forward_difference(f, a, 0.5), 2 * a - 1.5)
    np.testing.assert_array_equal(calculus.central_difference(f, a, 0.5), 2 * a - 2)
    np.testing.assert_allclose(calculus.gradient(lambda x: np.sum(f(x)), a), 2 * a - 2, rtol=1e-9)
    assert a.tolist() == [2, 3, 5]


def test_a_line_and_a_walk_do_not_suffer_from_a_function_that_changes_its_argument():
    two, three = np.array(2.0), np.array(3.0)
    assert calculus.secant_line(shifted_in_place, two, three) == (3, -5)
    assert calculus.tangent_line(shifted_in_place, three, 4) == (4, -8)
    assert calculus.one_sided_slopes(shifted_in_place, three, 0.5) == (3.5, 4.5)
    assert (two, three) == (2, 3)
    start = np.array([8.0, 4.0])
    path = calculus.gradient_descent(lambda w: np.multiply(w, 2, out=w), start, 0.25, 2)
    assert path.tolist() == [[8, 4], [4, 2], [2, 1]]
    assert calculus.gradient_descent(lambda w: w, start, 0.5, 2).tolist() == [[8, 4], [4, 2], [2, 1]]
    assert start.tolist() == [8, 4]


@pytest.mark.parametrize("kind", [bool, np.uint8, np.uint64, np.int8, np.float32, int, float])
def test_a_step_falls_by_one_whatever_type_of_number_the_function_gives(kind):
    def falling(x):
        return (np.asarray(x) < 0).astype(kind)

    assert calculus.secant_slope(falling, -1, 1) == -0.5
    assert calculus.forward_difference(falling, -0.5, 1) == -1
    assert calculus.central_difference(falling, [0, 5], 0.5).tolist() == [-1, 0]
    assert calculus.one_sided_slopes(falling, 0, 0.5) == (-2, 0)
    assert calculus.gradient(falling, 0) < 0
    assert calculus.gradient_descent(falling, -1, 0.5, 2).tolist() == [-1, -1.5, -2]


def test_whole_numbers_as_arguments_do_not_wrap():
    three, one = np.uint8([3]), np.uint8([1])
    assert calculus.secant_slope(lambda x: x, three, one) == 1
    assert calculus.central_difference(np.square, three, one) == 6
    assert Line(2, -3)(np.uint8([200])).tolist() == [397]
    assert calculus.tangent_line(np.square, np.uint8(200), 400) == (400, -40_000)


@given(st.sampled_from([0, 1e-300, 1e-10, 0.1, 3, 1e5, 1e10, 2.0**60, 1e300]), st.sampled_from([-1, 1]), whole, whole)
def test_slopes_beside_a_kink_are_whole_at_every_size_of_x(size, sign, left, right):
    kink = sign * size
    f = lambda x: np.where(x < kink, left * (x - kink), right * (x - kink))  # noqa: E731
    assert calculus.one_sided_slopes(f, kink) == (left, right)


def test_below_one_the_step_to_a_side_stays_as_large_as_at_one():
    assert calculus.one_sided_slopes(lambda x: 3 * x + 1, 1e-300) == (3, 3)


@pytest.mark.parametrize("x", [0, 1e-300, 1e-3, 1, -7, 1e5, -1e10, 1e150, np.uint8(3), np.int64(-(2**40))])
def test_the_gradient_of_the_square_and_of_the_number_itself_at_every_size_of_x(x):
    assert calculus.gradient(np.square, x) == pytest.approx(2 * float(x), rel=1e-9, abs=1e-9)
    assert calculus.gradient(lambda v: v, np.array(x)) == 1
    slopes = calculus.gradient(lambda v: v[0] + v[1], [x, x])
    np.testing.assert_allclose(slopes, 1, rtol=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: calculus.secant_slope(np.square, 2, 2), r"both 2; .*0/0.*central_difference\(f, 2"),
        (lambda: calculus.secant_slope(np.square, [1, 3], [2, 3]), "both 3"),
        (lambda: calculus.secant_line(np.square, 0, 0), "two different points"),
        (lambda: calculus.forward_difference(np.square, 1, 0), "h is 0; .*0/0.*1e-8"),
        (lambda: calculus.central_difference(np.square, 1, [0.1, 0]), "h is 0"),
        (lambda: calculus.one_sided_slopes(abs, 0, -0.1), "h is -0.1; allowed are numbers above 0"),
        (lambda: calculus.gradient(np.square, [1.0, 2.0]), r"shape \(2,\); allowed is one number.*mean"),
        (lambda: calculus.gradient_descent(np.sign, 1.0, 0, 5), "rate is 0; allowed .* above 0"),
        (lambda: calculus.gradient_descent(np.sign, 1.0, math.nan, 5), "rate is nan"),
        (lambda: calculus.gradient_descent(np.sign, 1.0, 0.1, -1), "steps is -1"),
        (lambda: calculus.gradient_descent(np.sign, 1.0, 0.1, 2.5), "steps is 2.5; allowed are whole"),
        (lambda: calculus.gradient_descent(np.sum, [1.0, 2.0], 0.1, 1), r"shape \(\), start \(2,\)"),
    ],
)
def test_bad_input_is_told_what_was_given_and_what_to_do(call, message):
    with pytest.raises(ValueError, match=message):
        call()
