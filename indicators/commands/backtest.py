"""The command that tries the outlook on the past and writes the tables and plots of the method page."""

import argparse
from pathlib import Path

from indicators.assess.backtest import cases
from indicators.assess.proof import prove
from indicators.commands import OK
from indicators.commands.arguments import Commands, add_command
from indicators.commands.printing import print_table
from indicators.monitor import Monitor
from indicators.monitor.backtest import PANEL, long_series, panel
from indicators.present.backtest_plots import plots
from indicators.present.trial import FOLDER, files, load
from indicators.present.words import LANGUAGES, Words, words

_SHOWN = ("name", "scope", "unit", "horizon", "years", "no_change", "dns", "linear", "before", "after", "held_out", "ratio")


def add_to(commands: Commands) -> None:
    backtest = add_command(commands, "backtest", _backtest, "die Fortschreibung an der Vergangenheit prüfen")
    backtest.add_argument("--figures", type=Path, default=PANEL, metavar="FILE", help="Reihen vieler Kreise (CSV)")
    backtest.add_argument("-o", dest="out", type=Path, default=FOLDER, metavar="DIR", help="Ordner der Ergebnisse")


def _backtest(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    catalogue = monitor.catalogue
    histories = [*panel(catalogue, options.figures), *long_series(monitor)]
    tried = cases(histories)
    proofs = prove(tried, catalogue.calibrations, catalogue.trial, cases(histories, is_wider=True))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in files(proofs).items():
        (options.out / name).write_text(text, encoding="utf-8", newline="")
    results = load(options.out)
    for proof in proofs:
        for language in LANGUAGES:
            (options.out / f"{proof.name}.{language}.svg").write_bytes(plots(results, proof.name, words(language)))
    rows = [row for row in results["errors"] if row["scope"] == "all"]
    print_table(_SHOWN, [[row[column] for column in _SHOWN] for row in rows])
    columns = ("name", "horizon", "years", "before_50", "before_80", "held_50", "held_80", "low", "high")
    print_table(columns, [[row[column] for column in columns] for row in results["coverage"] if row["scope"] == "all"])
    print(say("backtest.written", folder=options.out, cases=say.number(len(tried), 0)))
    return OK
