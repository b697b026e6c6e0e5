"""Handwritten digits, as pictures of 28 by 28 grey values."""

import numpy as np
from numpy.typing import NDArray

from .files import shipped

_PARTS = {"train": "train", "test": "t10k"}  # what the names of the files begin with


def digits(part: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Images of handwritten digits and what each of them shows: the MNIST set, whole.

    "train": 60,000 images by some 250 writers. "test": 10,000 images by other writers.

    Returns: images, uint8 of shape (n, 28, 28), rows from the top, 0 for blank paper to 255 for full ink;
    labels, int64 of shape (n,), the digits 0 to 9. Both are in the order of the source, fresh at every call.
    Errors: ValueError for another part and for a damaged file; FileNotFoundError for a missing one.
    Licence: CC BY-SA 3.0 (Yann LeCun, Corinna Cortes). Source: LeCun et al. (1998). See datasets/digits/README.md.

    >>> images, labels = digits("test")
    >>> images.shape, labels[:8].tolist()
    ((10000, 28, 28), [7, 2, 1, 0, 4, 1, 4, 9])
    >>> images[0, 7, 6:16].tolist()
    [84, 185, 159, 151, 60, 36, 0, 0, 0, 0]
    """
    if part not in _PARTS:
        raise ValueError(f"digits: part={part!r}: allowed are {', '.join(map(repr, _PARTS))}")
    images, labels = (_read(f"digits/{_PARTS[part]}-{what}-ubyte.gz") for what in ("images-idx3", "labels-idx1"))
    return images, labels.astype(np.int64)


def _read(name: str) -> NDArray[np.uint8]:
    """An array in the idx format: two zeros, the type (8: uint8), how many axes, their lengths, the values."""
    content = bytearray(shipped(name))
    values = 4 + 4 * content[3]
    shape = np.frombuffer(content[4:values], dtype=">u4")
    return np.frombuffer(content, dtype=np.uint8, offset=values).reshape(shape)
