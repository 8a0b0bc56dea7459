"""A real server and a real Chromium, each started once and ended by whoever started it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.driver import OpenTab, Server, Tab, serving

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with serving(folder / "data", folder / "streamlit.log") as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium of the machine, else the one Playwright brought; without one the tests are skipped."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        try:
            launched = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        except playwright.Error as error:
            pytest.skip(f"no Chromium that starts: {str(error).splitlines()[0]}")
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def rooms(chromium: Any) -> Iterator[dict[str, Any]]:
    """A light and a dark browser, each with a cache of its own, so that not every test loads Streamlit anew."""
    opened = {scheme: chromium.new_context(color_scheme=scheme, accept_downloads=True) for scheme in ("light", "dark")}
    yield opened
    for context in opened.values():
        context.close()


@pytest.fixture(scope="module")
def lasting_tab(rooms: dict[str, Any], server: Server) -> Iterator[OpenTab]:
    """Opens a tab that the tests of a module share: `lasting_tab(width=360, scheme="dark", at=other_server)`."""
    tabs: list[Tab] = []

    def opened(*, width: int = 1280, scheme: str = "light", at: Server | None = None) -> Tab:
        tabs.append(Tab(rooms[scheme].new_page(), at or server))
        return tabs[-1].turned_to(tabs[-1].server, width)

    yield opened
    for one in tabs:
        one.page.close()


@pytest.fixture(scope="session")
def two_tabs(rooms: dict[str, Any], server: Server) -> dict[str, Tab]:
    return {scheme: Tab(context.new_page(), server) for scheme, context in rooms.items()}


@pytest.fixture
def tab(two_tabs: dict[str, Tab], server: Server) -> OpenTab:
    """The same for one test. It gets the tab of the test before it: a new session, but a program that is loaded."""

    def opened(*, width: int = 1280, scheme: str = "light", at: Server | None = None) -> Tab:
        return two_tabs[scheme].turned_to(at or server, width)

    return opened
