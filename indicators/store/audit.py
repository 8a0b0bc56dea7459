"""The hash chain of the audit log: every entry seals the one before it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

FIRST = "0" * 64
# What changes figures or records. Accounts and mappings are logged too, but a preview stays right through them.
FIGURES = ("import", "withdraw", "approve")
ACTIONS = (*FIGURES, "mapping", "user.add", "user.disable", "user.password", "user.locked", "rebuild")


@dataclass(frozen=True)
class Entry:
    """Who did what when; `details` is JSON."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str
    previous_hash: str
    hash: str


def seal(number: int, at: datetime, actor: str, action: str, subject: str, details: str, previous_hash: str) -> Entry:
    text = json.dumps([number, at.isoformat(), actor, action, subject, details, previous_hash], ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Entry(number, at, actor, action, subject, details, previous_hash, digest)


def first_broken(entries: Iterable[Entry], *, after: tuple[int, str] = (0, FIRST)) -> int | None:
    """The number of the first entry that is missing, changed or out of order; None for a sound chain.

    after   number and hash of the entry the chain goes on from
    """
    last, previous = after
    for expected, entry in enumerate(entries, start=last + 1):
        again = seal(expected, entry.at, entry.actor, entry.action, entry.subject, entry.details, previous)
        if entry != again:
            return expected
        previous = entry.hash
    return None
