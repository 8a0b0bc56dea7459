"""A report as one page of HTML: complete in itself, no script, no request elsewhere, in the look of the public edition."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from indicators.present import html as pages
from indicators.present import svg_figure
from indicators.present.report.blocks import Block, FigureBlock, Heading, Report, TableBlock
from indicators.present.report.paper import Folded, folded, levelled, page_told, table_caption, topped
from indicators.present.site import frame
from indicators.present.words import Words

# Nothing but what stands in the page itself; symbols of verdicts are data in its style rules.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def html(report: Report, words: Words) -> str:
    """The report with the style rules it uses inside. The same report gives the same text."""
    blocks = list(levelled(report.blocks))
    top = topped(report, words)
    page = pages.render(
        "report_web.html", report=report, top=top, words=words, policy=POLICY,
        contents=[block for block in blocks if isinstance(block, Heading) and block.level == 1],
        blocks=list(_drawn(blocks, words)),
    )  # fmt: skip
    rules = frame.rules() + pages.render("report_web.css", top=top, page=page_told(words))
    return page.replace("<style></style>", f"<style>{_used(rules, page)}</style>", 1)


def _used(rules: str, page: str) -> str:
    """The rules without those for classes that nothing on the page has: what other pages of the edition look like."""
    held = {name for names in _CLASSES.findall(page) for name in names.split()}

    def kept(rule: re.Match[str]) -> str:
        return rule[0] if any(held.issuperset(_NAMES.findall(one)) for one in _COMMA.split(rule["where"])) else ""

    return _EMPTY.sub("", _RULE.sub(kept, rules))


_CLASSES = re.compile(r'class="([^"]*)"')
_RULE, _EMPTY = re.compile(r"(?P<where>[^{};]+)\{[^{}]*\}"), re.compile(r"\s*@media[^{}]*\{\s*\}")
# What stands in brackets, as in `:is(.a, .b)`, is a choice: it neither ends a selector nor asks for a class.
_COMMA, _NAMES = re.compile(r",(?![^(]*\))"), re.compile(r"\.([a-z][\w-]*)(?![^(]*\))")


def _drawn(blocks: list[Block], words: Words) -> Iterator[tuple[str, Block, Markup]]:
    """Each block with its kind and, for tables and figures, the markup of what it shows."""
    for block in blocks:
        more = ""
        if isinstance(block, TableBlock):
            more = _table(Folded(block.table), block.caption, stacks=not block.table.is_wide)
        elif isinstance(block, FigureBlock):
            notes = pages.render("figure_notes.html", spec=block.spec, words=words)
            numbers = _table(folded(block.spec.table, words), table_caption(block, words), stacks=False)
            more = svg_figure.svg(block.spec, words) + notes + numbers
        yield type(block).__name__, block, Markup(more)  # noqa: S704 - templates and drawings escape every text


def _table(found: Folded, caption: str, *, stacks: bool) -> str:
    """Every number in sight; what is the same in every row, and where numbers come from, is said below as on paper.

    stacks   on a phone the cells of a row stand below one another: for words. Columns of numbers stay side by side.
    """
    return pages.render("report_table.html", table=found.table, remarks=found.remarks, caption=caption, stacks=stacks)
