import math
from collections import Counter

import pytest

from lossviz import data, information


def bits_a_letter(text: str) -> float:
    counts = list(Counter(text).values())
    return information.entropy([n / len(text) for n in counts]).item()


def test_english_has_the_26_letters_and_about_four_bits_in_each():
    text = data.letters("English")
    assert "".join(sorted(set(text))) == "abcdefghijklmnopqrstuvwxyz"
    assert 4.15 < bits_a_letter(text) < 4.20 < math.log2(26)


def test_the_commonest_english_letters_are_the_ones_everyone_finds():
    assert {letter for letter, _ in Counter(data.letters("English")).most_common(5)} == set("etaoi")


def test_korean_blocks_and_jamo_have_the_known_entropies():
    assert bits_a_letter(data.letters("Korean")) == pytest.approx(6.999, abs=5e-4)
    assert bits_a_letter(data.letters("Korean", jamo=True)) == pytest.approx(4.433, abs=5e-4)


def test_jamo_are_the_letters_that_the_blocks_are_written_with():
    jamo = data.letters("Korean", jamo=True)
    assert jamo.startswith("ㄷㅐㅎㅏㄴㅁㅣㄴㄱㅜㄱㅎㅓㄴㅂㅓㅂ")
    assert all("ㄱ" <= letter <= "ㅣ" for letter in set(jamo))
    assert 2 * len(data.letters("Korean")) < len(jamo) < 3 * len(data.letters("Korean"))


@pytest.mark.parametrize("language", ["english", "", "French", None])
def test_an_unknown_language_is_refused_with_what_is_allowed(language):
    with pytest.raises(ValueError, match="allowed are 'English', 'Korean'"):
        data.letters(language)


def test_english_does_not_come_apart_into_jamo():
    with pytest.raises(ValueError, match="only Korean blocks come apart"):
        data.letters("English", jamo=True)


def test_a_missing_file_is_named_with_its_checksum_and_the_cure(copied):
    (copied / "letters" / "korean.txt").unlink()
    with pytest.raises(FileNotFoundError, match=r"korean\.txt is missing.*sha256 b6776619.*make_data letters"):
        data.letters("Korean")


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b.replace(b"A", b"B", 1), lambda b: b""])
def test_a_damaged_file_is_refused_with_its_checksum_and_the_cure(copied, damage):
    path = copied / "letters" / "english.txt"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"english\.txt is not as it was shipped.*sha256 afd956.*make_data letters"):
        data.letters("English")


def test_line_ends_changed_by_windows_are_no_damage(copied):
    path, shipped = copied / "letters" / "english.txt", data.letters("English")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert data.letters("English") == shipped
