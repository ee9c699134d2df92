# `make help` tells what there is. Settings: PYTHON (which interpreter), PORT and SPENDDATA_HOME (for `make run`),
# TESTS (which tests, for `make test`).

# An interpreter of the system before one under somebody's home: PostgreSQL may run as another user, who must read it.
SYSTEM_PYTHONS := $(wildcard $(foreach v,3.11 3.12,/usr/bin/python$(v) /usr/local/bin/python$(v)))
PYTHON ?= $(firstword $(SYSTEM_PYTHONS) python3)
PORT ?= 5000
SPENDDATA_HOME ?= $(CURDIR)/var
TESTS ?= tests
export PORT SPENDDATA_HOME

VENV := .venv/bin
PURE := $(wildcard $(foreach room,values definitions intake checks classify compare console,tests/$(room)))
WITHOUT_CKAN := -p no:ckan -p no:ckan_fixtures -p no:pytest-factoryboy
# Compiled once and kept, whatever the environment says: to compile the tests takes longer than to run them.
FAST := PYTHONDONTWRITEBYTECODE= HYPOTHESIS_PROFILE=fast $(VENV)/pytest -q --first-cases $(WITHOUT_CKAN)

.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: install
install: ## the environment in .venv, from the lock (at once where nothing changed)
	@$(PYTHON) stack/install.py

.PHONY: run
run: install ## a whole portal on http://127.0.0.1:PORT (5000) until Ctrl-C; kept in SPENDDATA_HOME (./var)
	@exec $(VENV)/python -m stack run

.PHONY: test
test: install ## all tests, by two processes, each on services of its own; TESTS=tests/ledger for some
	@$(VENV)/python -m stack test --sets 2 -- pytest -n 2 -m "not deep" $(TESTS)

.PHONY: test-fast
test-fast: install ## what breaks first: tests of the pure rooms that take no time, each by its first case; ten seconds
	@$(FAST) -n 2 -m "not deep and not real and not slow" $(PURE)

.PHONY: slow
slow: install ## which tests of the pure rooms are too slow for test-fast: tests/slow.csv
	@$(FAST) --note-slow -m "not deep and not real" $(PURE)

.PHONY: coverage
coverage: install ## lines and branches of each pure room that its tests pass through; fails below 95 of 100
	@$(VENV)/pytest -q -m "not deep and not real and not portal" $(WITHOUT_CKAN) --cov=ckanext.spenddata --cov-branch --cov-report= $(PURE)
	@status=0; for room in $(notdir $(PURE)); do \
	    printf '%-12s ' $$room; \
	    $(VENV)/coverage report --include "*/ckanext/spenddata/$$room/*" --fail-under 95 --precision 1 --format total || status=1; \
	done; exit $$status

.PHONY: mutants
mutants: install ## ROOM=values SAMPLE=150 SEED=1 OWN=: its code changed in as many ways, one at a time; fails if its tests notice fewer than 85 of 100
	@test -n "$(ROOM)" || { echo "mutants: say which, ROOM=values"; exit 1; }
	@$(if $(filter $(ROOM),$(notdir $(PURE))),,$(VENV)/python -m stack test -- )$(VENV)/python -m tests.mutants $(ROOM) --sample $(or $(SAMPLE),150) --seed $(or $(SEED),1) $(if $(OWN),--own)

.PHONY: test-deep
test-deep: install ## the long tests: fuzz, kills, soak; they print their figures
	@HYPOTHESIS_PROFILE=deep $(VENV)/python -m stack test --sets 2 -- pytest -n 2 -m deep $(TESTS)

.PHONY: assurance
assurance: install ## the tests that carry checks, long ones too (hours); what comes out goes into docs/assurance.md
	@HYPOTHESIS_PROFILE=deep $(VENV)/python -m stack test --sets 2 -- pytest -n 2 -m check --assurance docs/assurance.md $(TESTS)

.PHONY: bench
bench: install ## the benchmarks; PART=files beside what one would use instead, PART=readers of 500,000 payments, PART=large of 10,000,000, PART=categories
	@$(if $(filter categories,$(PART)),,$(VENV)/python -m stack test --steady -- python -m benchmarks $(PART))
	@$(if $(filter-out categories,$(PART)),,$(PYTHON) stack/install.py model && .venv-model/bin/python -m benchmarks.categories)

.PHONY: model
model: install ## the evidence model of the categories, built anew from the tables and the labelled payments
	@$(PYTHON) stack/install.py model
	@.venv-model/bin/python -m benchmarks.categories.build

.PHONY: lint
lint: install ## ruff, pyright and import-linter
	@$(PYTHON) stack/install.py lint
	.venv-lint/bin/ruff check --quiet --output-format concise .
	.venv-lint/bin/ruff format --check --quiet .
	.venv-lint/bin/pyright --warnings
	PYTHONPATH=. .venv-lint/bin/lint-imports

.PHONY: matrix
matrix: ## the pure rooms on Python 3.11 to 3.13, and the extension in each CKAN; PYTHONS="3.13" CKANS="2.12.0" for some
	@$(PYTHON) stack/matrix.py $(if $(PYTHONS),--pythons "$(PYTHONS)") $(if $(CKANS),--ckans "$(CKANS)") $(PURE)

.PHONY: docs
docs: ## the site of the documentation in build/site; fails on a link that leads nowhere
	@$(PYTHON) stack/install.py lint
	@NO_MKDOCS_2_WARNING=1 .venv-lint/bin/mkdocs build --strict --quiet
	@echo "docs: build/site/index.html"

.PHONY: packages
packages: ## the wheel and the source distribution in dist/, looked at as a package index will
	@$(PYTHON) stack/install.py lint
	@rm -rf dist && mkdir -p build && .venv-lint/bin/python -m build --outdir dist . >build/packages.log 2>&1 || { cat build/packages.log; exit 1; }
	@.venv-lint/bin/twine check --strict dist/*
	@.venv-lint/bin/pyroma --min 10 dist/*.tar.gz
	@.venv-lint/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@.venv-lint/bin/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
	@.venv-lint/bin/zizmor --offline --quiet .github

.PHONY: changelog
changelog: ## what changes/ will add to the changelog, as text; VERSION=1.2.3
	@$(PYTHON) stack/install.py lint
	@.venv-lint/bin/python -m release draft $(or $(VERSION),next)

.PHONY: release
release: ## VERSION=1.2.3: the changelog, the version, a commit and a tag, here alone; says how to publish it
	@test -n "$(VERSION)" || { echo "release: say which, VERSION=1.2.3"; exit 1; }
	@$(PYTHON) stack/install.py lint
	@.venv-lint/bin/python -m release make $(VERSION)

.PHONY: sbom
sbom: ## sbom.json, the list of all that is installed (CycloneDX), from the lock; a part of each release
	@$(PYTHON) stack/install.py lint
	@.venv-lint/bin/cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml requirements/lock.txt -o sbom.json
