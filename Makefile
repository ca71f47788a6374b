# Everything is done through here; `make` alone lists what there is. Needed: Linux x86-64, Python 3.11 or 3.10, npm.
# Nothing else by hand: the environment is built when it is missing or its lock file changed (tools/setup.sh).

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

.PHONY: help up test check train locales score bench clean environment

help:  ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

up: environment  ## Start everything on this machine, in development mode; Ctrl-C stops it
	@$(PYTHON) -m tools.up

test: environment  ## Run every test (fetches Chromium where it may)
	@$(PYTHON) -m tools.locales compile
	@$(PYTHON) -m bot.train
	@$(PYTHON) -m tools.chromium tests

check: environment  ## Lint, types, arrows, content, catalogues, OpenAPI, lock file
	@$(PYTHON) -m tools.check

train: environment  ## Train the model, if what it is made of has changed
	@$(PYTHON) -m bot.train

locales: environment  ## The languages' state; takes new texts into the catalogues
	@$(PYTHON) -m tools.locales update
	@$(PYTHON) -m tools.locales state

score: environment  ## How well each language is understood, on held-out sentences
	@$(PYTHON) -m tests.score

bench: environment  ## A whole screening at 1, 16 and 50 chats at once, beside stock Rasa
	@$(PYTHON) -m tests.load.bench

clean:  ## Remove what can be made again (never the data folder)
	@rm -rf .venv node_modules build models .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache .rasa
	@find . -name __pycache__ -type d -prune -exec rm -rf {} + ; find locales -name '*.mo' -delete

# The stamp may outlive the Python it was made with.
environment: .venv/.stamp node_modules/.stamp
	@$(PYTHON) -c '' 2>/dev/null || tools/setup.sh python

.venv/.stamp: uv.lock pyproject.toml
	@tools/setup.sh python

node_modules/.stamp: package-lock.json package.json
	@tools/setup.sh node
