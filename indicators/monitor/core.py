"""Catalogue and store, and where they lie."""

import os
from dataclasses import dataclass
from pathlib import Path

from indicators.catalogue import Catalogue
from indicators.store import Store, operator

PROJECT = Path(__file__).parents[2]
SHIPPED = PROJECT / "data" / "figures"
SYSTEM = operator("Erstbestand")  # who imports what the product ships


def data_folder() -> Path:
    """Where the store lies: ZIELMONITOR_DATA, else data/store in the project."""
    return Path(os.environ.get("ZIELMONITOR_DATA") or PROJECT / "data" / "store")


@dataclass(frozen=True)
class Monitor:
    """Catalogue and store, opened together."""

    catalogue: Catalogue
    store: Store
