"""A report as one page of HTML: complete in itself, inert, with every number in sight."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from indicators import monitor as ask
from indicators.present.report.blocks import FigureBlock
from indicators.present.report.web import html
from indicators.present.site import frame
from indicators.present.words import words
from tests.conftest import TODAY
from tests.report_sample import EMPTY, HOSTILE, everywhere, sample

DE, EN = words("de"), words("en")
CITIES = ("dortmund", "krefeld", "kassel", "stuttgart")


class Parts(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements, self.attributes, self.values = list[str](), list[tuple[str, str]](), list[tuple[str, str]]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(tag, name) for name, _ in attrs]
        self.values += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("say", [DE, EN])
def test_the_page_asks_for_nothing_and_runs_nothing(shipped, city, say):
    page = html(ask.report(shipped, city, say, today=TODAY), say)
    parts = Parts(page)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(parts.elements)
    assert not [name for _, name in parts.attributes if name.startswith("on") or name == "style"]
    assert not re.search(r"url\((?!&quot;data:|\"data:|'data:|data:)", page) and "@import" not in page
    assert [value for name, value in parts.values if name == "href" and not value.startswith("#")] == []
    assert "default-src 'none'" in page.replace("&#39;", "'")


def test_headings_go_down_one_by_one_and_every_link_leads_somewhere(shipped):
    parts = Parts(html(ask.report(shipped, "dortmund", DE, today=TODAY), DE))
    levels = [int(tag[1]) for tag in parts.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [value for name, value in parts.values if name == "id"]
    assert len(set(ids)) == len(ids)
    assert {value[1:] for name, value in parts.values if name == "href"} <= set(ids)


def test_every_figure_has_a_drawing_with_words_and_its_numbers_as_a_table(shipped):
    report = ask.report(shipped, "dortmund", DE, today=TODAY)
    drawn = [block for block in report.blocks if isinstance(block, FigureBlock)]
    page = html(report, DE)
    assert page.count("<figure ") == len(drawn) and page.count("<svg") >= len(drawn)
    for block in drawn:
        assert DE("paper.numbers", number=block.number) in page and block.spec.source.split(";")[0][:30] in page
    assert "12,0" in page and "Entfernt sich" in page


def test_the_table_of_a_figure_says_once_what_every_row_would_say(shipped):
    page = html(ask.report(shipped, "dortmund", DE, today=TODAY), DE)
    start = page.index(f"<caption>{DE('paper.numbers', number=1)}</caption>")
    table, below = page[start : page.index("</table>", start)], page[page.index("</table>", start) :][:600]
    assert "Zielwert" not in table and "Jahresdurchschnitt" not in table and table.count("Regionalstatistik") == 0
    assert "Zielwert &lt; 8,0" in below and "a = Statistische" in below and "Stand Mai 2026" in below


def test_a_number_keeps_its_unit_where_a_phone_hides_the_head_of_its_column(shipped):
    parts = Parts(html(sample(shipped), DE))
    labels = [value for name, value in parts.values if name == "data-label"]
    assert "Wert (%)" in labels and "Wert" not in labels


def test_columns_of_numbers_stay_side_by_side_on_a_phone(shipped):
    page = html(ask.report(shipped, "dortmund", DE, today=TODAY), DE)
    for number in range(1, page.count("<figure ") + 1):
        before = page[: page.index(f"<caption>{DE('paper.numbers', number=number)}</caption>")]
        assert "zm-stack" not in before[before.rindex("<table") :]


def test_a_draft_is_called_one_whatever_its_header_says(shipped):
    report = replace(sample(shipped, number=1), header="Kopf")
    assert '<p class="quiet">Entwurf · Kopf</p>' in html(report, DE)
    assert '<p class="quiet">Kopf</p>' in html(replace(report, is_draft=False), DE)


def styles(page: str) -> str:
    return page.partition("<style>")[2].partition("</style>")[0]


@pytest.mark.parametrize("city", CITIES)
def test_the_page_carries_the_rules_for_what_it_shows_and_no_others(shipped, city):
    page = html(ask.report(shipped, city, DE, today=TODAY), DE)
    held, known = set(" ".join(re.findall(r'class="([^"]*)"', page)).split()), re.compile(r"\.(z[ms]-[\w-]+)")
    assert held & set(known.findall(frame.rules())) <= set(known.findall(styles(page)))
    assert not {"zm-goals", "zm-panels", "zm-lane", "zm-places"} & set(re.findall(r"^\.(z[ms]-[\w-]+)", styles(page), re.M))
    assert len(styles(page)) < 0.6 * len(frame.rules()) and not re.search(r"@media[^{]*\{\s*\}", page)


def test_every_sheet_of_paper_tells_its_number_and_what_it_is_taken_from(shipped):
    rules = styles(html(sample(shipped, number=1), DE))
    assert 'content: "Seite " counter(page) " von " counter(pages) "";' in rules
    assert (
        '@top-left { content: "Entwurf \\b7  Sachstandsbericht Dortmund \\b7  Stand der Daten\\3a  31\\2e  Mai 2026";' in rules
    )


@pytest.mark.parametrize("text", ['"; } </style><script>alert(1)</script>', "\\", "a\nb", "{", *HOSTILE])
def test_no_title_ends_the_style_rule_it_stands_in(text):
    page = html(everywhere(text), DE)
    along = re.search(r"@top-left \{ content: (.*); font:", styles(page))
    assert along and re.fullmatch(r'"(?:[\w ]|\\[0-9a-f]+ )*"', along[1])
    assert page.count("<style>") == page.count("</style>") == 1 and "<script" not in page
    assert "@bottom-right" in styles(page) and styles(page).rstrip().endswith("}")


def test_what_a_person_wrote_is_shown_as_it_is(shipped):
    page = html(sample(shipped, written=HOSTILE), DE)
    assert "<script" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "*stark*" in page


def test_an_empty_report_is_still_a_page():
    assert "<h1>Bericht</h1>" in html(EMPTY, DE)


def test_the_same_report_gives_the_same_text(shipped):
    first, second = (html(ask.report(shipped, "kassel", DE, today=TODAY), DE) for _ in range(2))
    assert first == second
