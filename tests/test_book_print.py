"""The workbook on paper: what is printed and what is not, where pages end, what stands at their top."""

import re

import pytest

from indicators import monitor as ask
from indicators.monitor import Monitor
from indicators.present.report import xlsx_chart, xlsx_page, xlsx_sheet
from indicators.present.report.blocks import FigureBlock, Heading, Report
from indicators.present.report.xlsx import parts, xlsx
from indicators.present.report.xlsx_format import lines, widths
from indicators.present.tables import Cell, Column, FigureTable
from tests.conftest import TODAY
from tests.test_book import CITIES, DE, EN, cells, inside, opened

LONG = 25  # rows of a table that no page holds, with their sources
Book = tuple[Report, bytes]


@pytest.fixture(scope="module", params=CITIES)
def book(request: pytest.FixtureRequest, shipped: Monitor) -> Book:
    report = ask.report(shipped, request.param, DE, today=TODAY)
    return report, xlsx(report, DE)


def in_order(data: bytes, pattern: str) -> list[str]:
    """The numbered parts of the file: sheet 2 before sheet 10."""
    count = len(inside(data, pattern + r"\d+\.xml$"))
    return [inside(data, rf"{pattern}{number}\.xml$")[0] for number in range(1, count + 1)]


def defined(data: bytes, kind: str) -> list[str]:
    """For each sheet its printed area or its repeated rows."""
    (workbook,) = inside(data, r"xl/workbook\.xml")
    found = re.findall(rf'name="_xlnm.{kind}" localSheetId="(\d+)">([^<]+)<', workbook)
    return [text.rpartition("!")[2].replace("$", "") for _, text in sorted(found, key=lambda one: int(one[0]))]


def column(letters: str) -> int:
    return sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters)))


def printed(data: bytes) -> dict[str, int]:
    """How many columns of each sheet are printed."""
    areas = [column(re.sub(r"\d", "", area.partition(":")[2])) for area in defined(data, "Print_Area")]
    return dict(zip(opened(data).sheet_names, areas, strict=True))


def starts(sheet: str) -> list[int]:
    """The rows, counted from 0, that begin a page."""
    return [int(row) for row in re.findall(r'<brk id="(\d+)"', sheet)]


def test_the_cells_of_a_chart_stand_beside_what_is_printed_and_their_title_says_so(book: Book):
    last = printed(book[1])
    for name, count in last.items():
        rows = cells(book[1], name)
        assert not any(DE("book.year") == cell or "gezeichnet ist" in str(cell) for row in rows for cell in row[:count])
        beside = [str(cell) for row in rows for cell in row[count:] if cell != ""]
        assert not beside or beside[0].startswith("Nicht im Ausdruck: Werte, aus denen das Diagramm")
    for chart in inside(book[1], r"charts/chart\d+\.xml"):
        places = re.findall(r"<c:f>'?([^'!]+)'?!\$([A-Z]+)", chart)
        assert places and all(column(letters) > last[name] for name, letters in places)


def test_no_page_cuts_a_chart_and_none_ends_with_a_heading(book: Book):
    report, data = book
    headings = {block.text for block in report.blocks if isinstance(block, Heading)}
    drawings = iter(in_order(data, r"drawings/drawing"))
    for name, sheet in zip(opened(data).sheet_names, in_order(data, r"worksheets/sheet"), strict=True):
        rows, begun = cells(data, name), starts(sheet)
        for row in begun:
            above = next(line for line in reversed(rows[:row]) if line[0] != "")
            assert above[0] not in headings or above[1] != ""
        if "<drawing " in sheet:
            found = re.findall(r"<xdr:row>(\d+)<", next(drawings))
            spans = zip(map(int, found[::2]), map(int, found[1::2]), strict=True)
            assert not [row for first, last in spans for row in begun if first < row <= last + 1]


def test_a_table_that_ends_its_sheet_has_its_heads_on_every_page_and_no_other_is_cut(book: Book):
    report, data = book
    titles = [int(rows.partition(":")[0]) - 1 for rows in defined(data, "Print_Titles")]
    found = []
    for part, sheet, title in zip(parts(report.blocks, DE), in_order(data, r"worksheets/sheet"), titles, strict=True):
        tables = [table for block in part.blocks for table in xlsx_sheet._tables(block)]
        told = [[column.told for column in table.columns] for table in tables]
        rows = cells(data, part.name)
        heads = [place for place, row in enumerate(rows) if any(row[: len(head)] == head for head in told)]
        assert len(heads) == len(tables)
        found.append(title in heads)
        if part.name in ("DO-2", "DO-3"):  # such a table begins on the page before, where a few of its rows fit there
            assert title in heads and title - 1 not in starts(sheet)
        for head in () if title in heads else heads:
            body = range(head + 1, next((place for place in range(head, len(rows)) if rows[place][0] == ""), len(rows)))
            assert len(body) > LONG or not set(body) & set(starts(sheet))
    assert any(found)


def test_a_sheet_of_several_chapters_repeats_no_title_of_one(book: Book):
    report, data = book
    chapters = {block.text for block in report.blocks if isinstance(block, Heading) and block.anchor.startswith("chapter-")}
    assert chapters and not chapters & {cells(data, name)[0][0] for name in opened(data).sheet_names}
    assert all("&amp;A" in sheet for sheet in inside(data, r"worksheets/sheet"))


def test_nothing_is_printed_smaller_than_eight_points_and_no_page_is_told_to_fit(book: Book):
    for sheet in inside(book[1], r"worksheets/sheet"):
        scale = re.search(r'<pageSetup[^>]*scale="(\d+)"', sheet)
        assert scale is None or 80 <= int(scale[1]) <= 100
        assert "fitToPage" not in sheet  # such a page forgets its breaks


def test_no_word_of_a_head_is_broken(book: Book):
    report = book[0]
    for block in report.blocks:
        if isinstance(block, FigureBlock) and block.spec.across is None:
            heads = [word for head in xlsx_chart.values(block.spec, DE).columns for word in head.split()]
            assert max(map(len, heads)) < 24 - 3
    table = FigureTable((Column("Zeitraum"), Column("Fortschreibungsgrenze")), ((Cell("2025"), Cell("x")),))
    assert widths([table])[1] > len("Fortschreibungsgrenze")


def test_columns_too_wide_for_the_paper_are_wrapped_until_they_fit():
    columns = tuple(Column(f"Spalte {place}") for place in range(8))
    found = widths([FigureTable(columns, (tuple(Cell("Wort " * 40) for _ in columns),))])
    assert sum(found) <= xlsx_page.WIDEST and max(found) - min(found) <= 2


def test_a_text_is_counted_in_lines_that_break_between_words():
    assert lines("Wort " * 3 + "Verwaltungsstellungnahme", 20) == 2
    assert lines("eins\nzwei", 20) == 2


def test_text_keeps_away_from_the_column_before_it(book: Book):
    (styles,) = inside(book[1], r"styles\.xml")
    assert re.search(r'<alignment horizontal="left" vertical="top" indent="2" wrapText="1"/>', styles)


def test_what_belongs_together_begins_a_page_where_it_would_be_cut():
    room = int(xlsx_page._DOWN // 10)
    heights = [10.0] * (room + 20)
    assert xlsx_page.breaks(heights, [], 100, 10) == [room]
    assert xlsx_page.breaks(heights, [(room - 5, room + 5), (room - 8, room - 3)], 100, 10) == [room - 8]
    assert xlsx_page.breaks(heights, [(5, room + 20)], 100, 10) == [room]  # longer than a page


def test_sheets_have_short_names_that_end_with_a_word(shipped: Monitor):
    for say, language in ((DE, "duties"), (EN, "changes")):
        report = ask.report(shipped, "dortmund", say, today=TODAY)
        names = [part.name for part in parts(report.blocks, say)]
        assert say(f"book.tab_{language}") in names
        long = [block.text for block in report.blocks if isinstance(block, Heading) and len(block.text) > 31]
        assert long and not {title[:31].strip() for title in long} & set(names)
    (_, part) = parts((Heading("Ein Titel mit einem Wort, das nicht mehr darauf passt", 1, "x"),), DE)
    assert part.name == "Ein Titel mit einem Wort, das"


def test_what_the_notes_speak_of_is_drawn_the_ring_and_every_numbered_event(book: Book):
    report, data = book
    specs = [block.spec for block in report.blocks if isinstance(block, FigureBlock) and block.spec.across is None]
    for spec in specs:
        found = xlsx_chart.values(spec, DE).stretches
        assert any(one.dot == "ring" for one in found) is (spec.base is not None)
        assert [one.label for one in found if one.dot == "diamond"] == [str(n) for n in range(1, len(spec.events) + 1)]
    told = [str(cell) for name in opened(data).sheet_names for row in cells(data, name) for cell in row]
    rings = [spec for spec in specs if spec.base is not None]
    assert len([cell for cell in told if DE("figure.base") in cell]) == len(rings)
    assert all(any(cell.startswith(f"1: {spec.events[0].label}") for cell in told) for spec in specs if spec.events)


def test_the_newest_value_of_the_city_stands_beside_its_own_dot_with_its_name(shipped: Monitor):
    report = ask.report(shipped, "krefeld", DE, today=TODAY)
    compared = [block.spec for block in report.blocks if isinstance(block, FigureBlock) and len(block.spec.lines) > 3]
    stretches = xlsx_chart.values(compared[0], DE).stretches
    told = {one.label.replace("\N{NO-BREAK SPACE}", " "): one.side for one in stretches if one.label}
    assert told["Krefeld 11,0 %"] == "right" and "11,0 %" not in told
    charts = [chart for chart in inside(xlsx(report, DE), r"charts/chart\d+\.xml") if "Krefeld 11,0" in chart]
    assert charts and all('<c:w val="0.73999999999999999"/>' in chart for chart in charts)  # room for it


def test_a_unit_in_words_stands_along_the_axis_and_not_at_every_dot(shipped: Monitor):
    report = ask.report(shipped, "krefeld", DE, today=TODAY)
    specs = [block.spec for block in report.blocks if isinstance(block, FigureBlock) and "1.000" in block.spec.unit]
    labels = [one.label for spec in specs for one in xlsx_chart.values(spec, DE).stretches]
    assert "Krefeld 42,97" in labels and not [label for label in labels if "1.000" in label]
