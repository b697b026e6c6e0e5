import pytest

from lossviz.demos._draw import shown


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(-0.0001, 2, "0"), (20.0, 2, "20"), (-1.5, 2, "−1.5"), (0.1 + 0.2, 3, "0.3"), (20, 0, "20")],
)
def test_numbers_read_as_one_would_write_them(value, digits, text):
    assert shown(value, digits) == text
