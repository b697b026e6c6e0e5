"""Losses and gradients against PyTorch, against numerical derivatives, and at the edges."""

import inspect
import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional as F

from lossviz import losses
from lossviz.losses import LOSSES

EXTREME = [-1e4, -710.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 1.0, 710.0, 1e4]
REALS = st.floats(-1e4, 1e4) | st.floats(-5, 5) | st.sampled_from(EXTREME)
INNER = st.floats(1e-6, 1 - 1e-6)
UNIT = st.floats(0, 1)
BIT = st.sampled_from([0.0, 1.0])
SIGN = st.sampled_from([-1.0, 1.0])


def torch_focal(z, y, gamma=2.0, alpha=None):
    log_p = y * F.logsigmoid(z) + (1 - y) * F.logsigmoid(-z)
    weight = 1.0 if alpha is None else y * alpha + (1 - y) * (1 - alpha)
    return -weight * (1 - log_p.exp()) ** gamma * log_p


def torch_quantile(z, y, tau=0.5):
    return tau * torch.relu(y - z) + (1 - tau) * torch.relu(z - y)


# name: (predictions, targets, options, the same in PyTorch)
ORACLES = {
    "squared_error": (REALS, REALS, {}, lambda z, y: F.mse_loss(z, y, reduction="none")),
    "absolute_error": (REALS, REALS, {}, lambda z, y: F.l1_loss(z, y, reduction="none")),
    "huber_loss": (
        REALS,
        REALS,
        {"delta": st.floats(0.01, 100)},
        lambda z, y, delta=1.0: F.huber_loss(z, y, reduction="none", delta=delta),
    ),
    "log_cosh_error": (REALS, REALS, {}, lambda z, y: torch.logaddexp(z - y, y - z) - math.log(2)),
    "quantile_error": (REALS, REALS, {"tau": st.floats(0.01, 0.99)}, torch_quantile),
    "gaussian_nll": (
        REALS,
        REALS,
        {"variance": st.floats(0.01, 100)},
        lambda z, y, variance=1.0: F.gaussian_nll_loss(z, y, torch.full_like(z, variance), full=True, reduction="none"),
    ),
    "brier_score": (UNIT, UNIT, {}, lambda z, y: F.mse_loss(z, y, reduction="none")),
    "binary_cross_entropy": (INNER, UNIT, {}, lambda z, y: F.binary_cross_entropy(z, y, reduction="none")),
    "sigmoid_binary_cross_entropy": (
        REALS,
        UNIT | BIT,
        {},
        lambda z, y: F.binary_cross_entropy_with_logits(z, y, reduction="none"),
    ),
    "focal_loss": (REALS, BIT, {"gamma": st.floats(1, 5), "alpha": st.none() | UNIT}, torch_focal),
    "zero_one_loss": (REALS, SIGN, {}, lambda s, y: (s * y <= 0).double() + 0 * s),
    "hinge_loss": (REALS, SIGN, {}, lambda s, y: torch.relu(1 - s * y)),
    "squared_hinge_loss": (REALS, SIGN, {}, lambda s, y: torch.relu(1 - s * y) ** 2),
    "logistic_loss": (
        REALS,
        SIGN,
        {"base": st.sampled_from([2.0, math.e, 10.0])},
        lambda s, y, base=math.e: F.softplus(-s * y) / math.log(base),
    ),
}
ROWS = ["softmax_cross_entropy", "generalized_cross_entropy", "multiclass_hinge_loss"]
SAMPLES = {  # by the name of the prediction: predictions, labels, and a label that goes with any of them
    "y_pred": ([0.5, -1.5, 3.25], [0.0, 1.0, 2.0], 1),
    "probability": ([0.25, 0.5, 0.75], [0, 1, 1], 1),
    "logit": ([0.5, -1.5, 3.25], [0, 1, 1], 1),
    "score": ([0.5, -1.5, 3.25], [-1, 1, 1], 1),
    "logits": ([[0.5, -1.5, 3.25], [1.0, 0.5, 0.0]], [0, 2], 1),
    "scores": ([[0.5, -1.5, 3.25], [1.0, 0.5, 0.0]], [0, 2], 1),
}


def call(function, prediction, label, **options):
    """Call by the function's own argument names."""
    first, second, *_ = inspect.signature(function).parameters
    return function(**{first: prediction, second: label}, **options)


def sample(function):
    return SAMPLES[next(iter(inspect.signature(function).parameters))]


def assert_same(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9)


def torch_value_and_grad(function, prediction, *rest, **options):
    prediction = torch.tensor(prediction, dtype=torch.float64, requires_grad=True)
    value = function(prediction, *rest, **options)
    value.sum().backward()
    return value.detach().numpy(), prediction.grad.numpy()


every_loss = pytest.mark.parametrize("name", LOSSES)
every_function = pytest.mark.parametrize("function", [f for loss in LOSSES.values() for f in (loss.value, loss.grad)])


def test_every_loss_is_compared_with_torch():
    assert set(LOSSES) == {*ORACLES, *ROWS}


@pytest.mark.parametrize("name", ORACLES)
@given(data=st.data())
def test_value_and_gradient_are_those_of_torch(name, data):
    predictions, targets, options, oracle = ORACLES[name]
    n = data.draw(st.integers(1, 6))
    z = data.draw(arrays(float, n, elements=predictions))
    y = data.draw(arrays(float, n, elements=targets))
    chosen = {key: data.draw(values) for key, values in options.items()}
    value, slope = torch_value_and_grad(oracle, z, torch.from_numpy(y), **chosen)
    loss, loss_grad, *_ = LOSSES[name]
    assert_same(call(loss, z, y, **chosen), value)
    assert_same(call(loss_grad, z, y, **chosen), slope)


@st.composite
def logits_and_labels(draw):
    n, classes = draw(st.integers(1, 4)), draw(st.integers(2, 5))
    z = draw(arrays(float, (n, classes), elements=REALS))
    return z, draw(arrays(np.int64, n, elements=st.integers(0, classes - 1)))


@given(logits_and_labels(), UNIT, st.booleans())
def test_softmax_cross_entropy_is_that_of_torch(given, smoothing, as_distribution):
    z, y = given
    label = losses.softmax(z[::-1] / 1e3) if as_distribution else y
    value, slope = torch_value_and_grad(
        F.cross_entropy, z, torch.from_numpy(label), reduction="none", label_smoothing=smoothing
    )
    ours = {"logits": z, "label": label, "label_smoothing": smoothing}
    assert_same(losses.softmax_cross_entropy(**ours), value)
    assert_same(losses.softmax_cross_entropy_grad(**ours), slope)


@given(logits_and_labels(), st.floats(0, 10))
def test_multiclass_hinge_is_that_of_torch_times_the_number_of_classes(given, margin):
    z, y = given
    value, slope = torch_value_and_grad(F.multi_margin_loss, z, torch.from_numpy(y), reduction="none", margin=margin)
    ours = {"scores": z, "label": y, "margin": margin}
    own = z[np.arange(len(y)), y][:, None]
    gaps = np.abs([z - own + margin, margin - own + z])  # in our order and in torch's
    assume(not ((gaps > 0) & (gaps < 1e-6)).any())  # there, rounding decides which side of the kink it is
    assert_same(losses.multiclass_hinge_loss(**ours), value * z.shape[1])
    assert_same(losses.multiclass_hinge_loss_grad(**ours), slope * z.shape[1])


@given(logits_and_labels(), st.floats(0.05, 1))
def test_generalized_cross_entropy_is_its_formula_by_autograd(given, power):
    z, y = np.clip(given[0], -30, 30), given[1]

    def oracle(z):
        own = torch.softmax(z, -1).gather(1, torch.from_numpy(y)[:, None])[:, 0]
        return (1 - own**power) / power

    value, slope = torch_value_and_grad(oracle, z)
    ours = {"logits": z, "label": y, "power": power}
    assert_same(losses.generalized_cross_entropy(**ours), value)
    assert_same(losses.generalized_cross_entropy_grad(**ours), slope)


def test_generalized_cross_entropy_goes_from_cross_entropy_to_half_the_absolute_error():
    z, y = np.array([[2.0, 0.5, -1.0], [0.0, 3.0, 1.0]]), np.array([1, 1])
    near_zero = losses.generalized_cross_entropy(logits=z, label=y, power=1e-9)
    np.testing.assert_allclose(near_zero, losses.softmax_cross_entropy(logits=z, label=y), rtol=1e-6)
    absolute = losses.absolute_error(losses.softmax(z), np.eye(3)[y]).sum(axis=1)
    np.testing.assert_allclose(losses.generalized_cross_entropy(logits=z, label=y, power=1), absolute / 2)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@given(logits=arrays(float, 4, elements=REALS))
def test_softmax_and_its_matrix_of_slopes_are_those_of_torch(name, logits):
    def oracle(z):
        return getattr(torch, name)(z, -1)

    z = torch.from_numpy(logits)
    assert_same(getattr(losses, name)(logits), oracle(z))
    assert_same(getattr(losses, f"{name}_grad")(logits), torch.autograd.functional.jacobian(oracle, z))


@given(arrays(float, 4, elements=REALS))
def test_sigmoid_and_its_slope_are_those_of_torch(logit):
    value, slope = torch_value_and_grad(torch.sigmoid, logit)
    assert_same(losses.sigmoid(logit), value)
    assert_same(losses.sigmoid_grad(logit), slope)


@every_loss
def test_gradient_is_the_secant_slope_over_a_tiny_interval(name):
    loss, loss_grad, *_ = LOSSES[name]
    prediction, label, _ = sample(loss)
    z, h = np.array(prediction), 1e-6
    slopes = np.zeros_like(z)
    for k in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[k] = h
        slopes[k] = (call(loss, z + step, label).sum() - call(loss, z - step, label).sum()) / (2 * h)
    np.testing.assert_allclose(call(loss_grad, z, label), slopes, atol=1e-6)


@every_function
def test_float32_stays_float32(function):
    prediction, label, one = sample(function)
    for y in (one, float(one) if np.ndim(prediction) == 1 else one, np.array(label, np.int64)):
        assert call(function, np.float32(prediction), y).dtype == np.float32


@every_function
def test_integers_are_computed_as_real_numbers(function):
    prediction = np.rint(sample(function)[0])
    small = prediction.astype(np.int8 if prediction.min() < 0 else np.uint8)
    result = call(function, small, 1)
    assert result.dtype == np.float64
    np.testing.assert_array_equal(result, call(function, prediction, 1))


@every_function
def test_nan_is_passed_on_and_stays_in_its_place(function):
    prediction, label, _ = sample(function)
    broken = np.array(prediction)
    broken[0] = np.nan
    result = call(function, broken, label)
    assert np.isnan(result[0]).all()
    assert not np.isnan(result[1:]).any()


@every_function
def test_a_single_label_goes_with_every_prediction(function):
    prediction, label, one = sample(function)
    full = np.full(len(label), one)
    np.testing.assert_array_equal(call(function, prediction, one), call(function, prediction, full))


@every_function
def test_numbers_give_a_number_and_nothing_gives_nothing(function):
    prediction, label, _ = sample(function)
    if np.ndim(prediction) == 1:
        assert isinstance(call(function, prediction[0], label[0]), np.float64)
        assert call(function, [], []).shape == (0,)
    else:
        assert call(function, np.empty((0, 3)), []).size == 0
        assert np.ndim(call(function, prediction[0], label[0])) == np.ndim(call(function, prediction, label)) - 1


@every_function
def test_a_large_array_gives_what_its_pieces_give(function):
    prediction, label, _ = sample(function)
    z, y = np.resize(prediction, (70_000, 3))[:, ::-1], np.resize(label, 70_000)
    y = np.stack([y] * 3, axis=1) if np.ndim(prediction) == 1 else y
    pieces = [call(function, z[k : k + 10_000], y[k : k + 10_000]) for k in range(0, 70_000, 10_000)]
    np.testing.assert_array_equal(call(function, z, y), np.concatenate(pieces))


@every_loss
def test_a_loss_is_never_minus_zero(name):
    prediction, label, _ = sample(LOSSES[name].value)
    of_probability = "probability" in inspect.signature(LOSSES[name].value).parameters
    extreme = np.clip(np.array(prediction) * 1e5, *((0, 1) if of_probability else (-1e4, 1e4)))
    assert not np.signbit(call(LOSSES[name].value, extreme, label)).any()


SURE = [
    (
        "binary_cross_entropy",
        [0.0, 1.0, 0.0, 1.0, 0.0],
        [1, 0, 0, 1, 0.5],
        [math.inf, math.inf, 0, 0, math.inf],
    ),
    ("binary_cross_entropy_grad", [0.0, 1.0, 0.0, 1.0], [1, 0, 0, 1], [-math.inf, math.inf, 1, -1]),
    (
        "sigmoid_binary_cross_entropy",
        [1e4, -1e4, 40.0, -40.0],
        [0, 0, 1, 0],
        [1e4, 0, 4.248354e-18, 4.248354e-18],
    ),
    ("sigmoid_binary_cross_entropy", [math.inf, -math.inf, math.inf], [1, 0, 0], [0, 0, math.inf]),
    ("logistic_loss", [1e4, -1e4, 40.0, -math.inf], [1, 1, 1, 1], [0, 1e4, 4.248354e-18, math.inf]),
    ("focal_loss", [1e4, -1e4], [1, 1], [0, 1e4]),
    ("focal_loss_grad", [1e4, -1e4], [1, 1], [0, -1]),
    ("log_cosh_error", [1e4, 1e-6, 0], [0, 0, 0], [1e4 - math.log(2), 5e-13, 0]),
    ("softmax_cross_entropy", [[1e4, -1e4], [1e4, -1e4], [0, -math.inf]], [0, 1, 0], [0, 2e4, 0]),
    ("softmax_cross_entropy", [[0, -math.inf], [0, -math.inf]], [[1, 0], [0.5, 0.5]], [0, math.inf]),
]


@pytest.mark.parametrize(("name", "prediction", "label", "expected"), SURE)
def test_a_sure_prediction_costs_exactly_what_it_should_without_a_warning(name, prediction, label, expected):
    np.testing.assert_allclose(call(getattr(losses, name), prediction, label), expected, rtol=1e-6)


def test_the_slope_of_the_sigmoid_is_exact_where_the_sigmoid_rounds_to_one():
    np.testing.assert_allclose(losses.sigmoid_grad([40, -40]), math.exp(-40))


@pytest.mark.parametrize("name", ORACLES)
def test_a_label_of_nan_gives_nan_as_well(name):
    for function in LOSSES[name][:2]:
        assert np.isnan(call(function, [0.25, 0.75], [1, math.nan])).tolist() == [False, True]


def test_the_kinks_have_slope_zero():
    assert losses.absolute_error_grad(2, 2) == 0
    assert losses.quantile_error_grad(2, 2, tau=0.9) == 0
    assert losses.hinge_loss_grad(score=1, label=1) == 0
    assert (losses.multiclass_hinge_loss_grad(scores=[2.0, 1.0], label=0) == 0).all()


def test_huber_and_focal_become_the_losses_between_which_they_stand():
    z, y = np.array([-3.0, 0.2, 8.0]), np.array([1.0, 0.0, 1.0])
    np.testing.assert_allclose(losses.huber_loss(z, y, delta=1e6), losses.squared_error(z, y) / 2)
    np.testing.assert_allclose(losses.huber_loss(z, y, delta=1e-9) / 1e-9, losses.absolute_error(z, y))
    plain = losses.sigmoid_binary_cross_entropy(logit=z, label=y)
    np.testing.assert_allclose(losses.focal_loss(logit=z, label=y, gamma=0), plain)
    np.testing.assert_allclose(losses.logistic_loss(score=z, label=2 * y - 1), plain)


def test_weights_at_the_call_are_the_switches_of_torch():
    z, y = np.array([-3.0, 0.2, 8.0]), np.array([1.0, 0.0, 1.0])
    theirs = F.binary_cross_entropy_with_logits(*map(torch.tensor, (z, y)), pos_weight=torch.tensor(5.0))
    assert_same((np.where(y == 1, 5, 1) * losses.sigmoid_binary_cross_entropy(logit=z, label=y)).mean(), theirs)
    logits, label, weight = np.array([[1.0, 2, 0], [0, 1, 3]]), np.array([0, 2]), np.array([5.0, 1, 2])
    theirs = F.cross_entropy(*map(torch.tensor, (logits, label, weight)))
    ours = losses.softmax_cross_entropy(logits=logits, label=label)
    assert_same(np.average(ours, weights=weight[label]), theirs)


def test_the_worked_numbers_of_the_book():
    errors = losses.squared_error([1, 1, 1, 1, 10], 0)
    assert round(errors[-1] / errors.sum(), 2) == 0.96
    assert round(losses.binary_cross_entropy(probability=0.3, label=0), 4) == 0.3567
    slopes = losses.sigmoid_binary_cross_entropy_grad(logit=5, label=0), losses.sigmoid_grad(5)
    assert round(slopes[0], 3) == 0.993
    assert round(losses.squared_error_grad(losses.sigmoid(5), 0) * slopes[1], 4) == 0.0132
    with np.errstate(divide="ignore"):
        logits = np.log([[0.05, 0.95, 0], [0.1, 0.8, 0.1]])
    for label in ([1, 2], [[0, 1, 0], [0, 0, 1]]):
        loss = losses.softmax_cross_entropy(logits=logits, label=label)
        np.testing.assert_array_equal(loss.round(4), [0.0513, 2.3026])
        assert round(loss.mean(), 4) == 1.1769
    assert round(losses.softmax_cross_entropy(logits=[1.0, 0, 0], label=0), 3) == 0.551
    scores = [[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]]
    hinge = losses.multiclass_hinge_loss(scores=scores, label=[0, 1, 2])
    np.testing.assert_allclose(hinge, [2.9, 0, 12.9], atol=1e-12)
    assert round(hinge.mean(), 4) == 5.2667


def test_logistic_bounds_zero_one_only_in_base_2():
    score = np.linspace(-3, 3, 601)
    wrong = losses.zero_one_loss(score=score, label=1)
    assert (losses.logistic_loss(score=score, label=1, base=2) >= wrong).all()
    assert not (losses.logistic_loss(score=score, label=1) >= wrong).all()


@given(st.integers(1, 6), st.integers(0, 99))
def test_each_number_may_have_a_variance_of_its_own(n, seed):
    rng = np.random.default_rng(seed)
    z, y, variance = rng.normal(size=n), rng.normal(size=n), rng.uniform(0.01, 9, size=n)
    given = {"y_pred": z, "y_true": y, "variance": variance}
    theirs = F.gaussian_nll_loss(*map(torch.from_numpy, (z, y, variance)), full=True, reduction="none")
    assert_same(losses.gaussian_nll(**given), theirs)
    assert_same(losses.gaussian_nll_grad(**given), (z - y) / variance)
    one_by_one = [losses.gaussian_nll(a, b, variance=v) for a, b, v in zip(z, y, variance, strict=True)]
    np.testing.assert_array_equal(losses.gaussian_nll(**given), one_by_one)
    assert losses.gaussian_nll(np.float32(z), y[0], variance=np.float32(variance)).dtype == np.float32


def test_the_best_variance_is_the_mean_square_of_the_errors():
    y = np.array([1.0, 2.0, 4.0])
    tried = np.arange(1, 600) / 100
    cost = [losses.gaussian_nll(2.0, y, variance=v).mean() for v in tried]
    assert tried[np.argmin(cost)] == pytest.approx(np.mean((y - 2) ** 2), abs=0.006)


def test_the_classic_shape_bug_is_refused_and_named():
    with pytest.raises(ValueError, match=r"y_pred has shape \(3,\) and y_true \(3, 1\).*reshape\(y_pred.shape\)"):
        losses.squared_error(np.zeros(3), np.zeros((3, 1)))


LOGITS = np.zeros((2, 3))
REFUSED = [
    (
        "squared_error",
        ([1, 2], [1, 2, 3]),
        {},
        r"shape \(2,\) and y_true \(3,\); .* one number of y_true for each",
    ),
    ("squared_error", (["a"], [1]), {}, "y_pred holds <U1; allowed are real numbers"),
    ("squared_error", (1j, 1), {}, "holds complex128"),
    ("squared_error", (1, [[1], [1, 2]]), {}, "y_true is no array: .*; allowed are rows of one length"),
    ("huber_loss", (1, 2), {"delta": 0}, "delta is 0; allowed are numbers above 0"),
    ("huber_loss_grad", (1, 2), {"delta": math.nan}, "delta is nan"),
    ("quantile_error", (1, 2), {"tau": 1}, "tau is 1; .* between 0 and 1: pass 0.5"),
    ("gaussian_nll", (1, 2), {"variance": 0}, r"variance holds 0.0; allowed are numbers above 0: it is σ²"),
    ("gaussian_nll", ([1, 2], 2), {"variance": [1.0, math.nan, 1.0]}, r"y_pred has shape \(2,\) and variance \(3,\)"),
    ("gaussian_nll", (1, 2), {"variance": [math.nan, -1.0]}, "variance holds -1.0"),
    ("brier_score", (1.5, 1), {}, "probability holds 1.5; "),
    ("binary_cross_entropy", (1.5, 1), {}, "probability holds 1.5; .* for logits use sigmoid_binary"),
    ("binary_cross_entropy", ([math.nan, -0.1], 1), {}, "probability holds -0.1"),
    ("sigmoid_binary_cross_entropy", (1, -1), {}, r"label holds -1.0; .* \(label \+ 1\) / 2"),
    ("focal_loss", (1, 0.5), {}, "label holds 0.5; allowed are 0 and 1"),
    ("focal_loss", (1, 1), {"gamma": -1}, "gamma is -1; allowed"),
    ("focal_loss", (1, 1), {"alpha": 2}, "alpha is 2; allowed are 0 to 1"),
    ("hinge_loss", ([1, 2], [0, 1]), {}, "label holds 0.0; allowed are -1 and 1: .* 2 \\* label - 1"),
    ("zero_one_loss", (1, 0), {}, "label holds 0.0"),
    ("squared_hinge_loss", (1, 2), {}, "label holds 2.0"),
    ("logistic_loss", (1, 1), {"base": 1}, "base is 1; allowed are numbers above 1"),
    ("softmax_cross_entropy", (3.0, 0), {}, "logits is a single number"),
    ("softmax_cross_entropy", (LOGITS, [0, 3]), {}, "label holds 3; allowed are 0 to 2"),
    ("softmax_cross_entropy", (LOGITS, [-1, 0]), {}, "label holds -1; allowed are 0 to 2"),
    ("softmax_cross_entropy", (LOGITS, [0.0, 1.0]), {}, r"label holds float64; .* label.astype\(int\)"),
    (
        "softmax_cross_entropy",
        (LOGITS, [[0], [1]]),
        {},
        r"label has shape \(2, 1\) and logits \(2, 3\); allowed",
    ),
    ("softmax_cross_entropy", (LOGITS, [[1, 0, 0], [1, 1, 0]]), {}, "label sums to 2 along its last axis"),
    (
        "softmax_cross_entropy",
        (LOGITS, 0),
        {"label_smoothing": 1.5},
        "label_smoothing is 1.5; allowed are 0 to 1",
    ),
    ("multiclass_hinge_loss", (LOGITS, [0, 3]), {}, "label holds 3; allowed are 0 to 2"),
    ("multiclass_hinge_loss", (LOGITS, LOGITS), {}, r"allowed are \(2,\), one class index a row$"),
    ("multiclass_hinge_loss", (LOGITS, 0), {"margin": -1}, "margin is -1; allowed are numbers from 0"),
]


@pytest.mark.parametrize(("name", "given", "options", "message"), REFUSED)
def test_bad_input_is_refused_with_what_is_allowed_and_what_to_do(name, given, options, message):
    for function in (getattr(losses, name), getattr(losses, name.removesuffix("_grad") + "_grad")):
        with pytest.raises(ValueError, match=message):
            call(function, *given, **options)


@every_function
def test_what_could_be_swapped_must_be_named(function):
    prediction, label, _ = sample(function)
    if next(iter(inspect.signature(function).parameters)) == "y_pred":
        with pytest.raises(TypeError, match="too many positional"):
            function(prediction, label, 1.0)
    else:
        with pytest.raises(TypeError, match="positional"):
            function(label, prediction)
