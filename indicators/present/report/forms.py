"""The forms a report is written in, and its content as plain values for machines."""

import json
from dataclasses import asdict
from importlib import import_module
from typing import Literal, get_args

from indicators.errors import Fault
from indicators.present.report.blocks import Report
from indicators.present.words import Words

Form = Literal["pdf", "docx", "xlsx", "html"]
FORMS: tuple[Form, ...] = get_args(Form)
# Module and function that writes a form. Loaded when it is asked for: nobody waits for typst who only reads.
_WRITERS: dict[Form, tuple[str, str]] = {
    "pdf": ("pdf", "pdf"), "docx": ("docx", "docx"), "xlsx": ("xlsx", "xlsx"), "html": ("web", "html"),
}  # fmt: skip


def write(report: Report, form: Form, words: Words) -> bytes:
    """A report in one form.

    raises   Fault if the library for the form is not installed
    """
    module, function = _WRITERS[form]
    try:
        writer = getattr(import_module(f"{__package__}.{module}"), function)
    except ModuleNotFoundError as error:
        raise Fault("report.no_writer", form=form, library=error.name) from error
    data: bytes | str = writer(report, words)
    return data.encode() if isinstance(data, str) else data


def as_json(report: Report) -> bytes:
    """Every block with its kind, in order; the same report gives the same bytes."""
    plain = asdict(report)
    plain["dated"] = report.dated.isoformat() if report.dated else None
    plain["blocks"] = [{"block": type(block).__name__, **asdict(block)} for block in report.blocks]
    return (json.dumps(plain, ensure_ascii=False, indent=1, default=str) + "\n").encode()
