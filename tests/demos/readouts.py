"""What readouts and captions of several chapters have to keep to."""

from lossviz.engine.demo import Demo


def assert_fits_on_two_lines(demo: Demo) -> None:
    longest = max((demo.at(**place).readout for place in demo.states[:: max(1, len(demo.states) // 60)]), key=len)
    assert len(longest) <= 150
    assert longest.count("\n") <= 1
    assert len(demo.caption) <= 90
