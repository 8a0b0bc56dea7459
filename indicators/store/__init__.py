"""The only room that knows a database. Observations are inserted, never changed; batches decide what counts."""

from indicators.store.batch import Batch, Precision
from indicators.store.embedded import Store

__all__ = ["Batch", "Precision", "Store"]
