import pytest

from lossviz import check, self_check


@pytest.mark.parametrize(
    ("quoted", "value"),
    [
        ("0.811", 0.8112781),
        ("−0.5", -0.5),
        ("1,024", 1024),
        ("3", 2.6),
        ("inf", float("inf")),
        ("−∞", float("-inf")),
        ("92 %", 91.7),
        ("1.5e-3", 0.00151),
        ("2e3", 2000.4),
    ],
)
def test_a_number_rounded_as_quoted_passes(quoted, value):
    check(quoted, value)


@pytest.mark.parametrize(
    ("quoted", "value"),
    [("0.811", 0.8116), ("0.5", -0.5), ("3", 3.6), ("inf", 1e308), ("1.0", float("nan")), ("1.5e-3", 0.0016)],
)
def test_a_number_that_the_code_does_not_give_fails(quoted, value):
    with pytest.raises(AssertionError, match="the text says"):
        check(quoted, value)


def test_a_trained_number_may_lie_within_what_is_stated():
    check("91.8", 91.4, within=0.5)
    with pytest.raises(AssertionError):
        check("91.8", 91.2, within=0.5)


@pytest.mark.parametrize("quoted", ["", "about 3", "1.2.3", "nan"])
def test_a_quote_that_is_no_number_is_refused(quoted):
    with pytest.raises(ValueError, match="is not a number as written"):
        check(quoted, 1.0)


@pytest.mark.parametrize(
    ("yours", "said"),
    [
        (0.2512, "✓ Right: 0.2512"),
        ("0,25", "✓ Right: 0.2512"),
        (0.3, "✗ Not yet. Hint: halve it twice."),
        (float("inf"), "✗"),
        (..., "Not answered yet"),
        (None, "Not answered"),
        ("x", "✗ 'x' is not a number such as"),
        ("show", "The value is 0.2512."),
    ],
)
def test_an_exercise_is_judged_and_never_stops_the_notebook(capsys, yours, said):
    self_check("0.2512", yours, hint="halve it twice")
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("yours", [0.3, "x", ..., None, "", [1, 2], object(), float("nan"), "3/0", "9" * 60])
def test_a_right_value_is_not_told_before_it_is_asked_for(capsys, yours):
    self_check("0.2512", yours, hint="halve it twice")
    assert "2512" not in capsys.readouterr().out


@pytest.mark.parametrize("expected", ["inf", "three", ""])
def test_an_exercise_whose_right_value_is_no_number_is_refused(expected):
    with pytest.raises(ValueError, match="self_check"):
        self_check(expected, 1)
