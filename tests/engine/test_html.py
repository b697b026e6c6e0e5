import base64
import json
import re
import zlib
from itertools import accumulate

from lossviz import Choice, style
from lossviz.engine import building
from lossviz.engine import html as pages
from lossviz.engine.demo import Demo
from tests.engine.sample_demos import sample_artists, sample_curve


def unpacked(html: str) -> dict:
    data = re.search(r'class="lv-data">([^<]+)<', html)[1]
    return json.loads(zlib.decompress(base64.b64decode(data)))


def test_the_page_carries_the_very_strings_of_every_position():
    data = unpacked(pages.html(sample_curve))
    readouts = [data["readout"][0][n] for n in accumulate(data["readout"][1])]
    for number, values in enumerate(sample_curve.states):
        frame = sample_curve.at(**values)
        assert readouts[number] == frame.readout
        for panel, order, strings, steps in data["tracks"]:
            drawn = frame.panels[panel][order]
            assert strings[list(accumulate(steps))[number]] == style.themed(drawn)


def test_the_page_opens_with_the_default_picture_for_those_without_javascript():
    still = pages.html(sample_curve).split("<script")[0]
    assert still.count("<svg") == 1
    assert "f(1) = 1" in still
    assert "Move x along the curve." in still
    assert 'aria-label="A curve with a point on it."' in still


def test_two_panels_are_two_pictures_with_their_own_windows():
    still = pages.html(sample_artists).split("<script")[0]
    assert re.findall(r'viewBox="([\d ]+)"', still) == ["0 0 300 240", "300 0 300 240"]


def test_a_page_made_twice_is_the_same_text():
    assert pages.html(sample_artists) == pages.html(sample_artists)


HOSTILE = '</script><script>alert(1)</script><!-- "&'


def test_nothing_in_a_demo_can_end_the_script_that_carries_it():
    def hostile(ax, name):
        ax.set(title=HOSTILE, xlim=(0, 1), ylim=(0, 1))
        return name

    hostile.__doc__ = f"{HOSTILE}\n\n{HOSTILE}"
    html = pages.html(Demo(hostile, {"name": Choice(HOSTILE, "b", label=HOSTILE)}, 1, (300, 200)))
    assert re.findall(r"</?script|<!--", html) == ["<script", "</script"] * 2
    told = json.loads(re.search(r'class="lv-config">(.+?)</script>', html)[1])
    assert told["caption"] == told["controls"][0]["label"] == told["controls"][0]["values"][0] == HOSTILE
    assert unpacked(html)["readout"][0] == [HOSTILE, "b"]


def test_the_kernel_of_a_build_is_told_what_it_draws_for(monkeypatch):
    monkeypatch.setenv("LOSSVIZ_TARGET", "page")
    assert "<lossviz-demo" in sample_curve._repr_mimebundle_()["text/html"]
    monkeypatch.delenv("LOSSVIZ_TARGET")
    assert not building.is_target()


def test_long_drawing_reports_its_progress_to_the_file_that_a_build_watches(monkeypatch, tmp_path):
    from lossviz.engine.recording import report_progress

    monkeypatch.setenv("LOSSVIZ_PROGRESS", str(tmp_path / "progress"))
    report_progress("secant", 400, 1530)
    assert (tmp_path / "progress").read_text() == "secant: 400 of 1,530 states\n"
