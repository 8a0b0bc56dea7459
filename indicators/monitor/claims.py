"""Which groups of the identity provider may do what in this installation."""

import os
import tomllib
from pathlib import Path

from indicators.errors import Fault
from indicators.store import ClaimRules
from indicators.store.people import STORED_ROLES

VARIABLE = "ZIELMONITOR_OIDC_ROLES"


def claim_rules() -> ClaimRules:
    """The TOML file that ZIELMONITOR_OIDC_ROLES names; without it only accounts made here count.

        claim = "groups"
        trusts_email = true                                         # left out: only an e-mail called verified names somebody
        [role]
        "ziele-dortmund" = { role = "coordinator", areas = ["05913"] }
        "ziele-leitung"  = { role = "administrator" }               # areas left out: all

    raises   Fault if the file is not there or says something else
    """
    path = os.environ.get(VARIABLE)
    if not path:
        return ClaimRules()
    try:
        rules = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        actors = {value: (rule["role"], _areas(rule)) for value, rule in rules["role"].items()}
        claim, trusts_email = rules["claim"], rules.get("trusts_email", False)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise Fault("right.rules", file=Path(path).name) from error
    if (
        not isinstance(claim, str)
        or not isinstance(trusts_email, bool)
        or any(role not in STORED_ROLES for role, _ in actors.values())
    ):
        raise Fault("right.rules", file=Path(path).name)
    return ClaimRules(claim, actors, trusts_email)


def _areas(rule: dict[str, list[str]]) -> tuple[str, ...] | None:
    """raises   TypeError for anything but a list of texts"""
    areas = rule.get("areas")
    if areas is None:
        return None
    if not isinstance(areas, list) or not all(isinstance(area, str) for area in areas):
        raise TypeError(areas)
    return tuple(areas)
