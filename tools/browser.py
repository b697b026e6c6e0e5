"""Prints the path of a Chromium or Chrome that starts, and gets one where there is none.

Looked for, in this order: the environment variable CHROME, the PATH, playwright's own; then fetched: by
playwright, by the system's package manager. Exits with 1 and a plain sentence if all fail.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--dump-dom")
PLAYWRIGHT = [sys.executable, "-m", "playwright"]
APT = ["apt-get", "-qy", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"]


def starts(path: str | None) -> bool:
    """Whether this browser opens a page: being there is not enough (libraries, snap's placeholder)."""
    if not path or not shutil.which(path):
        return False
    done = run([path, *FLAGS, "about:blank"], seconds=60)
    return done is not None and "<html" in done


def run(command: list[str], seconds: int) -> str | None:
    """The output of a command, or None if it is missing, fails or takes longer than that."""
    try:
        done = subprocess.run(
            command, timeout=seconds, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def playwrights_own() -> str | None:
    code = "from playwright.sync_api import *\nwith sync_playwright() as p: print(p.chromium.executable_path)"
    return (run([sys.executable, "-c", code], seconds=30) or "").strip() or None


def by_playwright() -> str | None:
    say("No browser found. Fetching playwright's Chromium (about 170 MB)")
    os.environ.setdefault("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "15000")  # milliseconds, if nobody answers
    run([*PLAYWRIGHT, "install", "chromium"], seconds=600)
    return playwrights_own()


def by_package_manager() -> str | None:
    if not shutil.which("apt-get"):
        return None
    say("Asking the system's package manager for Chromium")
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    run([*root, *APT, "update"], seconds=120)
    run([*root, *APT, "install", "--no-install-recommends", "chromium"], seconds=600)
    return shutil.which("chromium")


def libraries_for_playwrights_own() -> str | None:
    """Ubuntu's package is a placeholder for snap; playwright's Chromium may lack only its libraries."""
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    run([*root, *PLAYWRIGHT, "install-deps", "chromium"], seconds=600)
    return playwrights_own()


def candidates() -> Iterator[Callable[[], str | None]]:
    yield lambda: os.environ.get("CHROME")
    yield from (lambda name=name: shutil.which(name) for name in NAMES)
    yield from (playwrights_own, by_playwright, by_package_manager, libraries_for_playwrights_own)


def say(text: str) -> None:
    print(f"    {text}", file=sys.stderr, flush=True)


def find() -> str | None:
    """The path of a browser that starts, fetched if there is none; None if none can be had."""
    return next((path for candidate in candidates() if starts(path := candidate())), None)


def main() -> int:
    path = find()
    if path is None:
        say("The tests need a browser, and none could be found or fetched. Install Chromium or Google Chrome")
        say("(on Debian: sudo apt install chromium) or name one: make test CHROME=/path/to/chrome")
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
