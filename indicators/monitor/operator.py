"""Who runs this installation: what the declaration of accessibility and the data protection note must name."""

import os
import tomllib
from dataclasses import fields
from pathlib import Path

from indicators.errors import Fault
from indicators.present.notes import Operator

VARIABLE = "ZIELMONITOR_OPERATOR"


def operator() -> Operator:
    """The TOML file that ZIELMONITOR_OPERATOR names; without it nothing is entered, and the pages say so.

        name = "Stadt …"
        contact = "barrierefrei@…"

    raises   Fault if the file is not there or says something else
    """
    path = os.environ.get(VARIABLE)
    if not path:
        return Operator()
    try:
        entered = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Fault("operator.wrong", file=Path(path).name) from error
    known = {field.name for field in fields(Operator)}
    if set(entered) - known or not all(isinstance(text, str) for text in entered.values()):
        raise Fault("operator.wrong", file=Path(path).name)
    return Operator(**entered)
