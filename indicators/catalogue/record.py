"""What all records of the catalogue have in common."""

import importlib
import re
from typing import Any

import msgspec


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A record of a TOML file: a key that is not a field is an error."""


def field_names(kind: Any) -> set[str]:
    """Every field of a record and of the records inside it."""
    names = {field.encode_name for field in msgspec.structs.fields(kind)}
    inner = re.findall(r"catalogue\.(\w+)\.(\w+)", str([field.type for field in msgspec.structs.fields(kind)]))
    for module, name in inner:
        record = getattr(importlib.import_module(f"indicators.catalogue.{module}"), name)
        if isinstance(record, type) and issubclass(record, msgspec.Struct) and record is not kind:
            names |= field_names(record)
    return names
