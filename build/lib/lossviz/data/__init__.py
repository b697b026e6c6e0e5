"""The real data that the chapters use, shipped with the book: one call a set, plain NumPy arrays or text.

Each folder of `datasets` says where its files come from, under which licence, and what made them.
"""

from .credit import credit, read_credit_csv
from .mnist import digits
from .outliers import outliers
from .reviews import reviews
from .texts import letters
from .yeast import yeast

__all__ = ["credit", "digits", "letters", "outliers", "read_credit_csv", "reviews", "yeast"]
