# Everything lives in .venv in this checkout; nothing is needed before but a clone.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test lint docs accuracy lock bench soak

setup: .venv/complete

.venv/complete: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更高版本：make PYTHON=/path/to/python3.11 setup"; exit 2; }
	@$(PYTHON) -m venv .venv || \
	  { echo "无法创建 .venv：请先安装 venv 模块（Debian/Ubuntu：apt-get install python3-venv）"; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m monitor.crawl.install
	@touch $@

demo: setup
	$(BIN)/python -m monitor demo

# One process a core; a file's tests stay together, since some share a crawl.
test: setup .venv/test-programs
	$(BIN)/python -m pytest -n auto --dist loadfile

.venv/test-programs: .venv/complete tests/programs.py
	$(BIN)/python -m tests.programs
	@touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What each check reads, cannot see and costs, and every row of the rubrics, written from both.
docs: setup
	$(BIN)/python -m monitor.docs

# The accuracy of every check on its labelled sites, written into docs/accuracy.md.
accuracy: setup
	$(BIN)/python -m tests.accuracy.measure

# Pins every dependency with its hashes, for every supported Python; needs `uv`.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --all-extras pyproject.toml --output-file requirements.lock --quiet

# Our crawl and its peers on one generated site, on loopback; needs nginx. Writes bench/RESULTS.md; then
# nights on a site of which a little changes (bench/NIGHTS.md).
bench: setup
	$(BIN)/python -m bench
	$(BIN)/python -m bench.nights

# The long forms, hours (bench/SOAK.md says how long each): fifty kills, thousands of virtual sites, hostile neighbours by the clock; then
# the memory of a worker over many URLs, addresses, rounds and browser pages (writes bench/SOAK.md).
soak: setup
	$(BIN)/python -m pytest -m soak
	$(BIN)/python -m bench.soak
