"""Tables taught once: layouts as offices send them, next year's file of the same shape, and a changed header."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from indicators import ingest
from indicators.catalogue import Catalogue, fold
from indicators.ingest.grid import Grid, NumberCell, written
from indicators.ingest.issue import Issue
from indicators.ingest.mapping import (
    Block,
    Column,
    Mapping,
    fingerprint,
    from_json,
    matches,
    pattern,
    period_above,
    period_in,
    to_json,
)
from indicators.ingest.readers import mapped
from indicators.ingest.suggest import suggest
from indicators.ingest.text import read_grid
from indicators.ingest.workbook import open_workbook
from tests.conftest import TODAY
from tests.workbooks import Percent, Rows, xlsx

QUOTE, ALO, SVB = "unemployment_rate", "unemployed", "employees_workplace"


def value(header: int, **own: str) -> Column:
    return Column(header=header, part="value", **own)  # type: ignore[arg-type]


def label(header: int, part: str) -> Column:
    return Column(header=header, part=part)  # type: ignore[arg-type]


def grid_of(rows: Rows, merged: dict[str, object] | None = None) -> Grid:
    grids = open_workbook(xlsx({"Tabelle": rows}, merged=merged))
    assert not isinstance(grids, Issue)
    return grids[0]


def taught(grid: Grid, start: int, columns: tuple[Column, ...], header_rows: int = 1, **more: Any) -> Mapping:
    print_of = fingerprint(grid, start, header_rows)
    return Mapping(name="Probe", fingerprint=print_of, columns=columns, header_rows=header_rows, **more)


def figures(grid: Grid, mapping: Mapping, catalogue: Catalogue) -> list[tuple[object, ...]]:
    """(area or key, indicator, group, period, value, row) of each figure; no error."""
    texts, issues = mapped.read(grid, catalogue, mapping)
    assert [issue for issue in issues if issue.severity == "error"] == []
    found = texts.cells.fillna("")
    place = found["area"].where(found["area"] != "", found["key"])
    values = [cell.value if isinstance(cell, NumberCell) else cell for cell in found["value"]]
    return list(zip(place, found["indicator"], found["group"], found["period"], values, found["row"], strict=True))


@dataclass(frozen=True)
class Layout:
    """A table as it is sent, how it was taught, and the figures in it."""

    rows: Rows
    start: int
    columns: tuple[Column, ...]
    expected: list[tuple[object, ...]]
    header_rows: int = 1
    merged: dict[str, object] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


LAYOUTS = {
    "long, with words of its own": Layout(
        rows=[["Ort", "Was", "Wer", "Wann", "Ergebnis"], ["Dortmund", "Alo-Quote", "Frauen", "2023", 11.0]],
        start=0,
        columns=(label(0, "area"), label(1, "indicator"), label(2, "group"), label(3, "period"), value(4)),
        more={"names": {"indicator": {"alo-quote": QUOTE}}},
        expected=[("Dortmund", QUOTE, "Frauen", "2023", 11.0, 2)],
    ),
    "years across": Layout(
        rows=[["Arbeitslosenquoten"], [], ["Stadt", 2022, 2023], ["Dortmund", 11.2, 11.5], ["Kassel", "", 8.1]],
        start=1,
        columns=(label(0, "area"), value(1, period="header")),
        more={"constants": {"indicator": QUOTE}},
        expected=[("Dortmund", QUOTE, "", "2022", 11.2, 4), ("Dortmund", QUOTE, "", "2023", 11.5, 4),
                  ("Kassel", QUOTE, "", "2023", 8.1, 5)],
    ),
    "two header rows, indicator merged over years": Layout(
        rows=[["Schlüssel", "Gebiet", "Arbeitslose", "", "Quote in %", ""], ["", "", 2022, 2023, 2022, 2023],
              [5913, "Dortmund", 34000, 35000, 11.2, 11.5]],
        start=0,
        header_rows=2,
        merged={"C1:D1": "Arbeitslose", "E1:F1": "Quote in %"},
        columns=(label(0, "key"), label(1, "area"), value(2, indicator=ALO, period="header"),
                 value(3, indicator=QUOTE, period="header")),
        expected=[("Dortmund", ALO, "", "2022", 34000.0, 3), ("Dortmund", ALO, "", "2023", 35000.0, 3),
                  ("Dortmund", QUOTE, "", "2022", 11.2, 3), ("Dortmund", QUOTE, "", "2023", 11.5, 3)],
    ),
    "one column a group, period in the title": Layout(
        rows=[["Arbeitslosenquoten nach Geschlecht"], ["Stichtag: 30.06.2024"], ["Region", "Insgesamt", "Männer", "Frauen"],
              ["Dortmund, Stadt", 11.7, 11.9, 11.4]],
        start=2,
        columns=(label(0, "area"), value(1, group="total"), value(2, group="men"), value(3, group="women")),
        more={"constants": {"indicator": QUOTE}, "is_period_above": True},
        expected=[("Dortmund, Stadt", QUOTE, "total", "30.06.2024", 11.7, 4),
                  ("Dortmund, Stadt", QUOTE, "men", "30.06.2024", 11.9, 4),
                  ("Dortmund, Stadt", QUOTE, "women", "30.06.2024", 11.4, 4)],
    ),
    "employment agency, starred counts, key and name in one cell": Layout(
        rows=[["Tabelle 2"], ["Region", "Bestand"], ["Berichtsmonat Juni 2024", ""], ["05913 Dortmund, Stadt", 35123],
              ["05114 Krefeld, Stadt", "*"], ["05117 Mülheim an der Ruhr, Stadt", 7100], ["Erstellt am 1.7.2024"]],
        start=1,
        columns=(label(0, "area"), value(1)),
        more={"constants": {"indicator": ALO}, "blocks": (Block(header=0, part="period"),), "skips_other_areas": True},
        expected=[("Dortmund, Stadt", ALO, "", "Juni 2024", 35123.0, 4), ("Krefeld, Stadt", ALO, "", "Juni 2024", "*", 5)],
    ),
    "INKAR-like: indicator above each year, all districts": Layout(
        rows=[["Kennziffer", "Raumeinheit", "Aggregat", "Arbeitslosenquote", "Arbeitslosenquote"], ["", "", "", "2016", "2017"],
              ["05913", "Dortmund", "krfr. Stadt", 12.1, 11.4], ["06633", "Kassel", "Landkreis", 4.4, 4.2],
              ["06611", "Kassel", "krfr. Stadt", 9.5, 9.1]],
        start=0,
        header_rows=2,
        columns=(label(0, "key"), label(1, "area"), value(3, indicator=QUOTE, period="header")),
        more={"skips_other_areas": True},
        expected=[("Dortmund", QUOTE, "", "2016", 12.1, 3), ("Dortmund", QUOTE, "", "2017", 11.4, 3),
                  ("Kassel", QUOTE, "", "2016", 9.5, 5), ("Kassel", QUOTE, "", "2017", 9.1, 5)],
    ),
    "a block of rows for each city": Layout(
        rows=[["", 2022, 2023], ["Dortmund"], ["Insgesamt", 11.2, 11.5], ["Frauen", 10.9, 11.1], ["Kassel"],
              ["Insgesamt", 8.0, 8.1]],
        start=0,
        columns=(label(0, "group"), value(1, period="header")),
        more={"constants": {"indicator": QUOTE}, "blocks": (Block(header=0, part="area"),)},
        expected=[("Dortmund", QUOTE, "Insgesamt", "2022", 11.2, 3), ("Dortmund", QUOTE, "Insgesamt", "2023", 11.5, 3),
                  ("Dortmund", QUOTE, "Frauen", "2022", 10.9, 4), ("Dortmund", QUOTE, "Frauen", "2023", 11.1, 4),
                  ("Kassel", QUOTE, "Insgesamt", "2022", 8.0, 6), ("Kassel", QUOTE, "Insgesamt", "2023", 8.1, 6)],
    ),
    "blocks in blocks: city, then group, months down": Layout(
        rows=[["Monat", "Arbeitslose"], ["Dortmund"], ["Männer"], ["Januar 2024", 100], ["Frauen"], ["Januar 2024", 90],
              ["Kassel"], ["Januar 2024", 50]],
        start=0,
        columns=(label(0, "period"), value(1, indicator=ALO)),
        more={"blocks": (Block(header=0, part="area"), Block(header=0, part="group"))},
        expected=[("Dortmund", ALO, "Männer", "Januar 2024", 100.0, 4), ("Dortmund", ALO, "Frauen", "Januar 2024", 90.0, 6),
                  ("Kassel", ALO, "", "Januar 2024", 50.0, 8)],
    ),
    "cities across, years down": Layout(
        rows=[["Jahr", "Dortmund", "Krefeld"], [2022, 11.2, 10.3], [2023, 11.5, "."]],
        start=0,
        columns=(label(0, "period"), value(1, area="05913"), value(2, area="05114")),
        more={"constants": {"indicator": QUOTE, "group": "women"}},
        expected=[("05913", QUOTE, "women", "2022", 11.2, 2), ("05114", QUOTE, "women", "2022", 10.3, 2),
                  ("05913", QUOTE, "women", "2023", 11.5, 3), ("05114", QUOTE, "women", "2023", ".", 3)],
    ),
    "year above quarters": Layout(
        rows=[["Stadt", 2023, "", 2024, ""], ["", "I", "II", "I", "II"], ["Dortmund", 1, 2, 3, 4]],
        start=0,
        header_rows=2,
        columns=(label(0, "area"), value(1, period="header")),
        more={"constants": {"indicator": SVB}},
        expected=[("Dortmund", SVB, "", f"{quarter} {year}", number, 3) for number, (year, quarter) in
                  enumerate([(2023, "I"), (2023, "II"), (2024, "I"), (2024, "II")], start=1)],
    ),
    "city only in the first row of its rows": Layout(
        rows=[["Stadt", "Jahr", "Quote"], ["Dortmund", 2022, 11.2], ["", 2023, 11.5], ["Kassel", 2022, 8.0], ["", 2023, 8.1]],
        start=0,
        columns=(label(0, "area"), label(1, "period"), value(2)),
        more={"constants": {"indicator": QUOTE}},
        expected=[("Dortmund", QUOTE, "", "2022", 11.2, 2), ("Dortmund", QUOTE, "", "2023", 11.5, 3),
                  ("Kassel", QUOTE, "", "2022", 8.0, 4), ("Kassel", QUOTE, "", "2023", 8.1, 5)],
    ),
    "city merged over its rows, percent cells, real dates": Layout(
        rows=[["Stadt", "Stichtag", "Quote"], ["", dt.date(2024, 3, 31), Percent(0.081)],
              ["", dt.date(2024, 6, 30), Percent(0.08)]],
        start=0,
        merged={"A2:A3": "Kassel"},
        columns=(label(0, "area"), label(1, "period"), value(2)),
        more={"constants": {"indicator": QUOTE}},
        expected=[("Kassel", QUOTE, "", "2024-03-31", 0.081, 2), ("Kassel", QUOTE, "", "2024-06-30", 0.08, 3)],
    ),
    "period inside the words of the header, notes beside the values": Layout(
        rows=[["Stadt", "Arbeitslosenquote (Juni 2024, in %)", "Bemerkung"], ["Dortmund", 11.7, "vorläufig"]],
        start=0,
        columns=(label(0, "area"), value(1, period="header", indicator=QUOTE), label(2, "note")),
        expected=[("Dortmund", QUOTE, "", "Juni 2024", 11.7, 2)],
    ),
    "some rows are to be left out": Layout(
        rows=[["Merkmal", "Dortmund"], ["Arbeitslose", 35000], ["Veränderung zum Vorjahr", 2.1], ["darunter Frauen", 16000]],
        start=0,
        columns=(label(0, "group"), value(1, area="05913")),
        more={"constants": {"indicator": ALO, "period": "2024"},
              "names": {"group": {"arbeitslose": "total", "veränderung zum vorjahr": "", "darunter frauen": "women"}}},
        expected=[("05913", ALO, "total", "2024", 35000.0, 2), ("05913", ALO, "women", "2024", 16000.0, 4)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_table_reads_as_it_was_taught(name, catalogue):
    layout = LAYOUTS[name]
    grid = grid_of(layout.rows, layout.merged)
    mapping = taught(grid, layout.start, layout.columns, layout.header_rows, **layout.more)
    assert figures(grid, from_json(to_json(mapping)), catalogue) == layout.expected


def test_a_text_file_is_taught_like_a_sheet(catalogue):
    grid = read_grid(b"Titel\n\nStadt;2022;2023\nDortmund;11,2;11,5\nKassel;8,0\n")
    assert isinstance(grid, Grid)
    mapping = taught(grid, 1, (label(0, "area"), value(1, period="header")), constants={"indicator": QUOTE}, style="german")
    assert figures(grid, mapping, catalogue)[-1] == ("Kassel", QUOTE, "", "2022", "8,0", 5)
    assert mapped.read(grid, catalogue, mapping)[0].style == "german"


# -- next year's file

WIDE = [["Arbeitslosenquoten 2023"], ["Stadt", "Quote 2022", "Quote 2023"], ["Dortmund", 11.2, 11.5]]


def wide_mapping(**more: Any) -> Mapping:
    return taught(grid_of(WIDE), 1, (label(0, "area"), value(1, indicator=QUOTE, period="header")), **more)


def test_next_years_file_is_recognised_with_a_column_and_a_title_more(catalogue):
    rows = [["Arbeitslosenquoten 2024"], ["Stand: März 2025"], ["Stadt", "Quote 2022", "Quote 2023", "Quote 2024"],
            ["Dortmund", 11.2, 11.5, 11.7]]  # fmt: skip
    grid = grid_of(rows)
    assert matches(wide_mapping(), grid)
    assert [(found[3], found[4]) for found in figures(grid, wide_mapping(), catalogue)] == [
        ("2022", 11.2), ("2023", 11.5), ("2024", 11.7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        ["Gebiet", "Quote 2022", "Quote 2023"],
        ["Stadt", "Quote der Frauen 2022", "Quote der Frauen 2023"],
        ["Stadt", "Quote 2022", "Quote 2023", "Quote, vorläufig"],
        ["Stadt", "Schlüssel", "Quote 2022", "Quote 2023"],
        ["Quote 2022", "Quote 2023", "Stadt"],
        ["Stadt"],
    ],
)
def test_a_changed_header_is_another_table(header, catalogue):
    grid = grid_of([WIDE[0], header, ["Dortmund", 1, 2, 3]])
    assert not matches(wide_mapping(), grid)
    texts, issues = mapped.read(grid, catalogue, wide_mapping())
    assert (len(texts.cells), [(issue.code, issue.found) for issue in issues]) == (0, [("file.mapping_differs", "Probe")])


def test_case_blanks_and_line_breaks_do_not_change_a_header():
    assert matches(wide_mapping(), grid_of([["STADT ", "Quote\n2022", "quote  2025"], ["Dortmund", 1, 2]]))


def test_a_mapping_may_belong_to_sheets_of_one_name():
    mapping = wide_mapping(sheet=pattern("Daten 2023"))
    grid = grid_of(WIDE)
    assert not matches(mapping, grid)
    assert matches(mapping, Grid(grid.rows, grid.lines, "Daten 2024"))


def test_a_period_that_is_not_in_the_file_never_comes_by_itself(catalogue):
    """Next year's file would be read as last year's: it is not recognised, and warned of where the mapping is named."""
    grid = grid_of([["Stadt", "Quote"], ["Dortmund", 11.5]])
    mapping = taught(grid, 0, (label(0, "area"), value(1)), constants={"indicator": QUOTE, "period": "2023"})
    assert not matches(mapping, grid)
    texts, issues = mapped.read(grid, catalogue, mapping)
    assert list(texts.cells["period"]) == ["2023"]
    assert [(issue.severity, issue.code, issue.found) for issue in issues] == [("warning", "period.fixed_by_mapping", "2023")]


@pytest.mark.parametrize(
    ("path", "period"),
    [
        (["2024", "Insgesamt", "Januar"], "Januar 2024"), (["Quote", "2024"], "2024"), (["2024", "I"], "I 2024"),
        (["Arbeitslose am 30.06.2024"], "30.06.2024"), (["Quote (Juni 2024, in %)"], "Juni 2024"),
        (["2024-06-30"], "2024-06-30"), (["Entwicklung 2019 bis 2024"], None), (["Mai", "Juni 2024"], None), (["Jahr"], None),
        (["Ausbildungsjahr 2024/25"], None), ([], None),
    ],
)  # fmt: skip
def test_a_header_names_one_period_or_none(path, period):
    assert period_in(path) == period


@pytest.mark.parametrize(
    ("titles", "period"),
    [
        (["Stichtag: 30.06.2024"], "30.06.2024"),
        (["Arbeitslosenquoten 2024", "Stand: März 2025", "Erstellt am 12.03.2025"], "2024"),
        (["Stand: 30.06.2024", "Abruf: 1.8.2024"], "30.06.2024"),
        (["Erstellt am 12.03.2025"], None),
        (["Vergleich 2022 und 2023"], None),
    ],
)
def test_the_day_a_table_was_made_is_not_its_period(titles, period):
    assert period_above(titles) == period


# -- what a wrong mapping says


def issues_of(grid: Grid, mapping: Mapping, catalogue: Catalogue) -> list[tuple[object, ...]]:
    texts, issues = mapped.read(grid, catalogue, mapping)
    assert len(texts.cells) == 0
    return [(issue.code, issue.row, issue.column) for issue in issues if issue.severity == "error"]


def test_a_column_must_know_city_indicator_and_period(catalogue):
    grid = grid_of([["a", "b"], ["x", 1]])
    assert issues_of(grid, taught(grid, 0, (value(1),)), catalogue) == [
        ("header.no_area", 1, "b (Spalte B)"),
        ("header.no_indicator", 1, "b (Spalte B)"),
        ("header.no_period", 1, "b (Spalte B)"),
    ]
    assert issues_of(grid, taught(grid, 0, (label(0, "area"),)), catalogue) == [("header.no_value", 1, None)]


def test_a_header_without_its_period_is_named(catalogue):
    grid = grid_of([["Stadt", "Quote", "Quote 2019 bis 2023"], ["Dortmund", 1, 2]])
    columns = (label(0, "area"), value(1, period="header"), value(2, period="header"))
    mapping = taught(grid, 0, columns, constants={"indicator": QUOTE})
    assert issues_of(grid, mapping, catalogue) == [
        ("header.no_period", 1, "Quote (Spalte B)"),
        ("header.no_period", 1, "Quote 2019 bis 2023 (Spalte C)"),
    ]


@pytest.mark.parametrize("title", ["Arbeitslosenquoten", "Vergleich 2022 und 2023"])
def test_a_title_must_name_exactly_one_period(title, catalogue):
    grid = grid_of([[title], ["Stadt", "Quote"], ["Dortmund", 1]])
    mapping = taught(grid, 1, (label(0, "area"), value(1)), constants={"indicator": QUOTE}, is_period_above=True)
    assert issues_of(grid, mapping, catalogue) == [("period.not_in_title", 2, None)]


def test_a_table_of_other_cities_is_refused(catalogue):
    grid = grid_of([["Stadt", "Quote 2023"], ["Köln", 8.7], ["Region Stuttgart", 4.0]])
    mapping = taught(grid, 0, (label(0, "area"), value(1, indicator=QUOTE, period="header")), skips_other_areas=True)
    assert issues_of(grid, mapping, catalogue) == [("row.mapped_nowhere", 1, None)]
    assert mapped.read(grid, catalogue, mapping)[0].skipped == 2


def test_the_rows_of_an_unknown_city_never_count_for_the_city_above(catalogue):
    rows = [["", "Arbeitslose 2023"], ["Dortmund"], ["Männer", 1], ["Köln"], ["Männer", 2]]
    grid = grid_of(rows)
    blocks = (Block(header=0, part="area"), Block(header=0, part="indicator"))
    columns = (label(0, "group"), value(1, indicator=ALO, period="header"))
    mapping = taught(grid, 0, columns, blocks=blocks)
    assert [found[0] for found in figures(grid, mapping, catalogue)] == ["Dortmund", "Köln"]
    left = figures(grid, msgspec.structs.replace(mapping, skips_other_areas=True), catalogue)
    assert [found[0] for found in left] == ["Dortmund"]


def test_rows_without_values_are_left_out_and_said(catalogue):
    grid = grid_of([["Stadt", "Quote 2023"], ["Dortmund", 11.5], ["Kassel"], ["Quelle: Bundesagentur"]])
    mapping = taught(grid, 0, (label(0, "area"), value(1, indicator=QUOTE, period="header")))
    _, issues = mapped.read(grid, catalogue, mapping)
    assert [(issue.severity, issue.code, issue.row, issue.found, issue.params) for issue in issues] == [
        ("info", "row.without_figures", 3, "Kassel", {"count": 2})
    ]


def test_a_value_is_passed_on_untouched_with_its_place(catalogue):
    grid = grid_of([["Stadt", "Quote 2023"], ["Dortmund", Percent(0.115)]])
    mapping = taught(grid, 0, (label(0, "area"), value(1, indicator=QUOTE, period="header", unit="%")))
    texts, _ = mapped.read(grid, catalogue, mapping)
    row = texts.cells.iloc[0]
    assert (row["value"], row["unit"], row["column"], row["row"]) == (NumberCell(0.115, True), "%", "Quote 2023 (Spalte B)", 2)
    assert (texts.family, texts.name, texts.sheet, texts.headers["area"]) == ("mapped", "Probe", "Tabelle", "Stadt")
    assert (written(row["area"]), fold("Quote")) == ("Dortmund", "quote")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('{"name": "a", "fingerprint": [], "columns": [], "colour": "red"}', "colour"),
        ('{"name": "a", "fingerprint": ["x"], "columns": [{"header": 1, "part": "area"}]}', "header"),
        ('{"name": "a", "fingerprint": ["x"], "columns": [], "header_rows": 0}', "header"),
        ('{"name": "a", "fingerprint": ["x"], "columns": [{"header": 0, "part": "colour"}]}', "colour"),
    ],
)
def test_a_stored_mapping_that_is_none_is_refused(content, complaint):
    with pytest.raises(msgspec.ValidationError, match=complaint):
        from_json(content)


# -- the first draft


SEEN_BY_ITSELF = [
    "one column a group, period in the title",
    "INKAR-like: indicator above each year, all districts",
    "blocks in blocks: city, then group, months down",
    "cities across, years down",
    "city only in the first row of its rows",
    "a block of rows for each city",
    "years across",
]


@pytest.mark.parametrize("name", SEEN_BY_ITSELF)
def test_a_first_draft_needs_at_most_the_indicator(name, catalogue):
    layout = LAYOUTS[name]
    grid = grid_of(layout.rows, layout.merged)
    draft = suggest(grid, catalogue)
    assert draft.header_rows == layout.header_rows
    if not any(column.indicator for column in draft.columns):
        draft = msgspec.structs.replace(draft, constants={**layout.more["constants"], **draft.constants})
    assert [found[3:] for found in figures(grid, draft, catalogue)] == [found[3:] for found in layout.expected]
    assert [found[0] for found in figures(grid, draft, catalogue)] == [found[0] for found in layout.expected]


def test_a_draft_of_no_table_is_empty(catalogue):
    assert suggest(grid_of([["Impressum"], ["Herausgeber", "Amt"]]), catalogue).columns == ()


def test_a_draft_of_any_layout_can_be_read_without_a_traceback(catalogue):
    for layout in LAYOUTS.values():
        grid = grid_of(layout.rows, layout.merged)
        mapped.read(grid, catalogue, suggest(grid, catalogue))


def test_a_draft_leaves_out_a_column_it_does_not_understand_whole(catalogue):
    """Unemployed without a degree are not all unemployed."""
    rows = [["Stadt", "Arbeitslose", "", "", "Bruttolohn"],
            ["", "Insgesamt 2023", "Frauen 2023", "ohne Abschluss 2023", "2023"],
            ["Dortmund", 35000, 16000, 900, 4100]]  # fmt: skip
    draft = suggest(grid_of(rows), catalogue)
    values = [(column.header, column.indicator, column.group) for column in draft.columns if column.part == "value"]
    assert values == [(1, ALO, "total"), (2, ALO, "women")]


def test_a_text_of_a_header_does_not_reach_under_the_next_heading():
    rows = [
        ["Stadt", "Arbeitslose", "", "Quote", ""],
        ["", "", "langfristig", "", "Frauen"],
        ["", "Anzahl", "Anzahl", "%", "%"],
    ]
    grid = Grid([list(row) for row in rows], [1, 2, 3])
    assert fingerprint(grid, 0, 3) == (
        "stadt", "arbeitslose · anzahl", "arbeitslose · langfristig · anzahl", "quote · %", "quote · frauen · %",
    )  # fmt: skip


# -- the whole reading


REPORT = "Bericht;;\nMerkmal;Raum;2024\nArbeitslosenquote;Dortmund;{value}\n"


def test_a_taught_shape_is_recognised_in_the_next_file_and_read_by_its_name(catalogue):
    first = read_grid(REPORT.format(value="11,7").encode())
    assert not isinstance(first, Issue)
    mapping = taught(first, 1, (label(0, "indicator"), label(1, "area"), value(2, period="header")))
    later = REPORT.replace("2024", "2025").format(value="12,0").encode()

    def read(**how: Any) -> ingest.Reading:
        return ingest.read(later, catalogue, today=TODAY, source="Bericht", **how)

    assert [issue.code for issue in read().issues] == ["file.not_recognised"]
    for reading in (read(mappings=(mapping,)), read(mapping=mapping)):
        assert reading.recognised == ingest.Recognised("mapped", "Probe")
        assert reading.table[["area", "period", "value", "row"]].values.tolist() == [["05913", "2025", 12.0, 3]]


def test_a_named_mapping_that_does_not_fit_says_so(catalogue):
    grid = read_grid(REPORT.format(value="11,7").encode())
    assert not isinstance(grid, Issue)
    mapping = taught(grid, 1, (label(0, "indicator"), label(1, "area"), value(2, period="header")))
    tidy = b"Stadt;Indikator;Zeitraum;Wert\nDortmund;ALQ;2024;11,7\n"
    reading = ingest.read(tidy, catalogue, today=TODAY, source="f", mapping=mapping)
    assert [issue.code for issue in reading.issues] == ["file.mapping_differs"]
