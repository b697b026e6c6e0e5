"""A tab of a real browser."""

import pytest


@pytest.fixture
def open_tab(browser):
    """open_tab(address, **options of a browser context)"""
    contexts = []

    def opened(address: str, **options):
        contexts.append(browser.new_context(**options))
        tab = contexts[-1].new_page()
        tab.goto(address)
        return tab

    yield opened
    for context in contexts:
        context.close()
