# Everything here brings the environment up to date first; nothing needs a step by hand.
SHELL := /bin/bash
PYTHON ?= python3
UV := .uv/bin/uv
BIN := .venv/bin
# The machine's own certificates first: offices stand behind proxies that sign for themselves. Then uv's.
sync = $(UV) sync --locked --quiet --inexact $(1) --system-certs || $(UV) sync --locked --quiet --inexact $(1)
export UV_PYTHON := $(PYTHON)
# People behind a mirror of PyPI have told pip already; uv is told the same.
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX := $(PIP_INDEX_URL)
endif

.PHONY: setup run demo test check lint format types docs bench bench-batch browser clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

$(UV): tools/uv-requirements.txt
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check -r tools/uv-requirements.txt
	@touch $(UV)

# One environment; what running needs comes first, so that `make run` downloads no test tools.
.venv/.run: $(UV) pyproject.toml uv.lock
	$(call sync,--no-default-groups --extra web)
	@touch $@

.venv/.dev: .venv/.run
	$(call sync,--extra web --extra postgres)
	@touch $@

.venv/.bench: .venv/.dev
	$(call sync,--extra web --extra postgres --group bench)
	@touch $@

setup: .venv/.run ## the environment, with .venv/bin/queqiao and queqiao-web in it

run: setup ## the platform: web and worker; names the address and the demo accounts
	$(BIN)/queqiao-web run

demo: setup ## the engine alone: match the demo region; opens or names the HTML page
	$(BIN)/queqiao demo

# On the embedded database first, then the platform's once more on PostgreSQL. What starts processes and browsers of its
# own keeps a file together, so that each file starts one platform.
PLATFORM := tests/e2e/platform tests/web/processes
ON_SQLITE_ALONE := tests/web/api/test_contract.py tests/web/test_planted_secrets.py tests/web/processes
ON_POSTGRES := tests/web/processes $(wildcard tests/e2e/platform/test_journey_*.py)
test: .venv/.dev browser ## the tests, browser ones included, on both databases
	$(BIN)/pytest -n auto $(PLATFORM:%=--ignore=%)
	$(BIN)/pytest -n auto --dist loadfile $(PLATFORM)
	@echo "On PostgreSQL: tests/web, journeys and kills; held on SQLite above: tests/web/api/test_contract.py, the hunt for secrets"
	$(BIN)/python tools/with_postgres.py $(BIN)/pytest -n auto tests/web $(ON_SQLITE_ALONE:%=--ignore=%)
	$(BIN)/python tools/with_postgres.py $(BIN)/pytest -n auto --dist loadfile $(ON_POSTGRES)

browser: .venv/.dev
	@$(BIN)/python tools/find_browser.py

# bandit watches what faces the network; chance and processes are left to ruff's S rules, which ask for reasons.
lint: .venv/.dev ## ruff, the import contracts, bandit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --skip B311,B404,B603 src/queqiao_web

format: .venv/.dev ## ruff's formatter
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: .venv/.dev ## mypy, strict
	$(BIN)/mypy

docs: .venv/.dev ## generated pages up to date, links whole
	$(BIN)/python tools/build_docs.py --check

check: lint types test docs ## lint, types, tests, docs

bench: .venv/.bench ## every target of benchmarks/, into benchmarks/results/
	$(BIN)/python -m benchmarks.run

bench-batch: .venv/.bench ## PASSAGES=FILE QUERIES=FILE: ours and every peer on any texts
	$(BIN)/python -m benchmarks.scale.batch --passages "$(PASSAGES)" --queries "$(QUERIES)"

clean: ## forget the environment
	rm -rf .venv .uv
