import numpy as np
import pytest

from lossviz import data


@pytest.fixture(scope="module")
def parts():
    return {part: data.digits(part) for part in ("train", "test")}


def test_all_images_of_the_set_are_there_with_a_label_each(parts):
    for part, count in (("train", 60_000), ("test", 10_000)):
        images, labels = parts[part]
        assert (images.shape, images.dtype) == ((count, 28, 28), np.uint8)
        assert (labels.shape, labels.dtype) == ((count,), np.int64)


def test_each_digit_comes_as_often_as_its_authors_say(parts):
    train, test = (np.bincount(labels).tolist() for _, labels in parts.values())
    assert train == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert test == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_mean_and_spread_of_the_grey_values_are_the_ones_that_everybody_uses(parts):
    images, _ = parts["train"]
    assert images.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
    assert images.std() / 255 == pytest.approx(0.3081, abs=5e-5)


def test_paper_is_0_at_the_corners_and_ink_goes_up_to_255(parts):
    for images, _ in parts.values():
        assert not images[:, [0, 0, -1, -1], [0, -1, 0, -1]].any()
        assert images.max() == 255


def test_images_stand_upright_and_are_not_mirrored(parts):
    images, labels = parts["train"]
    seven = images[labels == 7].mean(axis=0)
    assert seven[:14].sum() > seven[14:].sum(), "the bar of a 7 is at the top"
    three = images[labels == 3].mean(axis=0)
    assert three[:, 14:].sum() > three[:, :14].sum(), "a 3 is open to the left"


def test_images_and_labels_belong_together(parts):
    (images, labels), (unseen, truth) = parts.values()
    means = np.stack([images[labels == digit].mean(axis=0) for digit in range(10)]).reshape(10, -1)
    away = (unseen[:500].reshape(-1, 1, 784) - means) ** 2
    assert (away.sum(axis=2).argmin(axis=1) == truth[:500]).mean() > 0.7


def test_arrays_may_be_written_to_and_the_next_call_gives_fresh_ones(parts):
    images, labels = data.digits("test")
    images[:], labels[:] = 7, 7
    again = data.digits("test")
    assert (again[0] == parts["test"][0]).all()
    assert (again[1] == parts["test"][1]).all()


@pytest.mark.parametrize("part", ["Train", "validation", "", None, 0])
def test_an_unknown_part_is_refused_with_what_is_allowed(part):
    with pytest.raises(ValueError, match="allowed are 'train', 'test'"):
        data.digits(part)


def test_a_missing_file_is_named_with_its_checksum_and_the_cure(copied):
    (copied / "digits" / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(FileNotFoundError, match=r"t10k-labels.*is missing.*sha256 b91679.*make_data digits"):
        data.digits("test")


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:500] + b"\0" + b[501:], lambda b: b""])
def test_a_damaged_file_is_refused_with_its_checksum_and_the_cure(copied, damage):
    path = copied / "digits" / "t10k-images-idx3-ubyte.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"t10k-images.*not as it was shipped.*sha256 197e11.*make_data digits"):
        data.digits("test")
