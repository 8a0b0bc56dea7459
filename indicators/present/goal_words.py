"""The words of one goal: title, verdict, and sentences for where it stands, how far it is, and at this pace when."""

from indicators.assess.assessment import Assessment
from indicators.assess.compared import year_change
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.present import html, overview
from indicators.present.views import GoalView
from indicators.present.words import Words


def head(view: GoalView, catalogue: Catalogue, words: Words) -> str:
    """Title, verdict and the sentences: where it stands, how far it is, at this pace."""
    language = words.language
    found = view.assessment
    return html.render(
        "goal_head.html", words=words, title=view.goal.title.in_language(language), tone=found.tone,
        verdict=words(f"verdict.{found.verdict}"),
        above=f"{view.area.name.in_language(language)} · {view.document.name.in_language(language)}",
        parts=overview.parts(found, words) if view.is_measured else (), sentences=sentences(view, catalogue, words),
    )  # fmt: skip


def sentences(view: GoalView, catalogue: Catalogue, words: Words) -> list[str]:
    """Plain sentences with `**bold**` numbers; the reason stands last where there is no pace to tell."""
    found = view.assessment
    reasons = [words.reason(reason.code, reason.params) for reason in found.reasons]
    if not view.is_measured:
        return reasons
    name = (found.demand or found.parity).indicator  # type: ignore[union-attr]  # measured: one of them is there
    indicator = catalogue.indicators[name]
    group = found.demand.group if found.demand else "total"
    if found.current is None or found.current.value is None:
        told = [words("goal.no_figures", subject=words.series(catalogue, name, group))]
        if found.parity is not None and found.parity.base_text is not None:
            told.append(found.parity.base_text.in_language(words.language))
        return told
    told = [_where(found, found.current, indicator, group, catalogue, words)]
    if found.parity is None and (mean := overview.yearly_mean(found, indicator, catalogue, words)) is not None:
        told.append(words("goal.where_level", **mean))
    told.append(_far(view, indicator, catalogue, words))
    pace = _pace(view, indicator, catalogue, words)
    also = [_also(other, catalogue, words) for other in view.assessments if other is not found]
    return [*told, *pace, *reasons[:1], *also]


def _also(found: Assessment, catalogue: Catalogue, words: Words) -> str:
    """What else the goal asks for, and how that stands."""
    assert found.demand is not None
    demand, current = found.demand, found.current
    told = {"series": words.series(catalogue, demand.indicator, demand.group), "verdict": words(f"verdict.{found.verdict}")}
    if current is None or current.value is None:
        return words("goal.also_nothing", **told)
    indicator = catalogue.indicators[demand.indicator]
    value = words.value(current.value, current.decimals, catalogue, indicator.unit)
    return words("goal.also", **told, value=value, period=words.period(current.period, indicator))


def _where(found: Assessment, current: Point, indicator: Indicator, group: str, catalogue: Catalogue, words: Words) -> str:
    assert current.value is not None
    when = words.when(current.period, indicator)
    if (parity := found.parity) is not None:
        first, second = (words.group(catalogue, name) for name in parity.groups)
        series = indicator.name.in_language(words.language)
        gap = overview.current_value(found, indicator, catalogue, words)
        return words("goal.where_parity", when=when, first=first, second=second, gap=gap, series=series)
    subject = words.subject(catalogue, indicator.id, group)
    value = words.value(current.value, current.decimals, catalogue, indicator.unit)
    change = year_change(current, found.series, found.breaks, is_stock=indicator.is_stock)
    if change is None or change.value is None:
        return words("goal.where_before", when=when, subject=subject, value=value)
    if change.value == 0:
        return words("goal.where_same", when=when, subject=subject, value=value)
    amount = words.difference(change.value, change.decimals, catalogue, indicator.unit, signed=False)
    text = words("goal.more" if change.value > 0 else "goal.less", amount=amount)
    return words("goal.where_change", when=when, subject=subject, value=value, change=text)


def _far(view: GoalView, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    found = view.assessment
    if found.parity is not None:
        return words("goal.far_parity", tolerance=overview.tolerance(found.parity, catalogue, words))
    assert found.demand is not None and found.current is not None
    if found.gap is None:
        return words(f"goal.far_direction_{found.demand.good}")
    target = words.target_told(catalogue, found.demand)
    if found.is_met:
        durable = found.verdict == "reached_not_durably"
        return words("goal.far_met_not_durable" if durable else "goal.far_met", target=target)
    if found.gap == 0:
        return words("goal.far_at", target=target)
    gap = words.difference(found.gap, found.current.decimals, catalogue, indicator.unit, signed=False)
    return words("goal.far_over" if found.demand.good == "down" else "goal.far_missing", target=target, gap=gap)


def _pace(view: GoalView, indicator: Indicator, catalogue: Catalogue, words: Words) -> list[str]:
    found = view.assessment
    decimals = pace_decimals(indicator)

    def told(value: float) -> str:
        return words.difference(value, decimals, catalogue, indicator.unit)

    if found.verdict in ("not_assessable", "suspended") or found.slope is None:
        return []
    actual = told(found.slope.per_year)
    if found.needed_per_year is None:
        return [words("goal.pace_actual", actual=actual)]
    if found.needed_per_year == 0:
        return [words("goal.pace_any", actual=actual)]
    due = words.due(view.goal)
    told_pace = [words("goal.pace_both", needed=told(found.needed_per_year), actual=actual, due=due)]
    if found.latest_start is not None:
        start, lasting = words.period(found.latest_start), found.needed_to_last
        told_pace.append(
            words("goal.deadline_durable", due=due, start=start) if lasting is None
            else words("goal.deadline_durable_pace", due=due, start=start, needed=told(lasting))
        )  # fmt: skip
    return told_pace


def pace_decimals(indicator: Indicator) -> int:
    """A computed pace is told with the decimals of the publication; rates at most with one, persons whole."""
    return min(indicator.decimals, 1) if indicator.unit == "percent" else indicator.decimals


def finding(view: GoalView, catalogue: Catalogue, words: Words) -> str:
    """The heading of the picture: the newest value and how far it is."""
    found = view.assessment
    assert found.demand is not None and found.current is not None and found.current.value is not None
    indicator = catalogue.indicators[found.demand.indicator]
    value = words.value(found.current.value, found.current.decimals, catalogue, indicator.unit)
    series = words.series(catalogue, indicator.id, found.demand.group)
    told = words("figure.finding", area=view.area.name.in_language(words.language), series=series, value=value,
                 period=words.period(found.current.period, indicator))  # fmt: skip
    if found.gap is None or found.is_met:
        return told
    return f"{told}, {overview.gap(found, indicator, catalogue, words)}"
