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
	$(call sync,--no-default-groups)
	@touch $@

.venv/.dev: .venv/.run
	$(call sync,)
	@touch $@

.venv/.bench: .venv/.dev
	$(call sync,--group bench)
	@touch $@

setup: .venv/.run ## the environment, with .venv/bin/queqiao in it

run: setup ## match the demo region; opens or names the HTML page
	$(BIN)/queqiao demo

demo: run ## the same

test: .venv/.dev browser ## all tests, browser ones included
	$(BIN)/pytest -n auto

browser: .venv/.dev
	@$(BIN)/python tools/find_browser.py

lint: .venv/.dev ## ruff and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

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
