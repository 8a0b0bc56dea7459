"""What all records of the catalogue have in common."""

import msgspec


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A record of a TOML file: a key that is not a field is an error."""
