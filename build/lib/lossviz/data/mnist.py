"""Handwritten digits, as pictures of 28 by 28 grey values."""

import gzip

import numpy as np
from numpy.typing import NDArray

from .files import shipped

_FILES = {  # part: (file of images, its sha256), (file of labels, its sha256)
    "train": (
        ("train-images-idx3-ubyte.gz", "7ff28fd295f802eefc6d40e461175dfe4b969b1842b2abc8c6dc8c20711cf79f"),
        ("train-labels-idx1-ubyte.gz", "81a978ae83d39ffdba0db3ce2fcaf80a8921e9629e874428996a2b03242d4b2a"),
    ),
    "test": (
        ("t10k-images-idx3-ubyte.gz", "197e111ae341b0770be9011ac5e622d0e6cd1c640b32eb0de5dc1dd26cc6e182"),
        ("t10k-labels-idx1-ubyte.gz", "b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b"),
    ),
}


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
    if part not in _FILES:
        raise ValueError(f"digits: part={part!r}: allowed are {', '.join(map(repr, _FILES))}")
    images, labels = (_read(*file) for file in _FILES[part])
    return images, labels.astype(np.int64)


def _read(name: str, sha256: str) -> NDArray[np.uint8]:
    """An array in the idx format: two zeros, the type (8: uint8), how many axes, their lengths, the values."""
    content = bytearray(gzip.decompress(shipped(f"digits/{name}", sha256)))
    values = 4 + 4 * content[3]
    shape = np.frombuffer(content[4:values], dtype=">u4")
    return np.frombuffer(content, dtype=np.uint8, offset=values).reshape(shape)
