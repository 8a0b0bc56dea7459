"""So gerechnet: every step of a verdict with its numbers."""

from indicators.assess.assessment import Assessment
from indicators.assess.outlook import Outlook, calibration_of
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.present import html, overview
from indicators.present.views import GoalView
from indicators.present.words import Words

# Steps whose name is a term of the glossary.
TERMS = {
    "gap": "gap", "needed": "pace", "interval": "interval", "outlook": "outlook", "chance": "chance",
    "latest_start": "durable", "breaks": "break",
}  # fmt: skip


def calculation(view: GoalView, catalogue: Catalogue, words: Words) -> str:
    """Every step with its numbers: one list a demand."""
    return html.render(
        "goal_calculation.html", words=words,
        several=len(view.assessments) > 1,
        parts=[_steps(view, found, catalogue, words) for found in view.assessments],
    )  # fmt: skip


def _steps(view: GoalView, found: Assessment, catalogue: Catalogue, words: Words) -> dict[str, object]:
    steps: list[tuple[str, str]] = []
    name = ""
    if (asked := found.demand or found.parity) is not None:
        indicator = catalogue.indicators[asked.indicator]
        name = words.series(catalogue, indicator.id, found.demand.group if found.demand else "total")
        steps = [(_name(key, words), text) for key, text in numbers(view, found, indicator, catalogue, words)]
    verdict = words(f"verdict.{found.verdict}")
    meaning = words(f"verdict_meaning.{found.verdict}")
    reasons = [words.reason(reason.code, reason.params) for reason in found.reasons]
    return {"name": name, "steps": steps, "verdict": verdict, "meaning": meaning, "reasons": reasons,
            "parts_of_verdict": overview.parts(found, words), "tone": found.tone, "rules": found.rule_version}  # fmt: skip


def numbers(
    view: GoalView, found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words
) -> list[tuple[str, str]]:
    """The inputs that there are, in the order of the computation, each under its code (`calc.…` in the locale)."""
    told = [
        *_where(view, found, indicator, catalogue, words), *_pace(found, indicator, catalogue, words),
        *_ahead(found, indicator, catalogue, words), *_durable(found, indicator, words),
    ]  # fmt: skip
    if found.breaks:
        told.append(("breaks", "; ".join(words.date(day) for day in found.breaks)))
    return [(key, text) for key, text in told if text]


def _name(key: str, words: Words) -> str:
    name = words(f"calc.{key}")
    return html.term(words, TERMS[key], name) if key in TERMS else name


Steps = list[tuple[str, str]]


def _where(view: GoalView, found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> Steps:
    told: Steps = []
    unit = indicator.unit
    if (base := _at_document(view, found)) is not None and base.value is not None and found.demand is not None:
        value = words.value(base.value, base.decimals, catalogue, unit)
        told.append(("base", f"{value} ({words.period(base.period, indicator)})"))
    if (current := found.current) is not None and current.value is not None:
        value = overview.current_value(found, indicator, catalogue, words)
        told.append(("current", f"{value} ({words.period(current.period, indicator)})"))
    if (mean := overview.yearly_mean(found, indicator, catalogue, words)) is not None:
        told.append(("level", words("calc.level_value", **mean)))
    if found.group_ratio is not None:
        told.append(("group_ratio", words("number.percent", number=words.number(found.group_ratio * 100, 0))))
    if found.demand is not None:
        told.append(("target", words.target(catalogue, found.demand)))
    if found.gap is not None:
        told.append(("gap", overview.gap(found, indicator, catalogue, words)))
    return told


def _pace(found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> Steps:
    unit = indicator.unit
    decimals = indicator.decimals + (unit == "percent")  # a pace is finer than the figures it comes from

    def a_year(value: float) -> str:
        return words.difference(value, decimals, catalogue, unit)

    told: Steps = []
    if found.deadline is not None:
        told.append(("deadline", words.period(found.deadline, indicator)))
    if found.needed_per_year is not None:
        told.append(("needed", a_year(found.needed_per_year)))
    if (slope := found.slope) is not None:
        told.append(("actual", a_year(slope.per_year)))
        told.append(("interval", words("calc.interval_value", low=a_year(slope.low), high=a_year(slope.high))))
        told.append(("points", words("calc.points_value", points=slope.points, possible=slope.possible)))
        told.append(("scale", words(f"calc.scale_{slope.scale}")))
    if found.ratio is not None:
        told.append(("ratio", words("number.percent", number=words.number(found.ratio * 100, 0))))
    return told


def _ahead(found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> Steps:
    """The continuation for the year that decides, else the farthest one, and the chance in words or why there is none."""
    if found.outlook is None or not found.outlook.points:
        return []
    points = found.outlook.points
    point = next((point for point in points if point.period == found.deadline), points[-1])

    def told(value: float) -> str:
        return words.value(value, indicator.decimals, catalogue, indicator.unit)

    value = told(point.value)
    if point.low_80 is not None and point.high_80 is not None:
        value = words("calc.outlook_value", value=value, low=told(point.low_80), high=told(point.high_80))
    ahead: Steps = []
    ahead.append(("outlook", words("calc.outlook_told", period=words.period(point.period, indicator), value=value)))
    if (chance := _chance(found.outlook, indicator, catalogue, words)) and (found.is_met is False):
        ahead.append(("chance_durable" if found.latest_start is not None else "chance", chance))
    return ahead


def _chance(outlook: Outlook, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    """In words only: a number would be believed."""
    if outlook.likelihood is not None:
        return words(f"likelihood.{outlook.likelihood}")
    reason = calibration_of(catalogue.calibrations, indicator).reason
    if outlook.reason == "not_accepted" and reason is not None:
        return words("calc.no_chance", why=reason.in_language(words.language))
    return words(f"no_outlook.{outlook.reason}") if outlook.reason is not None else ""


def _durable(found: Assessment, indicator: Indicator, words: Words) -> Steps:
    """How often and how long the threshold was met, when it last was not, and by when it must be."""
    if (run := found.durability) is None:
        return []
    value = words("calc.run_value", k=run.k, n=run.n, current=run.current_run, longest=run.longest_run,
                  required=run.required, window=run.window)  # fmt: skip
    told: Steps = []
    told.append(("run", value))
    if run.last_breach_in is not None:
        told.append(("last_breach", words.period(run.last_breach_in, indicator)))
    if found.latest_start is not None:
        told.append(("latest_start", words.period(found.latest_start, indicator)))
    return told


def _at_document(view: GoalView, found: Assessment) -> Point | None:
    """The figure of the period in which the document was written; None where there is none."""
    day = view.document.date
    if day is None:
        return None
    return next((point for point in found.series if point.period.start <= day <= point.period.end), None)
