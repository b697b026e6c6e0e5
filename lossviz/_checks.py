"""What `losses` and `information` share: checks that say what to do, arithmetic that is right at the edge."""

import inspect
import reprlib
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from itertools import combinations
from typing import Annotated, NamedTuple, ParamSpec

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating]
Arguments = ParamSpec("Arguments")

# So many numbers stay in the processor's cache from one step of a formula to the next.
BLOCK = 2**15

# How far a sum of K probabilities may be from 1: so much, and so much more for each of the K. Far less than after a
# forgotten normalisation, and more than by rounding. In float32 a division by a sum taken by columns, the worst
# order, left 6e-4 for K = 300,000; in float16 each is rounded by up to 1/2048, or by 3e-8 if it is below 6e-5.
SUM_TOLERANCE, WITH_FLOAT16 = (1e-5, 4e-9), (2e-3, 6e-8)


def elementwise(formula: Callable[Arguments, Array]) -> Callable[Arguments, Array]:
    """Let `formula` be written as for numbers: what reaches it are real arrays of one shape and one dtype.

    Its arguments without a default, and one of the kind `Above0`, are the arrays: whatever NumPy reads as real numbers,
    of one shape, or an array and a number. Large ones arrive in blocks: a formula over whole ones mostly waits for
    memory. Options, domains and the dtype of the result as in `rowwise`.
    """
    return _checked(formula, _by_blocks)


def over_distributions(formula: Callable[Arguments, Array]) -> Callable[Arguments, Array]:
    """The same, where the last axis of the arrays sums to 1: of one shape, or one distribution against many."""
    return _checked(formula, lambda checked, given, options: checked(**distributions(**given), **options))


def rowwise(formula: Callable[Arguments, Array]) -> Callable[Arguments, Array]:
    """Let `formula` be written without a thought of dtypes and warnings; its arrays reach it as they were given.

    Options, the arguments with a default, arrive as Python floats, which leave float32 as it is. What an annotation
    says of a domain (`label: Sign`) holds. The result has the dtype of the arrays; float16 is computed in float32
    and rounded once. ∞ and NaN come without a warning.
    """
    return _checked(formula, lambda checked, given, options: checked(**given, **options))


def _checked(formula: Callable[Arguments, Array], run: Callable[[Callable, dict, dict], Array]) -> Callable:
    signature = inspect.signature(formula)
    default = {name: parameter.default for name, parameter in signature.parameters.items()}
    domains = {k: kind.__metadata__[0] for k, kind in formula.__annotations__.items() if hasattr(kind, "__metadata__")}
    names = [k for k, x in default.items() if x is inspect.Parameter.empty or isinstance(domains.get(k), Above0)]

    def in_domain(**given: ArrayLike) -> Array:
        for name, domain in domains.items():
            if name in given:
                domain.check(name, given[name])
        return formula(**given)

    @wraps(formula)
    def checked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Array:
        try:
            options = signature.bind(*args, **kwargs).arguments
        except TypeError as error:
            raise TypeError(f"{formula.__name__}: {error}; give its arguments by name: {', '.join(default)}") from None
        given = {name: options.pop(name, default[name]) for name in names}
        options = {name: x if x is default[name] else number(name, x) for name, x in options.items()}
        with np.errstate(all="ignore"):
            return run(in_domain, given, options).astype(_dtype(given), copy=False)

    return checked


def _by_blocks(formula: Callable[..., Array], given: dict[str, ArrayLike], options: dict[str, float]) -> Array:
    arrays = real(**given)
    _same_shape(arrays, alone=0, lone="a single number")
    largest = max(arrays.values(), key=np.size)
    if largest.size <= BLOCK:
        return formula(**arrays, **options)
    result = np.empty(largest.shape, largest.dtype)
    flat = {name: x.reshape(-1) if x.ndim else x for name, x in arrays.items()}
    for start in range(0, result.size, BLOCK):
        part = slice(start, start + BLOCK)
        block = {name: x[part] if x.ndim else x for name, x in flat.items()}
        result.reshape(-1)[part] = formula(**block, **options)
    return result


def require(allowed: bool, message: str) -> None:
    """Raise ValueError with `message` unless `allowed`; a NaN parameter is never allowed."""
    if not allowed:
        raise ValueError(message)


def number(name: str, x: object) -> float:
    """An option as a Python float, whatever type of single real number it was."""
    with suppress(TypeError, ValueError, OverflowError):
        if np.ndim(x) == 0 and np.asarray(x).dtype.kind in "biufO":  # O: Fraction, Decimal
            return float(x)
    raise ValueError(f"{name} is {reprlib.repr(x)}; allowed is a single real number, such as 1.0")


def _dtype(given: dict[str, ArrayLike]) -> np.dtype:
    """That of the arrays: float32 stays; whole numbers, and single numbers beside an array, follow it."""
    many, single = set(), set()
    for name, x in given.items():
        array = _array(name, x)
        if array.dtype.kind == "f" and not isinstance(x, float):
            (many if array.ndim else single).add(array.dtype)
        elif array.dtype.kind not in "biuf":
            raise ValueError(f"{name} holds {array.dtype}; allowed are real numbers: convert it to float")
    return np.result_type(*(many or single or (np.float64,)))


def real(**given: ArrayLike) -> dict[str, Array]:
    """Floating-point arrays of one dtype: that of the result, and float32 where that is float16."""
    dtype = np.result_type(_dtype(given), np.float32)
    return {name: _array(name, x).astype(dtype, copy=False) for name, x in given.items()}


def _array(name: str, x: ArrayLike) -> NDArray:
    try:
        return np.asarray(x)
    except ValueError as error:  # NumPy's own message does not name the argument
        raise ValueError(
            f"{name} is no array: {error}; allowed are rows of one length: make them equally long"
        ) from None


def distributions(**given: ArrayLike) -> dict[str, Array]:
    arrays = real(**given)
    _same_shape(arrays, alone=1, lone="a single distribution")
    for name, x in given.items():
        distribution(name, np.asarray(x))  # as it was given: its dtype tells how well it can sum to 1
    return arrays


def rows(**given: ArrayLike) -> Array:
    """One real array with the classes on its last axis."""
    [(name, x)] = real(**given).items()
    require(x.ndim > 0, f"{name} is a single number; allowed is an array with the classes on its last axis")
    require(x.shape[-1] > 0, f"{name} has shape {x.shape}; allowed are one class or more, on the last axis")
    return x


def _same_shape(arrays: dict[str, Array], alone: int, lone: str) -> None:
    """Refuse what NumPy would stretch unasked, as (n,) against (n, 1); up to `alone` axes may stand alone."""
    for pair in combinations(arrays.items(), 2):
        _one_shape(*pair, alone, lone)


def _one_shape(first: tuple[str, Array], second: tuple[str, Array], alone: int, lone: str) -> None:
    (a, x), (b, y) = first, second
    small, large = sorted((x.shape, y.shape), key=len)
    if small == large or (len(small) <= alone and large[len(large) - len(small) :] == small):
        return
    if [n for n in small if n != 1] == [n for n in large if n != 1]:
        cure = f"NumPy would pair each number of {a} with each of {b}: pass {b}.reshape({a}.shape)"
    else:
        cure = f"pass one number of {b} for each of {a}"
    raise ValueError(f"{a} has shape {x.shape} and {b} {y.shape}; allowed are equal shapes, or {lone} for one; {cure}")


class Option(NamedTuple):
    """The domain of an option: which numbers are allowed, and that in words."""

    allowed: Callable[[float], bool]
    words: str

    def check(self, name: str, x: float) -> None:
        require(self.allowed(x), f"{name} is {x or 0:.15g}; allowed are {self.words}")


class Between0And1(NamedTuple):
    """The domain of arrays; NaN is passed on, which is why this is `fmin` and not `min`."""

    advice: str

    def check(self, name: str, x: Array) -> None:
        low, high = np.fmin.reduce(x, axis=None, initial=0), np.fmax.reduce(x, axis=None, initial=1)
        require(low >= 0 and high <= 1, f"{name} holds {low if low < 0 else high}; allowed are 0 to 1: {self.advice}")


class Above0(NamedTuple):
    """The domain of arrays of numbers above 0; NaN is passed on."""

    advice: str

    def check(self, name: str, x: Array) -> None:
        low = np.fmin.reduce(x, axis=None, initial=np.inf)
        require(low > 0, f"{name} holds {low}; allowed are numbers above 0: {self.advice}")


class Either(NamedTuple):
    """The domain of arrays that hold two numbers only; NaN is passed on."""

    low: int
    high: int
    advice: str

    def check(self, name: str, x: Array) -> None:
        others = x[(x != self.low) & (x != self.high)]
        for wrong in others[~np.isnan(others)][:1]:
            raise ValueError(f"{name} holds {wrong}; allowed are {self.low} and {self.high}: {self.advice}")


Base = Annotated[float, Option(lambda base: 1 < base < np.inf, "numbers above 1: 2 for bits, math.e for nats")]


def distribution(name: str, p: NDArray) -> None:
    """Refuse an array whose last axis is not a probability distribution; NaN is passed on."""
    require(p.ndim > 0, f"{name} is a single number; allowed is a distribution, such as [{name}, 1 - {name}]")
    low = np.fmin.reduce(p, axis=None, initial=0)
    require(low >= 0, f"{name} holds {low}; allowed are probabilities, 0 to 1: for logits pass softmax({name})")
    total = row_sum(p)
    least, each = WITH_FLOAT16 if p.dtype == np.float16 else SUM_TOLERANCE
    tolerance = least + each * p.shape[-1]
    wrong = np.abs(total - 1) > tolerance
    if wrong.any():
        raise ValueError(
            f"{name} sums to {np.extract(wrong, total)[0]:.6g} along its last axis; a distribution sums to 1 "
            f"(within {tolerance:.2g}). To normalise it: {name} / {name}.sum(axis=-1, keepdims=True)"
        )


def class_or_distribution(label: ArrayLike, logits: Array) -> tuple[Array, NDArray]:
    """The logits, and class indices (integers, last axis 1) or distributions (floating, last axis K)."""
    given = _array("label", label)
    if given.shape != logits.shape:
        return logits, class_index(given, scores=logits, name="logits")
    distribution("label", given)
    logits, target = real(logits=logits, label=given).values()
    return logits, target


def class_index(label: ArrayLike, *, scores: Array, name: str) -> NDArray[np.intp]:
    """The true class of every row of `scores`, with a last axis of 1, ready for `take_along_axis`."""
    label, each, classes = _array("label", label), scores.shape[:-1], scores.shape[-1]
    require(
        label.shape in ((), each),
        f"label has shape {label.shape} and {name} {scores.shape}; allowed are {each}, one class index a row"
        + (f", and {scores.shape}, one distribution a row" if name == "logits" else ""),
    )
    require(
        label.dtype.kind in "iu" or not label.size,
        f"label holds {label.dtype}; class indices are whole numbers: pass label.astype(int)",
    )
    wrong = (label < 0) | (label >= classes)
    if wrong.any():
        raise ValueError(
            f"label holds {np.extract(wrong, label)[0]}; allowed are 0 to {classes - 1}: "
            "count the classes from 0, and leave out rows without a class"
        )
    return np.broadcast_to(label, each)[..., None].astype(np.intp, copy=False)


def row_sum(x: NDArray) -> Array:
    """The sum of each row, in float64: float32 would lose up to four digits over 300,000 classes.

    `einsum` takes half the time of `x.sum(axis=-1)` on ten classes, and no more on a hundred.
    """
    return np.einsum("...k->...", x, dtype=np.float64, casting="unsafe")


def weigh(weight: Array, cost: Array) -> Array:
    """weight · cost, with 0 · ∞ = 0: what never happens costs nothing. NaN stays NaN."""
    product = weight * cost
    if np.isnan(product).any():
        product = np.where((weight == 0) & np.isinf(cost), 0, product)[()]
    return product


def share(part: Array, whole: Array) -> Array:
    """part / whole, with 0/0 = 0. NaN stays NaN."""
    ratio = part / whole
    if np.isnan(ratio).any():
        ratio = np.where((part == 0) & (whole == 0), 0, ratio)[()]
    return ratio
