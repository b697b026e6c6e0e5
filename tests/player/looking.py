"""What a demo shows, as a reader would tell it."""

FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def readout(element) -> str:
    """The readout, after the frame in which a change is drawn."""
    element.evaluate(f"() => {FRAMES}")
    return element.evaluate("element => element.readout.textContent")


def note(element) -> str:
    return element.evaluate("element => element.note.textContent")


def go_to(element, *indexes: int) -> None:
    element.evaluate("(element, to) => to.forEach((index, i) => element.set(i, index))", indexes)
