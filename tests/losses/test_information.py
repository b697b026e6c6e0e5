"""Information against PyTorch, at the edges, and the book's numbers."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional as F

from lossviz import information
from lossviz.information import cross_entropy, entropy, kl_divergence, self_information

BASES = st.sampled_from([2, math.e, 10])
INF = math.inf


@st.composite
def distributions(draw, smallest=1e-6):
    weights = draw(arrays(float, (2, draw(st.integers(2, 6))), elements=st.floats(smallest, 1)))
    return weights / weights.sum(axis=-1, keepdims=True)


@st.composite
def sparse_pairs(draw):
    """A pair p, q with zeros at random places, each with at least one outcome left."""
    weights = draw(arrays(float, (2, 5), elements=st.sampled_from([0.0, 1e-300, 0.3, 1.0])))
    weights[:, draw(st.integers(0, 4))] = 1
    return weights / weights.sum(axis=-1, keepdims=True)


def assert_same(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9)


def grad(function, x):
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    function(x).sum().backward()
    return x.grad.numpy()


@given(distributions(), BASES)
def test_values_are_those_of_torch(pair, base):
    p, q = map(torch.from_numpy, pair)
    unit = math.log(base)
    assert_same(self_information(p, base=base), -p.log() / unit)
    assert_same(entropy(p, base=base), torch.distributions.Categorical(p).entropy() / unit)
    assert_same(cross_entropy(p=p, q=q, base=base), F.cross_entropy(q.log(), p) / unit)
    assert_same(kl_divergence(p=p, q=q, base=base), F.kl_div(q.log(), p, reduction="sum") / unit)


@given(distributions(), BASES)
def test_gradients_are_those_of_autograd(pair, base):
    (p, q), unit = pair, math.log(base)
    truth = torch.from_numpy(p)
    assert_same(information.self_information_grad(p, base=base), grad(lambda x: -x.log() / unit, p))
    assert_same(information.entropy_grad(p, base=base), grad(lambda x: torch.special.entr(x) / unit, p))
    by_q = information.cross_entropy_grad(p=p, q=q, base=base)
    assert_same(by_q, grad(lambda x: -torch.special.xlogy(truth, x) / unit, q))
    by_q = information.kl_divergence_grad(p=p, q=q, base=base)
    assert_same(by_q, grad(lambda x: F.kl_div(x.log(), truth, reduction="sum") / unit, q))


@given(sparse_pairs())
def test_impossible_outcomes_are_free_under_p_and_ruinous_under_q(pair):
    p, q = pair
    expected = INF if ((p > 0) & (q == 0)).any() else -sum(p[k] * math.log2(q[k]) for k in range(5) if p[k])
    assert_same(cross_entropy(p=p, q=q), expected)
    assert_same(kl_divergence(p=p, q=q), expected - entropy(p))
    assert entropy(p) >= 0


@given(distributions())
def test_cross_entropy_is_entropy_plus_kl_and_never_less_than_entropy(pair):
    p, q = pair
    assert_same(cross_entropy(p=p, q=q), entropy(p) + kl_divergence(p=p, q=q))
    assert cross_entropy(p=p, q=q) >= entropy(p) - 1e-12
    assert kl_divergence(p=p, q=q) >= 0


@given(distributions(smallest=0.01))
def test_kl_is_zero_when_q_equals_p_and_cross_entropy_is_not(pair):
    p, _ = pair
    assert kl_divergence(p=p, q=p) == 0
    assert cross_entropy(p=p, q=p) == pytest.approx(entropy(p))
    assert cross_entropy(p=p, q=p) > 0


def test_rounding_neither_pushes_kl_below_zero_nor_swallows_it():
    shift = 1e-9
    exact = shift**2 / 2 * (1 / 0.3 + 1 / 0.7)  # the next term is smaller by 1e-9
    assert kl_divergence(p=[0.3, 0.7], q=[0.3 + shift, 0.7 - shift], base=math.e) == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("outcomes", [1, 2, 3, 10, 1000])
def test_uniform_entropy_is_log_k(outcomes):
    uniform = np.full(outcomes, 1 / outcomes)
    assert entropy(uniform) == pytest.approx(math.log2(outcomes))
    assert entropy(uniform, base=math.e) == pytest.approx(math.log(outcomes))


def test_a_certain_outcome_has_entropy_zero_and_not_minus_zero():
    for value in (entropy([1, 0]), self_information(1), cross_entropy(p=[1, 0], q=[1, 0])):
        assert value == 0
        assert not np.signbit(value)


def test_the_slopes_at_zero_probability_are_infinite_or_zero_without_a_warning():
    np.testing.assert_array_equal(information.self_information_grad([0.0, 1.0], base=math.e), [-INF, -1])
    np.testing.assert_array_equal(information.entropy_grad([0.0, 1.0], base=math.e), [INF, -1])
    slopes = information.cross_entropy_grad(p=[0.0, 1.0, 0.0], q=[0.0, 0.0, 1.0])
    np.testing.assert_array_equal(slopes, [0, -INF, 0])


def test_one_distribution_is_compared_with_many():
    p, many = np.array([0.5, 0.5]), np.array([[0.5, 0.5], [0.9, 0.1]])
    np.testing.assert_array_equal(kl_divergence(p=p, q=many), [kl_divergence(p=p, q=q) for q in many])
    np.testing.assert_array_equal(kl_divergence(p=many, q=p), [kl_divergence(p=q, q=p) for q in many])


def test_numbers_give_a_number_nothing_gives_nothing_and_float32_stays():
    assert isinstance(self_information(0.5), np.float64)
    assert isinstance(kl_divergence(p=[1, 0], q=[1, 0]), np.float64)
    assert self_information([]).shape == (0,)
    assert entropy(np.empty((0, 3))).shape == (0,)
    p = np.float32([0.25, 0.75])
    for value in (self_information(p), entropy(p), cross_entropy(p=p, q=p), information.entropy_grad(p)):
        assert value.dtype == np.float32
    assert self_information(np.array([True, False])).tolist() == [0, INF]


def test_nan_is_passed_on_even_where_p_is_zero():
    assert np.isnan(self_information([math.nan])).all()
    assert np.isnan(entropy([math.nan, 1]))
    assert np.isnan(cross_entropy(p=[0, 1], q=[math.nan, 1]))
    assert np.isnan(kl_divergence(p=[[math.nan, 1], [0, 1]], q=[0.5, 0.5])).tolist() == [True, False]


def test_the_worked_numbers_of_the_book():
    assert round(entropy([0.9, 0.1]), 3) == 0.469
    assert round(1 / math.log(2), 3) == 1.443
    t = [0, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0]
    y1 = np.array([0.01, 0.01, 0.1, 0.3, 0.33, 0.04, 0.02, 0.05, 0.01, 0.1])
    y2 = np.array([0.3, 0.01, 0.1, 0.01, 0.04, 0.02, 0.05, 0.33, 0.01, 0.1])
    assert round(cross_entropy(p=t, q=t, base=math.e), 6) == 0.693147
    for y, by_formula, normalised in ((y1, 1.156318, 1.125859), (y2, 3.912023, 3.881564)):
        with pytest.raises(ValueError, match=r"^q sums to 0.97 along .* q / q.sum\(axis=-1, keepdims=True\)"):
            cross_entropy(p=t, q=y)
        assert round(self_information(y[3:5], base=math.e).mean(), 6) == by_formula
        assert round(cross_entropy(p=t, q=y / y.sum(), base=math.e), 6) == normalised


def test_kl_is_not_symmetric():
    x = np.linspace(-20, 20, 4001)
    narrow, wide = np.exp(-(x**2) / 2), np.exp(-(x**2) / 8)
    narrow, wide = narrow / narrow.sum(), wide / wide.sum()
    assert round(kl_divergence(p=narrow, q=wide, base=math.e), 3) == 0.318
    assert round(kl_divergence(p=wide, q=narrow, base=math.e), 3) == 0.807


REFUSED = [
    (self_information, {"p": 1.5}, "p holds 1.5; allowed are 0 to 1: pass a probability"),
    (self_information, {"p": [math.nan, -0.5]}, "p holds -0.5"),
    (self_information, {"p": 0.5, "base": 1}, "base is 1; allowed are numbers above 1: 2 for bits"),
    (entropy, {"p": 0.5}, r"p is a single number; .* \[p, 1 - p\]"),
    (entropy, {"p": [3, 1]}, "p sums to 4 along its last axis; a distribution sums to 1"),
    (entropy, {"p": [[0.5, 0.5], [0.4, 0.4]]}, "p sums to 0.8 along"),
    (entropy, {"p": [2.0, -1.0]}, r"p holds -1.0; .* for logits pass softmax\(p\)"),
    (entropy, {"p": []}, "p sums to 0"),
    (entropy, {"p": [0.5, 0.5], "base": 0.5}, "base is 0.5"),
    (entropy, {"p": ["a", "b"]}, "p holds <U1"),
    (
        cross_entropy,
        {"p": [0.5, 0.5], "q": [0.2, 0.3, 0.5]},
        r"p has shape \(2,\) and q \(3,\); .* single distribution",
    ),
    (cross_entropy, {"p": [[1, 0]], "q": [[1, 0], [0, 1]]}, r"p has shape \(1, 2\) and q \(2, 2\)"),
    (cross_entropy, {"p": [1, 0], "q": [[0.5], [0.5]]}, r"q.reshape\(p.shape\)"),
    (kl_divergence, {"p": [0.5, 0.4], "q": [0.5, 0.5]}, "p sums to 0.9 along"),
]


@pytest.mark.parametrize(("function", "given", "message"), REFUSED)
def test_bad_input_is_refused_with_what_is_allowed_and_what_to_do(function, given, message):
    for refusing in (function, getattr(information, f"{function.__name__}_grad")):
        with pytest.raises(ValueError, match=message):
            refusing(**given)


@pytest.mark.parametrize("function", [cross_entropy, kl_divergence])
def test_p_and_q_must_be_named(function):
    with pytest.raises(TypeError, match="positional"):
        function([1, 0], [0.5, 0.5])
