"""The forms of Pflege: which fields a record has, drawn by one function; what comes back is the record's content."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.catalogue.duty import DutyKind, OccasionKind, Rhythm
from indicators.catalogue.kept import Kind
from indicators.catalogue.model import GoalKind, Operator, State
from indicators.present.words import Words

Widget = Literal["line", "text", "texts", "check", "choice", "many", "number", "count", "date", "record", "rows", "pair"]
Options = Sequence[str] | Literal["indicator", "group", "area", "goal"]


@dataclass(frozen=True)
class Field:
    """One field of a record.

    options    of a choice, or the noun of the catalogue it chooses from
    named      locale table that names the options
    optional   an empty one is None
    inner      fields of a record inside the record; empty where its first field is empty
    """

    name: str
    widget: Widget = "line"
    options: Options = ()
    named: str = ""
    optional: bool = False
    inner: tuple["Field", ...] = ()


_STATES = Field("state", "choice", get_args(State), "state")
_DEMAND = (
    Field("indicator", "choice", "indicator", optional=True), Field("group", "choice", "group"),
    Field("operator", "choice", get_args(Operator), optional=True), Field("value", "number"),
    Field("direction", "choice", ("up", "down"), "target", optional=True),
    Field("base_value", "number"), Field("base_period", optional=True),
)  # fmt: skip
_PARITY = (
    Field("indicator", "choice", "indicator", optional=True), Field("groups", "pair", "group"), Field("tolerance", "number"),
    Field("base_text", "texts"),
)  # fmt: skip
_STATE = (_STATES, Field("on", "date"), Field("evidence", "texts"), Field("source", "text"))
_HELD = (
    Field("title", "texts"), Field("on"), Field("kind", "choice", get_args(OccasionKind)[:-1], "occasion"), Field("source"),
)  # fmt: skip
_DOCUMENT = (
    Field("name", "texts"), Field("kind", "texts"), Field("date_text", "texts"), Field("date", "date"), Field("body"),
    Field("paper"), Field("source", "text"),
)  # fmt: skip
_GOAL = (
    Field("title", "texts"), Field("quote", "text"), Field("kind", "choice", get_args(GoalKind), "goal_kind"),
    Field("demand", "rows", inner=_DEMAND), Field("parity", "record", inner=_PARITY),
    Field("due", optional=True), Field("due_text", "texts"), Field("reading", "texts"),
    Field("reading_confirmed", "check"), Field("confirmed_by"),
    Field("influence", "choice", ("yes", "partly", "no"), "influence", optional=True), Field("owner"),
    Field("next_report_due", "date"), Field("superseded_by", "choice", "goal", optional=True), Field("note", "texts"),
)  # fmt: skip
FIELDS: dict[Kind, tuple[Field, ...]] = {
    "goal": (Field("goal", "record", inner=_GOAL), Field("document", "record", inner=_DOCUMENT)),
    "state": (
        Field("state", "record", inner=_STATE),
        Field("item", "rows", inner=(Field("name", "texts"), _STATES)),
    ),
    "measure": (
        Field("name", "texts"), _STATES, Field("goals", "many", "goal"), Field("carrier"), Field("start", "date"),
        Field("end", "date"),
        Field("attendance", "rows", inner=(Field("period"), Field("places", "count"), Field("participants", "count"))),
        Field("source", "text"), Field("note", "text"),
    ),
    "comment": (Field("text", "text"),),
    "duty": (
        Field("title", "texts"), Field("kind", "choice", get_args(DutyKind), "duty_kind"), Field("quote", "text"),
        Field("basis", "texts"), Field("due", optional=True),
        Field("every", "choice", get_args(Rhythm), "every", optional=True), Field("since", optional=True),
        Field("state", "record", inner=_STATE),
        Field("chapter", "rows", inner=(Field("name", "texts"), _STATES)), Field("held", "rows", inner=_HELD),
        Field("source", "text"), Field("note", "texts"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """Where the fields are drawn: the words, what choices choose from, and the beginning of every widget's key."""

    words: Words
    catalogue: Catalogue
    key: str

    def below(self, name: str) -> "Form":
        return Form(self.words, self.catalogue, f"{self.key}.{name}")

    def label(self, name: str) -> str:
        return self.words(f"field.{name}")

    def options(self, field: Field) -> Mapping[str, str]:
        """Option -> what it is called."""
        if isinstance(field.options, str):
            return self._nouns(field.options)
        named = field.named
        return {one: self.words(f"{named}.{one}") if named else one for one in field.options}

    def _nouns(self, noun: str) -> Mapping[str, str]:
        language = self.words.language
        if noun == "goal":
            return {name: f"{name} {goal.title.in_language(language)}" for name, goal in self.catalogue.goals.items()}
        names = {"indicator": self.catalogue.indicators, "group": self.catalogue.groups, "area": self.catalogue.areas}[noun]
        return {name: self.catalogue.label(noun, name, language) for name in names}  # type: ignore[arg-type]


def draw(fields: Sequence[Field], content: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Draw the fields with what stands in `content`; what no field shows stays as it is."""
    return {**content, **{field.name: _DRAW[field.widget](field, content.get(field.name), form) for field in fields}}


def _line(field: Field, value: Any, form: Form) -> str | None:
    text = st.text_input(form.label(field.name), value or "", key=f"{form.key}.{field.name}").strip()
    return text or (None if field.optional else "")


def _text(field: Field, value: Any, form: Form) -> str:
    return st.text_area(form.label(field.name), value or "", key=f"{form.key}.{field.name}", height=100).strip()


def _texts(field: Field, value: Any, form: Form) -> dict[str, str] | None:
    """Both languages side by side; an English text that is left out is the German one."""
    said, label, key = value or {}, form.label(field.name), f"{form.key}.{field.name}"
    draw_one = st.text_area if field.name in _LONG else st.text_input
    left, right = st.columns(2)
    with left:
        german = draw_one(form.words("upkeep.german", field=label), said.get("de", ""), key=f"{key}.de").strip()
    with right:
        english = draw_one(form.words("upkeep.english", field=label), said.get("en", ""), key=f"{key}.en").strip()
    return {"de": german or english, "en": english or german} if german or english else None


def batched(fields: Sequence[Field], size: int) -> list[Sequence[Field]]:
    """Lines of at most `size` fields, as even as they can be."""
    lines = -(-len(fields) // size)
    width = -(-len(fields) // lines)
    return [fields[start : start + width] for start in range(0, len(fields), width)]


def _check(field: Field, value: Any, form: Form) -> bool:
    return st.checkbox(form.label(field.name), bool(value), key=f"{form.key}.{field.name}")


def _choice(field: Field, value: Any, form: Form) -> str | None:
    names = form.options(field)
    options = ["", *names] if field.optional else list(names)
    place = options.index(value) if value in options else 0
    chosen = st.selectbox(
        form.label(field.name), options, place, key=f"{form.key}.{field.name}",
        format_func=lambda one: names.get(one, form.words("upkeep.none")),
    )  # fmt: skip
    return chosen or None


def _many(field: Field, value: Any, form: Form) -> list[str]:
    names = form.options(field)
    return st.multiselect(
        form.label(field.name), list(names), [one for one in value or () if one in names], key=f"{form.key}.{field.name}",
        format_func=names.__getitem__, placeholder=form.words("upkeep.choose"),
    )  # fmt: skip


def _pair(field: Field, value: Any, form: Form) -> list[str | None]:
    first, second = value or ("men", "women")
    left, right = st.columns(2)
    with left:
        one = _choice(Field("first", "choice", field.options), first, form.below(field.name))
    with right:
        other = _choice(Field("second", "choice", field.options), second, form.below(field.name))
    return [one, other]


def _number(field: Field, value: Any, form: Form) -> float | None:
    number = None if value is None else float(value)
    return st.number_input(form.label(field.name), value=number, step=0.1, format="%g", key=f"{form.key}.{field.name}")


def _count(field: Field, value: Any, form: Form) -> int | None:
    number: int | None = value
    return st.number_input(form.label(field.name), value=number, min_value=0, step=1, key=f"{form.key}.{field.name}")


def _date(field: Field, value: Any, form: Form) -> str | None:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    chosen = st.date_input(
        form.label(field.name), day, min_value=_EARLIEST, max_value=_LATEST, format=form.words("upkeep.date_format"),
        key=f"{form.key}.{field.name}",
    )  # fmt: skip
    return chosen.isoformat() if chosen else None


def _record(field: Field, value: Any, form: Form) -> dict[str, Any] | None:
    """The fields of a record inside the record, which is none where its first field stays empty."""
    inner = form.below(field.name)
    if field.name in _FOLDED:
        with st.expander(form.label(field.name), expanded=value is not None):
            found = draw(field.inner, value or {}, inner)
    else:
        found = draw(field.inner, value or {}, inner)
    return found if found[field.inner[0].name] else None


def _rows(field: Field, value: Any, form: Form) -> list[dict[str, Any]]:
    """One row a part and an empty one behind; a row whose first field is emptied goes."""
    st.markdown(f"**{form.label(field.name)}**")
    rows = [_row(field, row, form.below(f"{field.name}.{number}")) for number, row in enumerate(value or (), 1)]
    with st.expander(form.words("upkeep.one_more"), expanded=not rows):
        rows.append(_row(field, {}, form.below(f"{field.name}.{len(rows) + 1}")))
    return [row for row in rows if row[field.inner[0].name]]


def _row(field: Field, row: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """The fields of one row side by side, at most four in a line."""
    found = dict(row)
    for line in batched(field.inner, _A_LINE):
        for column, inner in zip(st.columns(len(line)), line, strict=True):
            with column:
                found[inner.name] = _DRAW[inner.widget](inner, row.get(inner.name), form)
    return found


_A_LINE = 4
_LONG = ("reading", "note", "evidence", "base_text", "basis")
_FOLDED = ("parity", "document")
_EARLIEST, _LATEST = date(1990, 1, 1), date(2099, 12, 31)
_DRAW: dict[Widget, Callable[[Field, Any, Form], Any]] = {
    "line": _line, "text": _text, "texts": _texts, "check": _check, "choice": _choice, "many": _many, "pair": _pair,
    "number": _number, "count": _count, "date": _date, "record": _record, "rows": _rows,
}  # fmt: skip
