"""What has not happened yet, drawn and told: the continuation of a series and an assumed pace."""

from collections.abc import Sequence

from indicators.assess.assessment import Assessment
from indicators.assess.effort import assumed_path
from indicators.assess.outlook import OutlookPoint, calibration_of
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.present.figure import Assumption, Continuation, Corners, place
from indicators.present.words import Words


def continuation(found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> Continuation | None:
    """From where the series stands, with the middle 50 and 80 of 100 cases around it where an interval is given."""
    stands = found.level or found.current
    if found.outlook is None or not found.outlook.points or stands is None or stands.value is None:
        return None
    start, points = (place(stands.period), stands.value), found.outlook.points
    line = (start, *((place(point.period), point.value) for point in points))
    sides = [[(point.low_80, point.high_80) for point in points], [(point.low_50, point.high_50) for point in points]]
    bands = tuple(_band(start, points, side) for side in sides if all(None not in ends for ends in side))
    is_flat = calibration_of(catalogue.calibrations, indicator).weight == 0
    return Continuation(line, bands, words("figure.outlook"), is_flat)


def _band(
    start: tuple[float, float], points: Sequence[OutlookPoint], ends: Sequence[tuple[float | None, float | None]]
) -> Corners:
    """Along the low ends and back along the high ones."""
    places = [place(point.period) for point in points]
    low, high = ([(x, end[side] or 0.0) for x, end in zip(places, ends, strict=True)] for side in (0, 1))
    return (start, *low, *reversed(high))


def continuation_told(found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    """The same in words, for who does not see the picture."""
    assert found.outlook is not None
    last = found.outlook.points[-1]

    def told(value: float) -> str:
        return words.value(value, indicator.decimals, catalogue, indicator.unit)

    period, value = words.period(last.period, indicator), told(last.value)
    if last.low_80 is None or last.high_80 is None:
        return words("figure.alt_outlook", period=period, value=value)
    return words("figure.alt_outlook_band", period=period, value=value, low=told(last.low_80), high=told(last.high_80))


def assumption(found: Assessment, indicator: Indicator, pace: float, words: Words) -> Assumption | None:
    """The straight path of an assumed pace, to the period that decides."""
    steps = assumed_path(found, pace, indicator)
    line = tuple((place(period), value) for period, value in steps)
    return Assumption(line, words("figure.assumed")) if len(line) > 1 else None
