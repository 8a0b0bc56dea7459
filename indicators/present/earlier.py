"""What a goal was called before, and what has changed since a day: rows and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from indicators.assess.assessment import RULE_VERSION, Assessment, Verdict
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Document, Goal
from indicators.period import Period
from indicators.present import html, overview
from indicators.present.words import Words

TOLD = 8  # changed figures in one sentence
Cause = Literal["none", "new_periods", "revision", "both", "time"]


@dataclass(frozen=True)
class EarlierVerdict:
    """What a goal would have been called at the end of a year, by the rules and the goal of now.

    assessments    from the figures stored with a release by then; one a demand, the deciding one first
    shown          from the figures this store showed at the end of that day; None while it held none of this goal
    recalculated   from the figures of now, of the periods that were due by then by the publisher's rhythm; None where that
                   is not known
    """

    as_of: date
    assessments: tuple[Assessment, ...]
    shown: tuple[Assessment, ...] | None = None
    recalculated: tuple[Assessment, ...] | None = None

    @property
    def is_incomplete(self) -> bool:
        """A newer figure was due by then but is stored with a later release only: the first verdict rests on old figures."""
        due = _newest_day(self.recalculated or ())
        known = _newest_day(self.assessments)
        return due is not None and (known is None or known < due)


def _newest_day(found: tuple[Assessment, ...]) -> date | None:
    """The last day of the newest period that was judged."""
    return max((one.current.period.end for one in found if one.current is not None), default=None)


@dataclass(frozen=True)
class EarlierView:
    """The earlier verdicts of a goal, the oldest first; empty for one that no figure judges."""

    goal: Goal
    document: Document
    verdicts: tuple[EarlierVerdict, ...]


@dataclass(frozen=True)
class ChangedPoint:
    """One figure of a goal's series that is new, revised or gone. None on the side where there is no figure."""

    indicator: str
    group: str
    period: Period
    before: Point | None
    after: Point | None


@dataclass(frozen=True)
class SinceView:
    """What has changed for a goal since a day, split into new periods, revisions and figures taken back.

    before, after   assessments then and now, the deciding one first
    cause           why the verdict is another one: revisions alone, new periods alone, either or only both of them, or
                    nothing but the days that passed; none where it is the same
    is_incomplete   figures that are new here were due by then already: what was judged then rests on old ones
    """

    since: date | datetime
    new: tuple[ChangedPoint, ...]
    revised: tuple[ChangedPoint, ...]
    gone: tuple[ChangedPoint, ...]
    before: tuple[Assessment, ...]
    after: tuple[Assessment, ...]
    cause: Cause
    is_incomplete: bool = False

    @property
    def is_by_revision_alone(self) -> bool:
        """The verdict is another one although no new period made it so: marked wherever it is shown."""
        return self.cause == "revision"


def earlier_rows(view: EarlierView, catalogue: Catalogue, words: Words) -> list[dict[str, str]]:
    """One row a year end, the newest first: the verdict and its figure, what the store showed, the verdict recalculated."""
    return [
        {
            "as_of": words.date(one.as_of),
            "verdict": words(f"verdict.{one.assessments[0].verdict}"),
            "tone": "none" if one.is_incomplete else one.assessments[0].tone,
            "current": _current(one.assessments[0], catalogue, words),
            "reason": _reason(one.assessments[0], words),
            "shown": _shown(one, words),
            "recalculated": _recalculated(one, catalogue, words),
            "note": words("earlier.incomplete") if one.is_incomplete else "",
        }
        for one in reversed(view.verdicts)
    ]


def _current(found: Assessment, catalogue: Catalogue, words: Words) -> str:
    asked = found.demand or found.parity
    if asked is None or found.current is None:
        return "–"
    indicator = catalogue.indicators[asked.indicator]
    value = overview.current_value(found, indicator, catalogue, words)
    return f"{value} ({words.period(found.current.period, indicator)})"


def _reason(found: Assessment, words: Words) -> str:
    return words.reason(found.reasons[0].code, found.reasons[0].params) if found.reasons else ""


def _shown(one: EarlierVerdict, words: Words) -> str:
    if one.shown is None:
        return words("earlier.not_yet_stored")
    verdict: Verdict = one.shown[0].verdict
    return words("earlier.same" if verdict == one.assessments[0].verdict else f"verdict.{verdict}")


def _recalculated(one: EarlierVerdict, catalogue: Catalogue, words: Words) -> str:
    if one.recalculated is None:
        return "–"
    found = one.recalculated[0]
    return words("earlier.with_figure", verdict=words(f"verdict.{found.verdict}"), current=_current(found, catalogue, words))


def earlier_notes(view: EarlierView, words: Words) -> list[str]:
    """What must be known beside the rows; the only sentence where there are none."""
    if not view.verdicts:
        return [words("earlier.none")]
    day = view.document.date
    start = words("earlier.no_date") if day is None else words("earlier.from_document", date=words.date(day))
    known = words("earlier.incomplete_note")
    return [
        words("earlier.rules", rules=RULE_VERSION),
        start,
        *([known] if any(o.is_incomplete for o in view.verdicts) else []),
    ]


def since_sentences(view: SinceView, catalogue: Catalogue, words: Words) -> list[str]:
    """What came in, what was revised, and whether that changed the verdict."""
    day = view.since.date() if isinstance(view.since, datetime) else view.since
    told = [
        words(f"earlier.since_{kind}", date=words.date(day), figures=figures_told(found, catalogue, words))
        for kind, found in (("new", view.new), ("revised", view.revised), ("gone", view.gone))
        if found
    ]
    before, after = (words(f"verdict.{found[0].verdict}") for found in (view.before, view.after))
    told = told or [words("earlier.since_nothing", date=words.date(day))]
    return [*told, words(f"earlier.cause_{view.cause}", before=before, after=after), words("earlier.since_rule"),
            *([words("earlier.since_incomplete")] if view.is_incomplete and view.cause != "none" else [])]  # fmt: skip


def figures_told(found: Sequence[ChangedPoint], catalogue: Catalogue, words: Words) -> str:
    """Every figure, or how many and over which span where that would be no sentence any more."""
    told = [_figure(one, catalogue, words) for one in found]
    if len(told) <= TOLD:
        return "; ".join(told)
    periods = sorted((one.period for one in found), key=lambda period: period.start)
    first, last = (words.period(period) for period in (periods[0], periods[-1]))
    return words("earlier.many", count=len(told), first=first, last=last)


def _figure(one: ChangedPoint, catalogue: Catalogue, words: Words) -> str:
    indicator = catalogue.indicators[one.indicator]
    name = words.series(catalogue, one.indicator, one.group)

    def value(point: Point) -> str:
        mark = words(f"status.{point.status}")
        if point.value is None:
            return mark or words("table.missing")
        text = words.full_value(point.value, point.decimals, catalogue, indicator.unit)
        return f"{text} ({mark})" if mark else text

    cells = [value(point) for point in (one.before, one.after) if point is not None]
    return words("earlier.figure", name=name, period=words.period(one.period, indicator), value=" → ".join(cells))


def page(view: EarlierView, catalogue: Catalogue, words: Words) -> str:
    """The table of earlier verdicts folded up, for the page of the goal."""
    rows = earlier_rows(view, catalogue, words)
    return html.render("goal_earlier.html", words=words, rows=rows, notes=earlier_notes(view, words))


def lines(view: EarlierView, catalogue: Catalogue, words: Words) -> list[str]:
    """The earlier verdicts as plain lines for a terminal."""
    rows = [
        words("earlier.line", as_of=row["as_of"], verdict=f"{row['verdict']} {row['note']}".rstrip(), current=row["current"],
              recalculated=row["recalculated"], shown=row["shown"])
        for row in earlier_rows(view, catalogue, words)
    ]  # fmt: skip
    return [words("earlier.heading"), *(f"  {text}" for text in (*rows, *earlier_notes(view, words)))]
