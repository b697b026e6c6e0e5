"""The numbers that a learning platform takes as right.

It knows a number and a tolerance, and not how an answer was written. What it is given therefore comes from
`lossviz/answers.py`: the value within half a step of its last decimal, and beside it each shorter one, well rounded.
"""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from lossviz.answers import Right, judge


class Taken(NamedTuple):
    """A right number, and how far an answer may lie from it."""

    value: Decimal
    tolerance: Decimal = Decimal(0)

    def takes(self, answer: Decimal) -> bool:
        return abs(answer - self.value) <= self.tolerance


def taken(right: Right) -> list[Taken]:
    """The right value first, then what else is right.

    >>> [f"{value} ± {tolerance}" for value, tolerance in taken(Right("2.386", 2.386, 3))]
    ['2.386 ± 0.0005', '2.39 ± 0', '2.4 ± 0']
    """
    value = Decimal(f"{right.value:.{right.places}f}")
    half_a_step = Decimal(5).scaleb(-right.places - 1) if right.places else Decimal(0)
    found = [Taken(value, max(half_a_step, Decimal(str(right.within))))]
    for places in reversed(range(right.places)):
        for tie in (ROUND_HALF_UP, ROUND_HALF_DOWN):
            short = value.quantize(Decimal(1).scaleb(-places), tie)
            shortest = short.normalize()  # a platform cannot tell 1.0, well rounded, from 1
            if judge(right, f"{shortest:f}") == "right" and not any(known.takes(short) for known in found):
                found.append(Taken(short))
    return found
