"""The only room that knows a database. Observations are inserted, never changed; batches decide what counts."""

from indicators.store.batch import Batch, Precision
from indicators.store.embedded import Store
from indicators.store.people import Actor, ClaimRules, Role, User, operator
from indicators.store.records import Record, SavedMapping

__all__ = ["Actor", "Batch", "ClaimRules", "Precision", "Record", "Role", "SavedMapping", "Store", "User", "operator"]
