"""Editions: a report frozen with its figures, rules and texts, kept like an upload, released and withdrawn like one."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath

import msgspec

from indicators.assess.assessment import RULE_VERSION
from indicators.catalogue.kept import read_kept
from indicators.catalogue.report import KeptEdition, edition_id
from indicators.errors import Fault, Forbidden, Unknown
from indicators.ingest.observations import empty_table
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.imports import four_eyes
from indicators.monitor.reports import report_view, template_of
from indicators.present.report.blocks import Report
from indicators.present.report.content import as_draft, content
from indicators.present.report.editions import EditionState, EditionView
from indicators.present.report.forms import FORMS, Form, as_json, write
from indicators.present.report.view import Title
from indicators.present.words import Words
from indicators.store import Actor, Batch, Record

Writer = Callable[[Report, Form, Words], bytes]
Progress = Callable[[Form], None]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time a ZIP can hold: no clock enters the bytes
_DRAFT = "entwurf"  # folder of the forms that say on every page that nobody has released them
_CONTENT, _FACTS = "inhalt.json", "ausgabe.json"


@dataclass(frozen=True)
class PreparedEdition:
    """Everything an edition will hold; nothing is stored.

    files   name in the ZIP -> bytes, in order
    head    the state of the store it was built on
    by      name of who built it; nobody else stores it
    """

    record: Record
    files: Mapping[str, bytes]
    head: int
    by: str


def editions(monitor: Monitor, template: str = "", *, drafts: bool = False) -> tuple[EditionView, ...]:
    """The editions of a template or of all, the newest first; withdrawn ones stay listed. `drafts`: those not released too."""
    batches = {batch.batch: batch for batch in monitor.store.batches(drafts=drafts)}
    kept = monitor.store.records(kind="edition", history=True, drafts=drafts)
    found = [_view(monitor, record, batches[record.batch]) for record in kept]
    own = [view for view in found if not template or view.edition.template == template]
    return tuple(sorted(own, key=lambda view: view.batch, reverse=True))


def latest_edition(monitor: Monitor, template: str) -> EditionView | None:
    """The newest one that is released and stands: what the next one is compared with."""
    return next((view for view in editions(monitor, template) if view.state == "released"), None)


def prepare_edition(
    monitor: Monitor, template: str, words: Words, *, title: Title, actor: Actor | None, now: datetime,
    write: Writer = write, progress: Progress = lambda form: None, since: date | datetime | None = None,
) -> PreparedEdition:  # fmt: skip
    """Build all forms of the report as it is now, each also as a draft. Takes seconds; `progress` is told each form.

    since    what it is compared with; without it the edition before
    raises   Forbidden, Unknown; Fault where a form cannot be written
    """
    if actor is None:
        raise Forbidden("right.login")
    plan, head = template_of(monitor, template), monitor.store.head()
    before = latest_edition(monitor, template)
    since = since or (before.edition.as_of if before else None)
    view = report_view(monitor, template, today=now.date(), as_of=now, since=since, title=title, is_draft=False)
    final = content(view, current_catalogue(monitor, now), words)
    draft = as_draft(final, view, words)
    files: dict[str, bytes] = {_CONTENT: as_json(final)}
    for form in FORMS:
        progress(form)
        files[_name(form)] = write(final, form, words)
        files[f"{_DRAFT}/{_name(form)}"] = write(draft, form, words)
    kept = KeptEdition(
        template=template, number=_next_number(monitor, template), title=final.cover.title, as_of=now,
        on=title.on or now.date(), language=words.language, rule_version=RULE_VERSION, paper=title.paper,
        committee=title.committee, compared_with=since.isoformat() if since else "",
        forms={form: hashlib.sha256(files[_name(form)]).hexdigest() for form in FORMS},
    )  # fmt: skip
    text = msgspec.json.encode(kept).decode()
    files[_FACTS] = text.encode()
    return PreparedEdition(Record("edition", edition_id(template, kept.number), text, plan.area), files, head, actor.name)


def store_edition(monitor: Monitor, prepared: PreparedEdition, *, actor: Actor | None, now: datetime) -> int:
    """Keep it as a draft. Returns the number of its batch.

    raises   Forbidden; Stale if anything was stored since it was built: the chapters are kept, build it again
    """
    if actor is None:
        raise Forbidden("right.login")
    if actor.name != prepared.by:
        raise Forbidden("right.preview")
    name = f"bericht-{prepared.record.id.replace(':', '-')}.zip"
    return monitor.store.commit(
        empty_table(), original=_zipped(prepared.files), file_name=name, released_on=now.date(),
        reason=json.loads(prepared.record.content)["title"], actor=actor, now=now, seen=prepared.head,
        records=(prepared.record,), draft=True,
    )  # fmt: skip


def release_edition(monitor: Monitor, batch: int, *, actor: Actor | None, now: datetime) -> None:
    """Let everybody read a draft; where four eyes are asked for, another person than the one who built it does so.

    raises   Forbidden, Unknown, Fault if it waits for nothing
    """
    _edition(monitor, batch)
    monitor.store.approve(batch, actor=actor, now=now, by_same=not four_eyes())


def withdraw_edition(monitor: Monitor, batch: int, *, reason: str, actor: Actor | None, now: datetime) -> None:
    """Take an edition back with a reason, or drop a draft; it stays listed and kept.

    raises   Forbidden, Unknown, Fault without a reason
    """
    _edition(monitor, batch)
    if not reason.strip():
        raise Fault("commit.no_reason")
    monitor.store.withdraw(batch, reason=reason.strip(), actor=actor, now=now)


def edition_file(monitor: Monitor, batch: int, form: Form) -> bytes:
    """A form of an edition, byte for byte as it was built; of one that is not released the form that says so on every page.

    raises   Unknown; StoreFault if the file is gone or changed
    """
    view = _edition(monitor, batch)
    name = _name(form) if view.released_at is not None else f"{_DRAFT}/{_name(form)}"
    with zipfile.ZipFile(io.BytesIO(edition_archive(monitor, batch))) as archive:
        return archive.read(name)


def edition_archive(monitor: Monitor, batch: int) -> bytes:
    """The whole ZIP, with the content as JSON. Raises as `edition_file`."""
    _edition(monitor, batch)
    stored = next(one for one in monitor.store.batches(drafts=True) if one.batch == batch)
    return monitor.store.original(stored.sha256)


def _edition(monitor: Monitor, batch: int) -> EditionView:
    found = next((view for view in editions(monitor, drafts=True) if view.batch == batch), None)
    if found is None:
        raise Unknown("edition.unknown", found=batch)
    return found


def _view(monitor: Monitor, record: Record, batch: Batch) -> EditionView:
    kept = read_kept("edition", record.id, record.content, monitor.catalogue)
    assert isinstance(kept, KeptEdition)
    state: EditionState = "withdrawn" if batch.withdrawn_at else "draft" if batch.is_pending else "released"
    view = EditionView(batch.batch, kept, state, batch.imported_by, batch.imported_at, reason=batch.withdrawn_reason or "")
    return replace(view, released_by=batch.approved_by or "", released_at=batch.approved_at)


def _next_number(monitor: Monitor, template: str) -> int:
    """Numbers of drafts and withdrawn editions stay taken: a number means one thing for ever."""
    return 1 + max((view.edition.number for view in editions(monitor, template, drafts=True)), default=0)


def _name(form: Form) -> str:
    return str(PurePath("bericht").with_suffix(f".{form}"))


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The same files give the same bytes: fixed order, times and rights."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return data.getvalue()
