"""Numbers in so many significant digits, and products and ratios that come out as they are printed."""

from math import floor, log10

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def rounded(value: float, digits: int) -> float:
    """The number that `significant` prints."""
    return float(f"{value:.{digits - 1}e}")


def significant(value: float, digits: int = 3) -> str:
    """A number in so many digits, with a power of ten if it is below a ten-thousandth.

    >>> significant(75.21), significant(-0.01321), significant(2.25e-7), significant(1491.5), significant(0)
    ('75.2', '−0.0132', '2.25×10⁻⁷', '1,490', '0')
    """
    number = rounded(value, digits)
    if number == 0:
        return "0"
    exponent = floor(log10(abs(number)) + 1e-12)
    if exponent < -4:
        text = f"{number / 10.0**exponent:.{digits - 1}f}×10{str(exponent).translate(SUPERSCRIPT)}"
    else:
        text = f"{number:,.{max(0, digits - 1 - exponent)}f}"
    return text.replace("-", "−")


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
