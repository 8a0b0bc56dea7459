"""The public edition: everything readers may see, as a folder of static files that is brought up to date page by page."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.catalogue.kept import Comment, Measure
from indicators.errors import Fault
from indicators.monitor.core import PROJECT, Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.duties import duties
from indicators.monitor.editions import edition_file, editions
from indicators.monitor.folder import Updated, update
from indicators.monitor.goals import goals
from indicators.monitor.history import batches
from indicators.monitor.operator import operator
from indicators.monitor.records import comments, measures
from indicators.monitor.series import comparable_indicators, comparison
from indicators.monitor.since import all_changes_since, before_latest_release
from indicators.present import goal_figure
from indicators.present.duties import AreaDuties
from indicators.present.report.editions import EditionView
from indicators.present.report.forms import FORMS, Form
from indicators.present.site import about, address, comparisons, data, feed, front, reports
from indicators.present.site import goals as goal_pages
from indicators.present.site.feed import News, NewsKind
from indicators.present.site.frame import File, Page, Site, files, stylesheet
from indicators.present.site.links import Held
from indicators.present.site.reports import Issued
from indicators.present.sources import spans
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import LANGUAGES, Words
from indicators.present.words import words as words_in
from indicators.store import Batch

Key = tuple[str, str, str]  # area, indicator, group
_STATIC = PROJECT / "static"
_ASSETS = (address.FONT, address.FONT_LICENCE, address.ICON)
_HIDDEN = ("embed", "missing")  # pages that no map lists


@dataclass(frozen=True)
class _Known:
    """What was asked of the store, once for all pages.

    rows    the figures that count
    places  key of a series -> where its rows stand among them
    """

    catalogue: Catalogue
    views: tuple[GoalView, ...]
    rows: pd.DataFrame
    places: Mapping[Key, Sequence[int]]
    choices: Mapping[str, Sequence[str]]
    duties: tuple[AreaDuties, ...]
    measures: Mapping[str, list[Measure]]
    comments: Mapping[str, list[Comment]]
    batches: tuple[Batch, ...]
    issued: tuple[Issued, ...]

    def series(self, key: Key) -> SeriesView:
        area, indicator, group = key
        rows = self.rows.iloc[self.places[key]].reset_index(drop=True)
        events = self.catalogue.events_of(area, indicator, group)
        return SeriesView(self.catalogue.areas[area], self.catalogue.indicators[indicator], group, rows, events)


def publish(monitor: Monitor, folder: Path, *, base_url: str = "", today: date | None = None) -> Updated:
    """Write the released state into a folder; drafts are no part of it.

    base_url   where the edition will lie; feeds, maps and embedded figures need it in full
    today      the day by which deadlines are judged; the day of the newest change where none is given, so that the same
               state of the store gives the same bytes

    raises   Fault where the store is empty or the folder cannot be written
    """
    stand = _stand(batches(monitor))
    known = _ask(monitor, today or stand.date())
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    site = Site(stand, today or stand.date(), base, operator(), _held(known))
    return update(folder, _everything(monitor, known, site))


def _stand(batches: Sequence[Batch]) -> datetime:
    """When the released state last changed."""
    if not batches:
        raise Fault("publish.empty")
    return max(moment for batch in batches for moment in _moments(batch))


def _moments(batch: Batch) -> list[datetime]:
    found = (batch.approved_at if batch.is_draft else batch.imported_at, batch.withdrawn_at)
    return [moment for moment in found if moment is not None]


def _ask(monitor: Monitor, today: date) -> _Known:
    rows = monitor.store.series()
    places: dict[Key, Sequence[int]] = dict(rows.groupby(["area", "indicator", "group"]).indices)
    served, said = defaultdict[str, list[Measure]](list), defaultdict[str, list[Comment]](list)
    for measure in measures(monitor):
        for goal in measure.goals:
            served[goal].append(measure)
    for comment in comments(monitor):
        said[comment.goal].append(comment)
    return _Known(
        current_catalogue(monitor), goals(monitor, today=today), rows, places, comparable_indicators(monitor),
        duties(monitor, today=today), served, said, batches(monitor), tuple(_issued(monitor)),
    )  # fmt: skip


def _held(known: _Known) -> Held:
    provenance = dict[Key, str]()
    for view in known.views:
        for key in _keys(view):
            provenance.setdefault(key, view.goal.id)
    return Held(
        goals=frozenset(view.goal.id for view in known.views), areas=frozenset(view.area.slug for view in known.views),
        owing=frozenset(one.area.slug for one in known.duties),
        compared=frozenset((indicator, group) for indicator, groups in known.choices.items() for group in groups),
        provenance=provenance,
    )  # fmt: skip


def _keys(view: GoalView) -> list[Key]:
    """The series that decide a goal and are drawn on its page."""
    return [(view.area.area, *key) for key in goal_figure.keys(view.assessment)]


def _everything(monitor: Monitor, known: _Known, site: Site) -> Iterator[File]:
    """File after file; nothing but names is kept."""
    listed: list[str] = []
    yield address.STYLE, stylesheet()
    for name in _ASSETS:
        yield name, (_STATIC / name).read_bytes()
    for language in LANGUAGES:
        words = words_in(language)
        for page in _pages(monitor, known, site, words):
            written = files(page, site, words)
            if page.page not in _HIDDEN:
                listed.append(address.place(page.page, language, page.name))
            yield from written
    yield from _data(known, site)
    yield from _told(monitor, known, site)
    for view in editions(monitor):
        if view.state == "released":
            yield from ((name, edition_file(monitor, view.batch, form)) for form, name in _edition_files(view))
    if site.base_url:
        yield feed.sitemap(listed, site)
    yield feed.robots(site)


def _pages(monitor: Monitor, known: _Known, site: Site, words: Words) -> Iterator[Page]:
    catalogue, views = known.catalogue, known.views
    since = before_latest_release(monitor) if len(views) <= front.MOST_ON_ONE else None
    changes = all_changes_since(monitor, since=since, today=site.today) if since is not None else {}
    yield front.front(views, changes, catalogue, site, words)
    for _, own in front.by_area(views):
        yield front.place(own, catalogue, words)
    for view in views:
        yield from goal_pages.pages(_parts(view, known), catalogue, site, words)
    yield comparisons.contents(known.choices, catalogue, words)
    for indicator, groups in known.choices.items():
        for group in groups:
            yield comparisons.page(comparison(monitor, indicator, group), catalogue, words)
    yield from about.measures(known.duties, site.today, words)
    yield reports.page(known.issued, words)
    yield from about.facts(catalogue, spans(known.rows), words)
    yield from _lists(known, site, words)
    yield about.missing(words)


def _parts(view: GoalView, known: _Known) -> goal_pages.GoalParts:
    series, goal = [known.series(key) for key in _keys(view)], view.goal.id
    return goal_pages.GoalParts(view, series, known.measures.get(goal, ()), known.comments.get(goal, ()))


def _lists(known: _Known, site: Site, words: Words) -> Iterator[Page]:
    """Where the data files lie, area by area."""
    own = defaultdict[str, list[Key]](list)
    for key in known.places:
        own[key[0]].append(key)
    areas = [known.catalogue.areas[area] for area in known.catalogue.areas if area in own]
    yield data.contents([(area.name.in_language(words.language), area.slug) for area in areas], site, words)
    for area in areas:
        yield data.listing([known.series(key) for key in own[area.area]], known.catalogue, words)


def _edition_files(view: EditionView) -> list[tuple[Form, str]]:
    """Each form of a frozen report, and its address: the same for ever."""
    kept = view.edition
    return [(form, address.edition_file(kept.template, kept.number, form)) for form in FORMS if form in kept.forms]


def _issued(monitor: Monitor) -> Iterator[Issued]:
    """Every edition that was released; one withdrawn since is named without its files."""
    for view in editions(monitor):
        template = monitor.catalogue.reports[view.edition.template]
        area, is_there = monitor.catalogue.areas[template.area], view.state == "released"
        sizes = [(form, name, len(edition_file(monitor, view.batch, form))) for form, name in _edition_files(view) if is_there]
        yield Issued(
            area.slug, {language: area.name.in_language(language) for language in LANGUAGES}, view.edition.title,
            view.edition.on, view.edition.language, {form: (name, size) for form, name, size in sizes},
            "" if is_there else view.reason,
        )  # fmt: skip


def _data(known: _Known, site: Site) -> Iterator[File]:
    """The figures and assessments for machines; texts in them are German, names in both languages."""
    german = words_in("de")
    for key in known.places:
        yield from data.files(known.series(key), known.catalogue)
    for view in known.views:
        yield goal_pages.record(view, known.catalogue, german)
    yield data.schema()
    yield data.package(list(known.places), known.catalogue, site, german)


def _told(monitor: Monitor, known: _Known, site: Site) -> Iterator[File]:
    """The feed in both languages."""
    newest = sorted(known.batches, key=lambda batch: max(_moments(batch)))[-feed.NEWEST :]
    issued = {view.batch for view in editions(monitor)}
    news = [_news(monitor, batch, issued) for batch in newest]
    for language in LANGUAGES:
        names = {key: area.name.in_language(language) for key, area in known.catalogue.areas.items()}
        yield feed.atom(news, names, site, words_in(language))


def _news(monitor: Monitor, batch: Batch, issued: Collection[int]) -> News:
    """What a batch changed when it came in. `issued`: the batches that are reports."""
    rows = monitor.store.changes(batch.batch)
    kind: NewsKind = "report" if batch.batch in issued else "records" if rows.empty else "figures"
    is_new = rows["batch_before"].isna()
    is_same = (rows["value"].fillna(0) == rows["value_before"].fillna(0)) & (rows["status"] == rows["status_before"])
    revised = ~is_new & ~is_same & ~rows["is_older"].fillna(False).astype(bool)
    return News(
        f"{batch.batch} {batch.sha256}", kind, max(_moments(batch)), batch.withdrawn_reason or batch.reason, batch.areas,
        int(is_new.sum()), int(revised.sum()), batch.withdrawn_at is not None,
    )  # fmt: skip
