# The front doors. Everything a machine needs beyond python3 (3.11 or newer, with venv), make and git is put into .venv.
PYTHON ?= python3
BIN := .venv/bin
SAMPLE := workspace
export DAGSTER_HOME := $(CURDIR)
export ALCANCE_WORKSPACE ?= $(CURDIR)/$(SAMPLE)
export GX_ANALYTICS_ENABLED := false
# As many processes as there are cores, and never so many that they fill the memory of a big machine.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal

.PHONY: run test ui check prove bench format setup clean requirements dictionary

run: setup $(SAMPLE)/cycle.toml ## Set up, make the sample cycle, run it, print its reach
	$(BIN)/alcance run

test: setup .compat/stamp ## Run all tests
	$(PYTEST)

ui: setup $(SAMPLE)/cycle.toml ## Dagster's UI on http://127.0.0.1:3000
	$(BIN)/dagster dev --host 127.0.0.1 --port 3000

check: setup ## Formatter, linter, types, SQL lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql

prove: setup .compat/stamp ## The long proofs in full
	ALCANCE_PROVE=1 $(PYTEST)

bench: setup ## Times, as ratios within one run
	$(BIN)/python -m tests.bench

format: setup ## Let the formatters do what they can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

setup: .venv/stamp

.venv/stamp: requirements.txt requirements-uv.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Alcance needs Python 3.11 or newer: name one with `make PYTHON=python3.12 ...`")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements.txt requirements-uv.txt
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(SAMPLE)/cycle.toml: | setup
	$(BIN)/alcance sample $(SAMPLE)

# Other versions of DuckDB, for the tests that open what we publish with them.
.compat/stamp: tests/compatibility/requirements-1.2.txt tests/compatibility/requirements-2.txt | setup
	$(BIN)/uv pip install --no-config --quiet --require-hashes --target .compat/duckdb-1.2 -r tests/compatibility/requirements-1.2.txt
	$(BIN)/uv pip install --no-config --quiet --require-hashes --target .compat/duckdb-2 -r tests/compatibility/requirements-2.txt
	touch $@

requirements: ## Pin everything anew
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --custom-compile-command "make requirements" -o requirements.txt --upgrade --quiet

dictionary: setup ## Write docs/data_dictionary.md anew from the headers of sql/
	$(BIN)/python -c 'from assets.publication.dictionary import dictionary_page; from assets.publication.release import PUBLISHED_SCHEMAS; print(dictionary_page(PUBLISHED_SCHEMAS), end="")' > docs/data_dictionary.md

clean: ## Remove what was set up; data stay
	rm -rf .venv .compat .mypy_cache .ruff_cache .pytest_cache
