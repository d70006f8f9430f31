PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUITES := .verifake/suites/venv

.PHONY: help verify test suites lint docs commands strength bench campaign clean

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.proof: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[all]'
	touch $@

$(VENV)/.dev: $(VENV)/.proof
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

verify: $(VENV)/.proof ## the main job: prove the fakes on every engine that this machine can have
	$(BIN)/verifake verify --explore 20000

test: $(VENV)/.dev lint ## every test
	$(BIN)/python -m pytest tests examples README.md docs -n 2
	$(BIN)/python -m pytest contracts --backend=all -n 2 -q
	$(BIN)/verifake explore keyvalue --backend=real --operations=20000 --seed=1
	$(BIN)/verifake coverage --check docs/coverage
	$(BIN)/verifake differences --check docs/differences
	$(BIN)/verifake status --check

# An environment of its own: the suite's plugin for asyncio would warn of our own tests' settings.
$(SUITES)/.made: pyproject.toml
	$(PYTHON) -m venv $(SUITES)
	$(SUITES)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(SUITES)/bin/python -m pip install --quiet --editable '.[all]' --group suites
	touch $@

suites: $(SUITES)/.made ## redis-py's own tests, which nobody here wrote, on the drop-in, fakeredis and Valkey
	$(SUITES)/bin/python -m tests.suites.redis_py

lint: $(VENV)/.dev ## style, types, imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

docs: $(VENV)/.dev ## write the generated pages anew
	$(BIN)/verifake coverage --write docs/coverage
	$(BIN)/verifake differences --write docs/differences

commands: $(VENV)/.dev ## record the engine's own table of commands anew
	$(BIN)/python -m verifake.contracts.keyvalue.engine_table

strength: $(VENV)/.dev ## plant a hundred mistakes into each part of the fake and count those that are noticed
	$(BIN)/verifake strength keyvalue --mutants=100 --seed=1 --least=0.9 --write docs/strength

bench: $(VENV)/.dev ## speed, as ratios, each judged by its bar
	$(BIN)/python -m benchmarks

campaign: $(VENV)/.dev ## a million operations, recorded (clean tree only)
	$(BIN)/verifake explore keyvalue --backend=valkey --operations=1000000 --seed=20 --successes=200 --rejections=50 --record

clean: ## remove what was made here
	rm -rf $(VENV) .verifake .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist build
