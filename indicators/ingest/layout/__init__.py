"""What the library that reads cells does not tell about a workbook: one module a format, each a single pass, nothing kept."""

from indicators.ingest.layout import ods, xls, xlsb, xlsx
from indicators.ingest.layout.archive import Archive
from indicators.ingest.layout.compound import SIGNATURE
from indicators.ingest.layout.sketch import Layout, Unreadable

__all__ = ["Layout", "Unreadable", "layouts"]


def layouts(data: bytes) -> dict[str, Layout]:
    """Sheet name -> what its cells are, in the order of the workbook; nothing in a hidden sheet is used.

    raises  Unreadable with the code of an issue: password, macros, absurd size, damage
    """
    if data.startswith(SIGNATURE):
        return xls.layouts(data)
    with Archive(data) as archive:
        archive.refuse_macros_and_passwords()
        if "content.xml" in archive.names:
            return ods.layouts(archive)
        book = archive.target_of("", "officeDocument")
        return xlsb.layouts(archive, book) if book.endswith(".bin") else xlsx.layouts(archive, book)
