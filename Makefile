# Every command of the project. The names never change.
# Works from a bare checkout: Debian 12 with python3 >= 3.11, node with npm, and make.
.DEFAULT_GOAL := help
.PHONY: help demo test test-pg check bench format lock setup setup-demo
SHELL := /bin/bash
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -n 2 --dist loadgroup
LOCK := $(PYTHON) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
CLEAN := env -u DATABASE_URL -u DEMO -u DEBUG

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

demo: setup-demo ## the demo region on 127.0.0.1:8000, with the web, the worker and a mail sink (FRESH=1: anew)
	@$(PYTHON) tools/demo.py $(if $(FRESH),--fresh)

test: setup ## the checks, then the tests on SQLite and those marked postgres on a throw-away PostgreSQL
	@status=0; \
	$(CLEAN) $(PYTHON) tools/check.py || status=$$?; \
	$(CLEAN) $(PYTEST) || status=$$?; \
	$(CLEAN) $(PYTHON) tools/postgres.py run -- $(PYTEST) -m postgres || status=$$?; \
	exit $$status

test-pg: setup ## every test on a throw-away PostgreSQL
	@$(CLEAN) $(PYTHON) tools/postgres.py run -- $(PYTEST)

check: setup ## format, lint, types, import contracts, templates, migrations, translations
	@$(CLEAN) $(PYTHON) tools/check.py

bench: setup ## one row per measure; ends with 1 when any is over its limit
	@$(CLEAN) $(PYTHON) tests/bench/run.py

format: setup ## put the code into its shape and mend what lint can mend
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --quiet --fix .

lock: setup ## pin the dependencies of pyproject.toml again, with hashes (UPGRADE=1: newer versions too)
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra postgres --extra s3 -o requirements.txt pyproject.toml
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra dev --extra s3 -c requirements.txt -o requirements-dev.txt pyproject.toml
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved --silent

setup:
	@python3 tools/setup.py dev

setup-demo:
	@python3 tools/setup.py demo
