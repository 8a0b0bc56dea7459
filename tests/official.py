"""Official files exactly as published, read a second time in another way: plain loops, literal positions."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from string import ascii_uppercase

from python_calamine import load_workbook

from tests.conftest import SHARED

OFFICIAL = SHARED / "official"
NO_AREA = "itnrw_landesdatenbank_13211-03ir_koeln_monthly.xls"  # Köln is none of our cities

OURS = ("05913", "05114", "06611", "08111", "05", "06", "08", "DG")
SEX = {"": "", "GESM": "men", "GESW": "women"}
NATION = {"": "", "NATA": "foreign"}
Key = tuple[str, str, str, str]
Cell = tuple[str, int, str, str]  # text, line, letter of the column, sheet
Cells = dict[Key, Cell]  # by series and period


def group_of(nation: str, sex: str) -> str:
    return "_".join(part for part in (NATION[nation], SEX[sex]) if part) or "total"


def lines_of(name: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO((OFFICIAL / name).read_bytes().decode(encoding), newline=""), delimiter=";")
    start = 1
    for row in reader:
        yield start, row
        start = reader.line_num + 1


def population(name: str) -> tuple[Cells, int]:
    """Old and new flat file alike: positions 4, 7, 11, 13."""
    found: Cells = {}
    others = 0
    for line, row in list(lines_of(name, "utf-8-sig"))[1:]:
        if row[7] in OURS:
            found[row[7], "population", group_of("", row[11]), re.findall(r"\d{4}", row[4])[0]] = row[13], line, "N", ""
        else:
            others += 1
    return found, others


def employees(name: str) -> tuple[Cells, int]:
    found: Cells = {}
    others = 0
    for line, row in list(lines_of(name, "utf-8-sig"))[1:]:
        if row[7] in OURS:
            year = re.findall(r"\d{4}", row[4])[0]
            found[row[7], "employees_workplace", group_of(row[11], row[15]), f"{year}-Q2"] = row[17], line, "R", ""
        else:
            others += 1
    return found, others


def quarters(name: str) -> tuple[Cells, int]:
    found: Cells = {}
    others = 0
    for line, row in list(lines_of(name, "utf-8-sig"))[1:]:
        if row[7] in OURS:
            quarter = {"03-31": 1, "06-30": 2, "09-30": 3, "12-31": 4}[row[4][5:]]
            found[row[7], "employees_workplace", group_of("", row[11]), f"{row[4][:4]}-Q{quarter}"] = row[13], line, "N", ""
        else:
            others += 1
    return found, others


def sections(name: str) -> tuple[Cells, int]:
    year = re.findall(r"20\d\d", name)[0]
    groups = ["total", "men", "women", "foreign", "foreign_men", "foreign_women"]
    found: Cells = {}
    others = 0
    for line, row in lines_of(name, "latin-1"):
        if len(row) != 9 or row[2] != "Insgesamt" or not re.fullmatch(r"DG|\d+", row[0]):
            continue
        for group, text, letter in zip(groups, row[3:], "DEFGHI", strict=True):
            if row[0] in OURS:
                found[row[0], "employees_workplace", group, f"{year}-Q2"] = text, line, letter, ""
            else:
                others += 1
    return found, others


UNEMPLOYMENT = [
    ("unemployed", "total"), ("unemployed", "foreign"), ("unemployed", "severely_disabled"), ("unemployed", "age_15_19"),
    ("unemployed", "age_15_24"), ("unemployed", "age_55_64"), ("long_term_unemployed", "total"),
    ("unemployment_rate_dependent", "total"), ("unemployment_rate", "total"), ("unemployment_rate", "men"),
    ("unemployment_rate", "women"), ("unemployment_rate", "foreign"), ("unemployment_rate", "age_15_24"),
]  # fmt: skip


def unemployment(name: str) -> tuple[Cells, int]:
    found: Cells = {}
    others = 0
    for line, row in lines_of(name, "latin-1"):
        if len(row) != 16 or not re.fullmatch(r"20\d\d", row[0]):
            continue
        for (indicator, group), text, letter in zip(UNEMPLOYMENT, row[3:], "DEFGHIJKLMNOP", strict=True):
            if row[1] in OURS:
                found[row[1], indicator, group, row[0]] = text, line, letter, ""
            else:
                others += 1
    return found, others


def minimum_income(name: str) -> tuple[Cells, int]:
    kinds = {"": "total", "ZUSAMMEN01": "total", "ARTDGSNW1": "employable", "ARTDGSNW2": "not_employable"}
    names = {
        ("ESML01", True): "minimum_income_recipients", ("ESML01", False): "sgb2_recipients",
        ("MSANT", True): "minimum_income_quota", ("MSANT", False): "sgb2_share_of_population",
    }  # fmt: skip
    found: Cells = {}
    for line, row in list(lines_of(name, "utf-8"))[1:]:
        if row[11] in kinds:
            found[row[7], names[row[15], row[11] == ""], kinds[row[11]], row[4][:4]] = row[13], line, "N", ""
    return found, 0


def inkar_csv(name: str) -> tuple[Cells, int]:
    rows = list(lines_of(name, "utf-8-sig"))[2:]
    mine = {(row[0], "unemployment_rate", "total", "2017"): (row[3], line, "D", "") for line, row in rows if row[0] in OURS}
    return mine, len(rows) - len(mine)


def inkar_xls(name: str) -> tuple[Cells, int]:
    rows = load_workbook(OFFICIAL / name).get_sheet_by_name("Daten").to_python()
    found: Cells = {}
    others = 0
    for line, row in enumerate(rows[2:], start=3):
        for year, value, letter in zip(rows[1][3:], row[3:], ascii_uppercase[3:23], strict=True):
            if row[0] in OURS:
                found[str(row[0]), "unemployment_rate", "total", str(year)] = str(value), line, letter, "Daten"
            else:
                others += value != ""
    return found, others


def atlas(name: str) -> tuple[Cells, int]:
    book = load_workbook(OFFICIAL / name)
    places = {
        "Deutschlandatlas_GEM1222": {
            2: ("employment_rate_residence", "total", "2023"), 3: ("employment_rate_residence", "women", "2023"),
            4: ("employment_rate_residence", "men", "2023"),
        },
        "Deutschlandatlas_KRS1222": {
            16: ("part_time_share_workplace", "total", "2024"), 17: ("part_time_share_workplace", "women", "2024"),
            18: ("part_time_share_workplace", "men", "2024"), 19: ("unemployment_rate", "total", "2023"),
        },
    }  # fmt: skip
    found: Cells = {}
    others = 0
    for sheet, columns in places.items():
        for line, row in enumerate(book.get_sheet_by_name(sheet).to_python(), start=1):
            if line <= 4 or not isinstance(row[0], float):
                continue
            key = f"{int(row[0]):08d}"
            for index, series in columns.items():
                if key.endswith("000") and key[:5] in OURS:
                    found[key[:5], *series] = str(row[index]), line, ascii_uppercase[index], sheet
                else:
                    others += row[index] != ""
    return found, others


Again = Callable[[str], tuple[Cells, int]]
# Name, second reading (its cells, and how many of other regions there are), number of our figures.
FILES: list[tuple[str, Again, int]] = [
    ("regiostat_12411-01-01-4_2022-12-31_ffcsv_old_de.csv", population, 24),
    ("regiostat_12411-01-01-4_2023-12-31_ffcsv_new.csv", population, 24),
    ("regiostat_12411-01-01-4_2023-12-31_ffcsv_old_de_fortschreibung_zensus2011.csv", population, 24),
    ("regiostat_13111-01-03-4_2023-06-30_ffcsv_old_de.csv", employees, 48),
    ("regiostat_13111-01-03-4_2024-06-30_ffcsv_new.csv", employees, 48),
    ("regiostat_13111-07-05-4_2019_table.csv", sections, 48),
    ("regiostat_13111-07-05-4_2020_table.csv", sections, 48),
    ("regiostat_13211-02-05-4_2015-2020_table.csv", unemployment, 624),
    ("regiostat_13211-02-05-4_2023_table.csv", unemployment, 104),
    ("destatis_13111-0005_laender_quarterly_ffcsv_new.csv", quarters, 72),
    ("transcribed_kartenwerk_22811-01-01-4_excerpt_dortmund_2024.csv", minimum_income, 8),
    ("inkar_webexport_multiindicator_2017.csv", inkar_csv, 4),
    ("inkar_webexport_arbeitslosenquote_1998-2017.xls", inkar_xls, 80),
    ("deutschlandatlas_daten_2026-04.xlsx", atlas, 28),
]


def number(text: str) -> float | None:
    """The number of a cell, None for a symbol; workbooks give a point, csv files a comma."""
    if not re.search(r"\d", text):
        return None
    return float(text if "." in text and "," not in text else text.replace(".", "").replace(",", "."))
