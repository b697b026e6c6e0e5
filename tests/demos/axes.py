"""What several tests of demos do: let a demo draw, and look at its artists."""

from matplotlib.figure import Figure


def drawn(demo, **values):
    """The axes, one for each panel, after the demo drew on them at these values."""
    axes = Figure().subplots(1, demo.panels, squeeze=False)[0]
    demo.draw(axes if demo.panels > 1 else axes[0], **demo.start | values)
    return axes
