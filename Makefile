# Everything one does with the program. Needs Python 3.11 or newer with venv, and nothing else:
# no root, no Node, no service. For example: make run PORT=9000 · make test ARGS="-k pace" ·
# make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m
PIP := $(RUN) pip --disable-pip-version-check --quiet install
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run worker test check fix bench fairness i18n clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/for-run ## install, migrate, seed the demo event and serve http://127.0.0.1:8000
	@$(RUN) race serve $(ARGS)

worker: $(VENV)/for-run ## do long work beside the web server (RACE_WORK=apart there)
	@$(RUN) race worker $(ARGS)

test: $(VENV)/for-test ## run all tests, those in a browser too
	@$(RUN) tests.browser.chromium
	@$(RUN) pytest $(ARGS)

check: $(VENV)/for-test ## format, lint, types, architecture
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy
	@$(RUN) pytest -q tests/test_architecture.py

fix: $(VENV)/for-test ## put right what ruff can put right by itself
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .

bench: $(VENV)/for-test ## measure, side by side with the usual libraries; copies among a million runs; a replay
	@$(RUN) bench.pipeline
	@$(RUN) bench.copies
	@$(RUN) bench.dry_run
	@$(RUN) bench.replay

fairness: $(VENV)/for-test ## measure how often the checks accuse the honest, or miss a cheat
	@$(RUN) tests.fairness $(ARGS)

i18n: $(VENV)/for-test ## print the sentences that lack a translation
	@$(RUN) tests.catalogue

clean: ## remove all that make made; data/ stays
	rm -rf $(VENV) .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# A stamp inside the environment is as old as its last installation.
$(VENV)/for-run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
	  "This program needs Python 3.11 or newer, and %s is %d.%d. Name another one: make PYTHON=python3.12" \
	  % ((sys.executable,) + tuple(sys.version_info[:2])))'
	@$(RUN) pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing what the program needs; this takes a minute, once."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/for-test: requirements-dev.txt $(VENV)/for-run
	@echo "Installing what the tests need; this takes a minute, once."
	@$(PIP) -r requirements-dev.txt
	@touch $@
