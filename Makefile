# The only way things are run: people, hooks and .ci/run all call these targets. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-develop
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# Files of tests run side by side, each process with databases of its own; `make test AT_ONCE=` runs one after another.
AT_ONCE ?= --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
SOURCES := $(wildcard core sdk plugins tests benchmarks examples docs/*.py)

.PHONY: help run migrate test check bench docs sdk-contract format clean \
	format-check lint types contracts spelling architecture dependencies

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN_READY)  ## serve the API with demo data; prints the address, a key and a first curl
	@$(BIN)/wellkept run --demo

migrate: $(RUN_READY)  ## bring the database of WELLKEPT_DATABASE_URL up to date
	@$(BIN)/wellkept migrate

test: $(DEV_READY)  ## all tests, on SQLite and, where it is reachable, PostgreSQL; COVERAGE=1 holds the thresholds
ifdef COVERAGE
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest $(AT_ONCE)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=100 --include='core/wellkept/*/rules/*,core/wellkept/*/rules.py,plugins/*/*/rules/*,sdk/*'
else
	$(BIN)/pytest $(AT_ONCE)
endif

check: format-check lint types contracts spelling architecture docs dependencies  ## everything but the tests

bench: $(DEV_READY)  ## measure the budgets, as ratios on this machine
	$(BIN)/python -m benchmarks

docs: $(DEV_READY)  ## build the documentation into build/docs
	$(BIN)/sphinx-build --nitpicky --fail-on-warning --keep-going --quiet --builder html docs build/docs

sdk-contract: $(DEV_READY)  ## keep the SDK's contract after a change of its version
	$(BIN)/python tests/support/sdk_contract.py --write

format: $(DEV_READY)  ## write what can be written by a machine
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

clean:  ## remove all that make has made; never the data folder
	rm -rf $(VENV) build dist docs/reference docs/__pycache__ .coverage .coverage.* .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find $(SOURCES) -type d -name __pycache__ -prune -exec rm -rf {} +

format-check: $(DEV_READY)
	$(BIN)/ruff format --check $(SOURCES)

lint: $(DEV_READY)
	$(BIN)/ruff check --output-format concise $(SOURCES)

types: $(DEV_READY)
	$(BIN)/pyright

contracts: $(DEV_READY)
	$(BIN)/lint-imports --no-logo

spelling: $(DEV_READY)
	$(BIN)/codespell

architecture: $(DEV_READY)
	$(BIN)/pytest --quiet tests/architecture

dependencies: $(DEV_READY)
	$(BIN)/python -m pip check

# One virtual environment, made once and again only when the dependencies change.
$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Wellkept needs Python 3.11 or newer, and there is no python3 on the PATH."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Wellkept needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Say: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUN_READY): pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing Wellkept into $(VENV) (only when its dependencies change) ..."
	@$(PIP_INSTALL) --editable .
	@touch $@

$(DEV_READY): pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing Wellkept and its tools into $(VENV) (only when its dependencies change) ..."
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@ $(RUN_READY)
