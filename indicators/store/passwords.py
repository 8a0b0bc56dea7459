"""Passwords: only their argon2 hash is kept, and a wrong name costs as much time as a wrong password."""

import hashlib
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from indicators.errors import Fault

SHORTEST, LONGEST = 12, 1000  # characters
HASHER = PasswordHasher()  # argon2id with the second choice of RFC 9106: 3 passes over 64 MiB


def hashed(password: str) -> str:
    """raises   Fault if it is shorter than a password may be"""
    text = _typed(password[: LONGEST + 1])
    if not SHORTEST <= len(text) <= LONGEST:
        raise Fault("password.length", shortest=SHORTEST, longest=LONGEST)
    return HASHER.hash(text)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; takes the same time where nothing is stored."""
    spare, text = _spare(), _typed(password[:LONGEST])[:LONGEST]
    try:
        return HASHER.verify(stored or spare, text) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    return HASHER.check_needs_rehash(stored)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """What a token or a name is stored as."""
    return hashlib.sha256(text.encode()).hexdigest()


def _typed(password: str) -> str:
    """The same umlaut comes composed from one keyboard and in two parts from another."""
    return unicodedata.normalize("NFKC", password)


@cache
def _spare() -> str:
    return HASHER.hash(secrets.token_urlsafe(32))
