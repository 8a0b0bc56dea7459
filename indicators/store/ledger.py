"""What an entry of the audit log does to the other tables.

Writing and rebuilding both go through here, so that the log and the kept files alone give the same store again. Only
passwords are in neither: they are carried over from the old database, or set anew.
"""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd

from indicators.store import audit, figures, people
from indicators.store.database import Cursor


def apply(cursor: Cursor, entry: audit.Entry, table: pd.DataFrame | None = None) -> None:
    """Do what the entry says. `table` holds the observations of an import."""
    if (do := _DO.get(entry.action)) is not None:
        do(cursor, entry, json.loads(entry.details))
    if table is not None:
        figures.insert(cursor, int(entry.subject), table)


def _import(cursor: Cursor, entry: audit.Entry, details: dict[str, Any]) -> None:
    cursor.execute(
        "insert into batch (batch, file_name, sha256, released_on, released_precision, imported_at, imported_by, reason,"
        " is_draft, areas, confirmations, mapping) values ($batch, $file, $sha256, $released_on, $precision, $at, $actor,"
        " $reason, $draft, $areas, $confirmations, $mapping)",
        {
            "batch": int(entry.subject), "at": entry.at, "actor": entry.actor,
            **{name: details[name] for name in ("file", "sha256", "released_on", "reason")},
            "precision": details.get("precision", "day"), "draft": details.get("draft", False),
            "mapping": details.get("mapping", ""), "areas": json.dumps(details.get("areas", [])),
            "confirmations": json.dumps(details.get("confirmations", {}), ensure_ascii=False),
        },
    )  # fmt: skip
    for record in details.get("records", []):
        cursor.execute(
            "insert into record (batch, kind, id, area, content) values ($batch, $kind, $id, $area, $content)",
            {"batch": int(entry.subject), **record},
        )


def _withdraw(cursor: Cursor, entry: audit.Entry, details: dict[str, Any]) -> None:
    cursor.execute(
        "update batch set withdrawn_at = $at, withdrawn_by = $actor, withdrawn_reason = $reason where batch = $batch",
        {"at": entry.at, "actor": entry.actor, "reason": details["reason"], "batch": int(entry.subject)},
    )


def _approve(cursor: Cursor, entry: audit.Entry, details: dict[str, Any]) -> None:
    cursor.execute(
        "update batch set approved_at = $at, approved_by = $actor where batch = $batch",
        {"at": entry.at, "actor": entry.actor, "batch": int(entry.subject)},
    )


def _mapping(cursor: Cursor, entry: audit.Entry, details: dict[str, Any]) -> None:
    cursor.execute(
        "insert into mapping values ($name, $version, $content, $at, $actor)",
        {"name": entry.subject, "at": entry.at, "actor": entry.actor, **details},
    )


def _add_user(cursor: Cursor, entry: audit.Entry, details: dict[str, Any]) -> None:
    """A disabled account comes back with what it is given now."""
    cursor.execute(
        "insert into account values ($login, $name, $role, $areas, $provider, false, $at) on conflict (login) do update set"
        " role = excluded.role, areas = excluded.areas, provider = excluded.provider, is_disabled = false",
        {
            "login": people.login_of(entry.subject), "name": entry.subject, "role": details["role"], "at": entry.at,
            "areas": None if details["areas"] is None else json.dumps(details["areas"]), "provider": details["provider"],
        },
    )  # fmt: skip


def _disable_user(cursor: Cursor, entry: audit.Entry, details: dict[str, Any]) -> None:
    cursor.execute(
        "update account set is_disabled = true where login = $login", {"login": people.login_of(entry.subject)}
    )  # fmt: skip


_DO: dict[str, Callable[[Cursor, audit.Entry, dict[str, Any]], None]] = {
    "import": _import,
    "withdraw": _withdraw,
    "approve": _approve,
    "mapping": _mapping,
    "user.add": _add_user,
    "user.disable": _disable_user,
}
