"""Demos of your own numbers: each function takes columns, fits the axes to them and returns a demo.

    from lossviz.demos import own

    tug = own.outlier_tug(x, y)  # a demo like that of the book: shows itself, `tug.save("tug.html")`

Those that the book has too bear the book's name. Columns are lists, NumPy arrays or columns of a table, one number a
row; what cannot be drawn is refused with a sentence that says what to do.
"""

from lossviz.demos._own_classes import calibration, epochs, letter_frequencies, ranking, temperature, threshold
from lossviz.demos._own_lines import (
    fit_by_hand,
    flat_valley,
    huber_delta,
    mean_median_tug,
    outlier_tug,
    pinball_line,
)

__all__ = [
    "calibration",
    "epochs",
    "fit_by_hand",
    "flat_valley",
    "huber_delta",
    "letter_frequencies",
    "mean_median_tug",
    "outlier_tug",
    "pinball_line",
    "ranking",
    "temperature",
    "threshold",
]
