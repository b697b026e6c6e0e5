"""Sums in words that add up as they are printed."""

from collections.abc import Iterable

from lossviz.demos._draw import fixed


def digits_for(weights: Iterable[float], values: Iterable[float], total: float, least: int = 3) -> int:
    """With how many decimals the values have to be shown, so that their weighted sum as shown is the total as shown.

    >>> digits_for([1, 1, 1], [1 / 3, 1 / 3, 1 / 3], 1)
    4
    """
    for digits in range(least, 8):
        added = sum(w * round(v, digits) for w, v in zip(weights, values, strict=True) if w)
        if fixed(added, least) == fixed(total, least):
            break
    return digits
