"""Genes that have several labels at once."""

import io

import numpy as np
from numpy.typing import NDArray

from .files import shipped

_NUMBERS = 103


def yeast() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """2,417 genes of baker's yeast: what was measured of each, and in which of 14 groups of functions it is.

    Returns: `numbers`, float64 of shape (2417, 103), micro-array measurements and a phylogenetic profile, pure
    numbers, the squares of a row summing to 1; and `labels`, bool of shape (2417, 14), each row with 1 to 11 times
    True. The groups (metabolism, energy, transcription, …) are numbered in the source, not named.
    Errors: FileNotFoundError for a missing file, ValueError for a damaged one.   Licence: BSD-3-Clause.
    Source: Elisseeff and Weston (2002), by way of MULAN and river. See datasets/yeast/README.md.

    >>> numbers, labels = yeast()
    >>> numbers.shape, labels.shape, round(float(labels.sum(axis=1).mean()), 2)
    ((2417, 103), (2417, 14), 4.24)
    """
    table = np.loadtxt(io.BytesIO(shipped("yeast/yeast.csv.gz")), delimiter=",", skiprows=1)
    return table[:, :_NUMBERS], table[:, _NUMBERS:] == 1
