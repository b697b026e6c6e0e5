import csv

import numpy as np
import pytest

from lossviz import data
from lossviz.data.files import DATASETS


@pytest.mark.parametrize(("name", "rows", "odd"), [("davis", 200, 1), ("phones", 24, 7), ("stars", 47, 4)])
def test_a_set_is_two_columns_of_numbers_and_a_mark_for_the_rows_of_another_kind(name, rows, odd):
    x, y, marked = data.outliers(name)
    assert x.shape == y.shape == marked.shape == (rows,)
    assert x.dtype == y.dtype == float
    assert marked.dtype == bool
    assert marked.sum() == odd
    assert np.isfinite([x, y]).all()


def slope(name: str, keep_all: bool) -> float:
    x, y, odd = data.outliers(name)
    used = np.ones_like(odd) if keep_all else ~odd
    return np.polyfit(x[used], y[used], 1)[0]


@pytest.mark.parametrize(
    ("name", "with_them", "without"), [("davis", 0.238, 1.149), ("phones", 5.041, 1.105), ("stars", -0.413, 2.047)]
)
def test_the_least_squares_slopes_are_the_known_ones(name, with_them, without):
    assert slope(name, True) == pytest.approx(with_them, abs=5e-4)
    assert slope(name, False) == pytest.approx(without, abs=5e-4)


def test_the_swapped_woman_reported_her_height_and_weight_the_right_way_round():
    with (DATASETS / "outliers" / "davis.csv").open(encoding="ascii") as file:
        (row,) = (row for row in csv.DictReader(file) if row["odd"] == "1")
    assert float(row["weight_kg"]) == pytest.approx(float(row["reported_height_cm"]), abs=3)
    assert float(row["height_cm"]) == pytest.approx(float(row["reported_weight_kg"]), abs=3)


def test_the_marked_years_follow_each_other_and_the_marked_stars_are_the_coolest():
    years, _, odd = data.outliers("phones")
    assert years[odd].tolist() == list(range(1964, 1971))
    temperature, light, odd = data.outliers("stars")
    assert temperature[odd].max() < temperature[~odd].min()
    assert np.median(light[odd]) > np.median(light[~odd])


def test_an_unknown_name_is_refused_with_what_is_allowed():
    with pytest.raises(ValueError, match="name='Davis': allowed are 'davis', 'phones', 'stars'"):
        data.outliers("Davis")


def test_a_changed_number_is_refused_with_checksum_and_cure(copied):
    path = copied / "outliers" / "phones.csv"
    path.write_bytes(path.read_bytes().replace(b"212", b"21.2"))
    with pytest.raises(ValueError, match=r"phones\.csv is not as it was shipped.*sha256 8c6cd9be.*make_data outliers"):
        data.outliers("phones")


def test_a_missing_file_is_named_with_the_cure(copied):
    (copied / "outliers" / "stars.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"stars\.csv is missing.*make_data outliers"):
        data.outliers("stars")


def test_line_ends_changed_by_windows_are_no_damage(copied):
    before = data.outliers("davis")
    path = copied / "outliers" / "davis.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    np.testing.assert_array_equal(data.outliers("davis"), before)
