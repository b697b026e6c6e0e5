"""tools/browser.py: the first browser that starts, or a plain sentence."""

import importlib.util
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "browser.py"


@pytest.fixture
def browser(monkeypatch, tmp_path):
    """The tool, on a machine where there is nothing to find and nothing can be fetched."""
    spec = importlib.util.spec_from_file_location("browser", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    for source in ("playwrights_own", "by_playwright", "by_package_manager", "libraries_for_playwrights_own"):
        monkeypatch.setattr(tool, source, lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROME", raising=False)
    return tool


def program(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_placeholder_that_does_not_start_is_passed_over(browser, tmp_path):
    program(tmp_path / "chromium-browser", "echo 'Please install the snap'; exit 1")
    works = program(tmp_path / "google-chrome", "echo '<html></html>'")
    assert browser.find() == works


def test_the_one_named_in_the_environment_comes_first(browser, tmp_path, monkeypatch):
    program(tmp_path / "chromium", "echo '<html></html>'")
    mine = program(tmp_path / "mine", "echo '<html></html>'")
    monkeypatch.setenv("CHROME", mine)
    assert browser.find() == mine


def test_one_is_fetched_only_if_none_is_there(browser, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(browser, "by_playwright", lambda: asked.append("fetched"))
    program(tmp_path / "chrome", "echo '<html></html>'")
    assert browser.find() is not None
    assert asked == []
    (tmp_path / "chrome").unlink()
    assert browser.find() is None
    assert asked == ["fetched"]


def test_without_a_browser_there_is_a_sentence_that_says_what_to_do(browser, capsys):
    assert browser.main() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "sudo apt install chromium" in said.err


def test_a_command_that_takes_too_long_is_given_up(browser):
    assert browser.run(["/bin/sleep", "5"], seconds=0.05) is None


def test_where_the_other_engines_cannot_be_had_a_sentence_says_so_and_the_tests_go_on(browser, tmp_path, capsys):
    program(tmp_path / "firefox", "echo 'Please install the snap' >&2; exit 1")
    program(tmp_path / "chrome", "echo '<html></html>'")
    assert browser.main() == 0
    said = capsys.readouterr().err
    assert "Firefox is left out: not found, and not to be fetched (on Debian: sudo apt install firefox-esr)" in said
    assert "WebKit is left out" in said


def test_a_firefox_that_starts_is_found(browser, tmp_path):
    works = program(tmp_path / "firefox-esr", "echo 'Mozilla Firefox 153.0'")
    assert browser.firefox() == works
