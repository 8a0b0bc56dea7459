"""What makes figures contradictory or suspicious, exactly as data/catalogue/checks.toml holds it."""

from collections.abc import Iterator

import msgspec


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file: a key that is not a field is an error."""


class Jump(_Rule, frozen=True):
    """A change far from the usual one: spreads as a share of the value, those of gaps in percentage points."""

    known_changes: int
    times: float
    least_spread: float
    least_spread_of_gaps: float


class Slip(_Rule, frozen=True):
    """A decimal sign in the wrong place: powers of ten, the tolerance in decimal logarithms, counts from `least_count` on."""

    tolerance: float
    powers: tuple[int, ...]
    least_count: float


class Copied(_Rule, frozen=True):
    """From how many series on an area that repeats its last period is suspicious."""

    series: int


class Swapped(_Rule, frozen=True):
    """Two areas in each other's place: distances as a share of the value."""

    times_nearer: float
    least_distance: float


class Sum(_Rule, frozen=True):
    """A group that consists of two others. `between`: for rates it lies between them."""

    whole: str
    parts: tuple[str, str]
    between: bool


class Part(_Rule, frozen=True):
    """An indicator that counts some of the people of another one."""

    part: str
    whole: str


class Base(_Rule, frozen=True):
    """Words of a note that say how a figure was counted; two bases of one kind exclude each other."""

    kind: str
    name: str
    words: tuple[str, ...]


class Rules(_Rule, frozen=True):
    """All of checks.toml; its comments say what each number means."""

    rounding: float
    mean_tolerance: float
    listed: int
    scale: dict[str, float]
    jump: Jump
    slip: Slip
    copied: Copied
    swapped: Swapped
    sum: tuple[Sum, ...]
    part: tuple[Part, ...]
    base: tuple[Base, ...]

    def names(self) -> Iterator[tuple[str, str]]:
        """What the rules name of the catalogue: noun and id."""
        yield from (("unit", unit) for unit in self.scale)
        yield from (("group", group) for rule in self.sum for group in (rule.whole, *rule.parts))
        yield from (("indicator", name) for pair in self.part for name in (pair.part, pair.whole))
