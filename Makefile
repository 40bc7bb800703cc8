# Thin lines: what is built, from what, by which command.
#   make book     install what is needed into .venv and build the site
#   make test     the same, and every check
#   make pdf      print the site again as one PDF (tools/pdf)
#   make serve    show the site on this machine
#   make study LAB=airline JOBS=2    train a lab's models over many seeds
#   make nbgrader try the assignments in nbgrader itself (tests/README.md)
#   make packages build the wheel and the sdist, and try both in fresh environments
#   make publish  build the site and push it to the branch gh-pages (asks first; YES=1, DRY=1)
#   make lock     work out requirements.txt from pyproject.toml (UPGRADE=1: newest versions)
#   make licences write the licence report; make newest, image and links: the weekly checks
#   make lighthouse  score the site with Lighthouse, which needs Node.js
#   make mutation break the mathematics, and see whether the tests notice (tests/README.md)
# Another interpreter: make book PYTHON=python3.13

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

# The same text on every machine: stand-in data even where the real ones are at hand, no chatter.
export COURSEPKG_OFFLINE := 1
export COURSEPKG_SOURCE := stand-in
export TF_ENABLE_ONEDNN_OPTS := 0
export TF_CPP_MIN_LOG_LEVEL := 2
# Jupyter chooses how a figure is drawn in a notebook.
unexport MPLBACKEND

SITE_SOURCES := $(shell find _config.yml _toc.yml pyproject.toml references.bib chapters coursepkg tools/packages \
    tools/pdf CHANGELOG.md CITATION.cff published.txt notebooks \
    extensions vendor widgets live_cells quiz slides assignments results weights benchmarks/results.json benchmarks/processors.json -type f -not -name '*.pyc' 2>/dev/null)

CHECK_PYTHON := import sys; sys.version_info >= (3, 11) or sys.exit( \
    "The course needs Python 3.11 or newer, and this is " + sys.version.split()[0] + \
    ". Name another one: make PYTHON=/path/to/python3")
CHECK_VENV := import importlib.util as u, sys; u.find_spec("ensurepip") or sys.exit( \
    "This Python cannot make virtual environments. On Debian: apt-get install python3-venv")

# Checks of the built site that take two processes, besides test_book.py and test_browser.py.
OPENED := tests/test_accessibility.py tests/test_keyboard.py tests/test_slides.py

.PHONY: book pdf test unit lint notebooks bench study mutation nbgrader lighthouse serve clean \
    packages publish lock licences newest image links colab-check

book: _build/stamp
	@echo "The site is at _build/html/index.html; 'make serve' shows it."

test: lint unit
	$(BIN)/python -m tools.notebooks --check
	$(BIN)/python -m pytest -q -n 2 --dist loadscope -p tools.notebooks.comparison --nbval notebooks
	@$(MAKE) --no-print-directory book
	$(BIN)/python -m pytest -q tests/test_book.py tests/test_browser.py tests/test_pdf.py
	$(BIN)/python -m pytest -q -n 2 $(OPENED)

unit: .venv/package.stamp
	$(BIN)/python -m pytest -q -n 2 --ignore=tests/test_book.py --ignore=tests/test_browser.py \
	    --ignore=tests/test_pdf.py \
	    $(OPENED:%=--ignore=%)

lint: .venv/package.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/zizmor --offline --quiet .github
	$(BIN)/python -m tools.licences --check

notebooks: .venv/package.stamp
	$(BIN)/python -m tools.notebooks
	$(BIN)/python -m tools.assignments

bench: .venv/package.stamp
	$(BIN)/python -m benchmarks

mutation: .venv/package.stamp
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tools.mutation $(if $(MODULE),--module $(MODULE))

# nbgrader brings a whole Jupyter with it, so it gets an environment of its own.
nbgrader: .venv/package.stamp .nbgrader/stamp
	NBGRADER=$(CURDIR)/.nbgrader/bin/python \
	    $(BIN)/python -m pytest -q tests/assignments/test_in_nbgrader.py

.nbgrader/stamp:
	$(PYTHON) -m venv .nbgrader
	.nbgrader/bin/python -m pip install -q nbgrader==0.9.6 numpy ipykernel
	@touch $@

# A study is of the real data, and may fetch it.
study: export COURSEPKG_OFFLINE := 0
study: export COURSEPKG_SOURCE :=
study: .venv/package.stamp
	$(BIN)/python -m coursepkg study $(LAB) $(if $(JOBS),--jobs $(JOBS))

# `make book` has printed it already, where there is Chromium.
pdf: _build/stamp
	$(BIN)/python -m tools.pdf

lighthouse: book
	$(BIN)/python -m tools.lighthouse

packages: .venv/package.stamp
	$(BIN)/python -m tools.packages try

publish: book
	$(BIN)/python -m tools.publishing $(if $(YES),--yes) $(if $(DRY),--dry-run) \
	    $(if $(REMOTE),--remote $(REMOTE))

# What is locked stays as it is, unless a range forbids it or newer versions are asked for.
RESOLVE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet pyproject.toml \
    --extra test --group lock --universal --python-version 3.11 --no-annotate

lock: .venv/package.stamp
	$(RESOLVE) $(if $(UPGRADE),--upgrade) --output-file requirements.txt

licences: .venv/package.stamp
	$(BIN)/python -m tools.licences

# A copy with the newest versions that the ranges allow; it shows what differs from the lock.
newest: .venv/package.stamp
	rm -rf _build/newest
	git clone --quiet . _build/newest
	$(RESOLVE) --upgrade --output-file _build/newest/requirements.txt
	-git --no-pager diff --no-index --unified=0 requirements.txt _build/newest/requirements.txt
	$(MAKE) -C _build/newest licences test

# Inside an image such as Colab's, with its own Python and not with .venv.
image:
	$(PYTHON) -m tools.packages.image

# Each notebook in an environment that only its own first cell has made: on top of a runtime of
# Colab's, LIKE=newest or LIKE=2026.01, or on top of nothing.
colab-check: .venv/package.stamp
	$(BIN)/python -m tools.colab $(if $(LIKE),--like $(LIKE)) $(SLUGS)

links: .venv/package.stamp
	$(BIN)/python -m tools.links

serve: book
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

clean:
	rm -rf _build .pytest_cache .ruff_cache

# Jupyter Book's cache does not notice a change in the package: always from nothing.
# The stamp, because a build that failed leaves pages behind that look finished.
_build/stamp: .venv/package.stamp $(SITE_SOURCES)
	rm -rf _build
	$(BIN)/jupyter-book build . -W --keep-going
	$(BIN)/python -m tools.pdf --if-possible
	@touch $@

.venv/package.stamp: .venv/requirements.stamp pyproject.toml
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation --editable .
	@touch $@

.venv/requirements.stamp: requirements.txt
	@$(PYTHON) -c '$(CHECK_PYTHON)'
	@$(PYTHON) -c '$(CHECK_VENV)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@
