PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install demo test screenshots pictures faults year hammer lint audit format locks

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

.venv/installed: requirements-dev.lock requirements-demo.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: .venv/installed  ## make .venv from the lock files

demo: .venv/installed  ## try the bot in a workspace on this machine
	@$(BIN)/python -m bot demo

test: .venv/installed lint  ## check everything: style, types, imports, behaviour
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

screenshots: .venv/installed  ## take the pictures in docs/pictures anew; needs Chromium
	$(BIN)/python -m tests.browser.screenshots

pictures: .venv/installed  ## take the pictures of documents in docs/pictures anew; needs LibreOffice and Poppler
	$(BIN)/python -m tests.pictures.documents

faults: .venv/installed  ## kill and mislead the delivery of letters for ten minutes, and count what arrived
	$(BIN)/python -m tests.faults

year: .venv/installed  ## live through a whole year of the service, on both kinds of database
	YEAR_ON_BOTH=1 $(BIN)/python -m pytest tests/year

hammer: .venv/installed  ## let people and worse at the bot by chance for an hour, and hold what must hold to it
	$(BIN)/python -m tests.hostile

lint: .venv/installed  ## check style, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

audit:  ## look for weak places in the code, and for known ones in its packages; needs uv
	uvx bandit --quiet --configfile pyproject.toml --recursive bot handlers storage bench
	uvx pip-audit --requirement requirements.lock --require-hashes --disable-pip

format: .venv/installed  ## lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

locks:  ## compile the lock files anew; needs uv
	uv pip compile --quiet --upgrade --universal --no-header --generate-hashes pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --no-header --generate-hashes pyproject.toml --extra demo \
		--constraint requirements.lock -o requirements-demo.lock
	uv pip compile --quiet --universal --no-header --generate-hashes pyproject.toml --extra demo --extra dev \
		--constraint requirements-demo.lock -o requirements-dev.lock
