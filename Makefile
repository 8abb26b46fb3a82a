# SPDX-License-Identifier: EUPL-1.2
.DEFAULT_GOAL := help
.PHONY: help start serve test check lint types stairs tests messages requirements clean
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
ON_POSTGRESQL := tests/programme tests/cycle tests/web/programme tests/web/cycle tests/web/accounts tests/web/test_safekeeping.py

help:  ## what this Makefile can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/runtime.stamp: requirements/runtime.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Schakel needs Python 3.11 or newer; found $$($(PYTHON) --version). Install it, or run: make PYTHON=/path/to/python3.11 start"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || command -v uv >/dev/null || { echo "This Python cannot make a virtual environment. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Setting up .venv (once; a few minutes on a slow connection) ..."
	@if command -v uv >/dev/null; then \
	  { test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) .venv; } && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.txt && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	  { test -x $(BIN)/pip || $(PYTHON) -m venv .venv; } && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@

.venv/test.stamp: .venv/runtime.stamp requirements/test.txt
	@echo "Adding the test tools to .venv ..."
	@if command -v uv >/dev/null; then \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/test.txt ; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt ; \
	fi
	@touch $@

PO_FILES := $(shell find src -name '*.po' 2>/dev/null)

.venv/messages.stamp: .venv/runtime.stamp $(PO_FILES)
	@for po in $(PO_FILES); do $(BIN)/pybabel --quiet compile --input-file $$po --output-file $${po%.po}.mo || exit 1; done
	@touch $@

start: .venv/messages.stamp  ## set up, load the course, compute the diagnosis, serve the site on port 8000
	@$(BIN)/schakel start

serve: .venv/messages.stamp  ## serve the site from what is already computed
	@$(BIN)/schakel serve

test: .venv/test.stamp .venv/messages.stamp lint types stairs tests  ## set up and run every check and test

check: lint types stairs  ## the house rules only

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/test.stamp
	$(BIN)/mypy

stairs: .venv/test.stamp
	$(BIN)/lint-imports --no-logo

tests: .venv/test.stamp .venv/messages.stamp
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
	@if [ -n "$$SCHAKEL_TEST_DATABASE_URL" ]; then \
	  echo "The same tests of the programme, the cycle and their pages, on PostgreSQL:"; \
	  DATABASE_URL="$$SCHAKEL_TEST_DATABASE_URL" $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ON_POSTGRESQL); \
	fi

requirements:  ## compile the pinned, hashed requirements again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml requirements/build.in -o requirements/runtime.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/runtime.txt --extra test pyproject.toml requirements/build.in -o requirements/test.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/test.txt --extra load pyproject.toml requirements/build.in -o requirements/load.txt

clean:  ## remove what can be rebuilt (never your data in SCHAKEL_HOME)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
