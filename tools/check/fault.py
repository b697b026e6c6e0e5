"""A fault: where it is, and a sentence that says what is wrong and what to do."""

from typing import NamedTuple


class Fault(NamedTuple):
    place: str  # such as "hinge, cell demo-margins"
    said: str

    def __str__(self) -> str:
        return f"{self.place}: {self.said}"
