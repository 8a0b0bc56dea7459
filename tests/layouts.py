"""Small files in the layouts of the statistics offices, made for tests; every figure is invented."""

from collections.abc import Mapping, Sequence

_MEASURES = (
    "Arbeitslose", "Arbeitslose", "Arbeitslose", "Arbeitslose", "Arbeitslose", "Arbeitslose", "Arbeitslose",
    "Arbeitslosenquote bez. abh. zivile Erwerbspers.", "Arbeitslosenquote bez. auf alle zivile Erwerbsp.",
    "Arbeitslosenquote bez. auf alle zivile Erwerbsp.", "Arbeitslosenquote bez. auf alle zivile Erwerbsp.",
    "Arbeitslosenquote bez. auf alle zivile Erwerbsp.", "Arbeitslosenquote bez. auf alle zivile Erwerbsp.",
)  # fmt: skip
_GROUPS = (
    "", "ausländisch", "schwerbehindert", "15 bis unter 20 Jahre", "15 bis unter 25 Jahre", "55 bis unter 65 Jahre",
    "langzeitarbeitslos", "", "", "Männer", "Frauen", "ausländisch", "15 bis unter 25 Jahre",
)  # fmt: skip
_UNITS = ("Anzahl",) * 7 + ("Prozent",) * 6
_HEAD = (
    "Tabelle: 13211-02-05-4", "Arbeitslose nach ausgewählten Personengruppen sowie",
    "Arbeitslosenquoten - Jahresdurchschnitt - (ab 2009)", "regionale Tiefe:", "Kreise und krfr. Städte",
    "Arbeitsmarktstatistik der Bundesagentur für Arbeit",
)  # fmt: skip
_FOOT = ("__________", "© Statistische Ämter des Bundes und der Länder, Deutschland, 2026.", "Stand: 09.07.2026 / 11:01:42")

OTHER_REGION = ("01001", "      Flensburg, kreisfreie Stadt")
DORTMUND = ("05913", "      Dortmund, kreisfreie Stadt")
KREFELD = ("05114", "      Krefeld, kreisfreie Stadt")


def unemployment_table(year: int, regions: Mapping[tuple[str, str], Sequence[str]]) -> bytes:
    """Table form of GENESIS as the Regionalstatistik exports 13211-02-05-4.

    regions   (key, name) -> the thirteen cells of a row, as text
    """
    title, *rest = _HEAD
    padded = [line + ";" * (len(_MEASURES) + 2) for line in rest]
    header = [";".join(("", "", "", *cells)) for cells in (_MEASURES, _GROUPS, _UNITS)]
    body = [";".join((str(year), *region, *cells)) for region, cells in regions.items()]
    return "\n".join([title, *padded, *header, *body, *_FOOT, ""]).encode("iso-8859-1")
