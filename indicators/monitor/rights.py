"""Which claim of an identity provider makes somebody what: read from the settings of the installation."""

from collections.abc import Mapping
from typing import Any

from indicators.catalogue import Catalogue
from indicators.errors import CatalogueFault
from indicators.store.people import STORED_ROLES, ClaimRules

FILE = "secrets.toml"


def claim_rules(section: Mapping[str, Any], catalogue: Catalogue) -> ClaimRules:
    """The table `[claims]`; without one only the accounts of the store decide.

        [claims]
        claim = "groups"
        [claims.actors."Arbeitsmarkt Dortmund"]
        role = "coordinator"
        areas = ["dortmund"]      # left out: all

    raises   CatalogueFault for a role or an area that does not exist
    """
    actors = {}
    for value, rights in section.get("actors", {}).items():
        role = rights.get("role", "")
        if role not in STORED_ROLES:
            raise CatalogueFault(FILE, f'claims.actors."{value}": role "{role}" - expected {" or ".join(STORED_ROLES)}')
        areas = [_area(text, value, catalogue) for text in rights["areas"]] if "areas" in rights else None
        actors[value] = (role, None if areas is None else tuple(areas))
    return ClaimRules(section.get("claim", ""), actors)


def _area(text: str, value: str, catalogue: Catalogue) -> str:
    found = next((area.area for area in catalogue.areas.values() if text in (area.area, area.slug)), None)
    if found is None:
        raise CatalogueFault(FILE, f'claims.actors."{value}": area "{text}" - no such area')
    return found
