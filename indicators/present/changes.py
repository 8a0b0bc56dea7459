"""What a file would change, as a reader of the preview sees it: counts, series with small pictures, revised figures."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from indicators.assess.series import Point, Series
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.period import parse_period
from indicators.present import html, svg
from indicators.present.figure import Mark, pieces, place
from indicators.present.views import points
from indicators.present.words import Words

SERIES_SHOWN = 60
REVISED_SHOWN = 200
KINDS = ("new", "revised", "unchanged", "missing")
_SERIES = ["area", "indicator", "group"]


def counts(found: dict[str, int], words: Words) -> str:
    """The preview in one sentence."""
    parts = [words(f"changes.{kind}", count=found[kind], number=words.number(found[kind], 0)) for kind in KINDS if found[kind]]
    key = "changes.lead" if found["new"] or found["revised"] else "changes.lead_nothing"
    return html.render("changes_lead.html", title=words("changes.title"), text=words(key, parts=", ".join(parts)))


def outdated(count: int, words: Words) -> str:
    """That some of the figures are older than what is stored and will not count; empty where none are."""
    if not count:
        return ""
    return html.render("sentence.html", text=words("changes.outdated", count=count, number=words.number(count, 0)))


def by_series(found: pd.DataFrame, table: pd.DataFrame, stored: pd.DataFrame, catalogue: Catalogue, words: Words) -> str:
    """One line a series: how many figures are new, revised, unchanged, missing, and its course before and after.

    found    one row a series: area, indicator, group, frequency, the counts, first and last period in the file
    table    incoming observations; `counts` is False for those that a later release outranks
    stored   everything that counts now
    """
    found = found.sort_values(["revised", "new"], ascending=False, kind="stable")
    is_changed = (found["new"] + found["revised"]) > 0
    parts = [_series(own, table, stored, catalogue, words) for own in (found[is_changed], found[~is_changed])]
    same = int((~is_changed).sum())
    return html.render(
        "changes_series.html", changed=parts[0], same=parts[1], words=words,
        heads={kind: words(f"changes.col_{kind}") for kind in KINDS},
        same_head=words("changes.same_series", count=same, number=words.number(same, 0)),
    )  # fmt: skip


def _series(
    found: pd.DataFrame, table: pd.DataFrame, stored: pd.DataFrame, catalogue: Catalogue, words: Words
) -> dict[str, Any]:
    """The first of these series, a row each, and how many more there are."""
    shown = found.head(SERIES_SHOWN)
    before, after = (_by_key(rows, shown) for rows in (stored, table[table["counts"]]))
    rest = len(found) - len(shown)
    return {
        "rows": [_series_row(row, before, after, catalogue, words) for row in shown.itertuples()],
        "rest": words("changes.more_series", count=rest, number=words.number(rest, 0)) if rest else "",
    }


def _by_key(rows: pd.DataFrame, shown: pd.DataFrame) -> dict[tuple[str, ...], Series]:
    """The points of the shown series; one pass over a table that may be long."""
    wanted = rows.merge(shown[_SERIES].drop_duplicates(), on=_SERIES)
    return {key: points(group) for key, group in wanted.groupby(_SERIES, observed=True)}


def _series_row(
    row: Any, before: Mapping[tuple[str, ...], Series], incoming: Mapping[tuple[str, ...], Series], catalogue: Catalogue,
    words: Words,
) -> dict[str, Any]:  # fmt: skip
    key, indicator = (row.area, row.indicator, row.group), catalogue.indicators[row.indicator]
    old, new = (_of_frequency(found.get(key, ()), row.frequency) for found in (before, incoming))
    after = _after(old, new)
    span = [words.period(parse_period(text), indicator) for text in dict.fromkeys((row.first, row.last))]
    counts = {kind: int(getattr(row, kind)) for kind in KINDS}
    return {
        "series": words.series(catalogue, row.indicator, row.group),
        "area": catalogue.label("area", row.area, words.language),
        "span": words("changes.span", first=span[0], last=span[1]) if len(span) > 1 else span[0],
        "counts": {kind: words.number(number, 0) if number else "–" for kind, number in counts.items()},
        "picture": _picture(old, after),
        "picture_text": _told(old, after, indicator, catalogue, words),
    }


def _of_frequency(shown: Series, frequency: str) -> Series:
    wanted = (point for point in shown if point.period.frequency == frequency)
    return tuple(sorted(wanted, key=lambda point: point.period.ordinal))


def _after(before: Series, incoming: Series) -> Series:
    """The series as it would stand; what the file lacks stays."""
    merged = {point.period: point for point in (*before, *incoming)}
    return tuple(sorted(merged.values(), key=lambda point: point.period.ordinal))


def _picture(before: Series, after: Series) -> str:
    """The course after the commit over the one before it, dashed; empty without any value."""
    values = [point.value for point in (*before, *after) if point.value is not None]
    if not values:
        return ""
    places = [place(point.period) for point in (*before, *after)]
    frame: dict[str, Any] = {
        "x_range": (min(places), max(places)), "y_range": (min(values), max(values)), "width": 150, "height": 38,
    }  # fmt: skip
    return html.mask_layers([svg.trend([_pieces(after)], **frame), svg.trend([_pieces(before)], **frame, dashed=True)])


def _pieces(shown: Series) -> svg.Pieces:
    marks = [Mark(place(point.period), point.value, "", "", point.status == "provisional") for point in shown]
    return pieces(shown, marks, (), is_stock=False)


def _told(before: Series, after: Series, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    """The picture in words: the newest value before and after."""

    def newest(shown: Series) -> str:
        filled = [point for point in shown if point.value is not None]
        return figure(filled[-1], indicator, catalogue, words) if filled else words("changes.no_figures")

    return words("changes.picture", before=newest(before), after=newest(after))


def figure(point: Point, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    """`12,0 % (2025)`"""
    value = words.value(point.value or 0.0, point.decimals, catalogue, indicator.unit)
    return f"{value} ({words.period(point.period, indicator)})"


def revised(table: pd.DataFrame, catalogue: Catalogue, words: Words) -> str:
    """Every figure that another one would replace: before, after, difference; empty without any.

    table    incoming observations with `change`, `stored_value`, `stored_decimals`, `stored_status`, `difference`
    """
    rows = table[table["change"] == "revised"]
    if rows.empty:
        return ""
    shown = [_revised_row(row, catalogue, words) for row in rows.head(REVISED_SHOWN).itertuples()]
    rest = len(rows) - len(shown)
    return html.render(
        "changes_revised.html", rows=shown, words=words, title=words("changes.revised_title"),
        rest=words("changes.more_figures", count=rest, number=words.number(rest, 0)) if rest else "",
    )  # fmt: skip


def _revised_row(row: Any, catalogue: Catalogue, words: Words) -> dict[str, str]:
    indicator = catalogue.indicators[row.indicator]
    held = int(row.stored_decimals)
    decimals = max(int(row.decimals), held)
    has_difference = row.difference == row.difference and row.difference != 0
    return {
        "series": words.series(catalogue, row.indicator, row.group),
        "area": catalogue.label("area", row.area, words.language),
        "period": words.period(parse_period(str(row.period)), indicator),
        "before": _cell(row.stored_value, held, str(row.stored_status), indicator, catalogue, words),
        "after": _cell(row.value, int(row.decimals), str(row.status), indicator, catalogue, words),
        "difference": words.difference(row.difference, decimals, catalogue, indicator.unit) if has_difference else "–",
        "note": "" if row.counts else words("changes.does_not_count"),
    }


def _cell(value: float, decimals: int, status: str, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    """The value as printed, with the mark it carries; only the mark where there is no value."""
    mark = words(f"status.{status}")
    if value != value:
        return mark or words("table.missing")
    text = words.value(value, decimals, catalogue, indicator.unit)
    return f"{text} ({mark})" if mark else text
