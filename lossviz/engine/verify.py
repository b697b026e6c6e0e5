"""Whether a demo's fast pictures are those of a new figure, and if not, whose fault it is."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from .drawing import DrawError, failure, in_words
from .reference import difference, draw_whole

OPENING = 2  # states, beside the first, that are compared when a demo opens in a notebook


def verify_opening(demo) -> None:
    """In a notebook as in a build: a drawing with a memory is refused, colours that stay are told. Raises DrawError."""
    verify(demo, [demo.start, *random.Random(demo.name).choices(demo.states, k=OPENING)])
    demo.stage.tell_foreign()


def verify(demo, states: Iterable[Mapping[str, Any]]) -> None:
    """Draw these states twice, fast and whole, and compare.

    Raises DrawError where the drawing function gives another picture the second time; where it does not, the stage is
    wrong and is not trusted any more.
    """
    states = list(states)
    for number, values in enumerate(states):
        fast, whole = demo.stage.frame(values).svg, _whole(demo, values)
        unlike = difference(fast, whole)
        if unlike is None:
            continue
        _refuse_memory(demo, values, whole, between=states[number - 1])
        demo.stage.distrust(f"at {in_words(values)} it drew {unlike}")
        return


def _refuse_memory(demo, values: Mapping[str, Any], whole: str, between: Mapping[str, Any]) -> None:
    """Raise DrawError if the function draws another picture when it is called again, at once or after another state."""
    at_once, _, later = (_whole(demo, each) for each in (values, between, values))
    for again in (at_once, later):
        if unlike := difference(again, whole):
            raise DrawError(
                f"keep nothing between two calls, and give randomness a seed: {demo.name} at {in_words(values)} drew"
                f" {unlike} when it was called again"
            )


def _whole(demo, values: Mapping[str, Any]) -> str:
    try:
        return draw_whole(demo, values)
    except Exception as error:
        raise failure(demo.name, values, error) from error
