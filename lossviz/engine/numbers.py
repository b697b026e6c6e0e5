"""Numbers as a reader meets them, in readouts, labels, titles and beside sliders: one notation.

A real minus sign, commas between thousands, ∞, no "−0", and powers of ten with raised digits.
"""

import math
import re

RAISED = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALL = 1e-4  # below it a number in so many digits is a multiple of a power of ten


def number(
    value: float, *, decimals: int | None = None, digits: int | None = None, zeros: bool = True, percent: bool = False
) -> str:
    """A number with so many `decimals`, or in so many significant `digits`.

    zeros: whether zeros at the end of the decimals stay. percent: a share, as so many in a hundred.

    >>> number(-0.25, decimals=3), number(12345.6, decimals=0), number(-0.0004, decimals=2), number(1e400, decimals=1)
    ('−0.250', '12,346', '0.00', '∞')
    >>> number(2.50, decimals=2, zeros=False), number(30, decimals=0, zeros=False)
    ('2.5', '30')
    >>> number(75.21, digits=3), number(1491.5, digits=3), number(2.25e-7, digits=3), number(1e-9, digits=1)
    ('75.2', '1,490', '2.25×10⁻⁷', '10⁻⁹')
    >>> number(0.2815, decimals=1, percent=True)
    '28.1\\xa0%'
    """
    if percent:
        return number(100 * value, decimals=decimals, digits=digits, zeros=zeros) + "\N{NO-BREAK SPACE}%"
    if not math.isfinite(value):
        return {math.inf: "∞", -math.inf: "−∞"}.get(value, "NaN")
    if digits is not None and value != 0:
        value = float(f"{value:.{digits - 1}e}")
        exponent = int(f"{value:e}".partition("e")[2])
        if exponent < math.log10(SMALL):
            return _power(value, digits, zeros)
        decimals = max(0, digits - 1 - exponent)
    text = f"{value:,.{decimals or 0}f}"
    if not zeros and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "" if not text.strip("-0.,") else "−")


def _power(value: float, digits: int, zeros: bool) -> str:
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    if not zeros and "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    power = "10" + raised(int(exponent))
    return (power if mantissa == "1" else f"{mantissa}×{power}").replace("-", "−")


def raised(whole: float) -> str:
    """A whole number as an exponent.

    >>> "e" + raised(-702.0)
    'e⁻⁷⁰²'
    """
    return f"{whole:.0f}".translate(RAISED)


def tidied(text: str) -> str:
    """What Python's own formatting made of a number, as `number` would write it.

    >>> tidied("-0.0"), tidied("1e-08"), tidied("1.2e-05"), tidied("-3"), tidied("28%")
    ('0.0', '10⁻⁸', '1.2×10⁻⁵', '−3', '28\xa0%')
    """
    if not text.strip("-0.%"):
        text = text.lstrip("-")
    mantissa, e, exponent = text.partition("e")
    if e and exponent.lstrip("+-").isdecimal():
        power = "10" + raised(int(exponent))
        text = power if mantissa in ("1", "1.") else f"{mantissa}×{power}"
    return re.sub(r"(?<=\d)%", "\N{NO-BREAK SPACE}%", text.replace("-", "−"))
