"""Which of our areas a region of an official file is. By its key; the name may confirm it and must not contradict it."""

from indicators.catalogue import Catalogue, fold
from indicators.ingest.issue import Issue

COUNTRY = "DG"
_LAENDER = 16
_DISTRICT = 5  # digits
# Further digits for municipalities; a city that is its own district fills them with zeros.
_LONGER = (8, 9, 12)


def normal_key(text: str, digits: int = 0) -> str:
    """A key as the catalogue writes it; a key of a smaller or other region keeps its digits.

    digits    how many the publisher gives its keys, where a sheet says so; leading zeros get lost in spreadsheets

    >>> [normal_key(text) for text in ("5913", "05913000", "5913000", "059130000000", "5", "dg", "81", "06633012")]
    ['05913', '05913', '05913', '05913', '05', 'DG', '081', '06633012']
    """
    key = text.strip().upper()
    if not key.isdecimal():
        return key
    key = key.zfill(digits)
    if len(key) in (4, 7, 11):
        key = f"0{key}"
    if len(key) == 1 or (len(key) == 2 and int(key) > _LAENDER):
        key = f"0{key}"
    if len(key) in _LONGER and not key[_DISTRICT:].strip("0"):
        key = key[:_DISTRICT]
    return key


def key_of_name(name: str, catalogue: Catalogue) -> str:
    """The key of a region in a table without keys; empty for any other, and for the bare name of a city, which may be that
    of a Regierungsbezirk or agency district.
    """
    area = catalogue.find("area", name)
    if area is None or (catalogue.areas[area].kind == "city" and fold(name) == fold(catalogue.areas[area].name.de)):
        return ""
    return area


def level(key: str) -> int:
    """Regions of one level have keys of one length; Germany is a level of its own."""
    return 0 if key == COUNTRY else max(1, len(key))


def area_of(key: str, catalogue: Catalogue) -> str | None:
    """The area with this normal key; None for any other region: no Landkreis, no Regierungsbezirk is ever a city."""
    return key if key in catalogue.areas else None


def contradiction(key: str, name: str, catalogue: Catalogue) -> Issue | None:
    """An error where key and name mean different regions and one of them is ours; a blank name says nothing.

    A bare name that another region shares with a city ("Kassel", 06633) is no contradiction, if the catalogue knows it.
    """
    if not fold(name):
        return None
    meant = catalogue.find("area", name)
    area = area_of(key, catalogue)
    found = f"{key} / {name.strip()}"
    if area is not None and catalogue.areas[area].kind != "district":  # whose name says nothing: it goes by its key
        label = catalogue.label("area", area)
        return None if meant == area else Issue("error", "area.contradiction", found=found, expected=label)
    if meant is None or level(key) != level(meant):
        return None  # regions of different levels may share a name: Stuttgart is a city, a Regierungsbezirk, a region
    ours = catalogue.areas[meant]
    is_homonym = key in ours.homonyms and fold(name) == fold(ours.name.de)
    return None if is_homonym else Issue("error", "area.key_of_other", found=found, expected=meant)
