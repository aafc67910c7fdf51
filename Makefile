# Everything here brings the environment up to date first; nothing needs a step by hand.
SHELL := /bin/bash
PYTHON ?= python3
UV := .uv/bin/uv
BIN := .venv/bin
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

.venv/.ready: $(UV) pyproject.toml uv.lock
	$(UV) sync --locked --quiet
	@touch $@

setup: .venv/.ready ## the environment, with .venv/bin/queqiao in it

run: setup ## match the demo region; opens or names the HTML page
	$(BIN)/queqiao demo

demo: run ## the same

test: setup browser ## all tests, browser ones included
	$(BIN)/pytest -n auto

browser: setup
	@$(BIN)/python tools/find_browser.py

lint: setup ## ruff and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: setup ## ruff's formatter
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: setup ## mypy, strict
	$(BIN)/mypy

docs: setup ## generated pages up to date, links whole
	$(BIN)/python tools/build_docs.py --check

check: lint types test docs ## lint, types, tests, docs

bench: setup ## every target of benchmarks/, into benchmarks/results/
	$(BIN)/python -m benchmarks.run

bench-batch: setup ## PASSAGES=FILE QUERIES=FILE: ours and every peer on any texts
	$(BIN)/python -m benchmarks.scale.batch --passages "$(PASSAGES)" --queries "$(QUERIES)"

clean: ## forget the environment
	rm -rf .venv .uv
