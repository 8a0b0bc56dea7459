"""The command line for accounts, releases and rebuilding: what it says, and with which exit code."""

import io
import shutil
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from indicators.__main__ import main
from indicators.errors import Forbidden
from indicators.store import Actor, Store, operator
from indicators.store.database import FILE
from tests.conftest import NOW

PASSWORD = "korrekt pferd batterie"  # noqa: S105


@pytest.fixture
def folder(shipped_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_folder, tmp_path / "store"))


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """`call("user", "list")` -> exit code, what was printed, what was complained about."""

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        try:
            code = main(["--data", str(folder), *arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def add(call, name: str, *more: str, password: str = PASSWORD):
    return call("user", "add", name, "--password-stdin", *more, typed=f"{password}\n")


def test_the_first_account_is_made_on_the_command_line(call, folder):
    assert call("user", "list")[1].startswith("Es gibt noch kein Konto.")
    assert add(call, "Anna", "--role", "coordinator", "--city", "dortmund", "Kassel") == (
        0, "Das Konto „Anna“ ist angelegt.\n", "",
    )  # fmt: skip
    assert add(call, "Ada", "--role", "administrator")[0] == 0
    assert call("user", "add", "olga@stadt.de", "--role", "coordinator", "--oidc")[0] == 0
    assert call("user", "list")[1].splitlines() == [
        "Ada: Verwaltung, alle Gebiete, mit Passwort",
        "Anna: Koordination, 05913, 06611, mit Passwort",
        "olga@stadt.de: Koordination, alle Gebiete, über den Anmeldedienst",
    ]
    with Store.open(folder, NOW) as store:
        assert store.sign_in("Anna", PASSWORD, NOW) == Actor("Anna", "coordinator", ("05913", "06611"))


@pytest.mark.parametrize(
    ("arguments", "password", "said"),
    [
        (("Anna", "--role", "coordinator"), "kurz", "Ein Passwort hat mindestens 12 und höchstens 1000 Zeichen."),
        (("Anna", "--role", "coordinator"), "", "Ein Passwort hat mindestens 12 und höchstens 1000 Zeichen."),
        ((" ", "--role", "coordinator"), PASSWORD, "Ein Name hat 1 bis 100 druckbare Zeichen."),
        (("Anna", "--role", "coordinator", "--city", "Dortmunt"), PASSWORD, "Meinten Sie „Dortmund“?"),
        (("Anna", "--role", "operator"), PASSWORD, "invalid choice: 'operator'"),
        (("Anna",), PASSWORD, "required: --role"),
    ],
)
def test_a_wrong_account_is_refused_in_one_sentence(call, folder, arguments, password, said):
    code, out, err = add(call, *arguments, password=password)
    assert (code, out) == (1, "")
    assert said in err
    assert PASSWORD not in err
    with Store.open(folder, NOW) as store:
        assert store.users() == ()


def test_there_is_no_default_password(call, folder):
    assert call("user", "add", "Anna", "--role", "coordinator", "--password-stdin", typed="")[0] == 1
    with Store.open(folder, NOW) as store:
        assert store.users() == ()


def test_a_password_typed_differently_the_second_time_changes_nothing(call, monkeypatch):
    answers = iter([PASSWORD, PASSWORD + "!"])
    monkeypatch.setattr("indicators.commands.people.getpass", lambda prompt: next(answers))
    assert call("user", "add", "Anna", "--role", "coordinator")[2].startswith("Die beiden Eingaben sind verschieden.")
    assert call("user", "list")[1].startswith("Es gibt noch kein Konto.")


def test_a_password_is_asked_for_twice(call, folder, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr("indicators.commands.people.getpass", lambda prompt: asked.append(prompt) or PASSWORD)
    assert call("user", "add", "Anna", "--role", "coordinator")[0] == 0
    assert asked == ["Passwort für Anna: ", "Noch einmal: "]
    with Store.open(folder, NOW) as store:
        assert store.sign_in("Anna", PASSWORD, NOW).name == "Anna"


def test_an_account_is_disabled_and_gets_a_new_password(call, folder):
    add(call, "Anna", "--role", "coordinator")
    assert call("user", "password", "anna", "--password-stdin", typed=PASSWORD + "!\n")[0] == 0
    with Store.open(folder, NOW) as store:
        assert store.sign_in("Anna", PASSWORD + "!", NOW).name == "Anna"
    assert call("user", "disable", "Anna")[1] == "Das Konto „Anna“ ist gesperrt.\n"
    assert call("user", "list")[1] == "Anna: Koordination, alle Gebiete, gesperrt\n"
    with Store.open(folder, NOW) as store, pytest.raises(Forbidden, match=r"right\.sign_in"):
        store.sign_in("Anna", PASSWORD + "!", NOW)


def test_an_unknown_account_is_told_in_both_languages(call):
    assert call("user", "disable", "Eva")[::2] == (1, "Das Konto „Eva“ gibt es nicht. \n")
    assert call("--language", "en", "user", "disable", "Eva")[::2] == (1, "There is no account “Eva”. \n")


def test_the_log_names_who_was_at_the_keyboard_and_no_password(call, folder):
    add(call, "Anna", "--role", "coordinator")
    with Store.open(folder, NOW) as store:
        entry = store.audit()[-1]
    assert (entry.action, entry.subject) == ("user.add", "Anna")
    assert entry.actor != ""
    assert PASSWORD not in entry.details


def draft(folder: Path, actor: Actor) -> int:
    with Store.open(folder, NOW) as store:
        table: pd.DataFrame = store.series().head(1)
        return store.commit(
            table, original=b"draft", file_name="f.csv", released_on=date(2026, 1, 1), reason="r", actor=actor,
            now=NOW, draft=True,
        )  # fmt: skip


def test_a_draft_is_released_on_the_command_line(call, folder):
    batch = draft(folder, operator("jemand anders"))
    assert call("approve", str(batch))[:2] == (0, f"Lieferung {batch} ist freigegeben und zählt ab jetzt.\n")
    assert call("approve", str(batch))[::2] == (1, f"Die Lieferung {batch} wartet auf keine Freigabe. \n")


def test_nobody_releases_their_own_draft_on_the_command_line(call, folder, monkeypatch):
    monkeypatch.setattr("indicators.__main__.getuser", lambda: "anna")
    batch = draft(folder, operator("Anna"))
    code, _, err = call("approve", str(batch))
    assert (code, "zweite Person" in err) == (1, True)


def test_a_lost_database_is_told_and_rebuilt(call, folder):
    add(call, "Anna", "--role", "coordinator")
    (folder / FILE).unlink()
    code, _, err = call("check")
    assert (code, "hat Einträge verloren" in err, "python -m indicators rebuild" in err) == (1, True, True)
    code, out, _ = call("rebuild")
    assert code == 0
    assert out.splitlines() == [
        "Der Datenspeicher ist neu aufgebaut: 13 Lieferungen.",
        "Diese Konten brauchen ein neues Passwort (python -m indicators user password NAME): Anna.",
    ]
    assert call("check")[0] == 0


def test_rebuilding_a_sound_store_keeps_the_old_file_and_every_password(call, folder):
    add(call, "Anna", "--role", "coordinator")
    code, out, _ = call("rebuild")
    aside = out.splitlines()[1].removeprefix("Die alte Datei heißt jetzt ").removesuffix(".")
    assert (code, (folder / aside).is_file()) == (0, True)
    assert datetime.strptime(aside, "zielmonitor-%Y-%m-%dT%H%M%S.duckdb")  # noqa: DTZ007 - only its form
    with Store.open(folder, NOW) as store:
        assert store.sign_in("Anna", PASSWORD, NOW).name == "Anna"


def test_rebuilding_without_a_manifest_is_told(call, folder):
    shutil.rmtree(folder)
    code, _, err = call("rebuild")
    assert (code, err.startswith("Es gibt kein Verzeichnis der aufbewahrten Dateien")) == (1, True)
