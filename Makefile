# Thin lines: what is built, from what, by which command.
#   make book     install what is needed into .venv and build the site
#   make quick    what needs neither a browser nor a kernel: for every change, in a minute or two.
#                 Of these it leaves five (-m slow) that watch over a tool of which nothing in the
#                 course hangs: the benchmarks' worker with Keras in it, a study on a Dask cluster
#                 and one with Keras, two equal builds of the wheel, trials of the mutation tester
#   make test     the site, and every check; in a browser a dozen pages
#   make all      the same with every page, and the PDF: what has to pass before anything lands
#   make pdf      print the site as one PDF (tools/pdf), which its first page then links
#   make serve    show the site on this machine
#   make study LAB=airline JOBS=2    train a lab's models over many seeds
#   make attacks  attack the grader with every choice of libraries, which takes minutes
#   make nbgrader try the assignments in nbgrader itself (tests/README.md)
#   make packages build the wheel and the sdist, try both in fresh environments, and the wheels of
#                 earlier versions with a notebook of theirs
#   make publish  build the site and push it to the branch gh-pages (asks first; YES=1, DRY=1)
#   make lock     work out requirements.txt from pyproject.toml (UPGRADE=1: newest versions)
#   make licences write the licence report; make newest, image and links: the weekly checks
#   make bench    time our twin beside Keras and PyTorch; make torch: the tests that need PyTorch
#   make newest-sphinx: would the pages outlive Jupyter Book 1?
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
    tools/notebooks CHANGELOG.md CITATION.cff published.txt notebooks \
    website assignments studies/schema.json studies/results studies/weights studies/benchmarks/results.json \
    studies/benchmarks/processors.json -type f -not -name '*.pyc' 2>/dev/null)

CHECK_PYTHON := import sys; sys.version_info >= (3, 11) or sys.exit( \
    "The course needs Python 3.11 or newer, and this is " + sys.version.split()[0] + \
    ". Name another one: make PYTHON=/path/to/python3")
CHECK_VENV := import importlib.util as u, sys; u.find_spec("ensurepip") or sys.exit( \
    "This Python cannot make virtual environments. On Debian: apt-get install python3-venv")

# Two processes for everything; what shares a page stays in one.
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist loadgroup --durations=10
# Checks of the built site; all others need none.
SITE_TESTS := tests/website/built_site
NO_SITE := --ignore=$(SITE_TESTS) --ignore=tests/test_pdf.py
PAGES ?=

.PHONY: book pdf quick test all lint notebooks bench study mutation attacks nbgrader lighthouse serve clean \
    packages publish lock licences newest image links colab-check torch newest-sphinx

book: _build/stamp
	@echo "The site is at _build/html/index.html; 'make serve' shows it."

quick: lint
	$(PYTEST) $(NO_SITE) -m "not browser and not kernel and not slow"

test: lint
	$(BIN)/python -m tools.notebooks --check
	$(PYTEST) $(NO_SITE) $(PAGES)
	$(BIN)/python -m pytest -q -n 2 --dist loadscope -p tools.notebooks.comparison --nbval notebooks
	@$(MAKE) --no-print-directory book
	$(PYTEST) $(SITE_TESTS) $(PAGES)

all:
	@$(MAKE) --no-print-directory test PAGES=--all-pages
	@$(MAKE) --no-print-directory pdf
	$(BIN)/python -m pytest -q tests/test_pdf.py

lint: .venv/package.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/python -m tools.spoken_english
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/zizmor --offline --quiet .github
	$(BIN)/python -m tools.licences --check

notebooks: .venv/package.stamp
	$(BIN)/python -m classroom make
	$(BIN)/python -m tools.notebooks

bench: .torch/stamp
	.torch/bin/python -m studies.benchmarks

mutation: .venv/package.stamp
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tools.mutation $(if $(MODULE),--module $(MODULE))

# Minutes: more than five hundred attacks on the grader.
attacks: .venv/package.stamp
	COURSE_SANDBOX=required $(PYTEST) tests/classroom/test_attacks_on_marks.py \
	    tests/classroom/test_sandbox.py tests/classroom/test_corpus.py --every-choice

# nbgrader brings a whole Jupyter with it, so it gets an environment of its own.
nbgrader: .venv/package.stamp .nbgrader/stamp
	NBGRADER=$(CURDIR)/.nbgrader/bin/python \
	    $(BIN)/python -m pytest -q tests/classroom/test_in_nbgrader.py

.nbgrader/stamp:
	$(PYTHON) -m venv .nbgrader
	.nbgrader/bin/python -m pip install -q nbgrader==0.9.6 numpy ipykernel
	@touch $@

# A study is of the real data, and may fetch it.
study: export COURSEPKG_OFFLINE := 0
study: export COURSEPKG_SOURCE :=
study: .venv/package.stamp
	$(BIN)/python -m studies $(LAB) $(if $(JOBS),--jobs $(JOBS))

pdf: _build/stamp
	$(BIN)/python -m tools.pdf

lighthouse: book
	$(BIN)/python -m tools.lighthouse

packages: .venv/package.stamp
	$(BIN)/python -m tools.packages

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
	$(MAKE) -C _build/newest licences all

# Inside an image such as Colab's, with its own Python and not with .venv.
image:
	$(PYTHON) -m tools.packages.runtimes --here

# Each notebook in an environment that only its own first cell has made: on top of a runtime of
# Colab's, LIKE=newest or LIKE=2026.01, or on top of nothing.
colab-check: .venv/package.stamp
	$(BIN)/python -m tools.packages.runtimes $(if $(LIKE),--like $(LIKE)) $(SLUGS)

links: .venv/package.stamp
	$(BIN)/python -m tools.links

# PyTorch is large, and nothing but these comparisons needs it: an environment of its own.
TORCH_TESTS := tests/studies/benchmarks/test_workers.py::test_a_twin_without_some_work_is_left_out_there \
    tests/chapters/test_conventions.py::test_the_lines_for_pytorch_run_where_it_is_installed \
    tests/variants/test_conventions.py::test_equals_pytorch_where_it_is_installed \
    tests/variants/test_parameter_counts.py::test_equals_pytorch_where_it_is_installed

torch: .torch/stamp
	.torch/bin/python -m pytest -q --noconftest $(TORCH_TESTS)

.torch/stamp: requirements.txt
	$(PYTHON) -m venv .torch
	grep '^tensorflow' requirements.txt > .torch/tensorflow.txt  # which one, the machine decides
	.torch/bin/python -m pip install -q -c requirements.txt -r .torch/tensorflow.txt torch==2.13.0 \
	    pytest jupytext nbclient ipykernel pillow Sphinx pybtex --editable .
	@touch $@

# Jupyter Book 1 has had its last release and holds Sphinx below 8. It can write Sphinx' own
# settings; here the newest Sphinx builds from these. In a copy, since they lie beside the book.
newest-sphinx: .sphinx/stamp
	rm -rf _build/newest-sphinx
	git clone --quiet . _build/newest-sphinx
	cd _build/newest-sphinx && $(CURDIR)/.sphinx/bin/jupyter-book config sphinx .
	cd _build/newest-sphinx && $(CURDIR)/.sphinx/bin/sphinx-build -W --keep-going . _build/html

# What holds these back is lifted; uv finds the newest of the rest that go with them.
.sphinx/stamp: .venv/package.stamp
	$(PYTHON) -m venv .sphinx
	printf 'sphinx>=8\ndocutils\nmyst-parser\n' > .sphinx/lifted.txt
	$(BIN)/uv pip install --quiet --upgrade --python .sphinx/bin/python --override .sphinx/lifted.txt \
	    --group lock --editable '.[book]'
	@touch $@

serve: book
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

clean:
	rm -rf _build .pytest_cache .ruff_cache

# Always from nothing: a page may show code of the package that has changed.
# The stamp, because a build that failed leaves pages behind that look finished.
_build/stamp: .venv/package.stamp $(SITE_SOURCES)
	@mkdir -p _build
	@find _build -mindepth 1 -maxdepth 1 -not -name compared.json -exec rm -rf {} +
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
