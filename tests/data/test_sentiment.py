import gzip

import numpy as np
import pytest

from lossviz import data
from tools.make_data import sentiment


@pytest.fixture(scope="module")
def reviews():
    return data.reviews()


def test_every_sentence_has_fifteen_or_more_ratings_on_nine_steps(reviews):
    assert reviews.text.shape == (10_603,)
    assert reviews.ratings.shape == (10_603, 9)
    assert reviews.ratings.dtype == np.int64
    assert reviews.ratings.min() == 0
    raters = reviews.ratings.sum(axis=1)
    assert (raters.min(), raters.max(), raters.sum()) == (15, 29, 198_774)


def test_no_sentence_is_there_twice_or_empty(reviews):
    assert len(set(reviews.text)) == len(reviews.text)
    assert all(sentence.strip() for sentence in reviews.text)


def test_accents_survive(reviews):
    assert any("João" in sentence for sentence in reviews.text)
    assert not any("Ã" in sentence or "\ufffd" in sentence for sentence in reviews.text)


@pytest.mark.parametrize(
    ("sentence", "negative", "neutral", "positive"),
    [("A fun ride.", 0, 0, 26), ("A decidedly mixed bag.", 9, 18, 0), ("Decent but dull.", 15, 2, 2)],
)
def test_known_sentences_have_their_votes(reviews, sentence, negative, neutral, positive):
    (row,) = reviews.ratings[reviews.text == sentence]
    assert [row[:4].sum(), row[4], row[5:].sum()] == [negative, neutral, positive]


def test_the_scale_runs_from_negative_to_positive(reviews):
    mean = reviews.ratings @ np.arange(-4, 5) / reviews.ratings.sum(axis=1)
    says = {word: mean[[word in sentence.lower().split() for sentence in reviews.text]] for word in ("awful", "superb")}
    assert says["awful"].mean() < -1 < 1 < says["superb"].mean()


def test_about_half_of_the_sentences_are_more_positive_than_negative(reviews):
    difference = reviews.ratings[:, 5:].sum(axis=1) - reviews.ratings[:, :4].sum(axis=1)
    assert (difference > 0).mean() == pytest.approx(0.5, abs=0.01)
    assert (difference == 0).sum() == 28


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:999] + b"x" + b[1000:], lambda b: b""])
def test_a_damaged_file_is_refused_with_its_checksum_and_the_cure(copied, damage):
    path = copied / "sentiment" / "reviews.csv.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"reviews\.csv\.gz is not as it was shipped.*04fb86f0.*make_data sentiment"):
        data.reviews()


def test_a_missing_file_is_named_with_its_checksum_and_the_cure(copied):
    (copied / "sentiment" / "reviews.csv.gz").unlink()
    with pytest.raises(FileNotFoundError, match=r"reviews\.csv\.gz is missing.*sha256 04fb86f0.*make_data sentiment"):
        data.reviews()


def test_the_maker_counts_ratings_and_keeps_a_sentence_once(monkeypatch, tmp_path):
    texts = [["1", "1.0", "Fine, really."], ["2", "-4", "Bad."], ["3", "0", "Bad."]]
    ratings = [["1", "1", "0", "[1, 1, -4]"], ["2", "-4", "0", "[-4, -4, -4]"], ["3", "0", "0", "[0, 0, 4]"]]
    monkeypatch.setattr(sentiment, "tables", lambda folder: (texts, ratings))
    lines = gzip.decompress(sentiment.make(tmp_path)["reviews.csv.gz"]).decode().splitlines()
    assert lines[1:] == ['1,0,0,0,0,2,0,0,0,"Fine, really."', "3,0,0,0,0,0,0,0,0,Bad."]


def test_the_maker_stops_when_text_and_ratings_are_of_different_sentences(monkeypatch, tmp_path):
    monkeypatch.setattr(sentiment, "tables", lambda folder: ([["1", "", "Bad."]], [["2", "", "", "[1]"]]))
    with pytest.raises(SystemExit, match="sentence 1 stands beside the ratings of 2"):
        sentiment.make(tmp_path)
