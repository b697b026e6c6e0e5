"""The site among others: its address, what search engines and shared links show, and where a chapter is run.

Each part is there when what it needs is known, and absent otherwise; a plain build knows neither.

- BOOK_URL (else `html.baseurl` in `_config.yml`): a sitemap, a card for shared links, canonical addresses, and
  links on the page for wrong addresses that work at any depth.
- The repository, when the learner's notebooks are in its branch: every chapter opens in Colab and in Binder, and
  the notebook to download runs wherever it lands.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from . import learners as notebooks

CARD = ("_static/card.png", "The cover of the book: a parabola, a secant that turns into the tangent, sliders below")
META = '<meta {} content="{}">'


def setup(app: Sphinx) -> None:
    address = notebooks.book_address(app.config.html_baseurl)
    if address:
        for extension in ("sphinx_sitemap", "sphinxext.opengraph"):
            app.setup_extension(extension)
        # Before the other parts read the address.
        app.connect("config-inited", lambda _, config: use_address(config, address), priority=100)
    repository = known_repository(Path(app.srcdir))
    if repository:
        app.add_config_value("book_repository", repository.name, "html")  # pages are written again when it changes
        Buttons(repository, address).connect(app)


def use_address(config: Config, address: str) -> None:
    """Tell Sphinx and the two extensions where the site is."""
    config.html_baseurl = config.ogp_site_url = address
    config.sitemap_url_scheme, config.sitemap_excludes = "{link}", ["404.html", "search.html", "genindex.html"]
    config.ogp_image, config.ogp_image_alt = address + CARD[0], CARD[1]
    config.ogp_site_name = config.html_title or config.project
    config.ogp_enable_meta_description = False  # every page has its own from lossviz
    config.ogp_custom_meta_tags = [META.format('name="twitter:card"', "summary_large_image")]


def known_repository(root: Path) -> notebooks.Repository | None:
    """The repository if its learners' notebooks are published: a button must lead somewhere."""
    try:
        found = notebooks.find_repository(root)
    except notebooks.Unknown:
        return None
    return found if notebooks.has_branch(root) else None


class Buttons:
    """Where a chapter is run: a menu at the top of its page, and the notebook that the menu offers."""

    def __init__(self, repository: notebooks.Repository, address: str):
        self.repository, self.address = repository, address

    def connect(self, app: Sphinx) -> None:
        app.connect("html-page-context", self.add, priority=502)  # the theme makes its list of buttons at 500
        app.connect("build-finished", self.write_downloads)

    def add(self, app: Sphinx, pagename: str, _template: str, context: dict, _doctree: nodes.Node | None) -> None:
        if _chapter(app, pagename):
            download = f"{context['pathto']('_sources', 1)}/{pagename}.ipynb"
            context["header_buttons"].insert(0, self.menu(f"{Path(pagename).name}.ipynb", download))

    def menu(self, notebook: str, download: str) -> dict[str, Any]:
        """As the theme's template wants it."""
        choices = {
            "Open in Colab": (self.repository.colab(notebook), "fas fa-play"),
            "Open in Binder": (self.repository.binder(notebook), "fas fa-play"),
            "Download notebook": (download, "fas fa-download"),
        }
        links = [{"type": "link", "text": text, "url": url, "icon": icon} for text, (url, icon) in choices.items()]
        group = {"type": "group", "tooltip": "Run this chapter", "icon": "fas fa-rocket", "label": "launch-buttons"}
        return group | {"buttons": links}

    def write_downloads(self, app: Sphinx, exception: Exception | None) -> None:
        """Put the learner's copies where Sphinx has put the sources."""
        for name in () if exception else filter(lambda name: _chapter(app, name), app.env.found_docs):
            path, root = Path(app.env.doc2path(name)), Path(app.srcdir)
            copy = notebooks.learner_copy(path, root, self.repository.archive, self.address)
            Path(app.outdir, "_sources", f"{name}.ipynb").write_text(copy, encoding="utf-8")


def _chapter(app: Sphinx, name: str) -> bool:
    return name in app.env.found_docs and Path(app.env.doc2path(name)).suffix == ".ipynb"
