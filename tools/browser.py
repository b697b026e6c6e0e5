"""Prints the path of a Chromium or Chrome that starts, and gets one where there is none.

Looked for, in this order: the environment variable CHROME, the PATH, playwright's own; then fetched: by
playwright, by the system's package manager. Exits with 1 and a plain sentence if all fail.

Firefox and WebKit, in which a sample of the demos is tried, are looked for and fetched too. The tests go on without
them: what is left out is said in a sentence.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

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
    ask_package_manager("chromium", name="Chromium")
    return shutil.which("chromium")


def ask_package_manager(*packages: str, name: str) -> None:
    if not shutil.which("apt-get"):
        return
    say(f"Asking the system's package manager for {name}")
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    run([*root, *APT, "update"], seconds=120)
    run([*root, *APT, "install", "--no-install-recommends", *packages], seconds=600)


def libraries_for_playwrights_own() -> str | None:
    """Ubuntu's package is a placeholder for snap; playwright's Chromium may lack only its libraries."""
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    run([*root, *PLAYWRIGHT, "install-deps", "chromium"], seconds=600)
    return playwrights_own()


def candidates() -> Iterator[Callable[[], str | None]]:
    yield lambda: os.environ.get("CHROME")
    yield from (lambda name=name: shutil.which(name) for name in NAMES)
    yield from (playwrights_own, by_playwright, by_package_manager, libraries_for_playwrights_own)


def firefox() -> str | None:
    """The path of a Firefox that starts: Ubuntu's may be snap's placeholder."""
    paths = filter(None, map(shutil.which, ("firefox-esr", "firefox")))
    return next((path for path in paths if "Firefox" in (run([path, "--version"], seconds=60) or "")), None)


def webkit() -> str | None:
    """The path of WebKitGTK's small browser, where its driver and a screen in memory are there as well."""
    built = (
        path for place in ("lib/*", "lib", "libexec") for path in Path("/usr").glob(f"{place}/webkit*/MiniBrowser")
    )
    tools = all(map(shutil.which, ("WebKitWebDriver", "Xvfb")))
    return next(map(str, sorted(built, reverse=True)), None) if tools else None


OTHERS = {
    "Firefox": (firefox, ("firefox-esr",)),
    "WebKit": (webkit, ("webkit2gtk-driver", "xvfb", "xauth")),
}


def left_out(name: str) -> str:
    packages = " ".join(OTHERS[name][1])
    return f"{name} is left out: not found, and not to be fetched (on Debian: sudo apt install {packages})"


def find_others() -> None:
    for name, (look, packages) in OTHERS.items():
        if not look():
            ask_package_manager(*packages, name=name)
        say(look() or left_out(name))


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
    find_others()
    return 0


if __name__ == "__main__":
    sys.exit(main())
