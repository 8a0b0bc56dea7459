"""The tree of faults.

    Fault
    ├── CatalogueFault      a file of data/catalogue or data/locale is wrong
    ├── Unknown             a caller named an area, indicator, group or goal that does not exist
    ├── Forbidden           who asks may not do this
    ├── Stale               the store has moved on since the preview
    ├── WriterMissing       a form of a report cannot be made: a library or the typeface is not there
    └── StoreFault
        ├── StoreLocked     another process owns the database file
        └── StoreUnsound    the file is no database of ours, damaged, or newer than this program

A fault carries a code and its parameters; `present.words` makes the German or English sentence of them. Bad data in an
upload is no fault but a value: `ingest.issue.Issue`.
"""


class Fault(Exception):
    """Something went wrong that is not the content of an upload."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: " + ", ".join(f"{key} = {value}" for key, value in params.items()))


class CatalogueFault(Fault):
    """A catalogue file is wrong: says file and key, what was found, and what is near."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__("catalogue.wrong", file=file, message=message)
        self.args = (f"{file}: {message}",)


class Unknown(Fault):
    """A name that is not in the catalogue; `near` holds what resembles it."""


class Forbidden(Fault):
    """Who asks may not do this; raised before anything is touched."""


class Stale(Fault):
    """Somebody stored or withdrew something since the preview was made; nothing was stored."""


class WriterMissing(Fault):
    """A form of a report cannot be made: a library or the typeface is not there."""


class StoreFault(Fault):
    """The store cannot be used."""


class StoreLocked(StoreFault):
    """Another process owns the database file."""


class StoreUnsound(StoreFault):
    """The database file is damaged, foreign or newer than this program."""
