"""Right to the last digits against mpmath, dtypes that stay, arguments that stay, and no warnings (they are errors)."""

import inspect
import math
from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mpf

from lossviz import information, losses
from lossviz._checks import BLOCK

INF = math.inf
FLOATS = [np.float16, np.float32, np.float64]
every_dtype = pytest.mark.parametrize("dtype", FLOATS)

# ── Digits ──────────────────────────────────────────────────────────────────────────────────────────────────

MAGNITUDES = [sign * m * 10.0**e for e in range(-30, 31) for m in (1.0, 3.3) for sign in (1, -1)]
REALS = [0.0, *MAGNITUDES, *np.linspace(-110, 110, 111)]
NEAR_MARGIN = [y + m for y in (1, -1) for m in MAGNITUDES if abs(m) < 2]
SHARES = [m for m in MAGNITUDES if 0 < m < 1]
PROBABILITIES = [*SHARES, *(1 - m for m in SHARES if m > 1e-16), *(0.25 + m for m in MAGNITUDES if abs(m) < 0.2)]


def sig(z):
    return 1 / (1 + mpmath.exp(-z))


def softplus(z):
    return mpmath.log1p(mpmath.exp(z))


def surprise(weight, p):
    return -weight * mpmath.log(p) if weight else mpf(0)


def focal_slope(z, gamma=2):
    return -(sig(-z) ** gamma) * (sig(-z) + gamma * sig(z) * softplus(-z))


L, HUBER, TAU = losses, 0.125, 0.999999
# name: (function of one number, the same in mpmath, numbers)
EXACT = {
    "squared_error": (lambda x: L.squared_error(x, 0), lambda r: r * r, REALS),
    "squared_error_grad": (lambda x: L.squared_error_grad(x, 0), lambda r: 2 * r, REALS),
    "huber_loss": (
        lambda x: L.huber_loss(x, 0, delta=HUBER),
        lambda r: r * r / 2 if abs(r) <= HUBER else HUBER * (abs(r) - HUBER / 2),
        REALS,
    ),
    "log_cosh_error": (
        lambda x: L.log_cosh_error(x, 0),
        lambda r: abs(r) + mpmath.log((1 + mpmath.exp(-2 * abs(r))) / 2),
        REALS,
    ),
    "log_cosh_error_grad": (lambda x: L.log_cosh_error_grad(x, 0), mpmath.tanh, REALS),
    "quantile_error": (lambda x: L.quantile_error(x, 0, tau=TAU), lambda r: max(-TAU * r, (1 - TAU) * r), REALS),
    "quantile_error_grad": (
        lambda x: L.quantile_error_grad(x, 0, tau=TAU),
        lambda r: mpmath.sign(r) / 2 + (mpf("0.5") - TAU) * abs(mpmath.sign(r)),
        REALS,
    ),
    "gaussian_nll": (
        lambda x: L.gaussian_nll(x, 0),
        lambda r: mpmath.log(2 * mpmath.pi) / 2 + r * r / 2,
        REALS,
    ),
    "gaussian_nll_grad": (lambda x: L.gaussian_nll_grad(x, 0, variance=4.0), lambda r: r / 4, REALS),
    "brier_score": (lambda x: L.brier_score(probability=x, label=0), lambda p: p * p, PROBABILITIES),
    "sigmoid": (L.sigmoid, sig, REALS),
    "sigmoid_grad": (L.sigmoid_grad, lambda z: sig(z) * sig(-z), REALS),
    "binary_cross_entropy": (
        lambda x: L.binary_cross_entropy(probability=x, label=0.25),
        lambda p: surprise(mpf("0.25"), p) + surprise(mpf("0.75"), 1 - p),
        PROBABILITIES,
    ),
    "binary_cross_entropy_grad": (
        lambda x: L.binary_cross_entropy_grad(probability=x, label=0.25),
        lambda p: (p - mpf("0.25")) / (p * (1 - p)),
        PROBABILITIES,
    ),
    "sigmoid_binary_cross_entropy": (
        lambda x: L.sigmoid_binary_cross_entropy(logit=x, label=1),
        lambda z: softplus(-z),
        REALS,
    ),
    "sigmoid_binary_cross_entropy_grad": (
        lambda x: L.sigmoid_binary_cross_entropy_grad(logit=x, label=1),
        lambda z: -sig(-z),
        REALS,
    ),
    "focal_loss": (lambda x: L.focal_loss(logit=x, label=1), lambda z: sig(-z) ** 2 * softplus(-z), REALS),
    "focal_loss_grad": (lambda x: L.focal_loss_grad(logit=x, label=1), focal_slope, REALS),
    "hinge_loss": (lambda x: L.hinge_loss(score=x, label=-1), lambda s: max(mpf(0), 1 + s), REALS + NEAR_MARGIN),
    "squared_hinge_loss": (
        lambda x: L.squared_hinge_loss(score=x, label=-1),
        lambda s: max(mpf(0), 1 + s) ** 2,
        REALS + NEAR_MARGIN,
    ),
    "squared_hinge_loss_grad": (
        lambda x: L.squared_hinge_loss_grad(score=x, label=-1),
        lambda s: 2 * max(mpf(0), 1 + s),
        REALS + NEAR_MARGIN,
    ),
    "logistic_loss": (
        lambda x: L.logistic_loss(score=x, label=-1, base=10),
        lambda s: softplus(s) / mpmath.log(10),
        REALS,
    ),
    "logistic_loss_grad": (
        lambda x: L.logistic_loss_grad(score=x, label=-1, base=10),
        lambda s: sig(s) / mpmath.log(10),
        REALS,
    ),
    "softmax_cross_entropy": (
        lambda x: L.softmax_cross_entropy(logits=np.stack([x, 0 * x], axis=-1), label=0),
        lambda z: softplus(-z),
        REALS,
    ),
    "softmax_cross_entropy_grad": (
        lambda x: L.softmax_cross_entropy_grad(logits=np.stack([x, 0 * x], axis=-1), label=0)[:, 0],
        lambda z: -sig(-z),
        REALS,
    ),
    "softmax_cross_entropy_grad, by distribution": (
        lambda x: L.softmax_cross_entropy_grad(
            logits=np.stack([x, 0 * x], axis=-1), label=np.stack([0 * x, 0 * x + 1], axis=-1)
        )[:, 1],
        lambda z: -sig(z),
        REALS,
    ),
    "generalized_cross_entropy": (
        lambda x: L.generalized_cross_entropy(logits=np.stack([x, 0 * x], axis=-1), label=0, power=0.5),
        lambda z: -2 * mpmath.expm1(-softplus(-z) / 2),
        REALS,
    ),
    "pairwise_logistic_loss": (
        lambda x: L.pairwise_logistic_loss(better=x, worse=0.0, beta=0.5),
        lambda s: softplus(-s / 2),
        REALS,
    ),
    "gaussian_kl": (
        lambda x: information.gaussian_kl(mean=0.0, width=x),
        lambda s: (s * s - 1) / 2 - mpmath.log(s),
        [1 + m for m in MAGNITUDES if m > -1] + [m for m in MAGNITUDES if m > 1e-4],
    ),
    "softmax": (lambda x: L.softmax(np.stack([x, 0 * x], axis=-1))[:, 1], lambda z: sig(-z), REALS),
    "softmax_grad": (
        lambda x: L.softmax_grad(np.stack([x, 0 * x], axis=-1))[:, 0, 0],
        lambda z: sig(z) * sig(-z),
        REALS,
    ),
    "log_softmax": (lambda x: L.log_softmax(np.stack([0 * x, x], axis=-1))[:, 0], lambda z: -softplus(z), REALS),
    "log_softmax_grad": (
        lambda x: L.log_softmax_grad(np.stack([x, 0 * x], axis=-1))[:, 0, 0],
        lambda z: sig(-z),
        REALS,
    ),
    "self_information": (
        lambda x: information.self_information(x, base=10),
        lambda p: -mpmath.log(p) / mpmath.log(10),
        PROBABILITIES,
    ),
    "self_information_grad": (
        information.self_information_grad,
        lambda p: -1 / (p * mpmath.log(2)),
        PROBABILITIES,
    ),
}


def assert_digits(ours, exact, dtype, units):
    """Right to `units` of the last digit; below the smallest normal number only so near, above the largest ∞."""
    ours, limits = float(ours), np.finfo(dtype)
    if abs(exact) > mpf(float(limits.max)):
        assert abs(ours) == INF
    else:
        assert abs(mpf(ours) - exact) <= units * limits.eps * abs(exact) + 2 * mpf(float(limits.tiny))


@every_dtype
@pytest.mark.parametrize("name", EXACT)
def test_values_are_right_to_a_few_units_of_the_last_digit(name, dtype):
    ours, exact, numbers = EXACT[name]
    with np.errstate(over="ignore"):
        x = np.array(numbers).astype(dtype)
    x = x[np.isfinite(x) & ((x > 0) & (x < 1) if numbers is PROBABILITIES else True)]
    with mpmath.workdps(120):
        for value, number in zip(ours(x), x, strict=True):
            assert_digits(value, exact(mpf(float(number))), dtype, units=6)


def test_log_cosh_of_small_misses_is_half_their_square_in_float32_too():
    small = np.float32([1e-7, 1e-6, 1e-5])
    np.testing.assert_allclose(losses.log_cosh_error(small, 0), small.astype(float) ** 2 / 2, rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("p", [0.5, 0.25, 0.999, 1e-9])
def test_kl_keeps_its_digits_near_q_equals_p(p, dtype):
    shifts = [m for m in MAGNITUDES if 0 < p + p * m < 1]
    p, q = np.array([[p, 1 - p]] * len(shifts), dtype), np.array([[p + p * m, 1 - p - p * m] for m in shifts], dtype)
    ours = information.kl_divergence(p=p, q=q, base=math.e)
    with mpmath.workdps(80):
        for value, *row in zip(ours, p, q, strict=True):
            a, b = ([mpf(float(x)) for x in side] for side in row)
            if min(b) > 0:
                exact = sum(x * mpmath.log(x / y) - x + y for x, y in zip(a, b, strict=True))
                assert_digits(value, exact, dtype, units=40)


# ── Dtypes ──────────────────────────────────────────────────────────────────────────────────────────────────

ROWS = np.array([[0.5, -1.5, 0.25], [1.0, 0.5, 0.0]])
SHARE = np.array([[0.5, 0.25, 0.25], [0.75, 0.125, 0.125]])
# name: (arrays, options), all exact in float16
CALLS = {
    "squared_error": ([ROWS, SHARE], {}),
    "absolute_error": ([ROWS, SHARE], {}),
    "huber_loss": ([ROWS, SHARE], {"delta": 1.0}),
    "log_cosh_error": ([ROWS, SHARE], {}),
    "quantile_error": ([ROWS, SHARE], {"tau": 0.5}),
    "gaussian_nll": ([ROWS, SHARE], {}),
    "brier_score": ({"probability": SHARE, "label": SHARE}, {}),
    "sigmoid": ([ROWS], {}),
    "softmax": ([ROWS], {}),
    "log_softmax": ([ROWS], {}),
    "binary_cross_entropy": ({"probability": SHARE, "label": SHARE}, {}),
    "sigmoid_binary_cross_entropy": ({"logit": ROWS, "label": SHARE}, {}),
    "focal_loss": ({"logit": ROWS, "label": np.rint(SHARE)}, {"gamma": 2.0, "alpha": 0.25}),
    "zero_one_loss": ({"score": ROWS, "label": np.sign(ROWS + 0.1)}, {}),
    "hinge_loss": ({"score": ROWS, "label": np.sign(ROWS + 0.1)}, {}),
    "squared_hinge_loss": ({"score": ROWS, "label": np.sign(ROWS + 0.1)}, {}),
    "logistic_loss": ({"score": ROWS, "label": np.sign(ROWS + 0.1)}, {"base": 2.0}),
    "softmax_cross_entropy": ({"logits": ROWS, "label": SHARE}, {"label_smoothing": 0.125}),
    "multiclass_hinge_loss": ({"scores": ROWS, "label": np.array([0, 2])}, {"margin": 1.0}),
    "generalized_cross_entropy": ({"logits": ROWS, "label": np.array([0, 2])}, {"power": 0.5}),
    "triplet_loss": ({"near": ROWS, "far": SHARE}, {"margin": 1.0}),
    "pairwise_logistic_loss": ({"better": ROWS, "worse": SHARE}, {"beta": 0.5}),
    "info_nce": ([ROWS[:, :2]], {"temperature": 0.5}),
    "dice_loss": ({"probability": SHARE, "label": SHARE[::-1]}, {"smooth": 1.0}),
    "gaussian_kl": ({"mean": ROWS, "width": SHARE}, {}),
    "self_information": ([SHARE], {"base": 2.0}),
    "entropy": ([SHARE], {"base": 2.0}),
    "cross_entropy": ({"p": SHARE, "q": SHARE[::-1]}, {"base": 2.0}),
    "kl_divergence": ({"p": SHARE, "q": SHARE[::-1]}, {"base": 2.0}),
}
OPTION_TYPES = [float, np.float64, np.float32, np.longdouble, np.array, Fraction, Decimal]


def function(name):
    return getattr(losses, name, None) or getattr(information, name)


def cast(arrays, dtypes):
    """Each array in the dtype of its turn; class indices stay whole."""
    if isinstance(arrays, dict):
        return dict(zip(arrays, cast(list(arrays.values()), dtypes), strict=True))
    return [x if x.dtype.kind == "i" else x.astype(d) for x, d in zip(arrays, dtypes, strict=False)]


def call(f, arrays, options):
    return f(**arrays, **options) if isinstance(arrays, dict) else f(*arrays, **options)


every_call = pytest.mark.parametrize("name", [name + grad for name in CALLS for grad in ("", "_grad")])


def test_every_public_function_is_called_here():
    public = {*losses.__all__, *(n for n in vars(information) if f"{n}_grad" in vars(information))}
    assert {name for name in public if name[0].islower() and not name.endswith("_grad")} == set(CALLS)


@every_call
@every_dtype
def test_no_type_of_option_changes_the_dtype(name, dtype):
    arrays, options = CALLS[name.removesuffix("_grad")]
    expected = call(function(name), arrays, options)
    for kind in OPTION_TYPES:
        result = call(function(name), cast(arrays, [dtype] * 2), {key: kind(x) for key, x in options.items()})
        assert result.dtype == dtype
        np.testing.assert_allclose(result, expected, rtol=4 * np.finfo(dtype).eps, atol=2 * np.finfo(dtype).eps)


@every_call
@pytest.mark.parametrize("dtypes", [(a, b) for a in FLOATS for b in FLOATS if a != b])
def test_two_dtypes_give_the_wider_one(name, dtypes):
    arrays, options = CALLS[name.removesuffix("_grad")]
    if len(arrays) == 2:
        given = cast(arrays, dtypes)
        floating = [x.dtype for x in (given.values() if isinstance(given, dict) else given) if x.dtype.kind == "f"]
        assert call(function(name), given, options).dtype == np.result_type(*floating)


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, BLOCK + 1, 65_536, 65_537, 3 * BLOCK + 5])
@every_dtype
def test_the_dtype_does_not_depend_on_the_size(size, dtype):
    x = np.linspace(0, 1, size).astype(dtype)
    for result in (
        losses.huber_loss(x, np.float64(0.5), delta=np.float64(1)),
        losses.quantile_error_grad(x, np.array(0.5), tau=np.array(0.25)),
        losses.focal_loss(logit=x, label=1, gamma=np.float64(2), alpha=np.float64(0.25)),
        losses.logistic_loss(score=x, label=np.int8(1), base=np.float64(2)),
        information.self_information(x, base=np.float64(10)),
    ):
        assert result.dtype == dtype
        assert result.shape == x.shape


@every_call
@pytest.mark.parametrize("wrong", [[1.0, 0.5], np.array([0.5]), "0.5", b"0.5", 0.5j, [[1], [1, 2]], 10**400])
def test_an_option_that_is_no_single_number_is_refused_by_name(name, wrong):
    arrays, options = CALLS[name.removesuffix("_grad")]
    for key in options:
        with pytest.raises(ValueError, match=f"^{key} is .*; allowed is a single real number"):
            call(function(name), arrays, options | {key: wrong})


@every_call
def test_no_argument_is_changed_and_none_is_part_of_the_result(name):
    arrays, options = CALLS[name.removesuffix("_grad")]
    for dtype in FLOATS:
        given = cast(arrays, [dtype] * 2)
        each = list(given.values()) if isinstance(given, dict) else given
        before = [x.copy() for x in each]
        for x in each:
            x.setflags(write=False)
        result = call(function(name), given, options)
        assert not any(np.shares_memory(result, x) for x in each)
        for x, old in zip(each, before, strict=True):
            np.testing.assert_array_equal(x, old)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint64, np.int8, bool])
def test_whole_numbers_and_booleans_are_real_numbers_and_do_not_wrap(dtype):
    a, b = np.array([0, 1], dtype), np.array([1, 0], dtype)
    real = a.astype(float), b.astype(float)
    for name in ("squared_error", "huber_loss_grad", "log_cosh_error", "quantile_error_grad"):
        np.testing.assert_array_equal(getattr(losses, name)(a, b), getattr(losses, name)(*real))
    for name in ("sigmoid_binary_cross_entropy", "focal_loss_grad"):
        f = getattr(losses, name)
        np.testing.assert_array_equal(f(logit=a, label=b), f(logit=real[0], label=real[1]))
    result = losses.multiclass_hinge_loss(scores=a, label=np.uint8(1))
    assert result == losses.multiclass_hinge_loss(scores=real[0], label=1)
    assert result.dtype == np.float64
    assert information.cross_entropy(p=a, q=b) == INF
    assert losses.softmax_cross_entropy(logits=[0.0, 1.0], label=a) == pytest.approx(math.log1p(1 / math.e))


# ── Sums to 1 ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize(("dtype", "rtol"), [(np.float16, 1e-3), (np.float32, 1e-6), (np.float64, 1e-11)])
@pytest.mark.parametrize("shape", [(8, 50_257), (4, 300_000)])
def test_a_softmax_over_many_classes_is_a_distribution(shape, dtype, rtol, order):
    rng = np.random.default_rng(0)
    for scale in (0, 1, 10):
        q = np.asarray(losses.softmax((rng.normal(size=shape) * scale).astype(dtype)), order=order)
        exact = q.astype(float)
        expected = -(exact * np.log2(exact, where=exact > 0, out=np.zeros(shape))).sum(axis=-1)
        for view in (q, np.repeat(q, 2, axis=0)[::2], np.repeat(q, 2, axis=1)[:, ::2], q[::-1, ::-1][::-1]):
            found = information.entropy(view)
            assert found.dtype == dtype
            np.testing.assert_allclose(found, expected, rtol=rtol)
        for wrong in (0.97, 1.03):
            with pytest.raises(ValueError, match=r"p sums to (0.9|1.0).*To normalise it"):
                information.entropy(q * dtype(wrong))


@given(st.integers(1, 3000), st.integers(0, 99), st.sampled_from(FLOATS), st.sampled_from("CF"))
def test_a_softmax_of_any_width_is_taken_as_label_and_as_distribution(classes, seed, dtype, order):
    z = np.asarray(np.random.default_rng(seed).normal(size=(3, classes)) * 5, dtype=dtype, order=order)
    q = np.asarray(losses.softmax(z), order=order)
    loss = losses.softmax_cross_entropy(logits=z, label=q)
    rtol = 20 * np.finfo(dtype).eps
    np.testing.assert_allclose(loss, information.entropy(q, base=math.e), rtol=rtol, atol=rtol * 10)
    assert losses.softmax_cross_entropy(logits=z.astype(np.float32), label=q).dtype == np.result_type(dtype, np.float32)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("p", [[0.33, 0.33, 0.33], [0.9, 0.05], [0.505, 0.505], [0.125] * 7])
def test_a_forgotten_normalisation_is_refused_in_every_dtype(p, dtype):
    with pytest.raises(ValueError, match="p sums to"):
        information.entropy(np.array(p, dtype))
    with pytest.raises(ValueError, match="label sums to"):
        losses.softmax_cross_entropy(logits=np.zeros((1, len(p)), np.float32), label=np.array([p], dtype))


# ── The edges of softmax, without a warning ─────────────────────────────────────────────────────────────────

EXCLUDED = [-INF, 0.0, 0.0]


@pytest.mark.parametrize(
    ("label", "smoothing", "loss", "slopes"),
    [
        (0, 0, INF, [-1, 0.5, 0.5]),
        (0, 0.5, INF, [-2 / 3, 1 / 3, 1 / 3]),
        (0, 1, INF, [-1 / 3, 1 / 6, 1 / 6]),
        (1, 0, math.log(2), [0, -0.5, 0.5]),
        (1, 0.3, INF, [-0.1, -0.3, 0.4]),
        (1, 1, INF, [-1 / 3, 1 / 6, 1 / 6]),
        ([0, 0.5, 0.5], 0, math.log(2), [0, 0, 0]),
        ([0.5, 0.5, 0], 0, INF, [-0.5, 0, 0.5]),
        ([0, 0.5, 0.5], 0.3, INF, [-0.1, 0.05, 0.05]),
        ([1, 0, 0], 1, INF, [-1 / 3, 1 / 6, 1 / 6]),
    ],
)
@every_dtype
def test_an_excluded_class_costs_infinity_as_soon_as_its_target_is_above_zero(label, smoothing, loss, slopes, dtype):
    label = np.array(label, dtype) if np.ndim(label) else label
    given = {"logits": np.array(EXCLUDED, dtype), "label": label, "label_smoothing": smoothing}
    rtol = 4 * np.finfo(dtype).eps
    np.testing.assert_allclose(losses.softmax_cross_entropy(**given), loss, rtol=rtol)
    np.testing.assert_allclose(losses.softmax_cross_entropy_grad(**given), slopes, rtol=rtol, atol=rtol)


@pytest.mark.parametrize("row", [[-INF, -INF], [INF, 0.0], [INF, INF], [INF, -INF], [math.nan, 0], [math.nan, -INF]])
def test_a_row_that_has_no_softmax_gives_nan_and_leaves_the_next_row_alone(row):
    logits = np.array([row, [0.0, 0.0]])
    for name in ("softmax", "softmax_grad", "log_softmax", "log_softmax_grad"):
        broken, right = getattr(losses, name)(logits)
        assert np.isnan(broken).all()
        assert np.isfinite(right).all()
    for smoothing in (0, 0.5, 1):
        for label in ([0, 0], [[0.5, 0.5]] * 2):
            given = {"logits": logits, "label": label, "label_smoothing": smoothing}
            for f in (losses.softmax_cross_entropy, losses.softmax_cross_entropy_grad):
                broken, right = f(**given)
                assert np.isnan(broken).all()
                assert np.isfinite(right).all()


def test_a_row_without_a_class_is_refused():
    for f in (losses.softmax, losses.log_softmax, losses.softmax_grad, losses.log_softmax_grad):
        with pytest.raises(ValueError, match=r"logits has shape \(3, 0\); allowed are one class or more"):
            f(np.empty((3, 0)))


SCORED = [name for name, (arrays, _) in CALLS.items() if isinstance(arrays, dict) and {"logit", "score"} & {*arrays}]


@every_dtype
@pytest.mark.parametrize("name", SCORED)
def test_infinite_scores_and_overflow_give_no_warning(name, dtype):
    value, slope = getattr(losses, name), getattr(losses, f"{name}_grad")
    first, label = next(iter(inspect.signature(value).parameters)), 1
    given = {first: np.array([INF, -INF, np.finfo(dtype).max, np.finfo(dtype).min, math.nan], dtype)}
    right, wrong, huge_right, huge_wrong, nan = value(**given, label=label)
    assert right == huge_right == 0
    assert wrong >= huge_wrong > 0
    assert np.isnan(nan)
    assert slope(**given, label=label)[[0, 2]].tolist() == [0, 0]
    assert not np.isnan(slope(**given, label=label)[:4]).any()
