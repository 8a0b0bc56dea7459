"""Workbooks: what stands in the sheet is what is read, whatever the format; what is hidden is not read."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
import xlsxwriter
from python_calamine import load_workbook

from indicators import ingest
from indicators.catalogue import Catalogue
from indicators.ingest.grid import Grid, NumberCell, written
from indicators.ingest.header import cut, find_header, notes
from indicators.ingest.issue import Issue
from indicators.ingest.labels import fill_down
from indicators.ingest.layout import compound, sketch
from indicators.ingest.layout.sketch import ERRORS
from indicators.ingest.readers import tidy
from indicators.ingest.workbook import open_workbook
from tests.build import zipped
from tests.conftest import SHARED, TODAY
from tests.workbooks import Error, Month, Percent, Rows, ods, xls, xlsb, xlsx

JUNE = dt.date(2024, 6, 30)
Make = Callable[..., bytes]
in_every_format = pytest.mark.parametrize("make", [xlsx, xls, ods, xlsb])


def sheets(data: bytes) -> tuple[Grid, ...]:
    grids = open_workbook(data)
    assert not isinstance(grids, Issue), grids
    return grids


def refused(data: bytes) -> Issue:
    issue = open_workbook(data)
    assert isinstance(issue, Issue)
    assert issue.severity == "error"
    return issue


def sheet(make: Make, rows: Rows, **more: object) -> Grid:
    return sheets(make({"Daten": rows}, **more))[0]


# -- cells


@in_every_format
def test_a_number_cell_has_no_decimal_sign_that_could_be_misread(make):
    assert sheet(make, [["x", 18.123, 13]]).rows == [["x", NumberCell(18.123), NumberCell(13.0)]]


@in_every_format
def test_a_percent_cell_is_seen_times_hundred_and_its_neighbour_is_not(make):
    row = sheet(make, [["x", Percent(0.081), 0.081, Percent(0.5), Percent(1)]]).rows[0]
    assert row[1:] == [NumberCell(0.081, True), NumberCell(0.081), NumberCell(0.5, True), NumberCell(1.0, True)]
    assert [str(cell) for cell in row[1:]] == ["8.1", "0.081", "50", "100"]


@in_every_format
def test_a_date_at_midnight_is_a_day(make):
    assert sheet(make, [["Stichtag", JUNE]]).rows == [["Stichtag", "2024-06-30"]]


@pytest.mark.parametrize("make", [xlsx, xls, xlsb])
def test_a_month_typed_into_excel_is_that_month_but_a_reference_date_keeps_its_day(make):
    assert sheet(make, [["x", Month(dt.date(2024, 3, 1)), Month(JUNE)]]).rows == [["x", "2024-03", "2024-06-30"]]


@in_every_format
def test_a_failed_formula_is_no_empty_cell(make):
    rows = sheet(make, [["x", "y"], [1, Error("#DIV/0!")], [Error("#DIV/0!")], ["", "", "", Error("#DIV/0!")]]).rows
    assert rows[1:] == [[NumberCell(1.0), "#DIV/0!", "", ""], ["#DIV/0!", "", "", ""], ["", "", "", "#DIV/0!"]]


@pytest.mark.parametrize("make", [xlsx, xls])
def test_a_missing_value_is_called_as_a_german_excel_shows_it(make):
    assert sheet(make, [["x", Error("#N/A")]]).rows == [["x", "#NV"]]


@in_every_format
def test_true_and_false_are_words(make):
    assert sheet(make, [["x", True, False]]).rows == [["x", "WAHR", "FALSCH"]]


@in_every_format
def test_years_and_keys_are_written_without_a_decimal(make):
    assert [written(cell) for cell in sheet(make, [[2024.0, 5913, 5913000.0]]).rows[0]] == ["2024", "5913", "5913000"]


@in_every_format
def test_rows_carry_their_number_in_the_sheet(make):
    grid = sheet(make, [[], [], ["", "", "Stadt"], [], ["", "", "Dortmund"]])
    assert (grid.lines, grid.rows) == ([3, 5], [["", "", "Stadt"], ["", "", "Dortmund"]])


@in_every_format
def test_an_umlaut_of_two_signs_is_one(make):
    assert sheet(make, [["Ma\u0308nner"]]).rows == [["Männer"]]


def test_the_dust_of_a_binary_fraction_is_no_digit():
    assert sheet(xlsb, [["x", 1 - 0.919, Percent(1 - 0.919)]]).rows[0][1:] == [NumberCell(0.081), NumberCell(0.081, True)]


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("0%", "percent"), ("0.0%", "percent"), ("#,##0.0 %;[Red]-0.0 %", "percent"), ("mmm yy", "month"),
        ("[$-407]mmmm\\ yyyy;@", "month"), ("yyyy", "year"), ("dd.mm.yyyy", None), ('0.0" %"', None), ("0.0\\%", None),
        ("General", None), ("yyyy-mm-dd hh:mm", None), ("#,##0", None), ("mm:ss", None),
    ],
)  # fmt: skip
def test_a_format_is_a_percentage_only_by_its_own_sign(code, look):
    assert sketch.look_of(code) == look


# -- sheets


@in_every_format
def test_a_hidden_sheet_is_never_read(make):
    grids = sheets(make({"Daten": [["Stadt"]], "Entwurf": [["geheim"]]}, hidden=["Entwurf"]))
    assert [grid.sheet for grid in grids] == ["Daten"]


@in_every_format
def test_empty_sheets_are_left_out_and_an_empty_workbook_is_refused(make):
    assert [grid.sheet for grid in sheets(make({"Leer": [[""]], "Daten": [["Stadt"]]}))] == ["Daten"]
    assert refused(make({"Leer": [[""]]})).code == "file.empty"


def test_merged_cells_are_told_with_their_rows():
    assert sheet(xlsx, [["x"]], merged={"A3:A5": "Dortmund"}).merged == ((3, 0, 5, 0),)
    assert sheet(xls, [["x"]], merged={(2, 4, 0, 0): "Dortmund"}).merged == ((3, 0, 5, 0),)
    assert sheet(ods, [["x"], [], ["Dortmund"], [], []], merged={(2, 0): 3}).merged == ((3, 0, 5, 0),)


def test_the_only_sheet_that_is_known_is_read_else_one_must_be_named(catalogue):
    header, figures = ["Stadt", "Indikator", "Zeitraum", "Wert"], ["Dortmund", "ALQ", "2024", 11.7]
    book = {"Titel": [["Bericht"]], "Daten": [header, figures]}
    one = ingest.read(xlsx(book), catalogue, today=TODAY, source="f")
    assert one.recognised is not None
    assert (one.recognised.sheet, one.table["value"].tolist()) == ("Daten", [11.7])
    several = xlsx({**book, "Mehr": [header, ["Krefeld", "ALQ", "2024", 10.9]]})
    asked = ingest.read(several, catalogue, today=TODAY, source="f")
    assert (asked.sheets, [issue.code for issue in asked.issues]) == (("Daten", "Mehr"), ["file.which_sheet"])
    named = ingest.read(several, catalogue, today=TODAY, source="f", sheet="Mehr")
    assert (named.table["value"].tolist(), named.table["sheet"].tolist()) == ([10.9], ["Mehr"])
    wrong = ingest.read(several, catalogue, today=TODAY, source="f", sheet="Weniger")
    assert [issue.code for issue in wrong.issues] == ["file.no_such_sheet"]


# -- refused


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part rewritten, or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped(parts | {name: change(parts.get(name, b""))})


PLAIN = xlsx({"Daten": [["Stadt", 1]]})
PART = "xl/worksheets/sheet1.xml"


def test_a_workbook_with_macros_is_refused():
    assert refused(changed(PLAIN, "xl/vbaProject.bin", lambda _: b"macro")).code == "file.macros"


def test_a_protected_opendocument_is_refused():
    data = changed(ods({"Daten": [["Stadt"]]}), "META-INF/manifest.xml", lambda _: b"<m><encryption-data/></m>")
    assert refused(data).code == "file.password"


def compound_of(name: str) -> bytes:
    """An OLE file with one empty stream of this name, as Excel wraps a workbook with a password."""
    header = compound.SIGNATURE + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(10)
    header += b"".join(number.to_bytes(4, "little") for number in (1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0))
    table = b"".join(number.to_bytes(4, "little") for number in (0xFFFFFFFD, 0xFFFFFFFE)).ljust(512, b"\xff")
    entries = b""
    for text, kind in (("Root Entry", 5), (name, 2)):
        entry = text.encode("utf-16-le").ljust(64, b"\0") + (2 * len(text) + 2).to_bytes(2, "little") + bytes([kind])
        entries += entry.ljust(116, b"\xff") + b"\xfe\xff\xff\xff" + bytes(8)
    return header.ljust(512, b"\xff") + table + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("name", "code"),
    [("EncryptedPackage", "file.password"), ("_VBA_PROJECT_CUR", "file.macros"), ("WordDocument", "file.workbook_broken")],
)
def test_what_a_compound_file_holds_decides_its_refusal(name, code):
    assert refused(compound_of(name)).code == code


def test_a_document_type_in_a_part_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = changed(PLAIN, PART, lambda part: part.replace(b"<worksheet", bomb + b"<worksheet", 1))
    assert refused(data).code == "file.xml_entities"


@pytest.mark.parametrize("address", [b"XFD1", b"CV900000", b"E1048576"])
def test_a_sheet_of_absurd_size_is_refused_before_memory_is_taken(address):
    data = changed(PLAIN, PART, lambda part: part.replace(b'r="B1"', b'r="' + address + b'"'))
    issue = refused(data)
    assert (issue.code, issue.params["sheet"]) == ("file.sheet_too_large", "Daten")


def test_an_opendocument_that_claims_a_billion_cells_is_refused():
    cell = b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    data = changed(
        ods({"Daten": [["Stadt"]]}),
        "content.xml",
        lambda part: part.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="999999">' + cell, 1),
    )
    assert refused(data).code == "file.sheet_too_large"


def test_a_sheet_may_have_more_columns_than_any_table_but_not_ten_thousand():
    assert len(sheet(xlsx, [list(range(9_999))]).rows[0]) == 9_999
    assert refused(xlsx({"Daten": [list(range(10_000))]})).code == "file.sheet_too_large"


@in_every_format
@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_half_a_workbook_is_refused_without_a_traceback(make, keep):
    data = make({"Daten": [["Stadt", Percent(0.1), JUNE]] * 200})
    assert refused(data[: int(len(data) * keep)]).code.startswith("file.")


# -- a tidy table in its sheet

HEADER = ["Stadt", "Indikator", "Gruppe", "Zeitraum", "Wert"]
ROW = ["Dortmund", "Arbeitslosenquote", "Frauen", "2023", 11.0]


def table(rows: Rows, catalogue: Catalogue) -> tuple[Grid, list[Issue]]:
    """The tidy table of a sheet and what is said about its surroundings."""
    grid = sheet(xlsx, rows)
    extent = find_header(grid, tidy.HEADERS, catalogue)
    assert extent is not None
    return cut(grid, extent), notes(grid, extent)


def texts(grid: Grid) -> list[list[str]]:
    return [[written(cell) for cell in row] for row in grid.rows]


def test_titles_above_and_footnotes_below_are_left_out_and_said(catalogue):
    rows = [["Arbeitsmarkt in Zahlen"], ["Stand: 12.3.2024", "vorläufig"], [], HEADER, ROW, [], ["* Jahresdurchschnitt"],
            ["Quelle: Bundesagentur für Arbeit"], ["Die Zahlen sind vorläufig."]]  # fmt: skip
    grid, said = table(rows, catalogue)
    assert (texts(grid), grid.lines) == ([HEADER, [*ROW[:4], "11"]], [4, 5])
    assert [(issue.code, issue.row, issue.found, issue.params) for issue in said] == [
        ("header.below_titles", 4, "Arbeitsmarkt in Zahlen", {"count": 2}),
        ("row.footnotes", 7, "* Jahresdurchschnitt", {"count": 3}),
    ]


@pytest.mark.parametrize("cell", ["Dortmund", "Dortmu", "Stadt Dortmu", "05913", "Kr", 5913, "Arbeitslosenquote"])
def test_a_row_cut_short_is_no_footnote(cell, catalogue):
    grid, said = table([HEADER, ROW, [cell]], catalogue)
    assert (len(grid.rows), said) == (3, [])


def test_a_sentence_under_a_column_in_the_middle_is_no_footnote(catalogue):
    assert len(table([HEADER, ROW, ["", "", "Wert folgt noch"]], catalogue)[0].rows) == 3


def test_a_table_may_begin_in_any_column_and_have_empty_columns_beside_it(catalogue):
    grid, _ = table([["", "Titel"], ["", *HEADER, ""], ["", *ROW, ""]], catalogue)
    assert texts(grid) == [HEADER, [*ROW[:4], "11"]]


def test_a_column_without_header_but_with_content_stays_to_be_refused(catalogue):
    grid, _ = table([["", *HEADER], [7, *ROW]], catalogue)
    assert texts(grid)[0] == ["", *HEADER]


def test_a_sheet_without_a_header_has_no_table(catalogue):
    assert find_header(Grid([["Stadt", "Wert"], ["Dortmund", "1"]], [1, 2]), tidy.HEADERS, catalogue) is None


# -- labels written once

PARTS = {"area": 0, "indicator": 1, "group": 2, "period": 3, "value": 4}


def filled(rows: list[list[str]], parts: Mapping[str, int] = PARTS, merged: tuple[tuple[int, int, int, int], ...] = ()):
    grid = Grid([["h"] * len(rows[0]), *(list(row) for row in rows)], list(range(1, len(rows) + 2)), "", merged)
    done, issues = fill_down(grid, parts)
    return done.rows[1:], [(issue.severity, issue.code, issue.row, issue.found or issue.params) for issue in issues]


def test_labels_listed_outermost_first_hold_for_the_blank_rows_below():
    rows, said = filled([["Dortmund", "ALQ", "Frauen", "2023", "11"], ["", "", "", "2024", "12"],
                         ["", "", "Männer", "2023", "13"], ["", "SGB", "", "2023", "14"],
                         ["Kassel", "ALQ", "", "2023", "15"]])  # fmt: skip
    assert rows == [["Dortmund", "ALQ", "Frauen", "2023", "11"], ["Dortmund", "ALQ", "Frauen", "2024", "12"],
                    ["Dortmund", "ALQ", "Männer", "2023", "13"], ["Dortmund", "SGB", "", "2023", "14"],
                    ["Kassel", "ALQ", "", "2023", "15"]]  # fmt: skip
    assert said == [("info", "row.labels_filled", 3, {"count": 3})]


def test_a_blank_group_is_total_where_the_label_left_of_it_is_given():
    given = [["Dortmund", "ALQ", "Frauen", "2023", "11"], ["Dortmund", "ALQ", "", "2023", "12"]]
    assert filled(given) == (given, [])


def test_a_blank_group_that_may_mean_the_group_above_is_asked_for():
    parts = {"group": 0, "area": 1, "indicator": 2, "period": 3, "value": 4}
    given = [["Frauen", "Dortmund", "ALQ", "2023", "11"], ["", "Kassel", "ALQ", "2023", "12"]]
    assert filled(given, parts) == (given, [("error", "group.blank_below", 3, "Frauen")])


def test_a_row_without_any_label_is_not_guessed():
    given = [["Dortmund", "ALQ", "", "2023", "11"], ["", "", "", "", "12"]]
    assert filled(given) == (given, [])


def test_a_value_is_never_filled_down():
    rows, _ = filled([["Dortmund", "ALQ", "", "2023", "11"], ["", "", "", "2024", ""]], merged=((2, 4, 3, 4),))
    assert rows[1] == ["Dortmund", "ALQ", "", "2024", ""]


def test_the_first_row_has_nothing_above_it():
    given = [["", "ALQ", "", "2023", "11"]]
    assert filled(given) == (given, [])


def test_key_and_name_are_one_label():
    parts = {"key": 0, "area": 1, "indicator": 2, "period": 3}
    rows, _ = filled([["05913", "Dortmund", "ALQ", "2023"], ["", "Kassel", "ALQ", "2023"], ["", "", "ALQ", "2024"]], parts)
    assert rows[1:] == [["", "Kassel", "ALQ", "2023"], ["", "Kassel", "ALQ", "2024"]]


def test_a_merged_label_holds_for_its_block_also_right_of_others():
    rows, said = filled([["Dortmund", "ALQ", "Frauen", "2023", "11"], ["Kassel", "ALQ", "", "2023", "12"],
                         ["Krefeld", "ALQ", "", "2023", "13"]], merged=((2, 2, 3, 2),))  # fmt: skip
    assert [row[2] for row in rows] == ["Frauen", "Frauen", ""]
    assert said[-1] == ("info", "row.labels_filled", 3, {"count": 1})


# -- the whole way


@in_every_format
def test_a_tidy_workbook_reads_the_same_in_every_format(make, catalogue):
    rows = [
        ["Arbeitsmarkt"], [], HEADER,
        ["Dortmund", "Arbeitslosenquote", "", 2023, Percent(0.115)],
        ["Krefeld", "Arbeitslosenquote", "", dt.date(2023, 12, 31), 13],
        ["", "", "Frauen", 2023, 18.123],
        ["05913", "Arbeitslose", "", "2023", 35123],
        ["Quelle: Bundesagentur für Arbeit"],
    ]  # fmt: skip
    data = make({"Entwurf": [["geheim"]], "Daten": rows}, hidden=["Entwurf"])
    reading = ingest.read(data, catalogue, today=TODAY, source="Probe")
    assert [issue.code for issue in reading.issues if issue.severity != "info"] == []
    assert reading.recognised and reading.recognised.sheet == "Daten"
    found = reading.table[["area", "indicator", "group", "period", "value", "row"]].values.tolist()
    assert sorted(found) == [
        ["05114", "unemployment_rate", "total", "2023", 13.0, 5],
        ["05114", "unemployment_rate", "women", "2023", 18.123, 6],
        ["05913", "unemployed", "total", "2023", 35123.0, 7],
        ["05913", "unemployment_rate", "total", "2023", 11.5, 4],
    ]


@in_every_format
@pytest.mark.parametrize(
    ("indicator", "cell", "code", "found"),
    [
        ("Arbeitslosenquote", Error("#DIV/0!"), "value.not_a_number", "#DIV/0!"),
        ("Arbeitslosenquote", True, "value.not_a_number", "WAHR"),
        ("Arbeitslosenquote", JUNE, "value.not_a_number", "2024-06-30"),
        ("Arbeitslosenquote", "", "value.missing", ""),
        ("Arbeitslose", 18.123, "value.not_whole", "18.123"),
        ("Arbeitslose", Percent(0.5), "value.percent", "50 %"),
    ],
)
def test_a_cell_that_is_no_figure_is_refused_with_its_place(make, indicator, cell, code, found, catalogue):
    data = make({"Daten": [[], HEADER, ["Dortmund", indicator, "Frauen", "2023", cell]]})
    reading = ingest.read(data, catalogue, today=TODAY, source="Probe")
    assert [(issue.code, issue.row, issue.column, issue.found) for issue in reading.issues] == [(code, 3, "Wert", found)]


# -- published workbooks


@pytest.mark.parametrize("name", ["inkar_webexport_arbeitslosenquote_1998-2017.xls", "deutschlandatlas_daten_2026-04.xlsx",
                                  "itnrw_landesdatenbank_13211-03ir_koeln_monthly.xls"])  # fmt: skip
def test_every_cell_of_a_published_workbook_is_there(name):
    path = SHARED / "official" / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    with load_workbook(path) as book:
        for grid in sheets(path.read_bytes()):
            raw = book.get_sheet_by_name(grid.sheet).to_python(skip_empty_area=False)
            for row, line in zip(grid.rows, grid.lines, strict=True):
                for cell, found in zip(row, raw[line - 1], strict=True):
                    if isinstance(cell, NumberCell):
                        assert cell.value == pytest.approx(found, rel=1e-14)
                    else:
                        assert cell == found or (found == "" and cell in ERRORS.values())


def test_a_published_formula_that_failed_is_told():
    path = SHARED / "official" / "deutschlandatlas_daten_2026-04.xlsx"
    if not path.exists():
        pytest.skip("the published workbook is not here")
    grid = next(grid for grid in sheets(path.read_bytes()) if grid.sheet == "Deutschlandatlas_GEM1222")
    assert "#WERT!" in grid.rows[grid.lines.index(282)]


def test_a_sheet_that_is_a_chart_is_left_out():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("Daten").write(0, 0, "Stadt")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Daten!$A$1:$A$2"})
    book.add_chartsheet("Bild").set_chart(chart)
    book.close()
    assert [grid.sheet for grid in sheets(buffer.getvalue())] == ["Daten"]


def test_a_sheet_that_claims_to_end_before_it_begins_is_refused():
    """The reading library would take a terabyte for it and die."""
    data = xls({"Daten": [["Stadt", 1]]})
    size = b"\x00\x02\x0e\x00" + bytes(4)
    assert data.count(size) == 1
    assert refused(data.replace(size, size[:-4] + b"\xda\0\0\0")).code == "file.workbook_broken"
