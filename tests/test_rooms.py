"""Who may import whom, and how long a file may grow (docs of the house: one way, five rooms)."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]

BEFORE_ANY_FIGURE = {"errors", "period", "catalogue"}
ROOMS = {*BEFORE_ANY_FIGURE, "ingest", "store", "assess", "present", "monitor"}
# Room -> what it may import besides itself. A name with a dot opens one module of a room, not the room.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "period": {"errors"},
    "catalogue": {"errors", "period"},
    "ingest": BEFORE_ANY_FIGURE,
    "store": BEFORE_ANY_FIGURE,
    "assess": BEFORE_ANY_FIGURE,
    "present": {
        *BEFORE_ANY_FIGURE,
        "assess",
        "ingest.issue",
        "ingest.numbers",
        "ingest.escape",
        "ingest.grid",
    },  # an issue carries numbers
    "monitor": ROOMS - {"monitor"},
    "commands": ROOMS,
    "__main__": {*ROOMS, "commands"},
    "pages": {
        *ROOMS,
        *(
            f"pages.{name}"
            for name in ("_shell", "_file", "_columns", "_figure", "_forms", "_frame", "_person", "_choices", "_editions")
        ),
    },
    "dashboard": {*ROOMS, "pages._frame", "pages._person", "pages._shell"},
}
# Packages of others that belong to one place only.
ONLY_IN = {"streamlit": {"pages", "dashboard"}, "duckdb": {"store"}, "argon2": {"store"}}

MAX_LINES_PAGE, MAX_LINES_DASHBOARD, MAX_LINES_MODULE = 80, 40, 300


def python_files(root: Path) -> list[Path]:
    found = [path for folder in ("indicators", "pages") for path in sorted((root / folder).rglob("*.py"))]
    return [*found, *root.glob("dashboard.py")]


def room_of(parts: tuple[str, ...]) -> str:
    """`("indicators", "store", "audit")` -> `store`; pages and dashboard are rooms of their own."""
    return parts[1] if parts[0] == "indicators" and len(parts) > 1 else parts[0]


def imports(path: Path, root: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and full name of everything a file imports, also inside functions and behind a leading dot."""
    here = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, tuple(alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            for alias in node.names:
                is_module = any((root / Path(*module, alias.name)).with_suffix(end).exists() for end in ("", ".py"))
                yield node.lineno, (*module, alias.name) if is_module else module


def is_allowed(room: str, name: tuple[str, ...]) -> bool:
    if name[0] in ONLY_IN:
        return room in ONLY_IN[name[0]]
    if name[0] not in ("indicators", "pages", "dashboard") or name == ("indicators",):
        return True
    target = room_of(name)
    inside = ".".join(name[1:3]) if name[0] == "indicators" else ".".join(name[:2])
    is_own = target == room and room != "pages"
    return is_own or bool({target, inside} & MAY_IMPORT[room])


def forbidden_imports(root: Path) -> list[str]:
    found = []
    for path in python_files(root):
        place = path.relative_to(root).with_suffix("").parts
        room = room_of(place)
        if place == ("indicators", "__init__"):
            continue
        if room not in MAY_IMPORT:
            found.append(f"{'/'.join(place)}: room {room} has no line in the table")
            continue
        found += [
            f"{'/'.join(place)}: {room} imports {'.'.join(name)}"
            for _, name in imports(path, root)
            if not is_allowed(room, name)
        ]
    return found


def too_long(root: Path) -> dict[str, int]:
    found = {}
    for path in python_files(root):
        name = path.relative_to(root).as_posix()
        is_page = name.startswith("pages/") and not path.name.startswith("_")
        limit = MAX_LINES_PAGE if is_page else MAX_LINES_DASHBOARD if name == "dashboard.py" else MAX_LINES_MODULE
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit:
            found[name] = lines
    return found


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the code to break."""
    for folder in ("indicators", "pages"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_nobody_walks_back():
    assert forbidden_imports(PROJECT) == []


def test_files_stay_short():
    assert too_long(PROJECT) == {}


@pytest.mark.parametrize(
    ("file", "statement", "found"),
    [
        ("store/audit.py", "from indicators.ingest import Issue", "store imports indicators.ingest"),
        ("store/audit.py", "from indicators.ingest.issue import Issue", "store imports indicators.ingest.issue"),
        ("ingest/issue.py", "import indicators.store.embedded", "ingest imports indicators.store.embedded"),
        ("assess/slope.py", "from indicators import store", "assess imports indicators.store"),
        ("catalogue/model.py", "from ..assess import slope", "catalogue imports indicators.assess.slope"),
        ("errors.py", "def late():\n    from indicators.period import Period", "errors imports indicators.period"),
        ("present/words.py", "from indicators.ingest import compare", "present imports indicators.ingest.compare"),
        ("present/words.py", "from indicators.monitor import GoalView", "present imports indicators.monitor"),
        ("monitor/core.py", "import streamlit as st", "monitor imports streamlit"),
        ("monitor/core.py", "from pages import _shell", "monitor imports pages"),
        ("monitor/core.py", "from indicators.__main__ import main", "monitor imports indicators.__main__"),
        ("assess/series.py", "import duckdb", "assess imports duckdb"),
        ("backup.py", "import os", "room backup has no line in the table"),
    ],
)
def test_a_forbidden_import_is_found(house, file, statement, found):
    path, before = house / "indicators" / file, set(forbidden_imports(house))
    code = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{code}\n{statement}\n", encoding="utf-8")
    new = set(forbidden_imports(house)) - before
    assert len(new) == 1
    assert found in new.pop()


@pytest.mark.parametrize(
    ("file", "statement"),
    [
        ("store/audit.py", "from indicators.errors import StoreFault"),
        ("present/words.py", "from indicators.ingest.issue import Severity"),
        ("present/words.py", "from . import words"),
        ("monitor/core.py", "from indicators.present import words"),
        ("ingest/issue.py", "import pandas"),
    ],
)
def test_an_import_along_the_way_is_allowed(house, file, statement):
    path, before = house / "indicators" / file, forbidden_imports(house)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{statement}\n", encoding="utf-8")
    assert forbidden_imports(house) == before


def test_a_page_imports_the_shell_but_no_other_page(house):
    (house / "pages" / "_shell.py").write_text("import streamlit as st\n", encoding="utf-8")
    (house / "pages" / "x_one.py").write_text("from pages import _shell\nimport duckdb\n", encoding="utf-8")
    (house / "pages" / "x_two.py").write_text("from pages import x_one\nimport pages.x_one\n", encoding="utf-8")
    assert [line for line in forbidden_imports(house) if "x_" in line] == [
        "pages/x_one: pages imports duckdb",
        "pages/x_two: pages imports pages.x_one",
        "pages/x_two: pages imports pages.x_one",
    ]


def test_a_file_one_line_too_long_is_found(house):
    for name, limit in (("indicators/x_module.py", 300), ("pages/x_page.py", 80), ("dashboard.py", 40)):
        (house / name).write_text("pass\n" * limit, encoding="utf-8")
        assert name not in too_long(house)
        (house / name).write_text("pass\n" * (limit + 1), encoding="utf-8")
        assert too_long(house)[name] == limit + 1


def test_every_module_can_be_the_first_that_is_imported():
    """Which page a fresh server runs first decides the order; in a circle one of them would fail."""
    code = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for known in [known for known in sys.modules if known.split('.')[0] == 'indicators']: del sys.modules[known]\n"
        "    importlib.import_module(name)\n"
    )
    modules = [".".join(path.relative_to(PROJECT).with_suffix("").parts) for path in python_files(PROJECT)]
    names = [name.removesuffix(".__init__") for name in modules if name.startswith("indicators") and "__main__" not in name]
    done = subprocess.run([sys.executable, "-c", code, *names], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
