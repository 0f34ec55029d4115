# Needs Python 3.11 or newer, git and make; everything else is fetched by the locks.
# PYTHON=python3.12 chooses an interpreter.  `make` alone lists the commands.

MAKEFLAGS += --no-print-directory
DEV := .venv-dev/bin/python -m
SOURCES = $(shell find otameshi templates migrations tests config.py pyproject.toml -type f \
	! -name '*.pyc' 2>/dev/null)

.PHONY: help run test check pictures bench mutate lock format clean runtime development

help:         ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: runtime  ## the application with its demonstration year; PORT=5000 DATABASE_URL=
	@.venv/bin/python -m tools.run

test: development  ## all tests on SQLite and PostgreSQL; TEST=tests/claims narrows
	@$(DEV) tools.test $(TEST)

check: development  ## what must hold beside the tests: form, types, contracts, locks
	@$(DEV) ruff format --check .
	@$(DEV) ruff check .
	@$(DEV) mypy
	@.venv-dev/bin/lint-imports
	@$(DEV) djlint templates --check --lint --quiet
	@$(DEV) tools.check_vendored
	@$(DEV) tools.check_locks
	@$(MAKE) build/measured
	@$(DEV) coverage report --data-file=build/coverage

# The coverage threshold needs a green run that is not older than the sources.
build/measured: $(SOURCES)
	@mkdir -p build && touch build/begun
	@$(DEV) tools.test --coverage
	@mv build/begun build/measured

pictures: development  ## the picture of the README, from the demonstration
	@OTAMESHI_PICTURES=docs/pictures $(DEV) tools.test tests/e2e/test_pictures.py

bench: development  ## the benchmarks: a table, and bench/latest.json
	@$(DEV) bench

mutate: development  ## break the subsidy engine and see that a test notices; MODULE=otameshi/subsidy/…
	@$(DEV) tools.mutate $(MODULE)

format: development  ## put code and templates into the agreed form
	@$(DEV) ruff check --fix --quiet . ; $(DEV) ruff format .
	@$(DEV) djlint templates --reformat --quiet

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --extra postgres
lock:         ## write both locks anew from pyproject.toml (needs uv); UPGRADE=--upgrade renews
	@$(LOCK) $(UPGRADE) pyproject.toml -o requirements.lock
	@$(LOCK) $(UPGRADE) --extra dev pyproject.toml -o requirements-dev.lock

clean:        ## remove environments and everything generated; var/ (what was entered) stays
	rm -rf .venv .venv-dev build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

runtime:
	@sh tools/environment.sh .venv requirements.lock

development:
	@sh tools/environment.sh .venv-dev requirements-dev.lock
