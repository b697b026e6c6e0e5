"""Sentences from film reviews, with how many people gave each of the ratings from −4 to 4."""

import csv
import gzip
import io
import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .fetch import from_pip

ARCHIVE = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
INNER = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
TEXTS = "hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt"
RATINGS = "hutto_ICWSM_2014/movieReviewSnippets_anonDataRatings.txt"
SCALE = range(-4, 5)


def tables(folder: Path) -> tuple[list[list[str]], list[list[str]]]:
    """The rows of both files: number, mean rating, text; and number, mean, spread, the ratings."""
    archive = from_pip(folder, "vaderSentiment==3.3.2", ARCHIVE, "--no-binary=:all:")
    with tarfile.open(archive) as outer, tarfile.open(fileobj=outer.extractfile(INNER)) as inner:
        files = (inner.extractfile(name).read().decode("utf-8") for name in (TEXTS, RATINGS))
        texts, ratings = ([line.split("\t") for line in file.splitlines() if line] for file in files)
    return texts, ratings


def rows(folder: Path) -> Iterator[list]:
    """The nine counts and the text; of a sentence that is there twice only the first."""
    seen = set()
    for (number, _, text), (same, _, _, given) in zip(*tables(folder), strict=True):
        if number != same:
            raise SystemExit(f"sentence {number} stands beside the ratings of {same}")
        if text not in seen:
            seen.add(text)
            counts = Counter(json.loads(given))
            yield [*(counts[rating] for rating in SCALE), text]


def make(folder: Path) -> dict[str, bytes]:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows([[*SCALE, "text"], *rows(folder)])
    return {"reviews.csv.gz": gzip.compress(table.getvalue().encode("utf-8"), mtime=0)}
