"""lossviz: losses to read, pictures to drag.

`losses`, `information` and `calculus` are short NumPy functions, one formula each. `demo` turns a drawing
function into sliders that work in Jupyter, in Colab and on a page without a kernel.
"""

from .check import check, self_check
from .demo import Challenge, Choice, Demo, Slider, Toggle, demo
from .progress import progress

__all__ = ["Challenge", "Choice", "Demo", "Slider", "Toggle", "check", "demo", "progress", "self_check"]
__version__ = "1.0.0"
