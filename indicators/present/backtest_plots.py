"""The trial of the outlook drawn by matplotlib: errors, coverage and chances of one kind of indicator, side by side."""

import io
from collections.abc import Sequence
from typing import Any

from indicators.present import look
from indicators.present.matplotlib import PLAIN, load_typeface
from indicators.present.trial import Results, Row
from indicators.present.words import Words

# Method: colour, dashes, width. Never told by colour alone.
_LINES: dict[str, tuple[str, str, float]] = {
    "linear": ("quiet", ":", 1.0), "dns": ("quiet", "--", 1.0), "no_change": ("ink", "-", 1.2),
    "before": ("warn", "-.", 1.2), "held_out": ("accent", "-", 2.0),
}  # fmt: skip
_AIM = (75, 85)  # percent of later values that an 80 % fan is to hold


def plots(results: Results, name: str, words: Words) -> bytes:
    """Three panels on white as SVG, 18 cm wide. The same results give the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    load_typeface()
    style: Any = {
        "svg.hashsalt": "zielmonitor",
        "svg.fonttype": "path",
        "font.family": PLAIN,
        "text.parse_math": False,
        "font.size": 7,
    }
    with mpl.rc_context(style):
        sheet = Figure(figsize=(7.1, 2.9), dpi=200)
        errors, coverage, chances = sheet.subplots(
            1, 3, gridspec_kw={"wspace": 0.34, "left": 0.06, "right": 0.985, "bottom": 0.27}
        )
        _errors(errors, [row for row in results["errors"] if row["name"] == name and row["scope"] == "all"], words)
        _coverage(coverage, [row for row in results["coverage"] if row["name"] == name and row["scope"] == "all"], words)
        _chances(chances, [row for row in results["reliability"] if row["name"] == name and row["scope"] == "printed"], words)
        for axes in (errors, coverage, chances):
            _bare(axes)
        sheet.text(0.06, 0.02, words("backtest.source"), fontsize=6, color=look.colour("quiet", "light"))
        file = io.BytesIO()
        sheet.savefig(file, format="svg", facecolor="white", metadata={"Date": None})
    return file.getvalue()


def _errors(axes: Any, rows: Sequence[Row], words: Words) -> None:
    from matplotlib.ticker import FuncFormatter

    unit = rows[0]["unit"]  # points come first where there are any
    shown = [row for row in rows if row["unit"] == unit]
    years = [int(row["horizon"]) for row in shown]
    for method, (token, dashes, width) in _LINES.items():
        values = [float(row[method] or "nan") for row in shown]
        axes.plot(years, values, color=look.colour(token, "light"), linestyle=dashes, linewidth=width,
                  label=words(f"backtest.col_{method}"))  # fmt: skip
    axes.set_title(words(f"backtest.plot_errors_{unit}"), fontsize=8, loc="left")
    axes.set_ylim(0, axes.get_ylim()[1] * 1.45)  # room for the names above the lines
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, 0 if value == int(value) else 1)))
    axes.legend(frameon=False, fontsize=6, loc="upper left", labelspacing=0.2)
    _years(axes, years, words)


def _coverage(axes: Any, rows: Sequence[Row], words: Words) -> None:
    years = [int(row["horizon"]) for row in rows]
    axes.axhspan(*_AIM, color=look.colour("rule", "light"), alpha=0.6, linewidth=0)
    for version, (token, dashes, width) in {"before_80": _LINES["before"], "held_80": _LINES["held_out"]}.items():
        values = [float(row[version] or "nan") for row in rows]
        axes.plot(years, values, color=look.colour(token, "light"), linestyle=dashes, linewidth=width, marker="o", markersize=3,
                  label=words(f"backtest.plot_{version}"))  # fmt: skip
    axes.set_title(words("backtest.plot_coverage"), fontsize=8, loc="left")
    axes.set_ylim(0, 100)
    axes.legend(frameon=False, fontsize=6, loc="lower left", labelspacing=0.2)
    _years(axes, years, words)


def _chances(axes: Any, rows: Sequence[Row], words: Words) -> None:
    accent, quiet = look.colour("accent", "light"), look.colour("quiet", "light")
    axes.plot([0, 100], [0, 100], color=quiet, linestyle="--", linewidth=1)
    axes.plot(
        [float(row["meant"]) for row in rows], [float(row["came"]) for row in rows], color=accent, marker="o", markersize=4
    )
    axes.set_title(words("backtest.plot_chances"), fontsize=8, loc="left")
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 100)
    axes.set_xlabel(words("backtest.plot_meant"), fontsize=7)


def _years(axes: Any, years: Sequence[int], words: Words) -> None:
    axes.set_xticks(years)
    axes.set_xlabel(words("backtest.plot_years"), fontsize=7)


def _bare(axes: Any) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=7, color=look.colour("quiet", "light"))
    axes.grid(axis="y", color=look.colour("rule", "light"), linewidth=0.5)
    axes.set_axisbelow(True)
