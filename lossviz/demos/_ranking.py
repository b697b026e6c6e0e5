"""The order of customers alone: ROC and precision–recall curves, and where a threshold stands on them."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from lossviz import style
from lossviz.demos._draw import fixed, note, shown, unbroken


def ranking(q: NDArray, bad: NDArray) -> tuple[NDArray, NDArray]:
    """True and false positives if customers are flagged one after another, the highest q first, equal q together.

    >>> ranking(np.array([0.9, 0.2, 0.6]), np.array([1, 0, 1]))
    (array([1, 2, 2]), array([0, 0, 1]))
    >>> ranking(np.array([0.9, 0.6, 0.6]), np.array([1, 0, 1]))
    (array([1, 2]), array([0, 1]))
    """
    order = np.argsort(-q, kind="stable")
    went_bad = bad[order].astype(int)
    last = np.append(np.diff(q[order]) != 0, True)  # of those with the same q
    return np.cumsum(went_bad)[last], np.cumsum(1 - went_bad)[last]


def areas(q: NDArray, bad: NDArray) -> tuple[float, float]:
    """The area under the ROC curve, and average precision. Of two with the same q, half a pair is in order.

    >>> areas(np.array([0.9, 0.2, 0.6]), np.array([1, 0, 1]))
    (1.0, 1.0)
    >>> areas(np.array([0.5, 0.5]), np.array([1, 0]))
    (0.5, 0.5)
    """
    tp, fp = ranking(q, bad)
    before = np.append(0, tp[:-1])
    roc = np.sum((tp + before) / 2 / tp[-1] * np.diff(fp / fp[-1], prepend=0))
    return float(roc), float(np.sum(tp / (tp + fp) * np.diff(tp / tp[-1], prepend=0)))


def draw_ranking(axes: tuple[Axes, Axes], q: NDArray, bad: NDArray, threshold: float, found: str = "defaults") -> str:
    """Both curves with the place of the threshold, and their counts in words; `found` is what is looked for."""
    roc, pr = axes
    tp, fp = ranking(q, bad)
    area, average = areas(q, bad)
    recall, alarms, precision = tp / tp[-1], fp / fp[-1], tp / (tp + fp)
    flagged = int((q > threshold).sum())
    at = int(np.searchsorted(tp + fp, flagged))
    for ax in axes:
        ax.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03))
    roc.set(xlabel="false positive rate", ylabel="true positive rate", title="ROC curve")
    roc.plot([0, 1], [0, 1], **style.guide)
    note(roc, 0.97, 0.1, "dashed: order by lot", style.MUTED, ha="right", size=12, weight="normal")
    roc.plot(np.r_[0, alarms], np.r_[0, recall], color=style.ORANGE, lw=2.5)
    note(roc, 0.6, 0.45, f"area {fixed(area)}", style.ORANGE, ha="left")
    pr.set(xlabel="recall (true positive rate)", ylabel="precision", title="precision–recall curve")
    pr.axhline(bad.mean(), **style.guide)
    note(pr, 0.02, bad.mean() - 0.06, "dashed: base rate", style.MUTED, ha="left", size=12, weight="normal")
    pr.plot(recall, precision, color=style.ORANGE, lw=2.5)
    note(pr, 0.08, 0.45, f"average precision {fixed(average)}", style.ORANGE, ha="left")
    x, y = (alarms[at], recall[at]) if flagged else (0, 0)
    roc.plot(x, y, **style.handle, color=style.BLUE)
    pr.plot(*((recall[at], precision[at]) if flagged else (np.nan, np.nan)), **style.handle, color=style.BLUE)
    if not flagged:
        return (
            f"t = {shown(threshold)}: no one is flagged. True and false positive rate "
            "are\N{NO-BREAK SPACE}0, and there is no precision."
        )
    found_share, alarm_share, right_share = (
        unbroken(f"{some[at]}/{all_of_them} = {fixed(share[at])}")
        for some, all_of_them, share in ((tp, tp[-1], recall), (fp, fp[-1], alarms), (tp, flagged, precision))
    )
    return (
        f"t = {shown(threshold)}: true positive rate (recall) {found_share}, "
        f"{unbroken('false positive rate')} {alarm_share}.\n"
        f"Of {flagged} flagged {tp[at]} were {found}: precision {right_share}."
    )
