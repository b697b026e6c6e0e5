"""Tests that share a page, a server or an environment go to one worker: pytest-xdist can lose that without a word."""

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="all tests are one worker's")
def test_the_tests_of_a_file_are_one_worker_s(request):
    assert request.node.nodeid.endswith(f"@{request.path}")  # as pytest-xdist marks what it keeps together
