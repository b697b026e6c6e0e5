"""Texts whose letters are counted."""

import unicodedata

from .files import shipped

_LANGUAGES = ("English", "Korean")


def letters(language: str, *, jamo: bool = False) -> str:
    """The letters of a real text, one after the other, without spaces, digits and punctuation.

    "English": the first half of Alice's Adventures in Wonderland, in lower case, 53,457 letters of 26 kinds.
    "Korean": the constitution of Korea, 12,996 syllable blocks of 355 kinds; with `jamo=True` taken apart
    into its 32,284 letters of 37 kinds (a consonant is the same letter at the start and the end of a block).

    Returns: a string, one character a letter, in the order of the text.
    Errors: ValueError for another language, for jamo without Korean, and for a damaged file;
    FileNotFoundError for a missing one.   Licence: public domain.
    Source: Carroll (1865); 대한민국헌법 (1987). See datasets/letters/README.md.

    >>> letters("English")[8:42]
    'downtherabbitholealicewasbeginning'
    >>> letters("Korean")[:6], letters("Korean", jamo=True)[:8]
    ('대한민국헌법', 'ㄷㅐㅎㅏㄴㅁㅣㄴ')
    """
    if language not in _LANGUAGES:
        raise ValueError(f"letters: language={language!r}: allowed are {', '.join(map(repr, _LANGUAGES))}")
    if jamo and language != "Korean":
        raise ValueError(f"letters: jamo=True with language={language!r}: only Korean blocks come apart")
    text = shipped(f"letters/{language.lower()}.txt").decode()
    if language == "English":
        return "".join(char for char in text.lower() if "a" <= char <= "z")
    blocks = "".join(char for char in text if "가" <= char <= "힣")
    return "".join(map(_apart, blocks)) if jamo else blocks


def _apart(block: str) -> str:
    """The jamo of a syllable block: Unicode has one set for the start of a block and one for its end.

    >>> _apart("한"), _apart("각")
    ('ㅎㅏㄴ', 'ㄱㅏㄱ')
    """
    parts = unicodedata.normalize("NFD", block)
    return "".join(unicodedata.lookup(f"HANGUL LETTER {unicodedata.name(p).split()[-1]}") for p in parts)
