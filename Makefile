# A word each: demo, test, test-all, explore, prove, lint, mutants, bench, bench-scale, fuzz, lock, sbom, docs. Every one sets itself up.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# What the main job needs, and what the tests and benches need beside it (torch: gigabytes).
MAIN := $(VENV)/.main
READY := $(VENV)/.ready
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --config-settings editable_mode=compat
# Numerical libraries hold to one thread: the same bytes on every machine, and no fight for cores.
export OMP_NUM_THREADS ?= 1

.PHONY: demo test test-all explore prove lint mutants bench bench-scale fuzz lock sbom reader docs setup clean

setup: $(READY)

$(MAIN): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gehoord needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --editable .
	touch $(MAIN)

$(READY): $(MAIN)
	$(INSTALL) --editable '.[dev]'
	touch $(READY)

demo: $(MAIN)
	$(BIN)/gehoord demo

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile

test-all: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m 'slow or not slow'

# Properties, tried on examples that no run had before; the other targets try the same ones every time.
explore: $(READY)
	GEHOORD_PROPERTIES=explore $(BIN)/python -m pytest -n auto --dist load -m hypothesis

# The demo, and the same once more in an environment built from its record: bit-equal, or it fails.
prove: $(MAIN)
	rm -rf build/prove
	$(BIN)/gehoord demo --out build/prove/run
	$(BIN)/gehoord rerun build/prove/run --corpus corpora/voorbeeld --fresh

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Small faults in the modules that decide; 1 where their tests notice fewer than nine in ten.
mutants: $(READY)
	$(BIN)/python -m tests.mutation

# Our encoder and heads, trained again from their data (an hour or two on two cores).
reader: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[train]"
	$(BIN)/python -m models.reader.train

bench: $(READY)
	$(BIN)/python -m tests.bench

# Whole runs beside pure encoding, at 2,000 and 20,000 answers (some 40 minutes on two cores); and one read in parts.
bench-scale: $(READY)
	$(BIN)/python -m tests.bench.bench_run
	$(BIN)/python -m tests.bench.bench_large 60000

# Every reader on a million damaged files, led by what they make the code do; finds in build/fuzz.
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris
	$(BIN)/python -m tests.files.fuzz --runs 1000000

# The SHA-256 of every file of every pinned version: pip install --require-hashes -r constraints-hashes.txt
lock: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --constraint constraints.txt --generate-hashes --universal \
	  --no-header --no-annotate --output-file constraints-hashes.txt

# What the main job consists of, with licences, as CycloneDX: build/sbom.json. Read off a fresh
# environment of exactly the files whose hashes we hold.
sbom: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom
	$(PYTHON) -m venv --clear build/sbom-env
	build/sbom-env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints-hashes.txt
	$(BIN)/cyclonedx-py environment build/sbom-env --pyproject pyproject.toml \
	  --output-reproducible --of JSON -o build/sbom.json

docs: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs]'
	$(BIN)/mkdocs build --strict

clean:
	rm -rf $(VENV) build dist site *.egg-info .pytest_cache .mypy_cache .ruff_cache
