"""A report as a workbook: a sheet a goal, numbers as numbers, charts drawn from cells, and no text that runs."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from indicators import monitor as ask
from indicators.monitor import Monitor
from indicators.present.report import xlsx_chart
from indicators.present.report.blocks import FigureBlock, Heading, Paragraph, said
from indicators.present.report.xlsx import parts, xlsx
from indicators.present.words import words
from tests.conftest import PROJECT, TODAY
from tests.report_sample import EMPTY, HOSTILE, sample

DE, EN = words("de"), words("en")
CITIES = ("dortmund", "krefeld", "kassel", "stuttgart")


def opened(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def cells(data: bytes, sheet: str) -> list[list[Any]]:
    return opened(data).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def inside(data: bytes, pattern: str) -> list[str]:
    """The parts of the file whose name fits, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name).decode() for name in sorted(archive.namelist()) if re.search(pattern, name)]


@pytest.fixture(scope="module")
def dortmund(shipped: Monitor) -> bytes:
    return xlsx(ask.report(shipped, "dortmund", DE, today=TODAY), DE)


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("say", [DE, EN])
def test_every_goal_of_every_city_has_a_sheet_under_its_id(shipped, city, say):
    book = opened(xlsx(ask.report(shipped, city, say, today=TODAY), say))
    area = ask.template_of(shipped, city).area
    goals = [goal.id for goal in shipped.catalogue.goals.values() if shipped.catalogue.area_of(goal).area == area]
    assert [name for name in book.sheet_names if name in goals] == goals
    assert book.sheet_names[0] == say("book.first")


def test_published_values_are_numbers_with_the_decimals_of_the_publication(dortmund):
    rows = cells(dortmund, "DO-1")
    head = next(place for place, row in enumerate(rows) if row[0] == DE("table.period"))
    assert rows[head + 1][0:2] == ["2025", 12.0] and rows[head + 2][0:2] == ["2024", 11.7]
    assert rows[head][1] == "Wert (%)" and "Regionalstatistik" in str(rows[head + 1])
    assert 'formatCode="#,##0.0"' in inside(dortmund, r"styles\.xml")[0]


def test_a_goal_without_figures_has_its_words_and_no_chart(dortmund):
    text = " ".join(str(cell) for row in cells(dortmund, "DO-6") for cell in row)
    assert "Nicht bewertbar" in text and "Beschäftigungsfähigkeit" in text


def test_each_figure_is_a_native_chart_with_an_alternative_text_that_refers_to_cells(shipped, dortmund):
    report = ask.report(shipped, "dortmund", DE, today=TODAY)
    drawn = [block for block in report.blocks if isinstance(block, FigureBlock) and block.spec.across is None]
    charts = inside(dortmund, r"charts/chart\d+\.xml")
    assert len(charts) == len(drawn) > 3
    assert all(re.search(r"<c:f>'?DO-\d", text) for text in charts[:3])
    described = re.findall(r'descr="([^"]+)"', "".join(inside(dortmund, r"drawings/drawing\d+\.xml")))
    assert len(described) == len(drawn) and all("diagramm" in text.lower() for text in described)


def test_where_a_line_is_interrupted_the_chart_draws_two_stretches_and_none_across(shipped):
    report = ask.report(shipped, "dortmund", DE, today=TODAY)
    spec = next(block.spec for block in report.blocks if isinstance(block, FigureBlock) and block.name == "DO-1")
    spans = [(min(one.points), max(one.points)) for one in xlsx_chart.values(spec, DE).stretches if one.marks]
    assert [(first, last) for first, last in spans] == [(1998, 2004), (2005, 2025)]


def test_the_cells_of_a_chart_stand_in_the_order_of_time_with_the_published_periods(shipped):
    report = ask.report(shipped, "dortmund", DE, today=TODAY)
    spec = next(block.spec for block in report.blocks if isinstance(block, FigureBlock) and block.name == "DO-1")
    found = xlsx_chart.values(spec, DE)
    assert list(found.places) == sorted(found.places) and len(found.places) == len(found.rows)
    newest = found.rows[found.names.index("2025")]
    assert newest[found.columns.index("Dortmund")] == 12.0


def test_the_newest_value_of_every_line_is_a_dot_square_where_the_figure_says_square(shipped):
    report = ask.report(shipped, "dortmund", DE, today=TODAY)
    compared = next(block.spec for block in report.blocks if isinstance(block, FigureBlock) and len(block.spec.lines) > 3)
    dots = {one.column: one for one in xlsx_chart.values(compared, DE).stretches if one.dot in ("circle", "square")}
    assert {line.name for line in compared.lines} == set(dots)
    for line in compared.lines:
        assert line.last is not None and dots[line.name].points == {line.last.x: line.last.y}
        assert (dots[line.name].dot == "square") is line.is_square
    assert any(line.is_square for line in compared.lines)


def test_a_dot_without_a_line_says_whose_it_is_and_a_single_year_stands_inside_the_axis(shipped):
    report = ask.report(shipped, "dortmund", DE, today=TODAY)
    spec = next(
        block.spec for block in report.blocks
        if isinstance(block, FigureBlock) and len(block.spec.lines) > 3 and len(block.spec.table.rows) == 1
    )  # fmt: skip
    found = xlsx_chart.values(spec, DE).stretches
    dots = [one for one in found if one.dot]
    told = {one.label.replace("\N{NO-BREAK SPACE}", " ") for one in dots}
    assert told == {"Krefeld 63,01 %", "Kassel 60,18 %", "Stuttgart 64,00 %", "Dortmund 61,69 %"}
    low, high, _ = xlsx_chart._bottom(spec)
    assert all(low < place < high for one in dots for place in one.points)
    assert len(xlsx_chart._unnamed(found)) == len(found)  # no legend: it would show lines that are not there


def test_an_axis_of_a_single_year_names_no_other(dortmund):
    (alone,) = (text for text in inside(dortmund, r"charts/chart\d+\.xml") if '<c:min val="2022.0"/>' in text)
    assert 'formatCode="[=2023]0;&quot;&quot;"' in alone and "<c:legend>" not in alone


def test_a_provisional_value_is_a_hollow_dot(shipped):
    report = ask.report(shipped, "dortmund", DE, today=TODAY)
    spec = next(block.spec for block in report.blocks if isinstance(block, FigureBlock) and block.name == "DO-1")
    (line,) = spec.lines
    *others, last = line.pieces[-1]
    early = replace(
        spec,
        base=None,
        notes=(),
        lines=(replace(line, pieces=(*line.pieces[:-1], (*others, replace(last, is_provisional=True)))),),
    )
    assert [one.is_hollow for one in xlsx_chart.values(early, DE).stretches if one.dot] == [True]


def test_a_draft_is_called_one_on_every_sheet_however_long_its_title(shipped):
    report = sample(shipped, number=2)
    for header in ("Kopf", "Sehr langer Titel " * 20 + "· Entwurf"):
        data = xlsx(replace(report, header=header), DE)
        headers = [re.search(r"<oddHeader>(.*?)</oddHeader>", text) for text in inside(data, r"worksheets/sheet")]
        assert all(found and "Entwurf" in found[1] and len(found[1]) <= 255 for found in headers)
    assert "Entwurf" not in "".join(inside(xlsx(replace(report, is_draft=False, header="Kopf"), DE), r"worksheets/sheet"))


def test_a_year_is_written_without_a_point_behind_it(dortmund):
    (styles,) = inside(dortmund, r"styles\.xml")
    assert not re.search(r'formatCode="[^"]*\.#', styles)


def test_the_axis_of_a_rate_begins_at_zero(dortmund):
    assert '<c:min val="0.0"/>' in inside(dortmund, r"charts/chart1\.xml")[0]


def test_no_text_of_a_person_or_a_file_becomes_a_formula_or_a_link(shipped):
    data = xlsx(sample(shipped, written=HOSTILE), DE)
    assert not re.search(r"<f>|<hyperlink", "".join(inside(data, r"worksheets/sheet")))
    told = [cell for name in opened(data).sheet_names for row in cells(data, name) for cell in row]
    assert any(str(cell).startswith("=1+1 [x](y)") for cell in told)


def test_a_chapter_longer_than_a_cell_goes_on_in_the_next_one(shipped):
    data = xlsx(sample(shipped, number=1, written=("ä" * 100_000,)), DE)
    told = "".join(str(cell) for name in opened(data).sheet_names for row in cells(data, name) for cell in row)
    assert told.count("ä") >= 100_000


def test_sheets_are_named_as_a_workbook_allows_and_none_twice(shipped):
    blocks = [
        Heading("A/B [C]: *D*? " + "x" * 40, 1, "a"), Heading("a b c d " + "x" * 40, 1, "b"), Paragraph(said("Text")),
        Heading("'", 1, "c"), Heading("", 1, "d"),
    ]  # fmt: skip
    names = [part.name for part in parts(blocks, DE)]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_an_empty_report_is_a_workbook_with_its_cover():
    assert opened(xlsx(EMPTY, DE)).sheet_names == ["Bericht"]


def test_the_same_report_gives_the_same_bytes_in_any_time_zone(shipped, shipped_folder):
    code = (
        "import hashlib, sys; from datetime import date, datetime, UTC; from pathlib import Path;"
        "from indicators import monitor as ask; from indicators.present.report.xlsx import xlsx;"
        "from indicators.present.words import words;"
        "found = ask.open_monitor(Path(sys.argv[1]), now=datetime.now(UTC));"
        "report = ask.report(found, 'kassel', words('de'), today=date(2026, 11, 25));"
        "print(hashlib.sha256(xlsx(report, words('de'))).hexdigest())"
    )
    hashes = set()
    for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Los_Angeles", "2")):
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(shipped_folder)]
        hashes.add(subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(hashes) == 1


def test_the_properties_of_the_file_tell_title_and_day(dortmund):
    (core,) = inside(dortmund, r"docProps/core\.xml")
    assert "Sachstandsbericht" in core and f"{datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC):%Y-%m-%d}" in core
