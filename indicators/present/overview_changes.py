"""What the newest release changed: the first thing a returning reader wants to know."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from indicators.assess.assessment import Assessment
from indicators.catalogue import Catalogue
from indicators.present import html
from indicators.present.earlier import SinceView
from indicators.present.views import GoalView
from indicators.present.words import Words


def changes(views: Sequence[GoalView], found: Mapping[str, SinceView], catalogue: Catalogue, words: Words) -> str:
    """What is new since a day: how many figures, and every goal whose assessment is another one, with its reason."""
    if not found:
        return ""
    since = next(iter(found.values())).since
    changed = [(view, found[view.goal.id]) for view in views if view.goal.id in found and found[view.goal.id].cause != "none"]
    new, revised = (
        {
            (view.area.area, point.indicator, point.group, point.period)
            for view in views
            for point in points(found[view.goal.id])
        }
        for points in (attrgetter("new"), attrgetter("revised"))
    )
    # The verdict of then only where the store knew all that was out by then: else it never was the city's.
    known = [change_told(view, one, catalogue, words) for view, one in changed if not one.is_incomplete]
    return html.render(
        "overview_changes.html", words=words, day=words.date(since), new=len(new), revised=len(revised), rows=known,
        late=len(changed) - len(known), is_same=not changed,
    )  # fmt: skip


def change_told(view: GoalView, one: SinceView, catalogue: Catalogue, words: Words) -> dict[str, str]:
    """The verdict of then only where the store knew all that was out by then: else it never was the city's."""
    before, after = (_verdict_and_value(found[0], catalogue, words) for found in (one.before, one.after))
    return {
        "href": html.link("goal", words.language, goal=view.goal.id), "city": view.area.name.in_language(words.language),
        "title": view.goal.title.in_language(words.language), "tone": one.after[0].tone,
        "told": words("overview.late_told" if one.is_incomplete else f"overview.cause_{one.cause}", before=before, after=after),
    }  # fmt: skip


def _verdict_and_value(found: Assessment, catalogue: Catalogue, words: Words) -> str:
    """A verdict never stands without the figure it was made of: `Auf Kurs (2020: 11,4 %)`."""
    verdict = words(f"verdict.{found.verdict}")
    if found.current is None or found.demand is None:
        return verdict
    indicator = catalogue.indicators[found.demand.indicator]
    value = words.value(found.current.value or 0.0, found.current.decimals, catalogue, indicator.unit)
    return f"{verdict} ({words.period(found.current.period, indicator)}: {value})"
