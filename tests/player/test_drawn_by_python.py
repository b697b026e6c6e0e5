"""Demos as Python draws them: after each move the picture is the string that was drawn, read by the browser."""

import random

import numpy as np
import pytest

from lossviz import Challenge, Choice, Slider, Toggle, demo, style
from lossviz.engine.html import html
from tests.player.looking import note
from tests.player.pages import page


@demo(k=Slider(1, 4, step=0.5, start=2, drag="x"), name=Choice("a & b", "<i>", 'say "x"'), on=Toggle(True))
def hostile_strings(ax, k, name, on):
    """Mathematics that moves, and names that are <b>HTML</b> & "quotes" --> </script>

    Formulas beside a line.
    """
    ax.set(xlim=(0, 5), ylim=(0, 5), title=name)
    ax.plot([0, k], [0, 5], **style.curve)
    ax.text(1, 4, rf"$x^{{{k:g}}} - 1 > \frac{{1}}{{2}}$")
    ax.annotate(rf"$\hat{{y}} = {k:g}$", (k, 2), (1, 1), arrowprops={"arrowstyle": "->"})
    ax.text(2, 3, f"{k:g} > {name}" if on else "")
    return f"{name}: {k:g} > 0 & <b>"


@demo(axes=2, n=Slider(1, 5, step=1, start=3), challenge=Challenge("reach 5", lambda n: n == 5))
def two_panels(axes, n):
    """Bars, points and a picture.

    Bars on the left, points on the right.
    """
    left, right = axes
    left.bar(range(n), range(1, n + 1), color=style.BLUE)
    left.set(xlim=(-1, 6), ylim=(0, 6))
    right.scatter(np.arange(n), np.arange(n), color=style.RED)
    right.imshow(np.eye(n), extent=(1, 3, 1, 3), aspect="auto", cmap="gray")
    right.set(xlim=(0.1, 10), ylim=(0, 6), xscale="log")
    return "\n".join(["n"] * n)


# Whether each panel of the picture at these indexes is what the browser reads from Python's strings.
SAME = """(element, [indexes, panels]) => {
    indexes.forEach((index, i) => element.set(i, index));
    element.draw();
    const read = (string) => {
        const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
        group.innerHTML = string;
        return group.innerHTML;
    };
    const groups = [...element.picture.children].map((svg) => [...svg.querySelectorAll(":scope > g")]);
    return groups.every((each, panel) => each.every((g, i) => g.innerHTML === read(panels[panel][i] ?? "")));
}"""


@pytest.mark.parametrize("made", [hostile_strings, two_panels], ids=lambda made: made.name)
def test_page_and_python_agree_string_by_string(folder, open_page, made):
    tab = open_page(folder.write("page.html", page(html(made))))
    element = tab.locator(f"#{made.name}")
    element.evaluate("element => element.load()")
    assert note(element) == ""
    for at in random.Random(1).choices(made.states, k=40):
        indexes = [control.values.index(at[key]) for key, control in made.controls.items()]
        drawn = made.at(**at)
        panels = [[style.themed(artist) for artist in panel] for panel in drawn.panels]
        assert element.evaluate(SAME, [indexes, panels]), at
        assert element.evaluate("e => e.readout.textContent") == drawn.readout
    assert tab.locator("b").count() == 0


def test_a_challenge_says_when_it_is_met(folder, open_page):
    element = open_page(folder.write("page.html", page(html(two_panels)))).locator("#two_panels")
    element.evaluate(
        "() => { window.met = []; addEventListener('lossviz-met', (event) => met.push(event.target.id)); }"
    )
    element.evaluate("element => element.load()")
    assert element.evaluate("() => met") == []
    line = element.locator(".challenge")
    assert line.inner_text() == "Challenge: reach 5"
    element.evaluate("element => { element.set(0, 4); element.draw(); }")
    assert line.inner_text() == "✓ Challenge met: reach 5"
    assert element.evaluate("() => met") == ["two_panels"]
