"""Whether batches, observations and the audit log tell the same story."""

import json
from collections.abc import Collection, Mapping, Sequence

from indicators.store import audit
from indicators.store.batch import Batch

Problem = tuple[str, dict[str, object]]  # code and parameters


def problems(
    batches: Sequence[Batch], entries: Sequence[audit.Entry], doubles: Mapping[int, int], lost: Collection[str] = ()
) -> tuple[Problem, ...]:
    """What is unsound; empty for a sound store.

    doubles   batch -> how many observations stand in it more than once
    lost      sha256 of the original files that are gone
    """
    found: list[Problem] = []
    if (number := audit.first_broken(entries)) is not None:
        found.append(("audit_broken", {"number": number}))
    imported = {entry.subject: json.loads(entry.details) for entry in entries if entry.action == "import"}
    withdrawn = {entry.subject for entry in entries if entry.action == "withdraw"}
    approved = {entry.subject for entry in entries if entry.action == "approve"}
    for batch in batches:
        name = str(batch.batch)
        logged = imported.get(name, {})
        if name not in imported:
            found.append(("batch_not_logged", {"batch": batch.batch}))
        elif (logged.get("sha256"), logged.get("released_on")) != (batch.sha256, batch.released_on.isoformat()):
            found.append(("batch_changed", {"batch": batch.batch}))
        if batch.withdrawn_at is not None and name not in withdrawn:
            found.append(("withdrawal_not_logged", {"batch": batch.batch}))
        if batch.approved_at is not None and name not in approved:
            found.append(("release_not_logged", {"batch": batch.batch}))
        if batch.sha256 in lost:
            found.append(("upload_lost", {"batch": batch.batch, "file": batch.file_name}))
    known = {str(batch.batch) for batch in batches}
    found += [("batch_lost", {"batch": name}) for name in sorted(set(imported) - known)]
    found += [("observation_twice", {"batch": batch, "count": count}) for batch, count in doubles.items()]
    return tuple(found)
