# make run: the app. make test: every check. make hunt: laws tried on many new examples. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FIGURES := $(filter-out __init__ table %_lines test_%,$(basename $(notdir $(wildcard tests/figures/*.py))))

.PHONY: run test hunt lint figures bench sample clean

run: $(VENV)/app
	$(BIN)/streamlit run app.py

test: $(VENV)/tests lint
	@command -v chromium || command -v chromium-browser || command -v google-chrome || (apt-get update -qq && apt-get install -y -qq chromium)
	$(BIN)/python -m pytest

hunt: $(VENV)/tests
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=hunt

lint: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 0 queries tests/real

figures: $(VENV)/tests
	@for name in $(FIGURES); do $(BIN)/python -m tests.figures.$$name || failed=1; done; exit $${failed:-0}

# An hour or so, and some 20 GB of disk where WORK=FOLDER says.
bench: $(VENV)/tests
	$(BIN)/python -m tests.bench.report $(if $(WORK),--work $(WORK))

sample: $(VENV)/app
	$(BIN)/python -m data.company --out data/sample

# Debian keeps what makes an environment in a package of its own; without it the first try leaves half of one behind.
ENVIRONMENT = test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || \
	(rm -rf $(VENV) && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV))

# One stamp for each requirements file: a changed pin installs anew.
$(VENV)/app: requirements.txt
	$(ENVIRONMENT)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

# uv does in 20 seconds what takes pip 50; it does not know pip's settings, so that where a mirror is needed pip does it.
$(VENV)/tests: requirements.txt tests/requirements.txt
	$(ENVIRONMENT)
	($(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 && \
		$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r tests/requirements.txt) || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@ $(VENV)/app

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
