"""Three small sets with outliers of a known cause, to fit lines to."""

import io

import numpy as np
from numpy.typing import NDArray

from .files import shipped

_NAMES = ("davis", "phones", "stars")


def outliers(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """A real set `x, y, odd`, where `odd` is True for the rows that are known to be of another kind.

    "davis": height (cm) and weight (kg) of 200 people; in one row the two stand in each other's place.
    "phones": year and international calls from Belgium (millions), 24 years; in seven of them minutes were
    written down in place of calls.
    "stars": log₁₀ of temperature (kelvin) and of light (suns) of 47 stars in one cluster; four are giants.

    Returns: three arrays of shape (n,): float64, float64, bool, in the order of the source.
    Errors: ValueError for another name and for a damaged file; FileNotFoundError for a missing one.
    Licence: facts; cite Davis (1990), Rousseeuw and Leroy (1987). See datasets/outliers/README.md.

    >>> height, weight, odd = outliers("davis")
    >>> len(height), height[odd], weight[odd]
    (200, array([57.]), array([166.]))
    """
    if name not in _NAMES:
        raise ValueError(f"outliers: name={name!r}: allowed are {', '.join(map(repr, _NAMES))}")
    table = io.BytesIO(shipped(f"outliers/{name}.csv"))
    x, y, odd = np.loadtxt(table, delimiter=",", skiprows=1, usecols=(0, 1, 2), unpack=True)
    return x, y, odd == 1
