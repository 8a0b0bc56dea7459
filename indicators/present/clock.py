"""The durability clock: which of the last periods met the threshold, as a strip to be seen and a sentence to be heard."""

from indicators.assess.assessment import Assessment
from indicators.assess.durable import meets
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.present import html
from indicators.present.words import Words


def strip(found: Assessment, catalogue: Catalogue, words: Words) -> str:
    """One mark a period of the window, the newest last; empty for goals that ask for no durability."""
    run, demand, current = found.durability, found.demand, found.current
    if run is None or demand is None or demand.operator is None or demand.value is None or current is None:
        return ""
    indicator = catalogue.indicators[demand.indicator]
    known = {point.period: point for point in found.series}
    window = [current.period.plus(step) for step in range(1 - run.window, 1)]

    def mark(point: Point | None) -> str:
        if point is None or point.value is None:
            return "hole"
        assert demand.operator is not None and demand.value is not None
        return "met" if meets(point.value, demand.operator, demand.value, indicator.decimals) else "breach"

    told = words("clock.told", k=run.k, n=run.n, required=run.required, window=run.window,
                 first=words.period(window[0], indicator), last=words.period(window[-1], indicator))  # fmt: skip
    marks = [mark(known.get(period)) for period in window]
    return html.render("goal_clock.html", words=words, marks=marks, told=told)
