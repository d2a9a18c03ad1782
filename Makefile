# Solieu: `make` or `make help` lists what can be made.
# Needs Python 3.11 or newer, git and make; everything else goes into .venv, pinned by requirements.lock.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
INSTALLED := $(VENV)/.solieu-installed
DAGSTER_HOME ?= $(CURDIR)/.dagster
HOST ?= 127.0.0.1
PORT ?= 3000
PAGES_PORT ?= 3001
PYTEST_FLAGS ?=
# Processes that run tests, a file in one of them, and that look at SQL.
WORKERS ?= 2
IN_WORKERS := --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
SUPERSET ?= .cache/superset
SUPERSET_FLAGS ?=
CLUSTER ?= .cache/cluster

# Nothing here reports home.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false
export DAGSTER_HOME

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: $(INSTALLED) ## create .venv with the locked packages

# Installed again only after the lock, pyproject.toml or the installer has changed.
$(INSTALLED): requirements.lock pyproject.toml .ci/install
	@.ci/install "$(PYTHON)" "$(VENV)"
	@$(BIN)/python -m pipelines.operations.dbt_program </dev/null || true # told nothing, it parses the dbt project and ends
	@touch $@

.PHONY: warehouse
warehouse: $(INSTALLED) ## read seeds/documents and publish warehouse/solieu.duckdb
	@$(BIN)/solieu build

.PHONY: site
site: $(INSTALLED) ## the evidence pages of the published warehouse anew, warehouse/site/index.html
	@$(BIN)/solieu site

.PHONY: exports
exports: $(INSTALLED) ## Parquet, SDMX and a data package of the published warehouse anew, warehouse/exports
	@$(BIN)/solieu export

.PHONY: docs
docs: $(INSTALLED) ## models, columns and lineage as one page without a server, build/docs/static_index.html
	@work="$$(realpath -m "$${SOLIEU_WORK:-build}")"; mkdir -p "$$work"; SOLIEU_WORK="$$work" $(BIN)/dbt --quiet \
		docs generate --static --project-dir dbt_project --profiles-dir dbt_project \
		--target-path "$$work/docs" --log-path "$$work/logs"; echo "$$work/docs/static_index.html"

.PHONY: ui
ui: $(INSTALLED) ## the same job in the Dagster UI, http://localhost:3000
	@$(BIN)/solieu serve --prepare
	$(BIN)/dagster dev --workspace workspace.yaml --host $(HOST) --port $(PORT)

.PHONY: serve
serve: $(INSTALLED) ## the UI with its schedules and sensors, for a server; HOST=127.0.0.1 PORT=3000
	@$(BIN)/solieu serve --host $(HOST) --port $(PORT) --pages-port $(PAGES_PORT)

.PHONY: answers
answers: warehouse ## answers in docs/queries.md and outputs of the notebook anew, from the published warehouse
	@$(BIN)/python -m bi.queries
	@$(BIN)/python -m bi.notebook

.PHONY: superset
superset: $(INSTALLED) ## the dashboard in Superset on the published warehouse, http://localhost:8088
	@bi/superset/install "$(abspath $(VENV))" "$(SUPERSET)/venv"
	@"$(SUPERSET)/venv/bin/python" bi/superset/serve.py --home "$(SUPERSET)/home" $(SUPERSET_FLAGS)

.PHONY: superset-lock
superset-lock: $(INSTALLED) ## resolve bi/superset/pyproject.toml into its requirements.lock anew
	cd bi/superset && "$(abspath $(BIN))/uv" --no-config pip compile pyproject.toml --excludes excluded.txt --universal \
		--generate-hashes --only-binary :all: --no-emit-index-url --no-annotate --no-header --upgrade --quiet \
		--output-file requirements.lock

.PHONY: cluster
cluster: $(INSTALLED) ## Solieu with Daft, Ray and DuckLake in .cache/cluster; docs/scale.md
	@cluster/install "$(abspath $(VENV))" "$(abspath $(CLUSTER))"

# What both environments have is of the same version in both, but for what requirements.in pins.
.PHONY: cluster-lock
cluster-lock: $(INSTALLED) ## resolve cluster/requirements.in into its requirements.lock anew
	@cd cluster; pins=$$(mktemp); trap 'rm -f "$$pins"' EXIT; \
		sed -nE 's/^([a-z0-9.-]+==[^\\]+) \\$$/\1/p' ../requirements.lock | grep -vE '^(duckdb|pyarrow|tqdm|uv)==' >"$$pins"; \
		"$(abspath $(BIN))/uv" --no-config pip compile ../pyproject.toml requirements.in --extra cluster --constraint "$$pins" \
		--universal --python-version 3.11 --generate-hashes --only-binary :all: --no-emit-index-url --no-annotate \
		--no-header --quiet --output-file requirements.lock

.PHONY: test
test: $(INSTALLED) ## every test that needs Python packages only
	$(BIN)/python -m pytest -m "not system and not thorough" $(IN_WORKERS) $(PYTEST_FLAGS)

.PHONY: test-thorough
test-thorough: $(INSTALLED) ## the long rows of what `make test` shows in short: every moment of a kill, large sizes
	$(BIN)/python -m pytest -m "thorough" $(PYTEST_FLAGS)

.PHONY: test-unit
test-unit: $(INSTALLED) ## the fast tests of single parts
	$(BIN)/python -m pytest tests/unit -m "not slow and not system" $(PYTEST_FLAGS)

.PHONY: test-system
test-system: $(INSTALLED) ## tests in a browser and against services; installs Debian packages where it may
	@.ci/install-system-packages
	$(BIN)/python -m pytest -m "system and not thorough" $(IN_WORKERS) $(PYTEST_FLAGS)

CHECKS := check-ruff check-types check-imports check-sql check-audit
.PHONY: check $(CHECKS)
check: $(INSTALLED) ## ruff, mypy, import-linter, sqlfluff, pip-audit
	@$(MAKE) --no-print-directory --jobs --output-sync=target --keep-going $(CHECKS)
check-sql: $(INSTALLED)
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; set -x; \
		SOLIEU_WORK="$$work" $(BIN)/sqlfluff lint --processes $(WORKERS) --nocolor --disable-progress-bar dbt_project/models
check-types: $(INSTALLED)
	$(BIN)/mypy
check-audit: $(INSTALLED)
	@.ci/audit $(BIN)
check-imports: $(INSTALLED)
	$(BIN)/lint-imports --no-cache
check-ruff: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: format
format: $(INSTALLED) ## put Python and SQL into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; set -x; \
		SOLIEU_WORK="$$work" $(BIN)/sqlfluff fix dbt_project/models

.PHONY: bench-reader
bench-reader: $(INSTALLED) ## the reader alone, one thread: MB/s and its ratio to the floor
	@POLARS_MAX_THREADS=1 $(BIN)/python -m benchmarks.reader

.PHONY: bench
bench: $(INSTALLED) ## every benchmark, then docs/performance.md; BENCH_FLAGS=--large for 100,000 documents
	POLARS_MAX_THREADS=1 $(BIN)/python -m benchmarks.reader
	$(BIN)/python -m benchmarks.reader --all-cores
	$(BIN)/python -m benchmarks.pathological
	$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks.pipeline $(BENCH_FLAGS)
	$(BIN)/python -m benchmarks.marts
	$(BIN)/python -m benchmarks.report

.PHONY: lock
lock: $(INSTALLED) ## resolve requirements.in into requirements.lock anew
	$(BIN)/uv --no-config pip compile requirements.in --universal --python-version 3.11 --generate-hashes \
		--only-binary :all: --no-emit-index-url --no-annotate --no-header --upgrade --quiet --output-file requirements.lock
	@if grep -nE '://|^-|file:' requirements.lock; then echo "requirements.lock names an index or a path: not kept" >&2; rm requirements.lock; exit 1; fi

.PHONY: hooks
hooks: $(INSTALLED) ## run the quick checks before each commit
	$(BIN)/pre-commit install

.PHONY: clean
clean: ## remove what was built, keep .venv
	rm -rf build dist warehouse logs .dagster .cache dbt_project/target dbt_project/logs \
		.mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find pipelines tests -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean ## remove .venv too
	rm -rf "$(VENV)"
