"""Columns of a reader's own numbers: checked with clear errors, and axes that fit them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.engine.numbers import number

SMALL, LARGE = 1e-4, 1e7  # sizes of numbers that an axis can be labelled with


def column(who: str, values: ArrayLike, least: int = 2, most: int = 2_000) -> NDArray:
    """The numbers of one column, or a ValueError that says which is none and what to do.

    >>> column("weights", [1, 2.5])
    array([1. , 2.5])
    """
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{who} must be a column of numbers, such as [1, 2.5, 3]: {error}") from error
    if numbers.ndim != 1:
        raise ValueError(f"{who} has the shape {numbers.shape}: give one column, such as table[:, 0]")
    if not least <= len(numbers) <= most:
        what = f"give at least {least}" if len(numbers) < least else f"take a sample of at most {most:,}"
        raise ValueError(f"{who} has {len(numbers):,} numbers: {what}")
    odd = np.flatnonzero(~np.isfinite(numbers))
    if len(odd):
        raise ValueError(f"{who}[{odd[0]}] is {numbers[odd[0]]}: leave out rows without a finite number")
    return numbers


def measured(who: str, values: ArrayLike, least: int = 2, most: int = 2_000) -> NDArray:
    """A column that spreads over an axis: neither all equal nor in a unit that gives no readable numbers."""
    numbers = column(who, values, least, most)
    largest, spread = float(abs(numbers).max()), float(np.ptp(numbers))
    if spread <= 1e-6 * largest:
        raise ValueError(f"{who}: all numbers are {numbers[0]:g}: there is nothing to fit, give numbers that differ")
    if largest > LARGE or spread < SMALL:
        raise ValueError(
            f"{who} has numbers up to {largest:g} that differ by {spread:g}: take another unit, so that they are"
            f" below {LARGE:,.0f} and differ by more than {SMALL}"
        )
    return numbers


def together(**columns: NDArray) -> None:
    """ValueError if columns that belong together are not of one length."""
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        told = " and ".join(f"{name} has {count:,}" for name, count in lengths.items())
        raise ValueError(f"{told}: give as many of each, one a row")


def probabilities(who: str, values: ArrayLike) -> NDArray:
    numbers = column(who, values, least=10, most=20_000)
    outside = numbers[(numbers < 0) | (numbers > 1)]
    if len(outside):
        raise ValueError(
            f"{who} holds {outside[0]:g}: probabilities are from 0 to 1; of logits, take the sigmoid first"
        )
    return numbers


def answers(who: str, values: ArrayLike) -> NDArray:
    numbers = column(who, values, least=10, most=20_000)
    odd = numbers[(numbers != 0) & (numbers != 1)]
    if len(odd):
        raise ValueError(f"{who} holds {odd[0]:g}: labels are 0 (no) and 1 (yes)")
    if len(set(numbers)) == 1:
        raise ValueError(f"{who} holds only {numbers[0]:g}: give samples of both kinds, 0 and 1")
    return numbers.astype(int)


@dataclass(frozen=True)
class Ruler:
    """An axis that fits a column: where it ends, stops for a slider along it, and how its numbers read.

    >>> ruler = Ruler.of([1.2, 6.9])
    >>> ruler.low, ruler.high, ruler.text(6.9)
    (1.0, 7.0, '6.9')
    """

    low: float
    high: float
    step: float

    @classmethod
    def of(cls, values: ArrayLike, stops: int = 24, beyond: float = 0.0) -> "Ruler":
        """From the smallest to the largest value and a share `beyond` of their distance, in about so many steps."""
        low, high = float(np.min(values)), float(np.max(values))
        low, high = low - beyond * (high - low), high + beyond * (high - low)
        step = _round_step((high - low) / stops)
        return cls(*(edge * step for edge in (math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9))), step)

    @property
    def decimals(self) -> int:
        return max(0, -math.floor(math.log10(self.step) + 1e-9))

    @property
    def stops(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + k * self.step, self.decimals) + 0.0 for k in range(count + 1)]

    @property
    def limits(self) -> tuple[float, float]:
        """The ends of the axis, with room for the mark of a value at the edge."""
        room = 0.06 * (self.high - self.low)
        return self.low - room, self.high + room

    def nearest(self, value: float) -> float:
        return min(self.stops, key=lambda stop: abs(stop - value))

    @property
    def format(self) -> str:
        return f"{{:,.{self.decimals}f}}"

    def text(self, value: float, more: int = 0) -> str:
        """A number as precise as a step of the ruler, or by so many decimals more."""
        return number(value, decimals=self.decimals + more)


def _round_step(step: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten, upwards."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step * (1 - 1e-9))
