# make run: start the dashboard. make test: install everything, run every check. Both work on a fresh machine.
PYTHON ?= python3
PORT ?= 8501
BIN = .venv/bin

run: .venv/run
	@echo "Zielmonitor: http://localhost:$(PORT)"
	$(BIN)/streamlit run dashboard.py --server.port $(PORT) --server.headless true

test: .venv/test browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist loadfile

# Medians of the pages in a real browser against the plainest Streamlit pages.
bench: .venv/test browser
	$(BIN)/python benchmarks/pages.py

# An import, parse to commit, against the plainest readers of the same file.
bench-imports: .venv/test
	$(BIN)/python -m benchmarks.imports

# Assessments of many goals on one core.
bench-assess: .venv/test
	$(BIN)/python -m benchmarks.assess

# A report of 12 goals as PDF and for Word, from finished blocks to bytes.
bench-reports: .venv/test
	$(BIN)/python -m benchmarks.reports

# The public edition: how long it takes, what a page weighs, a first visit against a static page with one chart.
bench-site: .venv/test browser
	$(BIN)/python -m benchmarks.site

# Chromium for the browser tests, where this machine lets us: Debian's package, else Playwright's own. Without it they are skipped.
browser: .venv/test
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	|| (command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium >/dev/null) \
	|| $(BIN)/playwright install chromium \
	|| echo "No Chromium: browser tests will be skipped."

.venv/run: requirements.txt
	[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test: .venv/run requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.PHONY: run test bench bench-imports bench-assess bench-reports bench-site browser
