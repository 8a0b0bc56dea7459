"""The trial of the outlook as CSV files. The same proofs give the same bytes; `backtest` makes tables of them."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from indicators.assess.backtest import HORIZONS
from indicators.assess.judging import Half
from indicators.assess.proof import Proof
from indicators.assess.tuning import Tried
from indicators.catalogue.outlook import Calibration

FOLDER = Path(__file__).parents[2] / "data" / "backtest"
TABLES = ("fitted", "halves", "errors", "coverage", "reliability", "brier", "classes", "tried")
Row = Mapping[str, str]
Results = Mapping[str, Sequence[Row]]


def files(proofs: Sequence[Proof]) -> dict[str, str]:
    """The content of each CSV file by name: one row a result, named by the table of outlook.toml."""
    rows: dict[str, list[dict[str, object]]] = {table: [] for table in TABLES}
    for proof in proofs:
        name = {"name": proof.name}
        rows["fitted"].append(name | _fitted(proof))
        rows["halves"] += [name | _half(half) for half in proof.halves]
        for table in TABLES[2:-1]:
            rows[table] += [name | asdict(row) for row in getattr(proof, table)]
        rows["tried"] += [name | _tried(row) for row in proof.tried]
    return {f"{table}.csv": _text(found) for table, found in rows.items() if found}


def load(folder: Path = FOLDER) -> Results:
    """The rows of each file; none where a file is not there."""
    return {table: _rows(folder / f"{table}.csv") for table in TABLES}


def _fitted(proof: Proof) -> dict[str, object]:
    first, last = proof.years[0], proof.years[-1]
    accepted = "yes" if proof.is_accepted else "no"
    found: dict[str, object] = {"accepted": accepted, "years": len(proof.years), "first": first, "last": last}
    return found | _numbers(proof.fitted)


def _tried(row: Tried) -> dict[str, object]:
    ratios: dict[str, object] = {f"ratio_{years}": round(ratio, 4) for years, ratio in zip(HORIZONS, row.ratio, strict=True)}
    return {"pairs": row.pairs, "damping": row.damping, "weight": row.weight, "mean": row.mean} | ratios


def _half(half: Half) -> dict[str, object]:
    years: dict[str, object] = {"split": half.split, "fitted_on": _listed(half.fitted_on), "judged_on": _listed(half.judged_on)}
    results = {
        f"{name}_{horizon}": "" if value is None else value
        for name in ("ratio", "inside_50", "inside_80")
        for horizon, value in zip(HORIZONS, getattr(half, name), strict=True)
    }
    return years | _numbers(half.calibration) | results


def _numbers(calibration: Calibration) -> dict[str, object]:
    found: dict[str, object] = {
        "damping": calibration.damping, "weight": calibration.weight, "pairs": calibration.pairs,
        "around": calibration.around,
    }  # fmt: skip
    return found | {f"spread_{years}": width for years, width in zip(HORIZONS, calibration.spread, strict=True)}


def _listed(years: Sequence[int]) -> str:
    return " ".join(str(year) for year in years)


def _text(rows: Sequence[Mapping[str, object]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows)
    return file.getvalue()


def _rows(path: Path) -> tuple[Row, ...]:
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
