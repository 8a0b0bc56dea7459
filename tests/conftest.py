"""What the tests share: a real catalogue, a real DuckDB in memory, a fixed clock."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from hypothesis import settings

from indicators.catalogue import Catalogue
from indicators.catalogue.load import load_catalogue
from indicators.monitor import Monitor, open_monitor
from indicators.store import Store

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"

# Same input, same report: hypothesis tries the same examples on every run, and no clock fails a test.
settings.register_profile("zielmonitor", derandomize=True, deadline=None)
settings.load_profile("zielmonitor")


@cache
def whole_catalogue() -> Catalogue:
    """The catalogue for tests under hypothesis, which would print a fixture in full."""
    return load_catalogue()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return whole_catalogue()


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store in memory."""
    with Store.open(None, NOW) as opened:
        yield opened


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    """Catalogue and a store in memory with the shipped figures."""
    opened = open_monitor(None, now=NOW)
    with opened.store:
        yield opened


@pytest.fixture(scope="session")
def shipped() -> Iterator[Monitor]:
    """The same for tests that only read: opened once."""
    opened = open_monitor(None, now=NOW)
    with opened.store:
        yield opened


@pytest.fixture(scope="session")
def shipped_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store on disk with the shipped figures; copying it takes a twentieth of importing them again."""
    folder = tmp_path_factory.mktemp("shipped") / "store"
    open_monitor(folder, now=NOW).store.close()
    return folder


@pytest.fixture
def folder_of_pages(shipped_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of it that the pages open; nothing that Streamlit remembers survives a test."""
    folder = Path(shutil.copytree(shipped_folder, tmp_path / "data"))
    monkeypatch.setenv("ZIELMONITOR_DATA", str(folder))
    monkeypatch.chdir(PROJECT)
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    for remembered in (st.cache_resource, st.cache_data):
        remembered.clear()
