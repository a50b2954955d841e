# make run   read the sample articles (or: make run FOLDER=path/to/articles)
# make test  run every test
# make check run every test and every linter, as CI does

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FOLDER ?=

.PHONY: run test lint check pictures clean

run: $(VENV)/.run-ready
	@$(BIN)/nkreader $(FOLDER)

test: $(VENV)/.test-ready
	$(BIN)/python -m pytest

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: test lint

# The pictures in README.md and docs/, made by the program itself.
pictures: $(VENV)/.test-ready
	$(BIN)/python docs/make_pictures.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "nkreader needs Python 3.11 or newer; name one with: make run PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV), once; this takes a minute." >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: $(VENV)/bin/python requirements.lock pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
