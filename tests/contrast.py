"""How legible something is, as WCAG counts it."""

import io
from collections.abc import Sequence

from PIL import Image
from playwright.sync_api import Locator


def contrast(shown: Locator) -> float:
    """That of the lightest and the darkest colour in a picture of what is shown."""
    picture = Image.open(io.BytesIO(shown.first.screenshot())).convert("RGB")
    return contrast_of(*(colour for count, colour in picture.getcolors(1 << 24) if count > 2))


def contrast_of(*colours: Sequence[float]) -> float:
    lights = [luminance(colour) for colour in colours]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def luminance(colour: Sequence[float]) -> float:
    parts = [part / 255 for part in colour[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
