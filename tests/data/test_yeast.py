import numpy as np
import pytest

from lossviz import data


@pytest.fixture(scope="module")
def genes():
    return data.yeast()


def test_there_are_2417_genes_with_103_numbers_and_14_labels(genes):
    numbers, labels = genes
    assert numbers.shape == (2417, 103)
    assert labels.shape == (2417, 14)
    assert (numbers.dtype, labels.dtype) == (float, bool)
    assert np.isfinite(numbers).all()


def test_the_squares_of_a_row_sum_to_one(genes):
    np.testing.assert_allclose((genes[0] ** 2).sum(axis=1), 1, atol=1e-4)


def test_a_gene_has_1_to_11_labels_and_four_and_a_quarter_on_average(genes):
    each = genes[1].sum(axis=1)
    assert (each.min(), each.max()) == (1, 11)
    assert each.mean() == pytest.approx(4.237, abs=1e-3)


def test_the_labels_are_as_common_as_they_are_known_to_be(genes):
    known = [762, 1038, 983, 862, 722, 597, 428, 480, 178, 253, 289, 1816, 1799, 34]
    assert genes[1].sum(axis=0).tolist() == known


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b""])
def test_a_damaged_file_is_refused_with_its_checksum_and_the_cure(copied, damage):
    path = copied / "yeast" / "yeast.csv.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"yeast\.csv\.gz is not as it was shipped.*2969cb4b.*make_data yeast"):
        data.yeast()


def test_a_missing_file_is_named_with_the_cure(copied):
    (copied / "yeast" / "yeast.csv.gz").unlink()
    with pytest.raises(FileNotFoundError, match=r"yeast\.csv\.gz is missing.*make_data yeast"):
        data.yeast()
