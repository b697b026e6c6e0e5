"""Shipped files, read only if they are what was shipped: a number in a chapter cannot change unseen."""

import gzip
import hashlib
from pathlib import Path

DATASETS = Path(__file__).parent.parent / "datasets"
SHA256 = {
    "credit/credit.csv": "3211accc8c70418966286479b5b4788ceeabf001a41d0cb572d1a461489b9cd0",
    "digits/t10k-images-idx3-ubyte.gz": "197e111ae341b0770be9011ac5e622d0e6cd1c640b32eb0de5dc1dd26cc6e182",
    "digits/t10k-labels-idx1-ubyte.gz": "b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b",
    "digits/train-images-idx3-ubyte.gz": "7ff28fd295f802eefc6d40e461175dfe4b969b1842b2abc8c6dc8c20711cf79f",
    "digits/train-labels-idx1-ubyte.gz": "81a978ae83d39ffdba0db3ce2fcaf80a8921e9629e874428996a2b03242d4b2a",
    "letters/english.txt": "afd956a5742730928f73f3f8ac35bc1277e0f4f3653dc48ce625ab7823eeb3fa",
    "letters/korean.txt": "b6776619be594db9bc27f833188b47557a33d3e93a484b453c240fe10a373e52",
    "outliers/davis.csv": "d319c30b6c32ceaf3d77390120530fedcf35884897712b0499db252caad9e48e",
    "outliers/phones.csv": "8c6cd9be32ec1cc8c210628c068ba92a2cc096c9d2560dfd758fce58fdd74dde",
    "outliers/stars.csv": "e97568f754caaaf4f12daa4358f956cd33d3dc78ca4478aa0006df03b76bdae6",
    "sentiment/reviews.csv.gz": "04fb86f05bbf3e8c6e88a2ddf0c3edf08a66ee7622d94f25fc4ec316686ea3bf",
    "yeast/yeast.csv.gz": "2969cb4bab877a27adcbe17871fa0b378a1e54b98816cd6106b542ee450a1c09",
}


def shipped(name: str) -> bytes:
    """The content of a file of `datasets`, such as "letters/english.txt"; of one that ends in .gz, unpacked.

    A text file may have other line ends (Windows makes them), and that is no damage.
    Errors: FileNotFoundError for a missing file, ValueError for a damaged one; both say what to run.
    """
    path = DATASETS / name
    again = f"python -m tools.make_data {name.partition('/')[0]}"
    cure = f"expected is sha256 {SHA256[name]}; restore it with git, or make it again: {again}"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(f"data: {path} is missing; {cure}") from None
    content = content if path.suffix == ".gz" else content.replace(b"\r\n", b"\n")
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256[name]:
        raise ValueError(f"data: {path} is not as it was shipped (its sha256 is {found}); {cure}")
    return gzip.decompress(content) if path.suffix == ".gz" else content
