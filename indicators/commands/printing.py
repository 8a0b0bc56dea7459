"""What commands print: JSON, or a table of columns padded with blanks."""

import json
from collections.abc import Sequence


def harmless(text: str) -> str:
    """What a file or person wrote, without signs that steer a terminal."""
    return "".join("�" if ord(sign) < 32 or 127 <= ord(sign) < 160 else sign for sign in text)


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    lines = [list(columns), *([("–" if cell is None else harmless(str(cell))) for cell in row] for row in rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
