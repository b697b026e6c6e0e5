"""A bar beneath a training cell. (tqdm's would leave its timings in the outputs, so that no two builds were alike.)"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from .engine.building import is_target

Step = TypeVar("Step")


def progress(steps: Sequence[Step], label: str = "") -> Iterator[Step]:
    """The steps one by one, and in a notebook a bar that says how many are done; it goes with the last.

    On a built page and in plain Python there is no bar.

    >>> [10 * step for step in progress(range(3), "epochs")]
    [0, 10, 20]
    """
    if not hasattr(steps, "__len__"):
        raise TypeError(f"progress has to know how many steps there are: give it a range or a list, not {steps!r}")
    return _with_bar(steps, label) if _in_notebook() else iter(steps)


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return hasattr(get_ipython(), "kernel") and not is_target()


def _with_bar(steps: Sequence[Step], label: str) -> Iterator[Step]:
    import ipywidgets as widgets
    from IPython.display import display

    wide = {"description_width": "initial"}
    bar = widgets.IntProgress(max=len(steps), description=f"{label} 0 of {len(steps)}", style=wide)
    display(bar)
    try:
        for done, step in enumerate(steps, start=1):
            yield step
            bar.value, bar.description = done, f"{label} {done} of {len(steps)}"
    finally:  # also when a cell is interrupted
        bar.close()
