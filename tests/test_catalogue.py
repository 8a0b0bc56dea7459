"""The catalogue: the shipped one is complete, and a broken one is refused with file, key and what is near."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.catalogue import Catalogue
from indicators.catalogue.load import FOLDER, load_catalogue
from indicators.errors import CatalogueFault, Unknown
from indicators.monitor import SHIPPED

GOALS = [
    *(f"DO-{number}" for number in range(1, 10)),
    *(f"KS-{number}" for number in range(1, 9)),
    *(f"KR-{number}" for number in range(10)),
    *(f"ST-{number}" for number in range(1, 8)),
    *(f"NAT-{number}" for number in range(1, 7)),
]


# -- the shipped catalogue


def test_every_goal_of_the_five_documents_is_there_in_the_order_of_the_documents(catalogue: Catalogue) -> None:
    assert list(catalogue.goals) == GOALS
    assert len(GOALS) == 40


def test_four_cities_three_laender_and_germany_are_the_areas(catalogue: Catalogue) -> None:
    assert {area.area: area.kind for area in catalogue.areas.values()} == {
        "05913": "city", "05114": "city", "06611": "city", "08111": "city",
        "05": "land", "06": "land", "08": "land", "DG": "country",
    }  # fmt: skip
    assert [area.slug for area in catalogue.cities] == ["dortmund", "krefeld", "kassel", "stuttgart"]


def shipped_rows() -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted(SHIPPED.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield path.name, row


def test_every_shipped_figure_is_of_a_catalogued_area_indicator_group_unit_and_source(catalogue: Catalogue) -> None:
    unknown = set()
    for name, row in shipped_rows():
        indicator = catalogue.indicators.get(row["indicator"])
        if row["area"] not in catalogue.areas:
            unknown.add((name, "area", row["area"]))
        if indicator is None:
            unknown.add((name, "indicator", row["indicator"]))
        elif row["group"] not in indicator.groups:
            unknown.add((name, "group", f"{row['indicator']}/{row['group']}"))
        elif row["unit"] != indicator.unit:
            unknown.add((name, "unit", f"{row['indicator']} in {row['unit']}"))
        if catalogue.source_of(row["source"]) is None:
            unknown.add((name, "source", row["source"]))
    assert unknown == set()


def test_every_indicator_and_source_of_the_figures_may_be_shown_with_its_licence(catalogue: Catalogue) -> None:
    sources = {label: catalogue.source_of(label) for label in {row["source"] for _, row in shipped_rows()}}
    for label, source in sources.items():
        assert source is not None, label
        assert source.publisher, label
        assert source.licence or source.note, label  # without a licence a note says on what ground it is shown


def test_every_text_is_there_in_both_languages(catalogue: Catalogue) -> None:
    for goal in catalogue.goals.values():
        assert goal.title.de, goal.id
        assert goal.title.en, goal.id
    for indicator in catalogue.indicators.values():
        for text in (indicator.name, indicator.subject, indicator.definition, indicator.basis_note):
            assert text.de, indicator.id
            assert text.en, indicator.id


def test_titles_of_goals_fit_in_60_characters(catalogue: Catalogue) -> None:
    too_long = {goal.id: text for goal in catalogue.goals.values() for text in (goal.title.de, goal.title.en) if len(text) > 60}
    assert too_long == {}


# -- names


@pytest.mark.parametrize(
    "text",
    ["Landkreis Kassel", "Kassel, Landkreis", "Kassel (Landkreis)", "Kassel-Land", "Region Stuttgart",
     "Stuttgart, Region", "Regierungsbezirk Stuttgart", "Agentur für Arbeit Kassel", "Agentur für Arbeit Krefeld",
     "Kreis Dortmund", "Dortmunder", "Kassel Stuttgart", "06633", "6633", "059", "0591", "59130", "913", "05913001",
     "5913.0", "005913", "0", "", " "],
)  # fmt: skip
def test_what_is_not_exactly_the_city_is_no_area(catalogue: Catalogue, text: str) -> None:
    assert catalogue.find("area", text) is None


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("05913", "05913"), ("5913", "05913"), ("05913000", "05913"), ("5913000", "05913"), ("dortmund", "05913"),
        ("Dortmund", "05913"), ("DORTMUND", "05913"), ("  Dortmund ", "05913"), ("Dortmund,\u00a0Stadt", "05913"),
        ("Dortmund, krfr. Stadt", "05913"), ("Stadt Dortmund", "05913"), ("City of Dortmund", "05913"),
        ("05114", "05114"), ("5114", "05114"), ("05114000", "05114"), ("5114000", "05114"),
        ("Krefeld, kreisfreie Stadt", "05114"),
        ("06611", "06611"), ("6611", "06611"), ("06611000", "06611"), ("6611000", "06611"),
        ("Kassel, documenta-Stadt", "06611"), ("Kassel, Stadt", "06611"),
        ("08111", "08111"), ("8111", "08111"), ("08111000", "08111"), ("8111000", "08111"),
        ("Stuttgart, Landeshauptstadt, Stadtkreis", "08111"), ("Stuttgart, Landeshauptstadt", "08111"),
        ("05", "05"), ("NRW", "05"), ("Nordrhein-Westfalen", "05"), ("06", "06"), ("Hessen", "06"), ("08", "08"),
        ("Baden-Württemberg", "08"), ("DG", "DG"), ("Deutschland", "DG"), ("Germany", "DG"),
    ],
)  # fmt: skip
def test_name_or_key_of_an_area_is_found(catalogue: Catalogue, text: str, area: str) -> None:
    assert catalogue.find("area", text) == area


@pytest.mark.parametrize(
    ("noun", "text", "identifier"),
    [
        ("indicator", "Arbeitslosenquote", "unemployment_rate"), ("indicator", "ALQ", "unemployment_rate"),
        ("indicator", "Unemployment rate", "unemployment_rate"), ("indicator", "UNEMPLOYED", "unemployed"),
        ("indicator", "SvB am Wohnort", "employees_residence"),
        ("group", "insgesamt", "total"), ("group", "Frauen", "women"), ("group", "weiblich", "women"),
        ("group", "15 bis unter 25 Jahre", "age_15_24"),
        ("unit", "%", "percent"), ("unit", "Prozent", "percent"), ("unit", "v. H.", "percent"),
        ("unit", "Personen", "persons"), ("unit", "je 1.000 SvB", "per 1000 SvB"),
    ],
)  # fmt: skip
def test_every_catalogued_spelling_is_found(catalogue: Catalogue, noun: str, text: str, identifier: str) -> None:
    assert catalogue.find(noun, text) == identifier  # type: ignore[arg-type]


def test_near_spelling_is_a_suggestion_and_never_a_match(catalogue: Catalogue) -> None:
    assert catalogue.find("area", "Dortmnd") is None
    assert catalogue.nearest("area", "Dortmnd") == "Dortmund"
    assert catalogue.nearest("indicator", "unemployment_rat") == "Arbeitslosenquote"
    assert catalogue.nearest("area", "Quito") is None


def test_unknown_goal_is_named_with_what_comes_near(catalogue: Catalogue) -> None:
    with pytest.raises(Unknown, match=r"goal\.unknown: found = do1, near = DO-1"):
        catalogue.goal("do1")


# -- a broken catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogue, for one thing to be broken in."""
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has changed: it has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


DO_1_DEMAND = 'operator = "<"\nvalue = 8\n'

# name, file, what stands there, what shall stand there, what the fault says (regular expression)
BROKEN = [
    ("unknown key with a suggestion", "indicators/unemployment_rate.toml", "direction =", "directon =",
     r'indicators/unemployment_rate\.toml: .*directon.*did you mean "direction"\?'),
    ("unknown key in a goal", "goals/dortmund.toml", 'kind = "durable"', 'knid = "durable"',
     r'goals/dortmund\.toml: goal DO-1: .*knid.*did you mean "kind"\?'),
    ("unknown key in a demand", "goals/dortmund.toml", "value = 8\n", "value = 8\nvalu = 8\n",
     r'goals/dortmund\.toml: goal DO-1: .*valu.*did you mean "value"\?'),
    ("unknown table", "goals/dortmund.toml", "[document]", "[documnt]",
     r'goals/dortmund\.toml: .*"documnt".*did you mean "document"\?'),
    ("key missing", "indicators/unemployed.toml", "decimals = 0\n", "", r"indicators/unemployed\.toml: .*decimals"),
    ("number as text", "indicators/unemployed.toml", "decimals = 0", 'decimals = "0"',
     r"indicators/unemployed\.toml: .*decimals"),
    ("wrong kind of a goal", "goals/dortmund.toml", 'kind = "durable"', 'kind = "durabel"',
     r"goals/dortmund\.toml: goal DO-1: .*durabel.*kind"),
    ("wrong kind of an indicator", "indicators/unemployed.toml", 'kind = "level"', 'kind = "levl"',
     r"indicators/unemployed\.toml: .*levl.*kind"),
    ("wrong direction", "indicators/unemployed.toml", 'direction = "down"', 'direction = "lower"',
     r"indicators/unemployed\.toml: .*lower.*direction"),
    ("due as a number", "goals/dortmund.toml", 'due = "2030"', "due = 2030", r"goals/dortmund\.toml: goal DO-1: .*due"),
    ("goal id twice", "goals/krefeld.toml", 'id = "KR-1"', 'id = "KR-2"', r'goals/krefeld\.toml: goal id "KR-2" .*twice'),
    ("broken TOML", "indicators/unemployed.toml", "aliases = [", "aliases = [[",
     r"indicators/unemployed\.toml: no valid TOML: .*line \d+"),
    ("unit unknown", "indicators/unemployed.toml", 'unit = "persons"', 'unit = "person"',
     r'indicators/unemployed\.toml: unit "person" .*did you mean "persons"\?'),
    ("source unknown", "indicators/unemployed.toml", "sources = [", 'sources = ["regionalstatistik_13211_02_05_5", ',
     r'indicators/unemployed\.toml: source "regionalstatistik_13211_02_05_5" .*did you mean "regionalstatistik_13211'),
    ("group unknown", "indicators/unemployed.toml", 'groups = ["total"', 'groups = ["totl"',
     r'indicators/unemployed\.toml: group "totl" .*did you mean "total"\?'),
    ("alias of two indicators", "indicators/unemployed.toml", "aliases = [", 'aliases = ["ALQ", ',
     r'"ALQ" means both "unemployed" and "unemployment_rate"'),
    ("alias of two areas", "areas.csv", "Stadt Krefeld", "Stadt Dortmund",
     r'areas\.csv: "Stadt Dortmund" means both "05913" and "05114"'),
    ("alias of two groups", "groups.csv", "weiblich|Frau", "männlich|Frau",
     r'groups\.csv: "männlich" means both "men" and "women"'),
    ("too few cells", "groups.csv", "men,Männer,men,männlich|Mann|m|male|males|GESM", "men,Männer,men",
     r"groups\.csv: line 3: 3 cells, .*header .*4"),
    ("too many cells", "groups.csv", "men,Männer,men,", "men,Männer,men,,",
     r"groups\.csv: line 3: 5 cells, .*header .*4"),
    ("breaks neither yes nor no", "events.csv", ",revision,no,", ",revision,maybe,",
     r'events\.csv: 2007-01-01: breaks is "maybe", should be yes or no'),
    ("event of an unknown kind", "events.csv", ",revision,no,", ",revison,no,", r"events\.csv: 2007-01-01: .*revison.*kind"),
    ("event without a day", "events.csv", "2009-01-01,", "2009-13-01,", r"events\.csv: 2009-13-01: .*date"),
    ("event of an unknown indicator", "events.csv", "unemployment_rate|", "unemployment_rat|",
     r'events\.csv: indicator "unemployment_rat" .*did you mean "unemployment_rate"\?'),
    ("event of an unknown area", "events.csv", "05913|05114|06611|08111", "05913|05115|06611|08111",
     r'events\.csv: area "05115" .*did you mean "05114"\?'),
    ("area of an unknown kind", "areas.csv", "Krefeld,city,05", "Krefeld,town,05", r"areas\.csv: 05114: .*town.*kind"),
    # what one file says of another
    ("indicator of a goal unknown", "goals/dortmund.toml", 'indicator = "unemployment_rate"',
     'indicator = "unemployment_rat"',
     r'goals/dortmund\.toml: .*DO-1.*indicator "unemployment_rat" .*did you mean "unemployment_rate"\?'),
    ("group of a goal unknown", "goals/dortmund.toml", 'group = "total"\n' + DO_1_DEMAND,
     'group = "totl"\n' + DO_1_DEMAND, r'goals/dortmund\.toml: .*DO-1.*group "totl" .*did you mean "total"\?'),
    ("area of a document as a number", "goals/dortmund.toml", 'area = "05913"', 'area = "5913"',
     r'goals/dortmund\.toml: .*area "5913" .*did you mean "05913"\?'),
    ("related indicator unknown", "goals/dortmund.toml", 'related = ["unemployed"', 'related = ["unemploid"',
     r'goals/dortmund\.toml: .*DO-1.*"unemploid" .*did you mean "unemployed"\?'),
    ("target missing", "goals/dortmund.toml", DO_1_DEMAND, 'direction = "down"\n',
     r"goals/dortmund\.toml: .*DO-1.*durable needs a demand with operator and value"),
    ("operator without value", "goals/dortmund.toml", DO_1_DEMAND, 'operator = "<"\n',
     r"goals/dortmund\.toml: .*DO-1.*operator and value"),
    ("demand without operator or direction", "goals/dortmund.toml", DO_1_DEMAND, "",
     r"goals/dortmund\.toml: .*DO-1.*needs an operator or direction"),
    ("parity without kind", "goals/stuttgart.toml", 'kind = "parity"', 'kind = "direction"',
     r"goals/stuttgart\.toml: .*ST-1.*parity"),
    ("due in a month 13", "goals/dortmund.toml", 'due = "2030"', 'due = "2030-13"',
     r'goals/dortmund\.toml: .*DO-1.*due "2030-13" is no year, quarter, month or day'),
    ("due on 31 February", "goals/dortmund.toml", 'due = "2030"', 'due = "2030-02-31"',
     r'goals/dortmund\.toml: .*DO-1.*due "2030-02-31" is no year, quarter, month or day'),
    ("base period is none", "goals/dortmund.toml", "value = 8\n", 'value = 8\nbase_value = 13.3\nbase_period = "2010-13"\n',
     r"goals/dortmund\.toml: .*DO-1.*base_period .*2010-13"),
    ("group of a related indicator unknown", "goals/dortmund.toml", 'related = ["unemployed"',
     'related = ["unemployed/womn"', r'goals/dortmund\.toml: .*DO-1.*group "womn"'),
    ("group of an event unknown", "events.csv", "unemployment_rate|", "unemployment_rate/womn|",
     r'events\.csv: .*group "womn"'),
    ("land of a city unknown", "areas.csv", "Krefeld,city,05", "Krefeld,city,09", r'areas\.csv: .*"09"'),
    # tables
    ("area twice", "areas.csv", "05114,krefeld,", "05913,krefeld,", r'areas\.csv: .*"?05913"? .*twice'),
    ("group twice", "groups.csv", "women,Frauen,women,weiblich|Frau|w|female|females|GESW", "men,Herren,gentlemen,Herr",
     r'groups\.csv: .*"?men"? .*twice'),
    ("column of a table misspelt", "groups.csv", "name_de", "nam_de", r"groups\.csv: .*nam_?e?_de"),
    ("text behind a closed quote", "groups.csv", 'foreign men,"', 'foreign men,"x" y"', r"groups\.csv: "),
    ("quote closed too early", "groups.csv", "U25|", 'U25|",', r"groups\.csv: "),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_broken_catalogue_is_refused_with_file_and_key(folder: Path, file: str, old: str, new: str, message: str) -> None:
    replace(folder / file, old, new)
    with pytest.raises(CatalogueFault, match=message):
        load_catalogue(folder)


@pytest.mark.parametrize(
    "file", ["indicators/unemployed.toml", "goals/dortmund.toml", "sources/inkar_2024.toml", "areas.csv", "groups.csv",
             "events.csv"]
)  # fmt: skip
def test_file_that_is_not_utf8_is_refused_by_name(folder: Path, file: str) -> None:
    (folder / file).write_bytes((folder / file).read_bytes() + "# März".encode("cp1252"))
    with pytest.raises(CatalogueFault, match=rf"{re.escape(file)}: not UTF-8"):
        load_catalogue(folder)


@pytest.mark.parametrize("file", ["areas.csv", "groups.csv", "units.csv", "events.csv"])
def test_table_that_is_missing_is_refused_by_name(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(CatalogueFault, match=re.escape(file)):
        load_catalogue(folder)


def loaded_or_refused(folder: Path) -> Catalogue | str:
    try:
        return load_catalogue(folder)
    except CatalogueFault as fault:
        return str(fault)


@pytest.mark.parametrize("file", ["areas.csv", "groups.csv", "units.csv", "events.csv"])
def test_byte_order_mark_of_a_spreadsheet_is_read_or_refused_by_name(folder: Path, file: str, catalogue: Catalogue) -> None:
    (folder / file).write_bytes(b"\xef\xbb\xbf" + (folder / file).read_bytes())
    found = loaded_or_refused(folder)
    assert found == catalogue or str(found).startswith(f"{file}: ")


def test_untouched_copy_loads_as_the_same_catalogue(folder: Path, catalogue: Catalogue) -> None:
    assert load_catalogue(folder) == catalogue


def test_new_indicator_is_one_file(folder: Path) -> None:
    text = (folder / "indicators" / "unemployed.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^aliases = \[[^\]]*\]\n", "", text)
    text = re.sub(r'(?m)^name\.(de|en) = ".*"$', r'name.\1 = "Arbeitsuchende (\1)"', text)
    (folder / "indicators" / "job_seekers.toml").write_text(text, encoding="utf-8")
    assert load_catalogue(folder).find("indicator", "Arbeitsuchende (de)") == "job_seekers"
