# `make help` tells what there is. Two settings: PYTHON, PORT (see below), and SPENDDATA_HOME.

# An interpreter of the system before one under somebody's home: PostgreSQL may run as another user, who must read it.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3.11 /usr/bin/python3.12 /usr/local/bin/python3.11 /usr/local/bin/python3.12) python3)
PORT ?= 5000
SPENDDATA_HOME ?= $(CURDIR)/var
export PORT SPENDDATA_HOME

VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: install
install: ## the environment in .venv, from the lock (at once where nothing changed)
	@$(PYTHON) stack/install.py

.PHONY: run
run: install ## a whole portal at http://127.0.0.1:$(PORT), until Ctrl-C; data in SPENDDATA_HOME (./var)
	@exec $(VENV)/python -m stack run

.PHONY: lint
lint: install ## ruff, pyright and import-linter
	@$(PYTHON) stack/install.py lint
	.venv-lint/bin/ruff check .
	.venv-lint/bin/ruff format --check .
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 .venv-lint/bin/pyright --warnings
	PYTHONPATH=. .venv-lint/bin/lint-imports
