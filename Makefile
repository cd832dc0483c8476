.PHONY: setup run test check bench

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := $(VENV)/peers

setup: $(VENV)/.ready

$(VENV)/.ready: requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	touch $@

run: setup
	$(BIN)/python -m bot run

test: setup
	$(BIN)/python -m pytest -n auto
	SOTAY_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n auto

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy bot scheduler handlers models
	$(BIN)/lint-imports

bench: setup $(PEERS)/.ready
	$(BIN)/python -m tests.bench

$(PEERS)/.ready: requirements-bench.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-bench.txt
	touch $@
