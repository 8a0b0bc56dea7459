"""What a verdict is made of: its code, why, and everything it was computed from (method, section 2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from indicators.assess.durable import Durability
from indicators.assess.outlook import Outlook
from indicators.assess.series import Point, Series
from indicators.assess.slope import Slope
from indicators.assess.smooth import Level
from indicators.catalogue.model import Demand, Parity
from indicators.period import Period

RULE_VERSION = "2.0"

Verdict = Literal[
    "durably_reached", "reached", "reached_not_durably", "reached_slipping", "on_track", "within_reach", "too_slow",
    "little_movement", "moving_away", "missed", "improving", "no_clear_trend", "worsening", "suspended",
    "not_assessable", "done", "in_progress", "open", "overdue", "dropped",
]  # fmt: skip

# The worst of several demands counts; what cannot be assessed counts only where nothing can.
WORST_FIRST: tuple[Verdict, ...] = (
    "missed", "moving_away", "worsening", "overdue", "dropped", "reached_slipping", "little_movement", "no_clear_trend",
    "too_slow", "within_reach", "on_track", "open", "in_progress", "improving", "reached_not_durably", "reached",
    "durably_reached", "done", "suspended", "not_assessable",
)  # fmt: skip

Tone = Literal["good", "warn", "bad", "none"]
TONE: dict[Verdict, Tone] = {
    "durably_reached": "good", "reached": "good", "reached_not_durably": "good", "on_track": "good",
    "improving": "good", "done": "good", "reached_slipping": "warn", "within_reach": "warn", "too_slow": "warn",
    "little_movement": "warn", "in_progress": "none", "open": "none", "overdue": "warn", "moving_away": "bad",
    "worsening": "bad", "missed": "bad", "no_clear_trend": "none", "suspended": "none", "not_assessable": "none",
    "dropped": "none",
}  # fmt: skip

# The three parts of a verdict. Standing: reached or not.
Standing = Literal[
    "durably_reached", "reached_not_durably", "reached", "not_reached", "missed", "no_target", "unknown", "reported"
]
# Course: the pace.
Course = Literal["fast_enough", "too_slow", "far_too_slow", "right_way", "no_clear_trend", "wrong_way", "unknown"]
# Evidence: how far the data carry it, each including the ones after it; "reported" is no figure but a report.
Evidence = Literal["chance", "pace", "direction", "standing", "nothing", "reported"]


@dataclass(frozen=True)
class Reason:
    """Why: a code with the numbers that decided it."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """A verdict on one demand of a goal and its inputs.

    series           every point of the frequency that was judged, also those not rated
    current          the rated point that was judged: the newest, or the one of the deadline once that has passed
    level            where the series stands without its season; None where no year is complete
    gap              how far what was judged is from the target, in the unit (percentage points for rates); positive
                     while the target is not met, None without a target. Judged is the level; the newest value itself for
                     durable goals and, on the reference date that was named, for stocks
    needed_per_year  change a year from the level on that meets the target in time
    slope            the actual change a year with its 80 % interval; None where the figures carry no trend
    ratio            actual pace over needed pace
    outlook          the level continued; None where no pace is read from the figures
    deadline         the period in which the target counts
    latest_start     durable goals: the latest period that must already meet the threshold
    durability       durable goals: how often and how long the threshold has been met
    is_met           whether what was judged meets the target; None without one
    group_ratio      parity: the lower of both values over the higher one
    standing, course, evidence   the three parts of the verdict
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    demand: Demand | None = None
    parity: Parity | None = None
    series: Series = ()
    current: Point | None = None
    level: Level | None = None
    is_met: bool | None = None
    gap: float | None = None
    needed_per_year: float | None = None
    slope: Slope | None = None
    ratio: float | None = None
    outlook: Outlook | None = None
    deadline: Period | None = None
    latest_start: Period | None = None
    durability: Durability | None = None
    group_ratio: float | None = None
    standing: Standing = "unknown"
    course: Course = "unknown"
    evidence: Evidence = "nothing"
    breaks: tuple[date, ...] = ()
    rule_version: str = RULE_VERSION

    @property
    def tone(self) -> Tone:
        return TONE[self.verdict]

    @property
    def needed_to_last(self) -> float | None:
        """The change a year that meets the target by `latest_start`; None where it is over or none is asked."""
        if not self.needed_per_year or self.level is None or self.latest_start is None or self.demand is None:
            return None
        if self.demand.value is None or self.level.period.frequency != self.latest_start.frequency:
            return None
        years = self.level.period.years_until(self.latest_start)
        return (self.demand.value - self.level.value) / years if years > 0 else None
