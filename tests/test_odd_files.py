"""Files as offices really send them, each a little odd: read right, or refused in a clear sentence at the right line."""
# ruff: noqa: E501 - the text of a file stands as it is

import pytest

from indicators import ingest
from indicators.present.words import LANGUAGES, words
from tests.conftest import TODAY

# Name, text, encoding; then what it says (period, value) or the errors it has (code, line).
FILES = [
    (
        "preamble utf8 bom",
        "\ufeffStadt Dortmund – Amt für Statistik;;;\nArbeitslosenquoten;;;\n;;;\nStadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7\nDortmund;Arbeitslosenquote;2025;12,0\n;;;\nQuelle: BA;;;\n",
        "utf-8",
        [("2024", 11.7), ("2025", 12.0)],
    ),
    (
        "preamble cp1252",
        "Stadt Dortmund – Amt für Statistik\nArbeitslosenquoten\n\nStadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7\nKöln;Arbeitslosenquote;2025;12,0\n",
        "cp1252",
        [("area.unknown", 6)],
    ),
    (
        "quotes semicolon",
        '"Stadt";"Indikator";"Zeitraum";"Wert"\n"Dortmund";"Arbeitslosenquote";"2024";"11,7"\n"Dortmund, Stadt";"Arbeitslosenquote";"2025";"12,0"\n',
        "utf-8",
        [("2024", 11.7), ("2025", 12.0)],
    ),
    ("sep=", "sep=;\r\nStadt;Indikator;Zeitraum;Wert\r\nDortmund;Arbeitslosenquote;2024;11,7\r\n", "utf-8", [("2024", 11.7)]),
    (
        "wide quarters",
        "Stadt;Indikator;1. Quartal 2024;2. Quartal 2024;3. Quartal 2024;4. Quartal 2024\nDortmund;Sozialversicherungspflichtig Beschäftigte am Arbeitsort;270.100;271.200;272.300;273.400\n",
        "utf-8",
        [("2024-Q1", 270100.0), ("2024-Q2", 271200.0), ("2024-Q3", 272300.0), ("2024-Q4", 273400.0)],
    ),
    (
        "wide quarters roman",
        "Stadt;Indikator;I/2024;II/2024;III/2024;IV/2024\nDortmund;employees_workplace;270.100;271.200;272.300;273.400\n",
        "utf-8",
        [("2024-Q1", 270100.0), ("2024-Q2", 271200.0), ("2024-Q3", 272300.0), ("2024-Q4", 273400.0)],
    ),
    (
        "wide quarters Vj.",
        "Stadt;Indikator;1.Vj. 2024;2.Vj. 2024\nDortmund;employees_workplace;270.100;271.200\n",
        "utf-8",
        [("2024-Q1", 270100.0), ("2024-Q2", 271200.0)],
    ),
    (
        "wide Q1/24",
        "Stadt;Indikator;Q1/24;Q2/24\nDortmund;employees_workplace;270.100;271.200\n",
        "utf-8",
        [("header.missing", 1), ("header.missing", 1), ("header.unknown", 1), ("header.unknown", 1)],
    ),
    (
        "wide months Jan 24",
        "Stadt;Indikator;Jan 24;Feb 24\nDortmund;unemployed;34.100;34.200\n",
        "utf-8",
        [("header.missing", 1), ("header.missing", 1), ("header.unknown", 1), ("header.unknown", 1)],
    ),
    (
        "wide months Jan. 2024",
        "Stadt;Indikator;Jan. 2024;Feb. 2024;Mrz 2024;Mär. 2024\nDortmund;unemployed;34.100;34.200;34.000;34.111\n",
        "utf-8",
        [("row.contradicts", 2)],
    ),
    (
        "monthly for yearly",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Bevölkerung;2024-03;601.343\n",
        "utf-8",
        [("period.frequency", 2)],
    ),
    (
        "monthly rate",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;März 2024;11,7\n",
        "utf-8",
        [("2024-03", 11.7)],
    ),
    (
        "nnbsp thousands",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Bevölkerung;2023;601\u202f343\nKrefeld;Bevölkerung;2023;228\xa0000\nKassel;Bevölkerung;2023;204 000\nStuttgart;Bevölkerung;2023;612'000\n",
        "utf-8",
        [("2023", 601343.0), ("2023", 228000.0), ("2023", 204000.0), ("2023", 612000.0)],
    ),
    (
        "thousands unit",
        "Stadt;Indikator;Zeitraum;Wert;Einheit\nDortmund;Bevölkerung;2023;601,3;Tsd.\n",
        "utf-8",
        [("unit.wrong", 2), ("value.not_whole", 2)],
    ),
    (
        "thousands unit 1.000",
        "Stadt;Indikator;Zeitraum;Wert;Einheit\nDortmund;Bevölkerung;2023;601,3;in 1.000\n",
        "utf-8",
        [("unit.wrong", 2), ("value.not_whole", 2)],
    ),
    (
        "percent text",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7 %\nDortmund;Arbeitslosenquote;2025;12,0%\n",
        "utf-8",
        [("2024", 11.7), ("2025", 12.0)],
    ),
    (
        "footnotes",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7 1)\nDortmund;Arbeitslosenquote;2025;12,0*\n\n1) Revidiert\n* vorläufig\n",
        "utf-8",
        [("value.footnote", 2), ("value.footnote", 3)],
    ),
    (
        "footnote sup",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7¹\n",
        "utf-8",
        [("value.footnote", 2)],
    ),
    (
        "totals row",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2024;36.100\nKrefeld;Arbeitslose;2024;12.700\nSumme;Arbeitslose;2024;48.800\n",
        "utf-8",
        [("area.unknown", 4)],
    ),
    (
        "totals Insgesamt",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2024;36.100\nKrefeld;Arbeitslose;2024;12.700\nInsgesamt;Arbeitslose;2024;48.800\n",
        "utf-8",
        [("area.unknown", 4)],
    ),
    (
        "mixed order",
        "Wert;Zeitraum;Gruppe;Stadt;Indikator\n11,7;2024;Frauen;Dortmund;Arbeitslosenquote\n10,9;2024;insgesamt;Krefeld;Arbeitslosenquote\n",
        "utf-8",
        [("2024", 11.7), ("2024", 10.9)],
    ),
    (
        "header synonyms",
        "Kommune;Merkmal;Jahr;Anzahl\nDortmund;Arbeitslose;2024;36.100\n",
        "utf-8",
        [("file.not_recognised", 1)],
    ),
    (
        "Ort/Kennzahl",
        "Ort;Kennzahl;Stichtag;Wert\nDortmund;Bevölkerung;31.12.2023;601.343\n",
        "utf-8",
        [("file.not_recognised", 1)],
    ),
    (
        "Stichtag",
        "Stadt;Kennzahl;Zeitraum;Wert\nDortmund;Bevölkerung;31.12.2023;601.343\nKrefeld;Bevölkerung;30.06.2023;228.000\n",
        "utf-8",
        [("period.not_an_end", 3)],
    ),
    (
        "trailing empties",
        "Stadt;Indikator;Zeitraum;Wert;;;\nDortmund;Arbeitslosenquote;2024;11,7;;;\n;;;;;;\n;;;;;;\n",
        "utf-8",
        [("2024", 11.7)],
    ),
    (
        "english",
        'city,indicator,period,value\nDortmund,unemployment_rate,2024,11.7\nDortmund,unemployed,2024,"36,100"\n',
        "utf-8",
        [("2024", 11.7), ("2024", 36100.0)],
    ),
    ("english semicolon", "city;indicator;period;value\nDortmund;unemployed;2024;36,100\n", "utf-8", [("2024", 36100.0)]),
    (
        "mixed style",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11.7\nDortmund;Arbeitslosenquote;2025;12,0\n",
        "utf-8",
        [("value.two_styles", 3)],
    ),
    (
        "key no zero",
        "AGS;Indikator;Zeitraum;Wert\n5913;Arbeitslosenquote;2024;11,7\n5114000;Arbeitslosenquote;2024;10,9\n",
        "utf-8",
        [("2024", 11.7), ("2024", 10.9)],
    ),
    (
        "Landkreis Kassel",
        "Stadt;Indikator;Zeitraum;Wert\nLandkreis Kassel;Arbeitslosenquote;2024;5,1\n",
        "utf-8",
        [("area.unknown", 2)],
    ),
    (
        "Kassel ambiguous",
        "Stadt;Indikator;Zeitraum;Wert\nKassel, Landkreis;Arbeitslosenquote;2024;5,1\nKassel, documenta-Stadt;Arbeitslosenquote;2024;8,1\n",
        "utf-8",
        [("area.unknown", 2)],
    ),
    (
        "Kassel",
        "Stadt;Indikator;Zeitraum;Wert\nKassel;Arbeitslosenquote;2024;8,1\nRegion Stuttgart;Arbeitslosenquote;2024;5,0\n",
        "utf-8",
        [("area.unknown", 3)],
    ),
    (
        "key contradict",
        "Schlüssel;Stadt;Indikator;Zeitraum;Wert\n06633;Kassel;Arbeitslosenquote;2024;8,1\n05913;Krefeld;Arbeitslosenquote;2024;8,1\n",
        "utf-8",
        [("area.unknown", 2), ("area.contradiction", 3)],
    ),
    (
        "dupe contradict",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7\nDortmund;Arbeitslosenquote;2024;11,8\n",
        "utf-8",
        [("row.contradicts", 3)],
    ),
    ("future", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2027;11,7\n", "utf-8", [("period.in_future", 2)]),
    ("running year", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2026;11,7\n", "utf-8", [("2026", 11.7)]),
    (
        "symbols",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2020;-\nDortmund;Arbeitslosenquote;2021;.\nDortmund;Arbeitslosenquote;2022;x\nDortmund;Arbeitslosenquote;2023;...\nDortmund;Arbeitslosenquote;2024;/\nDortmund;Arbeitslosenquote;2025;*\nKrefeld;Arbeitslosenquote;2025;k.A.\nKassel;Arbeitslosenquote;2025;n/a\nStuttgart;Arbeitslosenquote;2025;–\n",
        "utf-8",
        [("value.not_a_number", 8), ("value.not_a_number", 9)],
    ),
    ("zero rate", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2025;0\n", "utf-8", [("2025", 0.0)]),
    (
        "negative minus sign",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2024;−36.100\n",
        "utf-8",
        [("value.out_of_range", 2)],
    ),
    ("sci", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2024;3,61E+04\n", "utf-8", [("value.not_a_number", 2)]),
    (
        "euro cell",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7 v.H.\nDortmund;Arbeitslose;2024;36.100 Personen\n",
        "utf-8",
        [("value.not_a_number", 2), ("value.not_a_number", 3)],
    ),
    (
        "ca.",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2024;ca. 36.000\nDortmund;Arbeitslose;2025;rd. 36000\n",
        "utf-8",
        [("value.not_a_number", 2), ("value.not_a_number", 3)],
    ),
    (
        "year range",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2023/24;11,7\nDortmund;Arbeitslosenquote;2023-2024;11,7\n",
        "utf-8",
        [("period.unknown", 2), ("period.unknown", 3)],
    ),
    (
        "Jahr 2024",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;Jahr 2024;11,7\nDortmund;Arbeitslosenquote;JD 2025;11,7\nKrefeld;Arbeitslosenquote;2025*;11,7\n",
        "utf-8",
        [("period.unknown", 4)],
    ),
    ("excel serial", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;45352;36.100\n", "utf-8", [("period.unknown", 2)]),
    (
        "2024.0",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024.0;11.7\nDortmund;Arbeitslosenquote;2025,0;11.7\n",
        "utf-8",
        [("period.unknown", 2), ("period.unknown", 3)],
    ),
    (
        "american date",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Bevölkerung;12/31/2023;601343\n",
        "utf-8",
        [("period.unknown", 2)],
    ),
    (
        "period 3.2024",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;3.2024;36100\nDortmund;Arbeitslose;03.24;36100\nDortmund;Arbeitslose;202404;36100\n",
        "utf-8",
        [("period.unknown", 2), ("period.unknown", 3), ("period.unknown", 4)],
    ),
    (
        "repeated header inside",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7\nStadt;Indikator;Zeitraum;Wert\nKrefeld;Arbeitslosenquote;2024;10,9\n",
        "utf-8",
        [("indicator.unknown", 3), ("area.unknown", 3), ("value.not_a_number", 3), ("period.unknown", 3)],
    ),
    (
        "indicator fuzzy",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosen-Quote;2024;11,0\nDortmund;Alo-Quote;2024;11,0\nDortmund;SvB;2024-Q2;270000\nDortmund;SGB-II-Quote;2024;16,0\n",
        "utf-8",
        [("indicator.unknown", 2), ("indicator.unknown", 3), ("indicator.unknown", 4), ("indicator.unknown", 5)],
    ),
    (
        "unclosed quote",
        'Stadt;Indikator;Zeitraum;Wert\nDortmund;"Arbeitslosenquote;2024;11,0\nDortmund;Arbeitslosenquote;2025;11,0\n',
        "utf-8",
        [("file.quotes", 2)],
    ),
    ("mac cr", "Stadt;Indikator;Zeitraum;Wert\rDortmund;Arbeitslosenquote;2024;11,0\r", "utf-8", [("2024", 11.0)]),
    ("pipes", "Stadt|Indikator|Zeitraum|Wert\nDortmund|Arbeitslosenquote|2024|11,0\n", "utf-8", [("file.not_recognised", 1)]),
    (
        "comma german decimals",
        'Stadt,Indikator,Zeitraum,Wert\nDortmund,Arbeitslosenquote,2024,"11,0"\nDortmund,Arbeitslosenquote,2025,12,0\n',
        "utf-8",
        [("row.width", 3)],
    ),
    (
        "blank repeated",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2023;11,5\n;;2024;11,7\n;;2025;12,0\nKrefeld;;2024;10,9\n",
        "utf-8",
        [("indicator.missing", 5)],
    ),
    (
        "header double row",
        "Stadt;Indikator;Arbeitslosenquote;Arbeitslosenquote\n;;2024;2025\nDortmund;ALQ;11,7;12,0\n",
        "utf-8",
        [("header.missing", 1), ("header.missing", 1), ("header.unknown", 1), ("header.unknown", 1)],
    ),
    (
        "wide with note",
        "Stadt;Indikator;2023;2024;Veränderung\nDortmund;Arbeitslosenquote;11,5;11,7;0,2\n",
        "utf-8",
        [("header.unknown", 1)],
    ),
    ("wide key 2 dups", "Stadt;Indikator;2024;2024\nDortmund;Arbeitslosenquote;11,5;11,7\n", "utf-8", [("header.repeated", 1)]),
    (
        "wide 2024 and 2024-12-31",
        "Stadt;Indikator;2024;31.12.2024\nDortmund;Bevölkerung;601.000;601.500\n",
        "utf-8",
        [("row.contradicts", 2)],
    ),
    (
        "status col",
        "Stadt;Indikator;Zeitraum;Wert;Status\nDortmund;Arbeitslosenquote;2024;11,7;p\nKrefeld;Arbeitslosenquote;2024;10,9;vorläufig\nKassel;Arbeitslosenquote;2024;8,2;suppressed\n",
        "utf-8",
        [("2024", 11.7), ("2024", 10.9), ("2024", 8.2)],
    ),
    (
        "value word in note",
        'Stadt;Indikator;Zeitraum;Wert;Quelle;Bemerkung\nDortmund;Arbeitslosenquote;2024;11,7;"BA; Statistik";"Zeile 1\nZeile 2"\n',
        "utf-8",
        [("2024", 11.7)],
    ),
    (
        "one figure tenfold",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2025;120\n",
        "utf-8",
        [("value.out_of_range", 2)],
    ),
    ("rate 11.700", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11.700\n", "utf-8", [("2024", 11.7)]),
    ("rate 11,700", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,700\n", "utf-8", [("2024", 11.7)]),
    ("pop 601.34", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Bevölkerung;2024;601.34\n", "utf-8", [("value.not_whole", 2)]),
    ("pop 1.601.343,0", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Bevölkerung;2024;603.462,0\n", "utf-8", [("2024", 603462.0)]),
    ("rate >100", "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;117\n", "utf-8", [("value.out_of_range", 2)]),
    (
        "key trailing blank",
        'Schlüssel;Indikator;Zeitraum;Wert\n05913 ;Arbeitslosenquote;2024;11,7\n="05114";Arbeitslosenquote;2024;10,9\n\'06611;Arbeitslosenquote;2024;8,1\n',
        "utf-8",
        [("area.unknown", 3), ("area.unknown", 4)],
    ),
    (
        "key with blanks",
        "AGS;Indikator;Zeitraum;Wert\n05 9 13;Arbeitslosenquote;2024;11,7\n05 913 000;Arbeitslosenquote;2024;11,7\n",
        "utf-8",
        [("area.unknown", 2), ("area.unknown", 3)],
    ),
    (
        "name nbsp",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund,\xa0Stadt;Arbeitslosenquote;2024;11,7\nDortmund\xa0;Arbeitslosenquote;2025;12,0\n",
        "utf-8",
        [("2024", 11.7), ("2025", 12.0)],
    ),
    ("name upper", "Stadt;Indikator;Zeitraum;Wert\nDORTMUND;ARBEITSLOSENQUOTE;2024;11,7\n", "utf-8", [("2024", 11.7)]),
    (
        "Stadt Dortmund",
        "Stadt;Indikator;Zeitraum;Wert\nStadt Dortmund;Arbeitslosenquote;2024;11,7\nDortmund, krfr. Stadt;Arbeitslosenquote;2025;12,0\nKreisfreie Stadt Krefeld;Arbeitslosenquote;2025;11,1\nStuttgart, Landeshauptstadt;Arbeitslosenquote;2025;5,5\nLandeshauptstadt Stuttgart;Arbeitslosenquote;2024;5,2\n",
        "utf-8",
        [("area.unknown", 4)],
    ),
    (
        "Agentur",
        "Stadt;Indikator;Zeitraum;Wert\nAgentur für Arbeit Dortmund;Arbeitslosenquote;2024;11,7\nAgenturbezirk Krefeld;Arbeitslosenquote;2024;11,7\nJobcenter Dortmund;Arbeitslosenquote;2024;11,7\nReg.-Bez. Stuttgart;Arbeitslosenquote;2024;1\nStuttgart, Regierungsbezirk;Arbeitslosenquote;2024;1\nDortmund-Hörde;Arbeitslosenquote;2024;9\n",
        "utf-8",
        [
            ("area.unknown", 2),
            ("area.unknown", 3),
            ("area.unknown", 4),
            ("area.unknown", 5),
            ("area.unknown", 6),
            ("area.unknown", 7),
        ],
    ),
    (
        "Länder",
        "Stadt;Indikator;Zeitraum;Wert\nNRW;Arbeitslosenquote;2024;7,5\nBaden-Württemberg;Arbeitslosenquote;2024;4,2\nBund;Arbeitslosenquote;2024;6,0\nHessen;Arbeitslosenquote;2024;5,5\n",
        "utf-8",
        [("2024", 7.5), ("2024", 4.2), ("2024", 6.0), ("2024", 5.5)],
    ),
    (
        "leading ws cells",
        " Stadt ; Indikator ; Zeitraum ; Wert \n Dortmund ; Arbeitslosenquote ; 2024 ; 11,7 \n",
        "utf-8",
        [("2024", 11.7)],
    ),
    (
        "lf in header",
        '"Stadt";"Indikator";"Zeit-\nraum";"Wert"\n"Dortmund";"Arbeitslosenquote";"2024";"11,7"\n',
        "utf-8",
        [("header.missing", 1), ("header.unknown", 1)],
    ),
    (
        "double quotes in name",
        'Stadt;Indikator;Zeitraum;Wert;Quelle\nDortmund;Arbeitslosenquote;2024;11,7;"BA ""Statistik"""\n',
        "utf-8",
        [("2024", 11.7)],
    ),
    ("mixed delim", "Stadt;Indikator;Zeitraum;Wert\nDortmund,Arbeitslosenquote,2024,11.7\n", "utf-8", [("row.width", 2)]),
    (
        "cp1252 euro",
        "Schlüssel;Indikator;Zeitraum;Wert;Quelle\n05913;Arbeitslosenquote;2024;11,7;Erläuterung – „BA“ €\n",
        "cp1252",
        [("2024", 11.7)],
    ),
    (
        "tsv with commas",
        "Stadt\tIndikator\tZeitraum\tWert\nDortmund\tArbeitslosenquote\t2024\t11,7\n",
        "utf-8",
        [("2024", 11.7)],
    ),
    (
        "monthly for quarterly",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;employees_workplace;2024-05;270.000\n",
        "utf-8",
        [("period.frequency", 2)],
    ),
    (
        "quarter for population",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Bevölkerung;II/2024;603.000\n",
        "utf-8",
        [("period.frequency", 2)],
    ),
    (
        "quarter ref date svb",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;employees_workplace;30.06.2024;270.000\nDortmund;employees_workplace;30. Juni 2023;269.000\nDortmund;employees_workplace;Stand: 31.03.2024;269.500\n",
        "utf-8",
        [("2024-Q2", 270000.0), ("2023-Q2", 269000.0), ("2024-Q1", 269500.0)],
    ),
    (
        "year for svb",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;employees_workplace;2024;270.000\n",
        "utf-8",
        [("period.frequency", 2)],
    ),
    (
        "1900 / 2099",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Bevölkerung;1850;100\nDortmund;Bevölkerung;20244;100\n",
        "utf-8",
        [("period.unknown", 2), ("period.unknown", 3)],
    ),
    (
        "parens & marks",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;(11,7)\nKrefeld;Arbeitslosenquote;2024;10,9p\nKassel;Arbeitslosenquote;2024;8,2 r\nStuttgart;Arbeitslosenquote;2024;5,1s\n",
        "utf-8",
        [("2024", 11.7), ("2024", 10.9), ("2024", 8.2), ("2024", 5.1)],
    ),
    (
        "neg",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;k3_long_term_recipients_change;2024;-2,1\nDortmund;k3_long_term_recipients_change;2023;−1,1\nDortmund;k3_long_term_recipients_change;2022;- 3,0\nDortmund;k3_long_term_recipients_change;2021;–0,5\nDortmund;k3_long_term_recipients_change;2020;+1,5\nDortmund;k3_long_term_recipients_change;2019;2,0-\n",
        "utf-8",
        [("value.not_a_number", 4), ("value.not_a_number", 7)],
    ),
    (
        "trailing dot/space number",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2024;36.100,-\nDortmund;Arbeitslose;2023;36 100 \nDortmund;Arbeitslose;2022;36.10\nDortmund;Arbeitslose;2021;3.6100\n",
        "utf-8",
        [("value.not_a_number", 2), ("value.not_whole", 4), ("value.not_whole", 5)],
    ),
    (
        "fullwidth/arabic digits",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2024;３６１００\nDortmund;Arbeitslose;2023;٣٦١٠٠\nDortmund;Arbeitslose;２０２２;36100\n",
        "utf-8",
        [("value.not_a_number", 2), ("value.not_a_number", 3), ("period.unknown", 4)],
    ),
    (
        "inf nan hex",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;inf\nDortmund;Arbeitslosenquote;2023;NaN\nDortmund;Arbeitslosenquote;2022;0x0B\nDortmund;Arbeitslosenquote;2021;1_1\nDortmund;Arbeitslosenquote;2020;1e1\n",
        "utf-8",
        [
            ("value.not_a_number", 2),
            ("value.not_a_number", 3),
            ("value.not_a_number", 4),
            ("value.not_a_number", 5),
            ("value.not_a_number", 6),
        ],
    ),
    (
        "two BA groups cols",
        "Stadt;Indikator;Zeitraum;Männer;Frauen\nDortmund;Arbeitslosenquote;2024;12,0;11,4\n",
        "utf-8",
        [("header.missing", 1), ("header.unknown", 1), ("header.unknown", 1)],
    ),
    (
        "unit %",
        "Stadt;Indikator;Zeitraum;Wert;Einheit\nDortmund;Arbeitslosenquote;2024;11,7;%\nDortmund;Arbeitslosenquote;2025;12,0;in Prozent\nDortmund;Arbeitslose;2025;36500;Anzahl\nDortmund;Arbeitslose;2024;36300;Prozent\n",
        "utf-8",
        [("unit.wrong", 3), ("unit.wrong", 5)],
    ),
    (
        "all dash period",
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2025;-\nKrefeld;Arbeitslosenquote;2025;-\nKassel;Arbeitslosenquote;2025;-\nStuttgart;Arbeitslosenquote;2025;-\n",
        "utf-8",
        [("2025", None), ("2025", None), ("2025", None), ("2025", None)],
    ),
]


@pytest.mark.parametrize(("text", "encoding", "expected"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_an_odd_file_is_read_right_or_refused_in_words(catalogue, text, encoding, expected):
    reading = ingest.read(text.encode(encoding), catalogue, today=TODAY, source="Probe")
    errors = [(issue.code, issue.row) for issue in reading.issues if issue.severity == "error"]
    values = [None if value != value else value for value in reading.table["value"]]
    assert (errors or list(zip(reading.table["period"], values, strict=True))) == expected
    for issue in reading.issues:
        for language in LANGUAGES:
            sentence = words(language).issue(issue)
            assert sentence.endswith((".", "?")) and "{" not in sentence and "None" not in sentence
