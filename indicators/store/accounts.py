"""Accounts, signing in and sessions, as tables of the store.

Changes of accounts are logged. Signing in is not: it changes no figure, and a log of working hours is nobody's business.
A name shut out after failed attempts is logged once, and only if there is such an account.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from indicators.errors import Fault, Forbidden, Unknown
from indicators.store import ledger, passwords, people
from indicators.store.database import Cursor, Database, naive_utc
from indicators.store.people import Actor, ClaimRules, Provider, Role, User

FAILURES, WINDOW = 5, timedelta(minutes=15)
SESSION = timedelta(hours=12)  # a working day; also how long the claims of an identity provider are taken for fresh
CLOCKS = timedelta(minutes=5)  # by which the clock of an identity provider may go ahead of ours
LONGEST_NAME = 100
_USERS = "select name, role, areas, provider, is_disabled, added_at from account"


def users(database: Database) -> tuple[User, ...]:
    return tuple(_user(row) for row in database.all(_USERS + " order by login"))


def present(cursor: Cursor, actor: Actor | None) -> Actor:
    """Who acts as the account stands in this very transaction: it may have been disabled or changed meanwhile.

    Without an account stand the operator and whom an identity provider's claims made an actor.

    raises   Forbidden
    """
    given = people.known(actor)
    user = _find(cursor, given.name)
    if given.role == "operator" or user is None:
        return given
    if user.is_disabled:
        raise Forbidden("right.login")
    return user.actor


# -- managing


def add(
    database: Database, name: str, password: str | None, role: Role, areas: Sequence[str] | None, *, actor: Actor | None,
    now: datetime,
) -> None:  # fmt: skip
    """An account; without a password one that an identity provider vouches for.

    raises   Forbidden, Fault for a name that is taken or no name, a password that is too short, a role that is none
    """
    plain = people.tidy_name(name)
    if role not in people.STORED_ROLES:
        raise ValueError(f"{role} is no role of an account")
    provider: Provider = "oidc" if password is None else "local"
    scope = None if areas is None else sorted(areas)
    with database.writing() as cursor:
        person = present(cursor, actor)
        people.may_manage(person)
        if not 1 <= len(plain) <= LONGEST_NAME or not plain.isprintable():
            raise Fault("user.name", longest=LONGEST_NAME)
        if (user := _find(cursor, plain)) is not None and not user.is_disabled:
            raise Fault("user.exists", found=user.name)
        hashed = None if password is None else passwords.hashed(password)
        details: dict[str, object] = {"role": role, "areas": scope, "provider": provider}
        entry = database.enter(cursor, now, person.name, "user.add", user.name if user else plain, details)
        ledger.apply(cursor, entry)
        _forget(cursor, people.login_of(plain))
        if hashed is not None:
            store_password(cursor, people.login_of(plain), hashed)


def set_password(database: Database, name: str, password: str, *, actor: Actor | None, now: datetime) -> None:
    """A new password; ends every session of the account and lets it in again after failed attempts."""
    with database.writing() as cursor:
        person = present(cursor, actor)
        people.may_manage(person, own=name)
        user = _existing(cursor, name)
        if user.provider != "local":
            raise Fault("user.no_password", found=user.name)
        hashed = passwords.hashed(password)
        database.enter(cursor, now, person.name, "user.password", user.name, {})
        _forget(cursor, people.login_of(name))
        store_password(cursor, people.login_of(name), hashed)


def disable(database: Database, name: str, *, actor: Actor | None, now: datetime) -> None:
    """Shut an account out from this moment; what it did stays."""
    with database.writing() as cursor:
        person = present(cursor, actor)
        people.may_manage(person)
        user = _existing(cursor, name)
        entry = database.enter(cursor, now, person.name, "user.disable", user.name, {})
        ledger.apply(cursor, entry)
        _forget(cursor, people.login_of(name))


def store_password(cursor: Cursor, login: str, hashed: str) -> None:
    cursor.execute(
        "insert into password values ($login, $hash) on conflict (login) do update set hash = excluded.hash",
        {"login": login, "hash": hashed},
    )


# -- signing in


def sign_in(database: Database, name: str, password: str, now: datetime) -> Actor:
    """The actor behind a name and a password. Unknown names, disabled accounts and wrong passwords answer alike.

    raises   Forbidden; right.throttled with the minutes to wait after too many failures
    """
    login = people.login_of(name[: 2 * LONGEST_NAME])
    with database.signing_in:
        _not_throttled(database, login, now)
        rows = database.all(
            "select hash from password join account using (login)"
            " where login = $login and provider = 'local' and not is_disabled",
            login=login,
        )
        stored = rows[0][0] if rows else None
        matched = passwords.matches(stored, password)  # also where there is nothing to match: it takes as long
        if stored is None or not matched:
            _note_failure(database, login, now)
            raise Forbidden("right.sign_in")
        with database.writing() as cursor:
            _forget_failures(cursor, login)
            if passwords.is_outdated(stored):
                store_password(cursor, login, passwords.hashed(password))
            return _existing(cursor, name).actor


def open_session(database: Database, name: str, now: datetime) -> str:
    """A token that stands for the account for twelve hours; only its hash is stored.

    raises   Unknown, Forbidden for a disabled account
    """
    token, at = passwords.new_token(), naive_utc(now)
    with database.writing() as cursor:
        user = _existing(cursor, name)
        if user.is_disabled:
            raise Forbidden("right.login")
        cursor.execute("delete from session where expires_at <= $now", {"now": at})
        cursor.execute(
            "insert into session values ($hash, $login, $now, $expires)",
            {"hash": passwords.digest(token), "login": people.login_of(name), "now": at, "expires": at + SESSION},
        )
    return token


def actor_of_session(database: Database, token: str, now: datetime) -> Actor | None:
    """Who a token stands for; None if it is unknown, closed or too old, or the account is disabled."""
    rows = database.all(
        _USERS + " join session using (login) where token_hash = $hash and expires_at > $now and not is_disabled",
        hash=passwords.digest(token), now=naive_utc(now),
    )  # fmt: skip
    return _user(rows[0]).actor if rows else None


def close_session(database: Database, token: str, now: datetime) -> None:
    """End a session, and with it all that have run out."""
    with database.writing() as cursor:
        cursor.execute(
            "delete from session where token_hash = $hash or expires_at <= $now",
            {"hash": passwords.digest(token), "now": naive_utc(now)},
        )


# -- identity provider


def actor_of_claims(database: Database, claims: Mapping[str, object], rules: ClaimRules, now: datetime) -> Actor | None:
    """Whom the claims of an identity provider name: by account (its name is the sub or the e-mail), else by role.

    A local account is never reached this way: its name belongs to its password. Claims older than a session, or without
    the time they were issued at, do not count.
    """
    if not _is_fresh(claims, now) or not (names := _names(claims, rules)):
        return None
    found = [_user(row) for name in names
             for row in database.all(_USERS + " where login = $login", login=people.login_of(name))]  # fmt: skip
    if found:
        user = found[0]
        return None if user.is_disabled or user.provider != "oidc" else user.actor
    value = claims.get(rules.claim)
    held = [item for item in (value if isinstance(value, list | tuple) else [value]) if isinstance(item, str)]
    for wanted, (role, areas) in rules.actors.items():
        if wanted in held:
            return Actor(people.tidy_name(names[-1]), role, areas)
    return None


def _names(claims: Mapping[str, object], rules: ClaimRules) -> list[str]:
    """The sub, which never changes, then the e-mail if the provider has verified it or is trusted to."""
    is_verified = claims.get("email_verified", rules.trusts_email) is True
    given = [claims.get("sub"), claims.get("email") if is_verified else None]
    return [name for name in given if isinstance(name, str) and name.strip()]


def _is_fresh(claims: Mapping[str, object], now: datetime) -> bool:
    """Issued within the length of a session; the clock of the provider may go a little ahead."""
    issued = claims.get("iat")
    return isinstance(issued, int | float) and -CLOCKS.total_seconds() < now.timestamp() - issued < SESSION.total_seconds()


# -- inside


def _user(row: Sequence[Any]) -> User:
    name, role, areas, provider, is_disabled, added_at = row
    return User(name, role, None if areas is None else tuple(json.loads(areas)), provider, is_disabled, added_at)


def _find(cursor: Cursor, name: str) -> User | None:
    row = cursor.execute(_USERS + " where login = $login", {"login": people.login_of(name)}).fetchone()
    return _user(row) if row else None


def _existing(cursor: Cursor, name: str) -> User:
    if (user := _find(cursor, name)) is None:
        raise Unknown("user.unknown", found=people.tidy_name(name))
    return user


def _forget(cursor: Cursor, login: str) -> None:
    """End the sessions of an account and forget its failed attempts."""
    cursor.execute("delete from session where login = $login", {"login": login})
    _forget_failures(cursor, login)


def _forget_failures(cursor: Cursor, login: str) -> None:
    cursor.execute("delete from failed_sign_in where login_hash = $hash", {"hash": passwords.digest(login)})


def _not_throttled(database: Database, login: str, now: datetime) -> None:
    failed = database.all(
        "select failed_at from failed_sign_in where login_hash = $hash and failed_at > $since order by failed_at desc",
        hash=passwords.digest(login), since=naive_utc(now) - WINDOW,
    )  # fmt: skip
    if len(failed) >= FAILURES:
        wait = failed[FAILURES - 1][0] + WINDOW - naive_utc(now)
        raise Forbidden("right.throttled", count=max(1, -(-int(wait.total_seconds()) // 60)))


def _note_failure(database: Database, login: str, now: datetime) -> None:
    at, hashed = naive_utc(now), passwords.digest(login)
    with database.writing() as cursor:
        cursor.execute("delete from failed_sign_in where failed_at <= $since", {"since": at - WINDOW})
        cursor.execute("insert into failed_sign_in values ($hash, $now)", {"hash": hashed, "now": at})
        row = cursor.execute("select count(*) from failed_sign_in where login_hash = $hash", {"hash": hashed}).fetchone()
        user = _find(cursor, login)
        if user is not None and row is not None and row[0] == FAILURES:
            database.enter(cursor, now, "", "user.locked", user.name, {})
