"""What the tests of several folders share: a browser, lossviz's archive, and a Python such as a learner has."""

import hypothesis
import pytest

from lossviz.engine.demo import registry

# Timings go in benchmarks: beside other tests the first example may take half a second.
hypothesis.settings.register_profile("no clock", deadline=None)
hypothesis.settings.load_profile("no clock")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks
def pytest_collection_modifyitems(items):
    """What goes to one worker: the tests of a page of the site, those of a group that they name, or else of a file.

    Pages come last: each takes a minute or two, so that no worker is left alone with a long file.
    """
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            page = item.callspec.params.get("page") if hasattr(item, "callspec") else None
            item.add_marker(pytest.mark.xdist_group(page or str(item.path)))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group").args[0].endswith(".html"))


@pytest.fixture(scope="module", autouse=True)
def _registry_as_it_was():
    """Demos that the tests of a file make, around a small run of their own, are gone when the next file looks."""
    before = dict(registry)
    yield
    registry.clear()
    registry.update(before)


@pytest.fixture(scope="session")
def browser():
    from tests.chromium import chromium

    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """The address of an archive of the working tree, as GitHub would give one of a commit."""
    from tests.book import learner
    from tests.serving import served

    folder = tmp_path_factory.mktemp("archive")
    learner.pack(folder / "0123456789abcdef.zip")
    with served(folder) as address:
        yield f"{address}/0123456789abcdef.zip"


@pytest.fixture(scope="session")
def colab(tmp_path_factory):
    """An environment with what Colab has, in the book's versions."""
    from tests.book.learner import Learner

    return Learner(tmp_path_factory.mktemp("colab"))


@pytest.fixture(scope="session")
def old_colab(tmp_path_factory):
    """The same with the oldest versions that lossviz promises to work with: ipywidgets 7.7, as on Colab."""
    from tests.book.learner import Learner, lower_bounds

    return Learner(tmp_path_factory.mktemp("old-colab"), lower_bounds())
