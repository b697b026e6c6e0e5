"""Sentences from film reviews, and how people rated them."""

import csv
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .files import shipped


class Reviews(NamedTuple):
    """What `reviews` returns."""

    text: NDArray[np.str_]
    ratings: NDArray[np.int64]


def reviews() -> Reviews:
    """10,603 sentences from film reviews in English, each rated by 15 to 29 people from −4 to 4.

    text: shape (10603,), strings, one sentence each (some entries are two or three), as the raters saw it.
    ratings: shape (10603, 9), int64: how many people gave −4, −3, …, 3, 4 (very negative … very positive), so
        that `ratings[:, 4]` counts those who found a sentence neutral.

    Errors: FileNotFoundError for a missing file, ValueError for a damaged one.
    Licence: MIT (C. J. Hutto).
    Source: ratings by Hutto and Gilbert (2014), sentences by Pang and Lee (2005). See datasets/sentiment/README.md.

    >>> text, ratings = reviews()
    >>> print(text[6], ratings[6])
    Offers that rare combination of entertainment and education. [0 0 0 0 1 0 5 9 0]
    """
    lines = shipped("sentiment/reviews.csv.gz").decode().splitlines()
    _, *rows = csv.reader(lines)
    return Reviews(np.array([row[-1] for row in rows]), np.array([row[:-1] for row in rows], dtype=np.int64))
