"""What a report is written from: goals, series, texts and dates, gathered for one city and one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from indicators.catalogue.kept import Comment
from indicators.catalogue.model import Area, Goal
from indicators.catalogue.report import KeptChapter, Section, Template
from indicators.present.duties import AreaDuties, Owed
from indicators.present.earlier import SinceView
from indicators.present.groups import GroupsView
from indicators.present.views import GoalView, SeriesView

Key = tuple[str, str]  # indicator, group
# On which figures a report rests: those of now; of a day or an instant as they were known then; those of now, of the periods
# that were due by then.
Basis = Literal["now", "released", "due"]


@dataclass(frozen=True)
class Title:
    """What a coordinator enters for the title page. Empty where it is not known yet."""

    number: str = ""
    paper: str = ""
    committee: str = ""
    on: date | None = None


@dataclass(frozen=True)
class ReportView:
    """Everything in a report of one city.

    today        the day it is judged on
    goals        its goals in the order of the document; `later` those that were set after the day
    series       the city's own series, `comparisons` those of every area
    comments     by goal, the newest quarter first
    chapters     what is written, by id of the chapter
    changes      by goal, since the edition before; empty where nothing is compared
    stand        the newest release among the figures, and how exactly it is known
    """

    template: Template
    area: Area
    title: Title
    today: date
    as_of: date | datetime | None
    basis: Basis
    goals: tuple[GoalView, ...]
    later: tuple[Goal, ...] = ()
    series: Mapping[Key, SeriesView] = field(default_factory=dict)
    comparisons: Mapping[Key, tuple[SeriesView, ...]] = field(default_factory=dict)
    groups: GroupsView | None = None
    duties: AreaDuties | None = None
    comments: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)
    chapters: Mapping[str, KeptChapter] = field(default_factory=dict)
    since: date | datetime | None = None
    changes: Mapping[str, SinceView] = field(default_factory=dict)
    stand: tuple[date, str] | None = None
    is_draft: bool = False

    def goal(self, identifier: str) -> GoalView | None:
        """None for a goal that was withdrawn, or set later than the day of the report."""
        return next((view for view in self.goals if view.goal.id == identifier), None)


@dataclass(frozen=True)
class OpenPoints:
    """What a report cannot say yet, each to be asked of somebody.

    without_figures   goals with an indicator of which no value is stored
    unknown           goals without one of which nobody reported how they stand
    unheard           dates that are over and rhythms with gaps of which no evidence is known
    """

    without_figures: tuple[GoalView, ...]
    unknown: tuple[GoalView, ...]
    unheard: tuple[Owed, ...]
    overdue: tuple[Owed, ...]
    uncommented: tuple[GoalView, ...]
    unwritten: tuple[Section, ...]


def open_points(view: ReportView) -> OpenPoints:
    """Goals without figures or evidence, duties, goals that move the wrong way without a comment, chapters not written."""
    owed = view.duties.owed if view.duties else ()
    return OpenPoints(
        without_figures=tuple(one for one in view.goals if one.is_measured and not has_figures(one)),
        unknown=tuple(one for one in view.goals if not one.is_measured and one.assessment.verdict == "not_assessable"),
        unheard=tuple(one for one in owed if one.finding.status in ("passed", "gaps")),
        overdue=tuple(one for one in owed if one.finding.status == "overdue"),
        uncommented=tuple(one for one in view.goals if one.assessment.tone == "bad" and not recent_comments(view, one)),
        unwritten=tuple(one for one in view.template.chapters if one.id not in view.chapters),
    )


def has_figures(view: GoalView) -> bool:
    return any(found.current is not None and found.current.value is not None for found in view.assessments)


def recent_comments(view: ReportView, one: GoalView) -> tuple[Comment, ...]:
    """What was said of a goal since the edition before; without one the newest comment."""
    found = view.comments.get(one.goal.id, ())
    if view.since is None:
        return found[:1]
    day = view.since.date() if isinstance(view.since, datetime) else view.since
    return tuple(comment for comment in found if comment.on > day)
