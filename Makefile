# Thin lines: what is built, from what, by which command.
#   make book     install what is needed into .venv and build the site
#   make test     the same, and every check
#   make serve    show the site on this machine
#   make study LAB=airline JOBS=2    train a lab's models over many seeds
#   make nbgrader try the assignments in nbgrader itself (tests/README.md)
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

SITE_SOURCES := $(shell find _config.yml _toc.yml references.bib chapters coursepkg \
    extensions vendor widgets live_cells slides assignments results weights benchmarks/results.json benchmarks/processors.json -type f -not -name '*.pyc' 2>/dev/null)

CHECK_PYTHON := import sys; sys.version_info >= (3, 11) or sys.exit( \
    "The course needs Python 3.11 or newer, and this is " + sys.version.split()[0] + \
    ". Name another one: make PYTHON=/path/to/python3")
CHECK_VENV := import importlib.util as u, sys; u.find_spec("ensurepip") or sys.exit( \
    "This Python cannot make virtual environments. On Debian: apt-get install python3-venv")

.PHONY: book test unit lint notebooks bench study mutation nbgrader serve clean

book: _build/stamp
	@echo "The site is at _build/html/index.html; 'make serve' shows it."

test: lint unit
	$(BIN)/python -m tools.notebooks --check
	$(BIN)/python -m pytest -q -n 2 --dist loadscope -p tools.notebooks.comparison --nbval notebooks
	@$(MAKE) --no-print-directory book
	$(BIN)/python -m pytest -q tests/test_book.py tests/test_browser.py tests/test_slides.py

unit: .venv/package.stamp
	$(BIN)/python -m pytest -q -n 2 --ignore=tests/test_book.py --ignore=tests/test_browser.py \
	    --ignore=tests/test_slides.py

lint: .venv/package.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

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

serve: book
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

clean:
	rm -rf _build .pytest_cache .ruff_cache

# Jupyter Book's cache does not notice a change in the package: always from nothing.
# The stamp, because a build that failed leaves pages behind that look finished.
_build/stamp: .venv/package.stamp $(SITE_SOURCES)
	rm -rf _build
	$(BIN)/jupyter-book build . -W --keep-going
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
