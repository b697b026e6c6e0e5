# make book    build the site            make serve   build it again whenever a file changes
# make test    lint and test everything  make bench   the figures that the book promises
# make test-all  and what takes long: a second cold build, what Colab has beside the oldest versions
# make check   read, run and draw what is being written; make check CHAPTER=hinge looks at one chapter
# make canary  the engine and the book with the newest versions of what they stand on
# make lint    only the style checks     make offline the book as one zip
# make questions  exercises and quizzes for a course in Moodle or Canvas
# make clean   remove what was built
#
# Everything is installed into .venv, nothing outside it. PYTHON=python3.12 chooses another Python.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := book
.PHONY: book test test-all check canary serve lint bench offline questions clean distclean

ifndef PYTHON
PYTHON := $(shell for p in python3.11 python3; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
VENV := .venv
BIN := $(VENV)/bin
OFFLINE := loss-functions-by-hand
JUPYTER_BOOK := $(BIN)/jupyter-book build . -W -n --keep-going -q
SAY := @printf '==> %s\n'

# pip without its wall of text: the large downloads are named, errors come through.
PIP := $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off
BRIEF := 2> >(grep -v '^WARNING' >&2) | { grep --line-buffered -E '^ *Downloading .*[0-9]{2}\.[0-9] MB' || true; }

# What is installed and for which version of the lists; a stamp older than its list is made again.

$(VENV)/pip-works:
	@test -n "$(PYTHON)" || { echo "This book needs Python 3.11 or newer, and found none (python3.11, python3)." \
	    "Install one, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	$(SAY) "Making a virtual environment in $(VENV) ($$($(PYTHON) --version))"
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments:" \
	    "on Debian and Ubuntu, run  sudo apt install python3-venv  and then make again."; exit 1; }
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/for-book: requirements.txt pyproject.toml $(VENV)/pip-works
	$(SAY) "Installing what building the book needs (once, a minute or more; these are the large ones)"
	@$(PIP) -r requirements.txt $(BRIEF)
	@$(PIP) --no-deps --no-build-isolation -e . $(BRIEF)
	@touch $@

$(VENV)/for-test: requirements-dev.txt $(VENV)/for-book
	$(SAY) "Installing what testing the book needs"
	@$(PIP) -r requirements-dev.txt $(BRIEF)
	@touch $@

book: $(VENV)/for-book
	$(SAY) "Building the book (the first time runs every chapter; later only what changed)"
	@$(JUPYTER_BOOK)
	$(SAY) "The book is in $(CURDIR)/_build/html/index.html"

test: TESTS := not nightly
test-all: TESTS := nightly or not nightly
test test-all: $(VENV)/for-test lint book
	$(SAY) "Looking for browsers"
	@$(BIN)/python tools/browser.py > $(VENV)/browser && sed 's/^/    /' $(VENV)/browser
	$(SAY) "Testing (18 minutes on two cores)"
	@CHROME="$$(cat $(VENV)/browser)" $(BIN)/python -m pytest --dist loadgroup --no-loadscope-reorder -m "$(TESTS)" \
	    -n "$$($(BIN)/python -c 'import os; print(os.cpu_count() + 1)')" # one more than cores: browsers are waited for
	$(SAY) "All tests passed"

check: $(VENV)/for-test
	@$(BIN)/python -m tools.check $(CHAPTER)

lint: $(VENV)/for-test
	$(SAY) "Checking the style of the code, and that chapters hold no outputs"
	@$(BIN)/ruff check -q
	@$(BIN)/ruff format --check --output-format=concise
	@$(BIN)/nb-clean check --preserve-cell-metadata --preserve-notebook-metadata chapters

serve: $(VENV)/for-test
	@$(BIN)/python tools/serve.py $(JUPYTER_BOOK)

# What its readers will have next; WITH="engine pre" or WITH=book tries one.
canary: $(VENV)/for-book
	$(SAY) "Trying $(or $(WITH),engine newest, and the newest Sphinx)"
	@$(if $(WITH),$(BIN)/python tools/canary.py $(WITH),$(BIN)/python tools/canary.py engine newest && \
	    $(BIN)/python tools/canary.py book)

bench: $(VENV)/for-test book
	@$(BIN)/python -m benchmarks

offline: book
	$(SAY) "Packing the book"
	@cd _build && rm -rf offline && mkdir offline && ln -s ../html "offline/$(OFFLINE)" && \
	    cd offline && "$(CURDIR)/$(BIN)/python" -m zipfile -c "../$(OFFLINE).zip" "$(OFFLINE)"
	$(SAY) "Unpack $(CURDIR)/_build/$(OFFLINE).zip anywhere, a USB stick too, and open index.html"

questions: $(VENV)/for-book
	$(SAY) "Taking the exercises and quizzes out of the chapters"
	@$(BIN)/python -m tools.questions

clean:
	@rm -rf _build
	$(SAY) "Removed _build (make distclean removes $(VENV) too)"

distclean: clean
	@rm -rf $(VENV) *.egg-info
