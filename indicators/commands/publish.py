"""The command that writes the public edition: publish."""

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from indicators import monitor as ask
from indicators.commands import OK
from indicators.commands.arguments import Commands, add_command, day
from indicators.monitor import Monitor
from indicators.present.words import Words, words


def add_to(commands: Commands) -> None:
    publish = add_command(commands, "publish", _publish, "öffentliche Ausgabe als statische Seiten, Deutsch und Englisch")
    publish.add_argument("-o", "--output", type=Path, required=True, help="Ordner")
    publish.add_argument("--base-url", type=_address, help="Adresse, unter der die Seiten liegen werden: https://…")
    publish.add_argument("--today", type=day, help="Tag, nach dem Fristen beurteilt werden (sonst der letzten Änderung)")


def _address(text: str) -> str:
    """https://… without query. Raises ArgumentTypeError for anything else."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(words("de")("fault.publish.address", found=text))
    return text


def _publish(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    done = ask.publish(monitor, options.output, base_url=options.base_url or "", today=options.today)
    print(say("site.done", written=done.written, kept=done.kept, removed=done.removed, folder=options.output))
    return OK
