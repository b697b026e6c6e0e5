import math
import re
from itertools import pairwise

import numpy as np
import pytest

from lossviz import information, style
from lossviz.demos import entropy as demos
from tests.demos.axes import drawn


def spoken(demo, **values) -> str:
    """The readout, its formulas with ordinary spaces."""
    return demo.at(**values).readout.replace("\N{NO-BREAK SPACE}", " ")


def numbers(readout: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in re.findall(r"−?\d+(?:\.\d+)?", readout)]


def entropy_said(readout: str) -> float:
    return float(re.search(r"([\d.]+) bits?", readout)[1])


def test_the_terms_of_the_coin_add_up_as_printed():
    for at in demos.coin_entropy.states[1:-1]:
        p, heads, other, tails, total = numbers(spoken(demos.coin_entropy, **at))
        digits = 4 if 0.9995 <= total < 1 else 3
        assert round(p * heads + other * tails, digits) == pytest.approx(total, abs=1e-9), at


def test_no_coin_but_the_fair_one_is_said_to_have_a_whole_bit():
    whole = [at["p"] for at in demos.coin_entropy.states if "= 1 bit a" in spoken(demos.coin_entropy, **at)]
    assert whole == [0.5]


def test_the_terms_of_three_outcomes_add_up_as_printed():
    for at in demos.three_outcomes.states[1:]:
        picture = "".join(demos.three_outcomes.at(**at).panels[1])
        terms = [float(term) for term in re.findall(r">(?:sun|cloud|rain) ([\d.]+)<", picture)]
        total = float(re.search(r"entropy H = ([\d.]+)", picture)[1])
        assert round(sum(terms), 3) == pytest.approx(total, abs=1e-9), at


def test_the_waste_is_the_difference_of_the_two_areas_as_printed():
    for at in demos.code_rectangles.states[::7]:
        frame = demos.code_rectangles.at(**at)
        least, mean = (float(re.search(r"area . = ([\d.]+)", "".join(panel))[1]) for panel in frame.panels)
        said = re.search(r"([\d.]+) more than H", frame.readout)
        assert mean - least == pytest.approx(float(said[1]) if said else 0, abs=1e-9), at


@pytest.mark.parametrize("name", ["surprise_curve", "coin_entropy", "equal_outcomes", "bits_and_nats"])
def test_readouts_fit_on_two_lines_wherever_the_slider_stands(name):
    demo = getattr(demos, name)
    for position in demo.states:
        lines = spoken(demo, **position).split("\n")
        assert len(lines) <= 2
        assert sum(map(len, lines)) <= 140


def test_surprise_counts_halvings():
    assert "3 bits" in spoken(demos.surprise_curve, p=0.125)
    assert "1 in 8" in spoken(demos.surprise_curve, p=0.125)
    assert "1 in 1.03" in spoken(demos.surprise_curve, p=0.97)  # 1 in 1 would be certain
    assert "0 bits" in spoken(demos.surprise_curve, p=1)


def test_the_bent_coin_has_about_half_a_bit_and_the_fair_one_a_whole():
    assert "= 0.469 bits" in spoken(demos.coin_entropy, p=0.9)
    assert "= 0.469 bits" in spoken(demos.coin_entropy, p=0.1)
    assert "= 1 bit a" in spoken(demos.coin_entropy, p=0.5)


def test_the_arch_of_the_coins_is_drawn_as_far_as_p_was_dragged_and_whole_at_an_end():
    arches = {p: drawn(demos.coin_entropy, p=p)[1].lines[0].get_xdata() for p in (0.2, 0.9, 1)}
    assert [(arch.min(), arch.max()) for arch in arches.values()] == [(0.2, 0.2), (0.2, 0.9), (0, 1)]


@pytest.mark.parametrize(("p", "side"), [(0, "tails"), (1, "heads")])
def test_a_coin_with_two_equal_sides_tells_nothing(p, side):
    readout = spoken(demos.coin_entropy, p=p)
    assert f"Always {side}" in readout
    assert "H = 0" in readout


def test_equal_weights_are_the_most_uncertain_at_any_height():
    best = max(demos.three_outcomes.states, key=lambda at: _three(at) if any(at.values()) else 0)
    assert len(set(best.values())) == 1
    for weight in (1, 5, 8):
        readout = spoken(demos.three_outcomes, sun=weight, cloud=weight, rain=weight)
        assert "1.585 bits = log₂ 3, the most" in readout


def _three(weights) -> float:
    p = np.array(list(weights.values())) / sum(weights.values())
    return float(information.entropy(p))


def test_one_weight_alone_is_certain_and_no_weight_is_no_distribution():
    assert "0 bits: one outcome is certain" in spoken(demos.three_outcomes, sun=0, cloud=3, rain=0)
    nothing = demos.three_outcomes.at(sun=0, cloud=0, rain=0)
    assert "no distribution" in nothing.readout
    assert "entropy: no distribution" in "".join(nothing.panels[1])


def test_weights_of_one_two_one_are_a_half_and_two_quarters():
    assert entropy_said(spoken(demos.three_outcomes, sun=2, cloud=4, rain=2)) == 1.5


def test_k_equal_outcomes_have_plus_log_k():
    for K in range(1, 33):
        said = entropy_said(spoken(demos.equal_outcomes, K=K))
        assert said == pytest.approx(math.log2(K), abs=5e-4)
        assert said >= 0


def test_halving_finds_each_of_k_boxes_in_log_k_questions_rounded_down_or_up():
    for K in range(1, 33):
        asked = {int(numbers(spoken(demos.equal_outcomes, K=K, box=box).split(": ")[1])[0]) for box in range(1, K + 1)}
        assert asked <= {math.floor(math.log2(K)), math.ceil(math.log2(K))}
    assert spoken(demos.equal_outcomes, K=10, box=1).startswith("10 boxes, the prize in box 1: 4 questions")
    assert spoken(demos.equal_outcomes, K=10, box=4).startswith("10 boxes, the prize in box 4: 3 questions")


def test_the_mean_number_of_questions_is_that_of_huffmans_code():
    for K in range(2, 33):
        mean = np.mean([len(word) for word in demos.huffman_code([1 / K] * K)])
        assert f"On average over all boxes {mean:.3f}".rstrip("0").rstrip(".") in spoken(demos.equal_outcomes, K=K)


def test_a_prize_beyond_the_last_box_lies_in_the_last_and_is_said_to():
    beyond, last = (spoken(demos.equal_outcomes, K=10, box=box) for box in (32, 10))
    assert beyond == last.replace("in box 10:", "in box 10, the last:") != last


DYADIC = {"first": 8 / 16, "second": 12 / 16, "third": 14 / 16}


def test_halves_quarters_and_eighths_waste_nothing():
    assert "1.75 bits a day, exactly H" in spoken(demos.code_rectangles, **DYADIC)
    quarters = {"first": 4 / 16, "second": 8 / 16, "third": 12 / 16}
    assert "2 bits a day, exactly H" in spoken(demos.code_rectangles, **quarters)


def test_huffman_is_never_below_the_entropy_nor_a_digit_above_it():
    for at in demos.code_rectangles.states:
        p = np.diff([0, *sorted(at.values()), 1])
        mean = p @ [len(word) for word in demos.huffman_code(p)]
        assert information.entropy(p) - 1e-12 <= mean < information.entropy(p) + 1


def test_borders_may_be_dragged_past_one_another():
    crossed = demos.code_rectangles.at(first=12 / 16, second=8 / 16, third=14 / 16)
    sorted_ = demos.code_rectangles.at(**DYADIC)
    assert crossed.readout == sorted_.readout


def test_a_border_keeps_its_letter_when_it_is_dragged_past_another():
    for ax in drawn(demos.code_rectangles, first=12 / 16, second=8 / 16, third=8 / 16):
        letters = {text.get_text(): text.get_position()[0] for text in ax.texts if text.get_color() == style.PAPER}
        assert letters == {"A": 12 / 16, "": 8 / 16, "C": 8 / 16}  # B lies under C


def test_what_never_happens_gets_no_code_word():
    assert "cloud –" in spoken(demos.code_rectangles, first=8 / 16, second=8 / 16, third=14 / 16)


def test_no_code_word_begins_another():
    rng = np.random.default_rng(0)
    for p in rng.dirichlet(np.ones(7), size=50):
        words = sorted(demos.huffman_code(p))
        assert not [a for a, b in pairwise(words) if b.startswith(a)]
        assert sum(2.0 ** -len(word) for word in words) == 1


def test_the_digits_stacked_on_a_rectangle_are_its_code_word():
    right = demos.code_rectangles.at(**DYADIC).panels[1]
    drawn = [text for artist in right if f"fill: {style.ORANGE}" in artist for text in re.findall(r">([01])<", artist)]
    assert sorted(drawn) == sorted("0" + "10" + "110" + "111")


def test_letters_are_sorted_and_their_entropies_are_those_of_the_texts():
    for name, bits in (("English", 4.159), ("Korean letters", 4.433), ("Korean syllables", 6.999)):
        share = demos.frequencies(name)[1]
        assert all(a >= b for a, b in pairwise(share))
        assert f"H = {bits:.3f} bits" in "".join(demos.letter_frequencies.at(text=name).panels[0])


def test_a_korean_letter_is_shown_with_its_name():
    assert spoken(demos.letter_frequencies, text="Korean letters", rank=1).startswith("ㅇ (ieung) is 14.45 %")
    assert spoken(demos.letter_frequencies, text="English", rank=1).startswith("e is 12.11 %")


@pytest.mark.parametrize("text", demos.TEXTS)
def test_the_bits_of_a_letter_follow_from_its_share_as_printed(text):
    for rank in range(1, 27):
        percent, share, bits = numbers(spoken(demos.letter_frequencies, text=text, rank=rank).replace("log₂", ""))
        assert share == pytest.approx(percent / 100, rel=1e-9)
        assert f"{-math.log2(share):.2f}" == f"{bits:.2f}"


def test_three_bits_are_two_point_zero_eight_nats_and_nine_tenths_of_a_digit():
    picture = "".join(demos.bits_and_nats.at(bits=3).panels[0])
    assert {"3 bits", "2.079 nats", "0.903 digits"} <= set(re.findall(r"[\d.]+ (?:bits|nats|digits)", picture))
    assert ">1 bit<" in "".join(demos.bits_and_nats.at(bits=1).panels[0])
    assert numbers(spoken(demos.bits_and_nats, bits=3))[-1] == pytest.approx(3 * math.log(2), abs=5e-4)
