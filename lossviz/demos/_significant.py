"""Numbers in so many significant digits, and what comes out of them as they are printed."""

import math

from lossviz.engine.numbers import number


def rounded(value: float, digits: int) -> float:
    """The number that `significant` prints."""
    return float(f"{value:.{digits - 1}e}")


def significant(value: float, digits: int = 3) -> str:
    """A number in so many digits.

    >>> significant(75.21), significant(2.25e-7), significant(0)
    ('75.2', '2.25×10⁻⁷', '0')
    """
    return number(value, digits=digits)


def ratio(first: float, second: float) -> tuple[str, str, str]:
    """Two numbers and how many times the second goes into the first: three digits, or as many as make it right.

    >>> ratio(0.99331, 0.013207)
    ('0.993', '0.0132', '75.2')
    """
    times = significant(first / second)
    for digits in range(3, 9):
        if significant(rounded(first, digits) / rounded(second, digits)) == times:
            break
    return significant(first, digits), significant(second, digits), times


def product(a: float, b: float, decimals: int) -> tuple[str, str, str]:
    """Two factors with as many decimals, three or more, as their product needs to be right as it is printed.

    >>> product(0.99, 0.01, 4), product(0.9975, 0.0025, 4)
    (('0.990', '0.010', '0.0099'), ('0.9975', '0.0025', '0.0025'))
    """
    result = f"{a * b:.{decimals}f}"
    for more in range(3, 9):
        first, second = f"{a:.{more}f}", f"{b:.{more}f}"
        if f"{float(first) * float(second):.{decimals}f}" == result:
            break
    return first, second, result


def minus_log(p: float, fewest: int = 3) -> tuple[str, str]:
    """A probability, and minus its logarithm: so many digits, or as many as make the result right and p less than 1.

    >>> minus_log(0.000113457), minus_log(0.99995, 4)
    (('0.0001135', '9.084'), ('0.99995', '0.000'))
    """
    loss = number(-math.log(p), decimals=3)
    for digits in range(fewest, 9):
        told = number(p, digits=digits, zeros=False)
        if told != "1" and number(-math.log(rounded(p, digits)), decimals=3) == loss:
            break
    return told, loss
