"""What a table's columns mean, asked one by one: the answers make the lesson from which a mapping is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from indicators.catalogue import Catalogue
from indicators.ingest.grid import Grid
from indicators.ingest.numbers import Style
from indicators.monitor import teaching
from indicators.monitor.teaching import Answer, Header, Lesson
from indicators.present import teach as present
from indicators.present.words import Words
from pages import _shell

_OWN = ("indicator", "group", "area")
_HEADER_SEARCHED, _MOST_HEADER_ROWS, _NAMES_ASKED = 20, 6, 8


def pick_sheet(grids: Sequence[Grid], words: Words) -> Grid:
    """The sheet to teach; asked only where there are several."""
    if len(grids) == 1:
        return grids[0]
    names = [grid.sheet for grid in grids]
    return grids[names.index(st.selectbox(words("teach.pick_sheet"), names, key="teach-sheet"))]


def pick_header(grid: Grid, default: Lesson, words: Words) -> tuple[int, int]:
    """The first header row, as its index in the grid, and how many there are."""
    left, right = st.columns([3, 1])
    start = left.selectbox(
        words("teach.header"), range(min(len(grid.rows), _HEADER_SEARCHED)), default.start,
        format_func=lambda index: present.line(grid, index, words), key=f"teach-start-{grid.sheet}",
    )  # fmt: skip
    count = right.number_input(
        words("teach.header_rows"), 1, min(_MOST_HEADER_ROWS, len(grid.rows) - start), default.header_rows,
        key=f"teach-rows-{grid.sheet}-{start}",
    )  # fmt: skip
    return start, int(count)


def ask_meanings(
    heads: Sequence[Header], defaults: Sequence[Answer], key: str, catalogue: Catalogue, words: Words
) -> tuple[Answer, ...]:
    """One question a column; several columns of figures are asked what they count, where no other column tells it."""
    known = [*defaults, *[Answer()] * len(heads)]
    asked = [_ask_meaning(head, known[index], f"{key}-{index}", words) for index, head in enumerate(heads)]
    open_parts = teaching.open_parts(tuple(Answer(meaning) for meaning, _ in asked))
    parts = [part for part in _OWN if part in open_parts]
    figures = sum(meaning in teaching.VALUES for meaning, _ in asked)
    answers = []
    for index, (meaning, place) in enumerate(asked):
        answer = Answer(meaning)
        if meaning in teaching.VALUES and figures > 1 and parts:
            where = words("teach.column", column=heads[index].letters)
            own = {
                part: _ask(box, part, getattr(known[index], part), f"{key}-{index}-{part}", where, catalogue, words)
                for box, part in zip(place.columns(len(parts)), parts, strict=True)
            }
            answer = replace(answer, **own)
        answers.append(answer)
    return tuple(answers)


def _ask_meaning(head: Header, default: Answer, key: str, words: Words) -> tuple[str, DeltaGenerator]:
    """The meaning of one column, and the place below it for further questions."""
    name, choice = st.columns([2, 3])
    name.html(present.header(head.letters, head.text, head.example, words))
    meaning = choice.selectbox(
        words("teach.meaning", column=head.letters), teaching.MEANINGS, teaching.MEANINGS.index(default.meaning),
        format_func=lambda code: words(f"teach.means_{code}"), key=key, label_visibility="collapsed",
    )  # fmt: skip
    return meaning, st.container()


def _ask(
    box: DeltaGenerator, part: str, default: str, key: str, where: str, catalogue: Catalogue, words: Words, *,
    is_whole: bool = False,
) -> str:  # fmt: skip
    options = ["", *present.choices(part, catalogue)]
    return box.selectbox(
        where + words(f"table.{part}"), options, options.index(default) if default in options else 0, key=key,
        format_func=partial(present.choice, part, is_whole=is_whole, catalogue=catalogue, words=words),
    )  # fmt: skip


def ask_constants(open_parts: Sequence[str], default: Lesson, key: str, catalogue: Catalogue, words: Words) -> dict[str, str]:
    """What no column tells and therefore holds for the whole table; an empty answer says nothing."""
    found = {}
    for part, box in zip(open_parts, st.columns(max(len(open_parts), 1)), strict=False):
        known = default.constants.get(part, "")
        if part == "period":
            found[part] = box.text_input(words("teach.period_fixed"), known, key=f"{key}-period")
        else:
            found[part] = _ask(box, part, known, f"{key}-all-{part}", words("teach.for_all"), catalogue, words, is_whole=True)
    return found


def ask_names(unknown: Mapping[str, Sequence[str]], key: str, catalogue: Catalogue, words: Words) -> None:
    """What labels of the table stand for that the catalogue does not know. An answer is kept when its label is known."""
    taught: dict[str, dict[str, str]] = st.session_state.setdefault(f"{key}-names", {})
    asked = {part: list(dict.fromkeys([*taught.get(part, ()), *texts]))[:_NAMES_ASKED] for part, texts in unknown.items()}
    for part, texts in (taught | asked).items():
        options: list[str | None] = [None, "", *present.choices(part, catalogue)]
        for text in texts:
            box = f"{key}-name-{part}-{text}"
            st.selectbox(
                _shell.plain(words("teach.stands_for", text=text)), options, options.index(taught.get(part, {}).get(text)),
                format_func=partial(present.stand_in, part, catalogue=catalogue, words=words), key=box, on_change=_learn,
                args=(f"{key}-names", part, text, box),
            )  # fmt: skip


def _learn(names: str, part: str, text: str, key: str) -> None:
    known = st.session_state[names].setdefault(part, {})
    if st.session_state[key] is None:
        known.pop(text, None)
    else:
        known[text] = st.session_state[key]


def names(key: str) -> Mapping[str, Mapping[str, str]]:
    known: Mapping[str, Mapping[str, str]] = st.session_state.get(f"{key}-names", {})
    return known


def ask_rest(
    header: tuple[int, int], answers: tuple[Answer, ...], constants: Mapping[str, str], default: Lesson, key: str,
    words: Words, *, has_sheets: bool,
) -> Lesson:  # fmt: skip
    """Number style, other areas, a period in the title, this sheet only: with all answers, the lesson."""
    styles: tuple[Style, ...] = ("either", "german", "english")
    style = st.selectbox(
        words("teach.style"), styles, styles.index(default.style), format_func=lambda name: words(f"teach.style_{name}"),
        key=f"{key}-style",
    )  # fmt: skip
    skips = st.checkbox(words("teach.skips"), default.skips_other_areas, key=f"{key}-skips")
    above = "period" in constants and st.checkbox(words("teach.period_above"), default.is_period_above, key=f"{key}-above")
    sheet = has_sheets and st.checkbox(words("teach.this_sheet"), default.is_for_this_sheet, key=f"{key}-sheet")
    said = {part: text for part, text in constants.items() if not (above and part == "period")}
    return Lesson(*header, answers, said, names(key), style, above, skips, sheet)
