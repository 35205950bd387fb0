# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEMO := scenarios/tank/level_hold.yaml plc_projects/tank_level_hold/solution.st

.PHONY: demo test lint schema pages pictures bench fuzz verify clean

demo: $(INSTALLED)
	$(BIN)/trainlab grade $(DEMO)

# What plays in real time mostly waits: five at once, and nothing beside them that makes ticks late.
test: $(INSTALLED) mbpoll compose native-snap7 chromium
	$(BIN)/pytest -n 3 -m "not realtime"
	$(BIN)/pytest -n 5 -m realtime tests/wire

lint: $(INSTALLED)
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/lint-imports

# The published shape of verdict.json; a test holds that it is the one that the code writes.
schema: $(INSTALLED)
	$(BIN)/python -c 'from trainlab.report.json_text import json_text as text; \
		from trainlab.report.verdict_shape import verdict_schema as schema; \
		open("docs/reference/verdict.schema.json", "w", encoding="utf-8").write(text(schema()))'

# docs/checks, from the checks themselves.
pages: $(INSTALLED)
	$(BIN)/python -m trainlab.testing.check_pages docs/checks
	$(BIN)/python -m trainlab.testing.plant_pages docs/plants

# The pictures of the pages in the README; looked at by whoever makes them.
pictures: $(INSTALLED) chromium
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: 'pillow>=11'
	$(BIN)/python tools/pictures.py

# Shipped rubrics against their solution, their bad programs and all mutants, with every survivor shown:
# those that changed since docs/exams.md was written; with ALL=1 every one.
verify: $(INSTALLED)
	$(BIN)/python -m trainlab.testing.exam_proofs docs/exams.md scenarios $(if $(ALL),--all)

bench: $(INSTALLED) native-snap7
	$(BIN)/python benchmarks/run.py

# Any bytes as programs, projects, scenarios, Modbus and S7, guided by coverage where atheris can be installed.
FUZZ_RUNS ?= 10000
FUZZ_TARGETS ?= program project scenario condition modbus s7
fuzz: $(INSTALLED)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: atheris || true
	@engine=$$($(BIN)/python -c 'import atheris' 2>/dev/null && echo atheris || echo random); \
	for target in $(FUZZ_TARGETS); do \
		PYTHONPATH=tests $(BIN)/python -m fuzz $$target --engine $$engine --runs $(FUZZ_RUNS) || exit 1; \
	done

# What a bare Debian or Ubuntu lacks is installed as root, or through sudo.
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT = $(AS_ROOT) apt-get update -qq && \
	$(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "trainlab needs Python 3.11 or newer; set PYTHON=python3.11, say"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(APT) python3-venv; }
	@$(PYTHON) -m venv $(VENV)

# The independent Modbus master that the tests read a station with.
# The client that reads docker/compose.yaml; it needs no engine for that.
.PHONY: compose
compose:
	@command -v docker-compose >/dev/null || docker compose version >/dev/null 2>&1 || { $(APT) docker-compose; }

.PHONY: mbpoll
mbpoll:
	@command -v mbpoll >/dev/null || { $(APT) mbpoll; }

# The browser that the tests open reports in, and Chinese letters for it: Debian's, or where that is
# none (Ubuntu's is a snap) the one that Playwright brings.
.PHONY: chromium
chromium: $(INSTALLED)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
		if grep -q '^ID=debian' /etc/os-release; then $(APT) chromium fonts-noto-cjk; \
		else $(BIN)/playwright install --with-deps chromium; fi

# The C++ library Snap7, a second S7 client: the last wheel of python-snap7 that has it in it stands
# beside the installed packages, because both have one name.
NATIVE_SNAP7 := $(VENV)/native-snap7
.PHONY: native-snap7
native-snap7: $(NATIVE_SNAP7)/.installed
$(NATIVE_SNAP7)/.installed: $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--only-binary :all: --target $(NATIVE_SNAP7) 'python-snap7==2.1.0'
	@touch $@

$(INSTALLED): $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis fuzz-defects
