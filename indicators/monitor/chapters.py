"""The chapters of a report as coordinators write them: kept in versions, public only through an edition."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from indicators.catalogue.kept import read_kept
from indicators.catalogue.report import LONGEST, KeptChapter, Template, chapter_id
from indicators.errors import CatalogueFault, Fault, Forbidden, Stale, Unknown
from indicators.ingest.observations import empty_table
from indicators.monitor.core import Monitor
from indicators.store import Actor, Record


def written(monitor: Monitor, template: Template, as_of: date | datetime | None = None) -> Mapping[str, KeptChapter]:
    """What is written for a template, by id of the chapter; an empty text is none."""
    found = {}
    for record in monitor.store.records(kind="chapter", as_of=as_of):
        try:
            kept = read_kept("chapter", record.id, record.content, monitor.catalogue)
        except CatalogueFault:  # a chapter the template no longer names; its text stays in the store
            continue
        if isinstance(kept, KeptChapter) and kept.template == template.id and kept.text.strip():
            found[kept.chapter] = kept
    return found


def chapter_version(monitor: Monitor, template: str, chapter: str) -> int:
    """The batch of the text that counts now, 0 without one: what `save_chapter` wants to have been seen."""
    wanted = chapter_id(template, chapter)
    return next((record.batch for record in monitor.store.records(kind="chapter") if record.id == wanted), 0)


def save_chapter(
    monitor: Monitor, template: Template, chapter: str, text: str, *, seen: int, actor: Actor | None, now: datetime
) -> int:  # fmt: skip
    """Keep a text as the next version of its chapter. It waits for nobody: readers see it only in a released edition.

    seen      the version it was written over, from `chapter_version`
    returns   the number of the batch, which is the new version
    raises    Forbidden; Unknown; Fault where it is too long or changes nothing; Stale where somebody else wrote meanwhile.
              Nothing is stored then, and the caller still has the text
    """
    if actor is None:
        raise Forbidden("right.login")
    if chapter not in [one.id for one in template.chapters]:
        raise Unknown("chapter.unknown", found=chapter)
    if len(text) > LONGEST:
        raise Fault("chapter.too_long", found=len(text), longest=LONGEST)
    head = monitor.store.head()
    if chapter_version(monitor, template.id, chapter) != seen:
        raise Stale("chapter.stale")
    before = written(monitor, template).get(chapter)
    if (before.text if before else "") == text:
        raise Fault("record.unchanged")
    content = {"template": template.id, "chapter": chapter, "text": text, "author": actor.name, "on": now.date().isoformat()}
    record = Record("chapter", chapter_id(template.id, chapter), json.dumps(content, ensure_ascii=False), template.area)
    form = json.dumps({"at": now.isoformat(), **content}, ensure_ascii=False, indent=1) + "\n"
    return monitor.store.commit(
        empty_table(), original=form.encode(), file_name=f"kapitel-{template.id}-{chapter}.json", released_on=now.date(),
        reason=f"{template.title.de}: {chapter}", actor=actor, now=now, seen=head, records=(record,),
    )  # fmt: skip
