"""What the demos of the chapter on sentiment say and draw at positions where the answer is known."""

import math
import re
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure

from lossviz import style
from lossviz.demos import _reader
from lossviz.demos.sentiment import (
    HALF,
    OUT,
    draw_epoch,
    draw_losses,
    draw_reading,
    draw_spread,
    reading_in_words,
    sentence_to_logit,
    share_of_yes,
    spread_in_words,
    votes_and_floor,
    votes_of,
)
from tests.demos.axes import drawn


def numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"\d+\.\d+", text)]


# Votes and their floor


@pytest.mark.parametrize(
    ("sentence", "neutral", "p", "floor"),
    [
        ("Slow, silly …", HALF, 0.526, 0.692),
        ("A fun ride.", HALF, 1, 0),
        ("Decent but dull.", HALF, 0.158, 0.436),
        ("A mixed bag", HALF, 0.333, 0.637),
        ("A mixed bag", OUT, 0, 0),
        ("Are monsters …", HALF, 0.5, 0.693),
    ],
)
def test_the_bar_is_lowest_at_the_share_of_yes_and_stops_at_the_raters_entropy(sentence, neutral, p, floor):
    says = {q: votes_and_floor.at(sentence=sentence, neutral=neutral, q=q).readout for q in np.linspace(0.02, 0.98, 49)}
    total = {q: numbers(text)[2] for q, text in says.items()}
    best = min(total, key=total.get)
    assert numbers(says[best])[0] == p
    assert best == pytest.approx(p, abs=0.021)
    assert total[best] == pytest.approx(floor, abs=0.022 if floor == 0 else 0.0011)
    assert min(total.values()) >= floor


@pytest.mark.parametrize("sentence", votes_and_floor.controls["sentence"].values)
@pytest.mark.parametrize("neutral", [HALF, OUT])
def test_what_the_raters_and_the_belief_cost_adds_up_as_printed(sentence, neutral):
    for q in votes_and_floor.controls["q"].values:
        readout = votes_and_floor.at(sentence=sentence, neutral=neutral, q=q).readout
        readout = readout.replace("\N{NO-BREAK SPACE}", " ")
        whole, own, belief = re.search(r"([\d.]+) nats = ([\d.]+) from the raters \+ ([\d.]+) from q", readout).groups()
        assert Decimal(whole) == Decimal(own) + Decimal(belief)


def test_the_red_part_shrinks_to_nothing_and_the_blue_part_does_not_move():
    heights = {}
    for q in (0.9, 0.52):
        _, right = drawn(votes_and_floor, sentence="Slow, silly …", q=q)
        blue, red = right.patches
        assert red.get_y() == blue.get_height()
        heights[q] = blue.get_height(), red.get_height()
    assert heights[0.9][0] == heights[0.52][0] == pytest.approx(0.692, abs=5e-4)
    assert heights[0.9][1] > 0.4 > 0.001 > heights[0.52][1]


@pytest.mark.parametrize(("q", "named"), [(0.9, False), (0.2, False), (0.16, True), (0.01, True)])
def test_the_entropy_of_the_votes_is_written_at_its_line_once_the_lowest_place_is_found(q, named):
    said = [text.get_text() for text in drawn(votes_and_floor, sentence="Decent but dull.", q=q)[1].texts]
    assert ("H(p) = 0.436" in said) is named


def test_only_a_unanimous_sentence_is_said_to_allow_a_loss_of_0():
    assert "All raters say yes" in votes_and_floor.at(sentence="A fun ride.").readout
    assert "All raters say no" in votes_and_floor.at(sentence="A mixed bag", neutral=OUT).readout
    assert "raters disagree" in votes_and_floor.at(sentence="Slow, silly …", q=0.52).readout
    assert "too far towards no" in votes_and_floor.at(sentence="Slow, silly …", q=0.1).readout
    assert "too far towards yes" in votes_and_floor.at(q=0.9).readout


def test_the_bars_on_the_left_are_the_raters_of_the_sentence():
    left, _ = drawn(votes_and_floor, sentence="Decent but dull.")
    assert [bar.get_height() for bar in left.patches] == votes_of("Decent but dull.").tolist()
    assert [text.get_text() for text in left.texts] == ["15 no", "2 neutral", "2 yes"]


def test_a_neutral_vote_is_half_a_yes_or_nothing():
    votes = [1, 0, 0, 0, 2, 0, 0, 0, 1]
    assert share_of_yes(votes, HALF) == share_of_yes(votes, OUT) == 0.5
    votes = [0, 0, 0, 0, 2, 0, 0, 0, 2]
    assert (share_of_yes(votes, HALF), share_of_yes(votes, OUT)) == (0.75, 1)


# From a sentence to a logit


def reading(stage, sentence="not a bad film"):
    text = sentence_to_logit.at(stage=stage, sentence=sentence).readout
    return text.replace("−", "-").replace("\N{NO-BREAK SPACE}", " ")


def test_each_reader_has_seen_the_whole_sentence_only_at_its_end():
    assert [stage for stage in range(14) if "of “not a bad film”" in reading(stage)] == [7, 11]


def test_the_readers_go_in_opposite_directions():
    met = [re.search("vector of “(.+?)”", reading(stage))[1] for stage in range(4, 12)]
    assert met == ["not", "a", "bad", "film", "film", "bad", "a", "not"]


@pytest.mark.parametrize("sentence", _reader.READ)
def test_the_picture_fills_up_stage_by_stage(sentence):
    words = [
        sum(bool(text.get_text()) for text in drawn(sentence_to_logit, stage=stage, sentence=sentence)[0].texts)
        for stage in range(14)
    ]
    assert all(after >= before for before, after in pairwise(words))
    assert words[13] > words[0]


@pytest.mark.parametrize("sentence", _reader.READ)
def test_the_logit_is_the_sum_that_is_printed_and_the_probability_its_sigmoid(sentence):
    terms, z = re.search(r"z = (.+) = (.+)\.$", reading(12, sentence)).groups()
    products = re.findall(r"([+-]?) ?(-?[\d.]+)(?:·\(?(-?[\d.]+)\)?)?", terms)
    whole = sum((-1 if sign == "-" else 1) * float(a) * float(b or 1) for sign, a, b in products)
    assert f"{whole:.2f}" == z
    given, q = re.search(r"σ\((.+)\) = ([\d.]+)\.", reading(13, sentence)).groups()
    assert given == z
    assert f"{1 / (1 + math.exp(-float(z))):.2f}" == q


@pytest.mark.parametrize("sentence", _reader.READ)
def test_the_reader_is_the_lstm_of_pytorch(sentence):
    torch = pytest.importorskip("torch")
    words = sentence.split()
    for ahead in (1, -1):
        rows, lstm = torch.tensor(_reader.READERS[ahead]), torch.nn.LSTM(3, 2)
        given = {"weight_ih_l0": rows[:, :3], "weight_hh_l0": rows[:, 3:5], "bias_ih_l0": rows[:, 5]}
        lstm.load_state_dict(given | {"bias_hh_l0": torch.zeros(8)})
        with torch.no_grad():
            shown, _ = lstm(torch.tensor([_reader.VECTORS[word] for word in words[::ahead]]))
        assert shown.numpy() == pytest.approx(_reader.shown_by(tuple(words), ahead), abs=1e-6)


def test_the_same_words_in_another_order_have_another_answer():
    _, dull_first, dull_last = map(_reader.logit_of, _reader.READ)
    assert dull_first > 0 > dull_last


# What a run recorded

LIKED = np.array([1, 1, 1, 0, 0])
SAID = np.array([0.99, 0.52, 0.03, 0.02, 0.97])


def test_bars_go_up_for_yes_down_for_no_and_are_red_on_the_wrong_side():
    ax = Figure().subplots()
    draw_spread(ax, SAID, LIKED)
    bars = [(round(b.get_x() + b.get_width() / 2, 3), b.get_height(), b) for b in ax.patches if b.get_height()]
    assert [(x, height) for x, height, _ in bars] == [(0.025, 1), (0.525, 1), (0.975, 1), (0.025, -1), (0.975, -1)]
    red = [same_color(bar.get_facecolor(), style.RED) for *_, bar in bars]
    assert red == [True, False, False, False, True]


def test_the_readout_counts_right_sure_and_wrong():
    told = [
        spread_in_words(*given).replace("\N{NO-BREAK SPACE}", " ") for given in ((SAID, LIKED), ([0.4, 0.6], [0, 1]))
    ]
    assert told == [
        "60 % right. More than 95 % sure of 80 %; of those 50 % are wrong.",
        "100 % right. More than 95 % sure of 0 %.",
    ]


def test_the_lowest_held_out_loss_so_far_is_ringed_and_the_rest_of_the_run_is_not_drawn():
    ax = Figure().subplots()
    draw_losses(ax, [0.7, 0.4, 0.2, 0.1], [0.7, 0.5, 0.6, 0.9], epoch=2)
    (ring,) = [line for line in ax.lines if line.get_markersize() == 17]
    assert (ring.get_xdata()[0], ring.get_ydata()[0]) == (1, 0.5)
    curves = [line.get_ydata() for line in ax.lines if line.get_linewidth() == 3]
    assert [list(curve[:3]) for curve in curves] == [[0.7, 0.4, 0.2], [0.7, 0.5, 0.6]]
    assert all(math.isnan(curve[3]) for curve in curves)


def test_a_loss_above_the_picture_is_written_at_its_edge():
    ax = Figure().subplots()
    draw_losses(ax, [0.7, 0.4], [0.7, 1.55], epoch=1)
    assert "1.55" in [text.get_text() for text in ax.texts]


def test_an_epoch_is_drawn_with_its_own_losses_and_its_own_histogram():
    axes = Figure().subplots(1, 2)
    curves, said = [[0.7, 0.1], [0.7, 0.9]], [np.full(5, 0.5001), SAID]
    readout = draw_epoch(axes, curves, said, LIKED, epoch=1, floor=0.05)
    assert readout.startswith("Epoch 1: training 0.100, held-out 0.900 nats.\n60\N{NO-BREAK SPACE}% right.")
    assert "H(p) = 0.050" in [text.get_text() for text in axes[0].texts]
    assert sum(abs(bar.get_height()) for bar in axes[1].patches) == len(LIKED)


def test_words_not_yet_read_have_no_dot():
    ax = Figure().subplots()
    words, after = ["not", "a", "bad", "film"], [0.4, 0.3, 0.2, 0.6]
    draw_reading(ax, words, after, read=2)
    dots, handle = ax.lines[2:]
    assert [y for y in dots.get_xdata() if not math.isnan(y)] == [0.4, 0.3]
    assert (handle.get_xdata()[0], handle.get_ydata()[0]) == (0.3, 1)
    assert reading_in_words(words, after, 2) == "After “not a”: 0.3 that the writer liked it."
