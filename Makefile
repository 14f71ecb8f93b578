# The two commands of README.md, and those of a developer. Needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
OUTPUT ?= demo-output
# One at a time: each folder has a conftest of its own, and mypy knows one of a name.
TESTS := $(wildcard tests/*.py) $(sort $(dir $(wildcard tests/*/*.py)))

.PHONY: run test check lint format demo guide bench fuzz bundle lock catalogue clean

run: .venv/ready
	@$(BIN)/python tools/run.py --output $(OUTPUT)

test: .venv/ready
	$(BIN)/python -m pytest -n 2 -q

check: lint test

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	for tests in $(TESTS); do $(BIN)/mypy $$tests || exit 1; done
	$(BIN)/lint-imports

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

demo: .venv/ready
	$(BIN)/teleactivites demo --output $(OUTPUT)

# Photographs the window again for docs/guide.
guide: .venv/ready
	$(BIN)/python tools/guide.py

bench: .venv/ready
	$(BIN)/python -m bench

fuzz: .venv/ready
	TELEACTIVITES_FUZZ=1 $(BIN)/python -m pytest -n 2 -q -m fuzz

bundle: .venv/ready
	$(BIN)/pyinstaller --noconfirm --clean build.spec

# Pins every version with its hash, without the address it came from.
lock: .venv/ready
	$(BIN)/python tools/lock.py

# Extracts the French sentences of the code into the English catalogue.
catalogue: .venv/ready
	$(BIN)/python tools/catalogue.py

.venv/ready: requirements.lock pyproject.toml tools/setup.py $(wildcard resources/locale/*/LC_MESSAGES/*.po)
	$(PYTHON) tools/setup.py

clean:
	rm -rf .venv build dist $(OUTPUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
