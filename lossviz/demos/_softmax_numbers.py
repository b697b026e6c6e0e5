"""Numbers of the chapter on softmax in words: a sum of the printed terms is the printed sum."""

import math
import re

from lossviz._checks import Array
from lossviz.demos._draw import fixed
from lossviz.engine.numbers import number

_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def share(q: float) -> str:
    """A probability with three decimals; one that would look like 0 or 1 is said to be near it.

    >>> share(0.7054), share(0.00002), share(0.9999), share(1.0)
    ('0.705', '<0.001', '>0.999', '1.000')
    """
    return "<0.001" if 0 < q < 0.0005 else ">0.999" if 0.9995 <= q < 1 else fixed(q)


def amount(value: float, digits: int) -> str:
    """A positive number with so many decimals; below 1 in so many significant digits.

    >>> amount(2980.958, 3), amount(0.04979, 3), amount(0.00001234, 3)
    ('2,980.958', '0.0498', '1.23×10⁻⁵')
    """
    return number(value, decimals=digits) if value >= 1 else number(value, digits=digits)


def read(text: str) -> tuple[float, float]:
    """A number as `amount` prints it, and how far the true one may lie from it.

    >>> read("2,980.958"), read("1.2×10⁻²")
    ((2980.958, 0.0005), (0.012, 0.0005))
    """
    mantissa, _, exponent = re.sub("[, ]", "", text).partition("×10")
    scale = 10.0 ** int(exponent.translate(_PLAIN) or 0)
    return float(mantissa) * scale, round(0.5 * 10.0 ** -len(mantissa.partition(".")[2]), 12) * scale


def agrees(result: float, told: str) -> bool:
    """Whether a result, rounded as the printed number is, is the printed number."""
    value, slack = read(told)
    return abs(result - value) <= slack * (1 + 1e-6)


def sum_and_share(weights: Array) -> tuple[str, str]:
    """The sum of the weights and the share of the first, with the fewest digits with which both hold as printed.

    The logarithm of the printed share, too, is right to three decimals.

    >>> sum_and_share([7.389, 2.718, 0.368])
    ('7.389 + 2.718 + 0.368 = 10.475', '7.389 / 10.475 = 0.7054')
    """
    total, q = sum(weights), weights[0] / sum(weights)
    parts = (amount(q, digits) for digits in range(4, 9))
    part = next(part for part in parts if agrees(-math.log(read(part)[0]), f"{-math.log(q):.3f}"))
    for digits, fewer in ((digits, fewer) for digits in range(3, 9) for fewer in (0, 1)):
        terms, whole = [amount(weight, digits) for weight in weights], amount(total, digits - fewer)
        values = [read(term)[0] for term in terms]
        if agrees(sum(values), whole) and agrees(values[0] / read(whole)[0], part):
            break
    return f"{' + '.join(terms)} = {whole}", f"{terms[0]} / {whole} = {part}"
