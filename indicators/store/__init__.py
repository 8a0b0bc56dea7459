"""The only room that knows a database. Observations are inserted, never changed; batches decide what counts."""

from indicators.store.embedded import Batch, Precision, Store

__all__ = ["Batch", "Precision", "Store"]
