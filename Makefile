# make run   read the sample articles (or: make run FOLDER=path/to/articles)
# make test  run every test
# make check run every test and every linter, as CI does

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FOLDER ?=
# The lock files name everything: what they lack is found by `make lint`, not fetched unpinned.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

.PHONY: run test lint check docs pictures clean

run: $(VENV)/.run-ready
	@$(BIN)/nkreader $(FOLDER)

test: $(VENV)/.test-ready
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pip check

check: test lint

# The pages of keys and configuration, and the schema of config.yaml, from the code.
docs: $(VENV)/.test-ready
	$(BIN)/python docs/make_keys.py
	$(BIN)/python docs/make_config.py

# The pictures in README.md and docs/, made by the program itself.
pictures: $(VENV)/.test-ready
	$(BIN)/python docs/make_pictures.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "nkreader needs Python 3.11 or newer; name one with: make run PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV), once; this takes a minute." >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: $(VENV)/bin/python requirements.lock pyproject.toml
	@$(INSTALL) --requirement requirements.lock
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready requirements-dev.lock
	@$(INSTALL) --requirement requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
