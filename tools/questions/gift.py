"""GIFT, the text format that Moodle imports: https://docs.moodle.org/en/GIFT_format

A file travels alone, so pictures stand inside the text as data. A line is a part of a question, an empty line ends one.
"""

import base64
from collections.abc import Iterable, Iterator
from itertools import groupby

from .reading import BOOK, Question

ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in "\\~=#{}:"} | {"\n": "\\n"})


def gift(questions: Iterable[Question]) -> str:
    parts = []
    for chapter, group in groupby(questions, key=lambda question: question.chapter):
        parts += [f"$CATEGORY: {BOOK}/{chapter.replace('/', '//')}", *map(_question, group)]
    return "\n\n".join(parts) + "\n"


def _question(question: Question) -> str:
    answers = _numbers(question) if question.numbers else _choices(question)
    opened = "{#" if question.numbers else "{"
    return "\n".join([f"::{_text(question.name)}::[html]{_text(_alone(question))}{opened}", *answers, "}"])


def _numbers(question: Question) -> Iterator[str]:
    for value, tolerance in question.numbers:
        yield f"={value:f}:{tolerance:f}#{_text('<p>Right.</p>')}"
    yield f"~#{_text(question.missed)}"
    yield f"####{_text(question.solution)}"


def _choices(question: Question) -> Iterator[str]:
    for choice in question.choices:
        yield f"{'=' if choice.right else '~'}{_text(choice.html)}#{_text(choice.feedback)}"


def _alone(question: Question) -> str:
    """The question's text with its pictures inside."""
    text = question.html
    for name, picture in question.pictures.items():
        text = text.replace(f'src="{name}"', f'src="data:image/png;base64,{base64.b64encode(picture).decode()}"')
    return text


def _text(html: str) -> str:
    r"""
    >>> _text(r"\(\frac{1}{2}\)")
    '\\\\(\\\\frac\\{1\\}\\{2\\}\\\\)'
    """
    return html.translate(ESCAPED)
