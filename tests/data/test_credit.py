"""The loans, and the reader of one's own table: what they hold, and what they say if something is wrong."""

import pickle

import numpy as np
import pytest

from lossviz import data
from lossviz.data.files import DATASETS
from tools.make_data.credit import Reader, cell

HEADER = "status,income,job"
MINE = {"numbers": ["income"], "names": ["job"]}


@pytest.fixture
def table(tmp_path):
    """Writes a table, gives its path."""

    def write(*rows, header=HEADER, encoding="utf-8"):
        path = tmp_path / "mine.csv"
        path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
        return path

    return write


# ── The shipped set ─────────────────────────────────────────────────────────────────────────────────────────


def test_there_are_4454_loans_of_which_28_in_100_went_bad():
    loans = data.credit()
    assert {column.shape for column in loans.values()} == {(4454,)}
    assert set(loans["bad"]) == {0, 1}
    assert loans["bad"].mean() == pytest.approx(0.28155, abs=1e-5)


def test_numbers_are_floats_and_names_are_text():
    loans = data.credit()
    assert {name for name, column in loans.items() if column.dtype == float} == {
        *("seniority", "time", "age", "expenses", "income", "assets", "debt", "amount", "price")
    }
    assert {name for name, column in loans.items() if column.dtype.kind == "U"} == {"home", "marital", "records", "job"}
    assert loans["bad"].dtype.kind == "i"


def test_what_was_not_known_is_missing_and_nothing_else_is():
    gaps = {name: int((column != column).sum() + (column == "").sum()) for name, column in data.credit().items()}
    assert {name: n for name, n in gaps.items() if n} == {
        "income": 381, "assets": 47, "debt": 18, "home": 6, "marital": 1, "job": 2
    }  # fmt: skip


def test_whose_income_is_missing_pays_back_far_less_often():
    loans = data.credit()
    missing = np.isnan(loans["income"])
    assert loans["bad"][missing].mean() > 2 * loans["bad"][~missing].mean()


def test_the_loans_stand_in_the_order_of_the_source():
    loans = data.credit()
    assert loans["age"][:3].tolist() == [30, 58, 46]
    assert loans["bad"][:3].tolist() == [0, 0, 1]


def test_a_damaged_file_is_refused_with_the_cure(copied):
    path = copied / "credit" / "credit.csv"
    path.write_bytes(path.read_bytes().replace(b"bad,10", b"good,10", 1))
    with pytest.raises(ValueError, match=r"credit\.csv is not as it was shipped.*make_data credit"):
        data.credit()


def test_a_missing_file_is_named(copied):
    (copied / "credit" / "credit.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"credit\.csv is missing"):
        data.credit()


def test_line_ends_changed_by_windows_are_no_damage(copied):
    path = copied / "credit" / "credit.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert data.credit()["bad"].sum() == 1254


# ── A table of one's own ────────────────────────────────────────────────────────────────────────────────────


def test_the_shipped_file_read_as_ones_own_is_the_shipped_set():
    mine, shipped = data.read_credit_csv(DATASETS / "credit" / "credit.csv"), data.credit()
    assert list(mine) == list(shipped)
    for name, column in shipped.items():
        np.testing.assert_array_equal(mine[name], column)


def test_an_empty_cell_or_na_is_a_missing_value(table):
    mine = data.read_credit_csv(table("good,,fixed", "bad,NA,", "good,1.5,fixed"), **MINE)
    np.testing.assert_array_equal(mine["income"], [np.nan, np.nan, 1.5])
    assert mine["job"].tolist() == ["fixed", "", "fixed"]


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_commas_semicolons_and_tabs_may_stand_between_cells(table, mark):
    rows = [row.replace(",", mark) for row in ("good,90,fixed", "bad,20,none")]
    mine = data.read_credit_csv(table(*rows, header=HEADER.replace(",", mark)), **MINE)
    assert mine["income"].tolist() == [90, 20]


def test_capitals_spaces_blank_rows_and_a_spreadsheets_mark_at_the_start_do_no_harm(table):
    path = table("Good, 90 ,fixed", ",,", "", "BAD,20,none", header=" Status ,INCOME,job", encoding="utf-8-sig")
    mine = data.read_credit_csv(path, **MINE)
    assert mine["bad"].tolist() == [0, 1]
    assert mine["income"].tolist() == [90, 20]


def test_a_quoted_cell_may_hold_a_comma(table):
    mine = data.read_credit_csv(table('good,90,"cook, own shop"', "bad,20,none"), **MINE)
    assert mine["job"][0] == "cook, own shop"


def test_ones_own_words_for_column_and_outcome_are_taken(table):
    path = table("1,90,fixed", "0,20,none", header="late,income,job")
    assert data.read_credit_csv(path, outcome="late", good="0", bad="1", **MINE)["bad"].tolist() == [1, 0]


def test_a_missing_column_is_named_with_those_that_are_there_and_the_cure(table):
    with pytest.raises(ValueError, match=r"mine\.csv has no column 'income'; its columns are 'status', 'job': rename"):
        data.read_credit_csv(table("good,fixed", "bad,none", header="status,job"), **MINE)


def test_a_column_that_is_there_twice_is_refused(table):
    with pytest.raises(ValueError, match="two columns are called 'income'"):
        data.read_credit_csv(table("good,1,2", header="status,income,Income"), numbers=["income"], names=[])


@pytest.mark.parametrize("word", ["about 90", "1,234", "12.000,50", "inf", "9O"])
def test_text_where_a_number_belongs_is_named_by_row_and_column(table, word):
    path = table("good,90,fixed", "", f'bad,"{word}",none')
    with pytest.raises(ValueError, match=r"mine\.csv, row 4, column 'income'.*is not a number.*leave the cell empty"):
        data.read_credit_csv(path, **MINE)


def test_an_outcome_that_is_neither_is_named_by_row_and_column(table):
    with pytest.raises(ValueError, match=r"row 3, column 'status': 'late' is neither 'good' nor 'bad'"):
        data.read_credit_csv(table("good,1,a", "late,2,b"), **MINE)


@pytest.mark.parametrize(("row", "cells"), [("bad,20", 2), ("bad,20,cook, own shop", 4)])
def test_a_row_of_another_length_is_named(table, row, cells):
    with pytest.raises(ValueError, match=f"row 3 has {cells} cells and the header 3"):
        data.read_credit_csv(table("good,90,fixed", row), **MINE)


def test_a_file_with_one_outcome_only_is_refused(table):
    with pytest.raises(ValueError, match="every loan ended 'good': there is nothing to tell apart"):
        data.read_credit_csv(table("good,90,fixed", "good,20,none"), **MINE)


def test_a_header_without_loans_and_an_empty_file_are_refused(table):
    with pytest.raises(ValueError, match="a header and no loans"):
        data.read_credit_csv(table(), **MINE)
    with pytest.raises(ValueError, match="the file is empty"):
        data.read_credit_csv(table(header=""), **MINE)


def test_a_file_that_is_not_utf_8_is_refused_with_the_cure(table):
    with pytest.raises(ValueError, match="not in UTF-8: save it as"):
        data.read_credit_csv(table("good,90,Köchin", "bad,20,none", encoding="latin-1"), **MINE)


def test_a_wrong_path_is_answered_with_the_files_that_are_there(table):
    path = table("good,90,fixed")
    with pytest.raises(FileNotFoundError, match=r"no file .*loans\.csv; CSV files in that folder: mine\.csv"):
        data.read_credit_csv(path.with_name("loans.csv"), **MINE)


# ── How the file was made ───────────────────────────────────────────────────────────────────────────────────


def test_a_pickle_that_names_another_function_is_not_obeyed(tmp_path):
    class Harm:
        def __reduce__(self):
            return (tmp_path.joinpath("harmed").touch, ())

    path = tmp_path / "table"
    path.write_bytes(pickle.dumps(Harm()))
    with path.open("rb") as file, pytest.raises(KeyError):
        Reader(file).load()
    assert not (tmp_path / "harmed").exists()


@pytest.mark.parametrize(("value", "text"), [(None, ""), (np.nan, ""), (129.0, "129"), (0, "0"), ("rent", "rent")])
def test_a_cell_is_a_whole_number_a_word_or_empty(value, text):
    assert cell(value) == text
