"""The trial of the outlook in words and tables, from the files in data/backtest; it computes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indicators.assess.backtest import RIVALS
from indicators.catalogue import Catalogue
from indicators.catalogue.outlook import Calibration
from indicators.present import html
from indicators.present.trial import FOLDER, Results, Row, load
from indicators.present.words import Words

SCOPES = ("all", "calm", "panel", "method", "store", "recent", "wider")
METHODS = ("no_change", "dns", "linear", "before", "after", "held_out")
SHARES = ("before_50", "after_50", "held_50", "before_80", "after_80", "held_80")


@dataclass(frozen=True)
class Table:
    """A finished table. The first cell of a row heads it; the others are numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """The trial of one table of calibrations. `picture` is the file of its plots, None where there is none."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    picture: Path | None
    picture_text: str


def sections(catalogue: Catalogue, words: Words, folder: Path = FOLDER) -> tuple[Section, ...]:
    """One section for each table of calibrations, in the order of the catalogue; those never tried say why."""
    results = load(folder)
    return tuple(_section(name, found, _of(results, name), words, folder) for name, found in catalogue.calibrations.items())


def head(words: Words) -> str:
    """What was asked of the past, and the rule that sets the numbers."""
    rule = [words(f"backtest.rule_{number}") for number in (1, 2, 3, 4, 5)]
    return html.render("backtest_head.html", words=words, rule=rule)


def section(part: Section, words: Words) -> str:
    """One section in words and tables; its picture is a file of its own."""
    return html.render("backtest_section.html", words=words, section=part)


def _of(results: Results, name: str) -> dict[str, list[Row]]:
    return {table: [row for row in rows if row["name"] == name] for table, rows in results.items()}


def _section(name: str, calibration: Calibration, results: Mapping[str, Sequence[Row]], words: Words, folder: Path) -> Section:
    picture = folder / f"{name}.{words.language}.svg"
    title = words(f"backtest.name_{name}")
    tables = (*_error_tables(results["errors"], words), *_coverage_tables(results["coverage"], words),
              *_half_tables(results["halves"], words), *_chance_tables(results, words))  # fmt: skip
    text = words("backtest.picture", name=title)
    return Section(title, _sentences(calibration, results, words), tables, picture if picture.exists() else None, text)


def _sentences(calibration: Calibration, results: Mapping[str, Sequence[Row]], words: Words) -> tuple[str, ...]:
    """What is shown, on which numbers, from which evidence; then what the trial found."""
    spread = " / ".join(words.number(width, 2) for width in calibration.spread)
    number = words.number
    if calibration.weight == 0:
        course = words("backtest.course_still")
    else:
        course = words("backtest.course", weight=number(100 * calibration.weight, 0), damping=number(calibration.damping, 1))
    found = [course, words("backtest.evidence", evidence=calibration.evidence.in_language(words.language))]
    if calibration.accepted:
        found.insert(1, words(f"backtest.fan_{calibration.around}", spread=spread))
    elif calibration.reason is not None:
        found.insert(1, words("backtest.no_fan", reason=calibration.reason.in_language(words.language)))
    return (*found, *_findings(calibration, results, words))


def _findings(calibration: Calibration, results: Mapping[str, Sequence[Row]], words: Words) -> list[str]:
    """What the trial found, the weak sides too."""
    everywhere = [row for row in results["errors"] if row["scope"] == "all" and row["unit"] == "percent"]
    if not everywhere:
        return []
    is_still = calibration.weight == 0
    lowest = sum(_is_lower(row, RIVALS[1:] if is_still else RIVALS) for row in everywhere)
    found = [words("backtest.found_still" if is_still else "backtest.found_errors", lowest=lowest, horizons=len(everywhere))]
    recent = [row for row in results["errors"] if row["scope"] == "recent" and row["unit"] == "percent"]
    if not is_still and (lowest := sum(_is_lower(row, RIVALS[:1]) for row in recent)) < len(recent):
        found.append(words("backtest.found_recent", lowest=lowest, horizons=len(recent)))
    shares = [float(row["held_80"]) for row in results["coverage"] if row["scope"] == "all" and row["held_80"]]
    low, high = (words.number(end, 0) for end in (min(shares), max(shares)))
    found.append(words("backtest.found_coverage", low=low, high=high))
    asked = [row for row in results["brier"] if row["scope"] == "printed"]
    if calibration.accepted and asked:
        better = sum(float(row["own"]) < float(row["base"]) for row in asked)
        found.append(words("backtest.found_chances", better=better, horizons=len(asked)))
    return found


def _is_lower(row: Row, rivals: Sequence[str]) -> bool:
    return all(not row[rival] or float(row["held_out"]) < float(row[rival]) for rival in rivals)


def _horizon(row: Row, words: Words) -> str:
    return words("backtest.horizon", count=row["horizon"])


def _number(text: str, decimals: int, words: Words) -> str:
    return words.number(float(text), decimals) if text else "–"


def _error_tables(rows: Sequence[Row], words: Words) -> list[Table]:
    """One table a scope, in percentage points where there are any."""
    unit = "points" if any(row["unit"] == "points" for row in rows) else "percent"
    columns = (words("backtest.col_horizon"), *(words(f"backtest.col_{method}") for method in METHODS),
               words("backtest.col_ratio"), words("backtest.col_range"))  # fmt: skip
    tables = []
    for scope in SCOPES:
        chosen = [row for row in rows if row["scope"] == scope and row["unit"] == unit]
        if chosen and not (scope == "store" and not any(row["scope"] == "panel" for row in rows)):
            caption = words(f"backtest.errors_{unit}", scope=words(f"backtest.scope_{scope}"), years=chosen[0]["years"])
            tables.append(Table(caption, columns, tuple(_error_cells(row, words) for row in chosen)))
    return tables


def _error_cells(row: Row, words: Words) -> tuple[str, ...]:
    errors = (_number(row[method], 2, words) for method in METHODS)
    ends = f"{_number(row['low'], 2, words)}–{_number(row['high'], 2, words)}"
    return _horizon(row, words), *errors, _number(row["ratio"], 2, words), ends


def _coverage_tables(rows: Sequence[Row], words: Words) -> list[Table]:
    columns = (
        words("backtest.col_horizon"),
        *(words(f"backtest.col_{share}") for share in SHARES),
        words("backtest.col_range"),
    )
    tables = []
    for scope in SCOPES:
        chosen = [row for row in rows if row["scope"] == scope]
        if chosen and not (scope == "store" and not any(row["scope"] == "panel" for row in rows)):
            caption = words("backtest.coverage", scope=words(f"backtest.scope_{scope}"), years=chosen[0]["years"])
            ends = [f"{_number(row['low'], 0, words)}–{_number(row['high'], 0, words)}" for row in chosen]
            cells = ((_horizon(row, words), *(_number(row[share], 0, words) for share in SHARES), end)
                     for row, end in zip(chosen, ends, strict=True))  # fmt: skip
            tables.append(Table(caption, columns, tuple(cells)))
    return tables


def _half_tables(rows: Sequence[Row], words: Words) -> list[Table]:
    """What each half of the years asked for, and how that fared in the other."""
    if not rows:
        return []
    columns = (words("backtest.col_half"), words("backtest.col_damping"), words("backtest.col_weight"),
               *(words("backtest.col_ratio_at", horizon=horizon) for horizon in range(1, 6)),
               *(words("backtest.col_inside_at", horizon=horizon) for horizon in range(1, 6)))  # fmt: skip
    return [
        Table(words("backtest.halves"), columns, tuple(_half_cells(row, words) for row in rows), words("backtest.halves_note"))
    ]


def _half_cells(row: Row, words: Words) -> tuple[str, ...]:
    first, *_, last = row["fitted_on"].split()
    name = words(f"backtest.half_{row['split']}", first=first, last=last)
    inside = (str(100 * float(row[f"inside_80_{horizon}"])) if row[f"inside_80_{horizon}"] else "" for horizon in range(1, 6))
    return (
        name, _number(row["damping"], 1, words), _number(row["weight"], 1, words),
        *(_number(row[f"ratio_{horizon}"], 2, words) for horizon in range(1, 6)),
        *(_number(share, 0, words) for share in inside),
    )  # fmt: skip


def _chance_tables(results: Mapping[str, Sequence[Row]], words: Words) -> list[Table]:
    """Reliability, Brier scores and how steady the classes are; only those of which there is something."""
    printed = [row for row in results["reliability"] if row["scope"] == "printed"]
    words_of_chance = [(words(f"backtest.word_{row['word']}"), *_cells(row, {"answers": 0, "meant": 0, "came": 0}, words))
                       for row in printed]  # fmt: skip
    scores = [(_horizon(row, words), *_cells(row, {"answers": 0, "own": 3, "base": 3}, words))
              for row in results["brier"] if row["scope"] == "printed"]  # fmt: skip
    classes = [(words(f"backtest.class_{row['rule']}"), *_cells(row, {"pairs": 0, "changed": 0}, words))
               for row in results["classes"]]  # fmt: skip
    tables = [
        Table(words("backtest.reliability"), _heads(words, "word", "answers", "meant", "came"), tuple(words_of_chance),
              words("backtest.reliability_note")),
        Table(words("backtest.brier"), _heads(words, "horizon", "answers", "own", "base"), tuple(scores),
              words("backtest.brier_note")),
        Table(words("backtest.classes"), _heads(words, "class", "pairs", "changed"), tuple(classes)),
    ]  # fmt: skip
    return [table for table in tables if table.rows]


def _heads(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words(f"backtest.col_{name}") for name in names)


def _cells(row: Row, decimals: Mapping[str, int], words: Words) -> tuple[str, ...]:
    return tuple(_number(row[name], places, words) for name, places in decimals.items())
