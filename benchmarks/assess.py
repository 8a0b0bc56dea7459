"""How long assessing takes. `python -m benchmarks.assess [NAME ...]`; without a name, all.

backtest    the panel of 401 districts and 20 years through section 4 of the method (limit 60 s)
"""

import sys
import time
from collections.abc import Callable

from indicators.assess.backtest import cases
from indicators.assess.proof import prove
from indicators.catalogue.load import load_catalogue
from indicators.monitor.backtest import panel


def backtest() -> None:
    """Reading, origins, fits on halves and on all years, errors, coverage, chances."""
    catalogue = load_catalogue()
    started = time.perf_counter()
    histories = panel(catalogue)
    tried = cases(histories)
    prove(tried, catalogue.calibrations, catalogue.trial)
    seconds = time.perf_counter() - started
    print(f"backtest: {len(histories)} districts, {len(tried)} cases in {seconds:.1f} s (limit 60 s)")


MEASURED: dict[str, Callable[[], None]] = {"backtest": backtest}

if __name__ == "__main__":
    for name in sys.argv[1:] or MEASURED:
        MEASURED[name]()
