# Everything a contributor types. Needs make, a POSIX shell and one Python from 3.11 to 3.14; `make` lists the targets.

PORT ?= 8001
VENV ?= .venv
VENV_ALPHA ?= .venv-alpha
# The versions for which every locked package has a wheel; the newest that is there is taken.
PYTHON ?= python3.14 python3.13 python3.12 python3.11 python3

BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_ALPHA := $(VENV_ALPHA)/.ready
# Where the two versions of Datasette differ: pages, permissions, links, JSON, and a browser. ALPHA_TESTS=tests runs all.
ALPHA_TESTS ?= tests/browser/test_browser.py tests/test_metadata.py \
	$(addprefix tests/plugin/test_,$(addsuffix .py,pages json links permissions queries_budget schema))

# A process for each core; a file's tests stay together, so that what they share is made once. PARALLEL= runs one by one.
PARALLEL ?= -n auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help demo test test-stable test-alpha lint docs screenshots bench wheel lock pythons clean

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## Loads seeds/ into quotes.db and serves it; PORT=8002 picks another port
	@$(BIN)/python -c "$$PORT_IS_FREE" $(PORT)
	$(BIN)/datasette-quotes load quotes.db seeds/
	@echo
	@echo "Open http://127.0.0.1:$(PORT)/ in a browser. Control-C stops it; quotes.db stays."
	@exec $(BIN)/datasette serve quotes.db --metadata metadata.yml --port $(PORT)

test: ## Runs the suite with Datasette 0.65 and what depends on Datasette with 1.0 too
	@$(MAKE) --no-print-directory -j2 $(READY) $(READY_ALPHA)
	@$(MAKE) --no-print-directory test-stable
	@$(MAKE) --no-print-directory test-alpha

test-stable: $(READY) ## Runs the whole suite with Datasette 0.65; ARGS="-k wording" picks tests
	$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

test-alpha: $(READY_ALPHA) ## Runs what depends on Datasette with the alpha of 1.0
	$(VENV_ALPHA)/bin/python -m pytest $(PARALLEL) $(ALPHA_TESTS) $(ARGS)

lint: $(READY) ## Style, types, and who may import whom
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests docs bench
	$(BIN)/lint-imports

docs: $(READY) ## Writes the generated pages of docs/
	$(BIN)/python docs/generate.py

screenshots: $(READY) ## Takes the pictures of the README anew; needs Chromium
	$(BIN)/python docs/screenshots.py

bench: $(READY) ## Runs the benchmarks: minutes, and figures rather than a verdict
	$(BIN)/python -m bench

wheel: $(READY) ## Builds dist/datasette_quotes-*.whl
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation

# A lock holds for every supported Python and system. Locked versions stay; UPGRADE=--upgrade moves all of them, and
# UPGRADE="--upgrade-package spacy" one.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url $(UPGRADE) \
	--custom-compile-command "make lock" pyproject.toml --extra loaders --group test
lock: ## Makes requirements/*.lock from pyproject.toml; needs uv ("pip install uv") and a package registry
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(COMPILE) --extra bulk --group lint --group validate --output-file requirements/stable.lock
	$(COMPILE) --prerelease if-necessary-or-explicit --output-file requirements/alpha.lock requirements/alpha.in

pythons: ## Lists the interpreters that suit, newest first
	@$(FIND_PYTHONS); pythons

clean: ## Removes the environments and everything built; quotes.db stays
	rm -rf $(VENV) $(VENV_ALPHA) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(READY): requirements/stable.lock pyproject.toml
	$(call install,$(VENV),requirements/stable.lock)

$(READY_ALPHA): requirements/alpha.lock pyproject.toml
	$(call install,$(VENV_ALPHA),requirements/alpha.lock)

# $(call install,environment,lock): a stamp inside the environment says that it is complete; once there, no network.
define install
	@$(FIND_PYTHONS); \
	if ! $(1)/bin/python -c '' 2>/dev/null; then \
		python=$$(pythons | head -n 1 | cut -f 2); \
		[ -n "$$python" ] || { no_python; exit 1; }; \
		echo "Making $(1) with $$python ($$("$$python" -V))"; \
		"$$python" -m venv --clear $(1) || exit 1; \
	fi
	@echo "Installing $(2) into $(1): a minute or two, once"
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(2)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(1)/.ready
endef

# Shell functions. A candidate counts only if it runs: a name on the path may be a shim with nothing behind it.
# Newest first, one line for each version: version, tab, path.
define FIND_PYTHONS
pythons() { \
	for python in $(PYTHON); do \
		"$$python" -c 'import ensurepip, sys, venv; v = sys.version_info[:2]; (3, 11) <= v <= (3, 14) or sys.exit(1); print(f"{v[0]}.{v[1]}", sys.executable, sep="\t")' 2>/dev/null; \
	done | awk '!seen[$$1]++'; \
}; \
no_python() { \
	echo "No suitable Python among: $(PYTHON)" >&2; \
	echo "Needed is one from 3.11 to 3.14 with its venv module (on Debian and Ubuntu: apt install python3-venv)." >&2; \
	echo "Another one is named like this: make demo PYTHON=/path/to/python3.12" >&2; \
}
endef

define PORT_IS_FREE
import socket, sys
port = int(sys.argv[1])
with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        sys.exit(f"Port {port} can't be used ({error.strerror}). Pick another one: make demo PORT={port + 1}")
endef
export PORT_IS_FREE
