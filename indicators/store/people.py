"""Who may write what. Everybody reads; who writes is an actor, and the function that writes asks here first."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from indicators.errors import Forbidden

Role = Literal["coordinator", "administrator", "operator"]
Provider = Literal["local", "oidc"]
STORED_ROLES: tuple[Role, ...] = ("coordinator", "administrator")


@dataclass(frozen=True)
class Actor:
    """Who acts. `areas` are the area keys a coordinator may write; None stands for all of them."""

    name: str
    role: Role
    areas: tuple[str, ...] | None = None


@dataclass(frozen=True)
class User:
    """An account as it is stored; `provider` says who checks the password."""

    name: str
    role: Role
    areas: tuple[str, ...] | None
    provider: Provider
    is_disabled: bool
    added_at: datetime

    @property
    def actor(self) -> Actor:
        return Actor(self.name, self.role, self.areas)


@dataclass(frozen=True)
class ClaimRules:
    """Which claim of the identity provider makes somebody what.

    claim   its name, e.g. "groups"; its value is a text or a list of texts
    actors  value of the claim -> role and areas (None: all); the first that fits wins
    trusts_email  an e-mail names somebody although the provider does not say that it verified it: only for a provider
                  whose people cannot choose their own
    """

    claim: str = ""
    actors: Mapping[str, tuple[Role, tuple[str, ...] | None]] = field(default_factory=dict)
    trusts_email: bool = False


def operator(name: str) -> Actor:
    """Whoever holds the command line: may do everything, because the files of the store are theirs anyway."""
    return Actor(name, "operator")


def tidy_name(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def login_of(name: str) -> str:
    """A name as it is compared: "Anna" and " anna" are one person."""
    return tidy_name(name).casefold()


def is_same(name: str, other: str) -> bool:
    return login_of(name) == login_of(other)


def known(actor: Actor | None) -> Actor:
    """raises   Forbidden for a reader who has not signed in"""
    if actor is None:
        raise Forbidden("right.login")
    return actor


def may_write(actor: Actor, areas: Iterable[str]) -> None:
    """raises   Forbidden if a coordinator reaches beyond their areas; "" is what belongs to no single area"""
    if actor.areas is None:
        return
    if beyond := sorted(set(areas) - set(actor.areas)):
        raise Forbidden("right.area", found=", ".join(area or "–" for area in beyond))


def may_release(actor: Actor, importer: str, *, by_same: bool = False) -> None:
    """raises   Forbidden if the one who releases a draft is the one who made it, unless that is allowed (`by_same`)"""
    if not by_same and is_same(actor.name, importer):
        raise Forbidden("right.second_person")


def may_manage(actor: Actor, *, own: str = "") -> None:
    """Accounts are the administrator's; of one's `own` everybody may change the password.

    raises   Forbidden
    """
    if actor.role not in ("administrator", "operator") and login_of(actor.name) != (login_of(own) or None):
        raise Forbidden("right.role")
