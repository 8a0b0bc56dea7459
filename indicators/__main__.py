"""The command line: python -m indicators COMMAND; each says its options with --help."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import NoReturn

from indicators import monitor as ask
from indicators.commands import FAULT, OK, backtest, deliveries, figures, files, people, publish, report, soundness
from indicators.commands.arguments import add_common
from indicators.errors import Fault, StoreLocked
from indicators.present.words import words
from indicators.store import Actor, operator

SUBJECTS = (figures, deliveries, files, people, publish, soundness, backtest, report)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    options.actor = _actor()
    say = words(options.language)
    try:
        folder = Path(options.data) if options.data else ask.data_folder()
        if options.run is soundness.rebuild:  # that the store cannot be opened is its reason
            return int(options.run(folder, options, say))
        monitor = ask.open_monitor(folder, now=datetime.now(UTC))
        with monitor.store:
            return int(options.run(monitor, options, say))
    except Fault as fault:
        print(say.fault(fault), say("cli.locked") if isinstance(fault, StoreLocked) else "", file=sys.stderr)
        return FAULT
    except BrokenPipeError:  # `| head` closed the pipe: nobody reads on
        sys.stderr.close()
        return OK


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m indicators", description=__doc__)
    add_common(parser, data=None, language="de")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for subject in SUBJECTS:
        subject.add_to(commands)
    return parser


class _Parser(argparse.ArgumentParser):
    """Wrong arguments are a fault (1); 2 is kept for a rejected file."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(FAULT, f"{self.prog}: {message}\n")


def _actor() -> Actor:
    """Who is at the keyboard; an account without a name (in a container) by its number."""
    try:
        return operator(getuser())
    except (KeyError, OSError):
        return operator(str(os.getuid()))


if __name__ == "__main__":
    sys.exit(main())
