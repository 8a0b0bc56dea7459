"""Second opinions as rows of a table: what each published method says, with its sign, its number and a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.assess.opinions import Opinion, opinions
from indicators.catalogue import Catalogue
from indicators.present import html
from indicators.present.views import GoalView
from indicators.present.words import Words

# The sign of each class (`look.SIGNS`): the weather of the DNS, arrows for the others. The word stands beside it.
SIGNS = {
    "sun": "sun", "sun_cloud": "sun_cloud", "cloud": "cloud", "thunderstorm": "thunderstorm",
    "target_achieved": "tick", "substantial_progress": "up", "significant_progress": "up", "moderate_progress": "up_right",
    "limited_progress": "right", "insufficient_progress": "right", "no_change": "right",
    "moderate_movement_away": "down_right", "deterioration": "down", "movement_away": "down",
    "significant_movement_away": "down", "not_available": "none",
}  # fmt: skip


@dataclass(frozen=True)
class OpinionRow:
    """One method in words. `ratio` and `since` are empty where there is none."""

    method: str
    sign: str
    word: str
    ratio: str
    since: str
    sentence: str


def asked(view: GoalView, catalogue: Catalogue, today: date, words: Words) -> list[tuple[str, tuple[Opinion, ...]]]:
    """What the published methods say of every demand of a goal, under the name of its series."""
    told = []
    for found in view.assessments:
        if (demand := found.demand or found.parity) is not None:
            group = found.demand.group if found.demand is not None else "total"
            name = words.series(catalogue, demand.indicator, group)
            told.append((name, opinions(view.goal, found, catalogue.indicators[demand.indicator], today=today)))
    return told


def table(parts: Sequence[tuple[str, Sequence[Opinion]]], words: Words) -> str:
    """One table a demand, under the name of its series; empty where no goal has figures."""
    told = [(name, rows(opinions, words)) for name, opinions in parts if opinions]
    return html.render("goal_opinions.html", words=words, parts=told) if told else ""


def rows(opinions: Sequence[Opinion], words: Words) -> tuple[OpinionRow, ...]:
    return tuple(_row(opinion, words) for opinion in opinions)


def _row(opinion: Opinion, words: Words) -> OpinionRow:
    status = opinion.rating.status
    meaning = status if status in ("target_achieved", "not_available") else f"{opinion.kind}_{status}"
    return OpinionRow(
        method=words(f"opinion.{opinion.method}"),
        sign=SIGNS[status],
        word=words(f"opinion_class.{status}"),
        ratio=_ratio(opinion, words),
        since=words("opinion.since", year=opinion.base_year) if opinion.base_year is not None else "",
        sentence=words(f"opinion_{opinion.method}.{meaning}"),
    )


def _ratio(opinion: Opinion, words: Words) -> str:
    """The number that decided: a miss, a pace as a share of the one required, or a growth a year."""
    ratio = opinion.rating.ratio
    if ratio is None or opinion.rating.status == "target_achieved":
        return ""
    if opinion.method == "dns":
        return words("opinion.miss", share=_percent(ratio, words))
    if opinion.kind == "direction":
        share = _percent(abs(ratio), words, decimals=2)
        return words("opinion.better", share=share) if ratio >= 0 else words("opinion.worse", share=share)
    return words("opinion.pace", share=_percent(ratio, words))


def _percent(share: float, words: Words, *, decimals: int = 0) -> str:
    return words("number.percent", number=words.number(share * 100, decimals))
