"""Labels written once for several rows: merged cells, and cells left blank because the one above is meant.

Only labels are filled down, never a value.
"""

from collections.abc import Mapping

from indicators.ingest.grid import Cell, Grid, written
from indicators.ingest.issue import Issue

# The labels of a figure. Key and name are one label: where one of them stands, the other is not taken from above.
_LABELS = (("key", "area"), ("indicator",), ("group",), ("period",))
_GROUP = ("group",)
Label = tuple[tuple[str, ...], tuple[int, ...]]  # the parts and the columns they stand in


def fill_down(grid: Grid, parts: Mapping[str, int]) -> tuple[Grid, list[Issue]]:
    """The table with its labels in every row, and what was filled; `rows[0]` is the header.

    parts  part of a figure -> its column; what is no label is left alone

    Filled are the cells of a merged block, and blanks as a spreadsheet leaves them when it lists city, indicator and
    period outermost first: the leftmost labels of a row, if a label right of them says that the row is a figure of its
    own. A blank group means "total"; where it could as well mean the group above, that is an error.
    """
    labels = _labels(parts)
    merged = _continued(grid, {column for _, columns in labels for column in columns})
    rows: list[list[Cell]] = [grid.rows[0]]
    issues: list[Issue] = []
    lines_filled: list[int] = []
    for row, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        if len(row) == len(grid.rows[0]) and len(rows) > 1:
            above = rows[-1]
            filled = _filled(row, above, [column for column in merged.get(line, ()) if not written(row[column])])
            run = _blank_run(filled, labels)
            if [names for names, _ in run] == [_GROUP]:
                issues += _doubt(grid, line, above, run[0][1][0])
            else:
                filled = _filled(filled, above, [column for _, columns in run for column in columns])
            if filled != row:
                lines_filled.append(line)
            row = filled
        rows.append(row)
    if lines_filled:
        issues.append(Issue("info", "row.labels_filled", row=lines_filled[0], params={"count": len(lines_filled)}))
    return Grid(rows, grid.lines, grid.sheet, grid.merged), issues


def _labels(parts: Mapping[str, int]) -> list[Label]:
    """The labels a table has, from left to right."""
    found = ((names, tuple(parts[name] for name in names if name in parts)) for names in _LABELS)
    return sorted((label for label in found if label[1]), key=lambda label: min(label[1]))


def _continued(grid: Grid, columns: set[int]) -> dict[int, list[int]]:
    """Line -> label columns in which a merged block goes on that began above."""
    found: dict[int, list[int]] = {}
    for top, first, bottom, last in grid.merged:
        if first == last and first in columns:
            for line in range(top + 1, bottom + 1):
                found.setdefault(line, []).append(first)
    return found


def _blank_run(row: list[Cell], labels: list[Label]) -> list[Label]:
    """The leftmost labels that are blank; none if all are: such a row does not say what it counts."""
    run: list[Label] = []
    for label in labels:
        if any(written(row[column]) for column in label[1]):
            return run
        run.append(label)
    return []


def _filled(row: list[Cell], above: list[Cell], columns: list[int]) -> list[Cell]:
    return [above[index] if index in columns else cell for index, cell in enumerate(row)] if columns else row


def _doubt(grid: Grid, line: int, above: list[Cell], column: int) -> list[Issue]:
    if not (group := written(above[column])):
        return []
    return [Issue("error", "group.blank_below", row=line, column=written(grid.rows[0][column]), found=group)]
