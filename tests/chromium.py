"""The one browser of tests, benchmarks and pictures."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tools.browser import find

QUIET = ["quic", "background-networking", "component-update", "sync", "ipc-flooding-protection"]
# Two pages that Chromium draws in each window for lists under an address bar that nobody sees: half of what it costs to
# open a window. Playwright's own are named again, since of such flags the last one counts.
FEATURES = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "AvoidUnnecessaryBeforeUnloadCheckSync"]
FEATURES += ["DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay"]
FEATURES += ["MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"]
FEATURES += ["ThirdPartyStoragePartitioning"]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{q}" for q in QUIET)]
FLAGS += [f"--disable-features={','.join(FEATURES)}"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser: the one that `make test` found, else the one that is found now."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROME") or find(), args=FLAGS)
        yield browser
        browser.close()
