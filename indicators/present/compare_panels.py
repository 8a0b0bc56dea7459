"""One small picture for each area: its own line strong, its Land dashed, the others faint behind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.present import html, svg
from indicators.present.compare_shown import Choice, Shown, Views, at, land_of, marks, points_of, shown, told
from indicators.present.figure import place, starts_at_zero
from indicators.present.words import Words

_WIDTH, _HEIGHT = 240, 120


@dataclass(frozen=True)
class Frame:
    """What a small picture shows: years and values from where to where."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]


def panels(views: Views, choice: Choice, catalogue: Catalogue, words: Words, *, is_shared: bool) -> str:
    """The areas side by side; Land and Germany as pictures of their own are left to the tables.

    is_shared   one axis for all, so that heights can be compared; else each its own, so that a course can be seen
    """
    choice = replace(choice, view="level") if choice.view in ("slope", "pair") else choice
    lines = [line for line in shown(views, choice) if line.role != "reference"]
    if not lines:
        return ""
    order = [view.area.area for view in views]
    lines.sort(key=lambda line: order.index(line.view.area.area))
    lands = [_land(line, choice, views) for line in lines]
    common = _frame([*lines, *(land for land in lands if land is not None)], choice)
    everything = svg.trend(
        [marks(line, choice, catalogue, words) for line in lines], x_range=common.x_range, y_range=common.y_range,
        width=_WIDTH, height=_HEIGHT, baseline=True, faint=True,
    )  # fmt: skip
    cells = [
        _cell(line, land, common if is_shared else _frame([line, *([land] if land else [])], choice), choice, views, catalogue,
              words, own_axis=not is_shared)
        for line, land in zip(lines, lands, strict=True)
    ]  # fmt: skip
    low, high = (_axis(value, lines[0].view.indicator, choice, catalogue, words) for value in common.y_range)
    axis = words("compare.axis", low=low, high=high) if is_shared else words("panels.own")
    legend = words("panels.legend") if any(land is not None for land in lands) else ""
    return html.render(
        "compare_panels.html", cells=cells, everything=html.masks(everything) if is_shared else "", axis=axis, legend=legend,
        years=tuple(str(int(x)) for x in common.x_range), words=words,
    )  # fmt: skip


def _land(line: Shown, choice: Choice, views: Views) -> Shown | None:
    """The line of its Land, where both fit one axis: never beside a stock, and never in the distance from itself."""
    if line.view.indicator.kind not in ("rate", "gap") or choice.view == "distance":
        return None
    land = land_of(line.view, views)
    found = Shown(land, points_of(land, choice, views), "reference") if land is not None else None
    return found if found is not None and found.filled else None


def _frame(lines: Sequence[Shown], choice: Choice) -> Frame:
    values = [point.value for line in lines for point in line.filled if point.value is not None]
    places = [place(point.period) for line in lines for point in line.filled]
    low, high = min(values), max(values)
    if choice.view in ("change", "distance") or starts_at_zero(values):
        low, high = min(low, 0.0), max(high, 0.0)
    return Frame((min(places), max(places)), (low, high))


def _axis(value: float, indicator: Indicator, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """An end of the axis, as exactly as the values are."""
    match choice.view:
        case "level":
            return words.value(value, 0 if not value else indicator.decimals, catalogue, indicator.unit)
        case "index":
            return words.number(value, 0)
        case _:
            return words.signed(value, 1)


def _cell(
    line: Shown, land: Shown | None, frame: Frame, choice: Choice, views: Views, catalogue: Catalogue, words: Words, *,
    own_axis: bool,
) -> dict[str, object]:  # fmt: skip
    indicator, area, last = line.view.indicator, line.view.area, line.filled[-1]
    size = {"x_range": frame.x_range, "y_range": frame.y_range, "width": _WIDTH, "height": _HEIGHT}
    own = svg.trend([marks(line, choice, catalogue, words)], baseline=own_axis, **size)  # type: ignore[arg-type]
    beneath = [svg.trend([marks(land, choice, catalogue, words)], dashed=True, **size)] if land is not None else []  # type: ignore[arg-type]
    low, high = (_axis(value, indicator, choice, catalogue, words) for value in frame.y_range)
    return {
        "name": " ".join(part for part in (area.name.in_language(words.language), area.job_centre) if part),
        "value": told(last, indicator, choice, catalogue, words) if choice.view != "level"
        else words.value(last.value or 0.0, last.decimals, catalogue, indicator.unit),
        "period": words.period(last.period, indicator),
        "beside": " · ".join(_beside(line, choice, views, catalogue, words)),
        "axis": words("panels.own_axis", low=low, high=high) if own_axis else "",
        "picture": html.mask_layers([own, *beneath], over_shared=not own_axis),
        "alt": _alt(line, choice, catalogue, words),
    }  # fmt: skip


def _beside(line: Shown, choice: Choice, views: Views, catalogue: Catalogue, words: Words) -> list[str]:
    """Land and Germany in the same period."""
    if line.view.indicator.kind not in ("rate", "gap") or choice.view == "distance":
        return []
    found = []
    for view in views:
        if view.area.kind == "country" or (view.area.kind == "land" and view.area.area == line.view.area.land):
            point = at(points_of(view, choice, views), line.filled[-1].period)
            if point is not None and point.value is not None:
                number = (words.signed if choice.view == "change" else words.number)(point.value, point.decimals)
                found.append(f"{view.area.short.in_language(words.language)} {number}")
    return found


def _alt(line: Shown, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    view, indicator = line.view, line.view.indicator
    first, last = line.filled[0], line.filled[-1]
    return words(
        "figure.alt_line", subject=f"{words.series(catalogue, indicator.id, view.group)}, "
        + words(f"compared.view_{choice.view}"), area=view.area.name.in_language(words.language),
        first_period=words.period(first.period, indicator), first=told(first, indicator, choice, catalogue, words),
        last_period=words.period(last.period, indicator), last=told(last, indicator, choice, catalogue, words),
    )  # fmt: skip
