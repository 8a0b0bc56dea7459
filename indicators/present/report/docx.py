"""A report for Word and LibreOffice, to be finished by hand: real headings, tables, captions and alternative texts."""

from indicators.errors import WriterMissing
from indicators.present.report.blocks import Report
from indicators.present.report.paper import seen
from indicators.present.words import Words


def docx(report: Report, words: Words) -> bytes:
    """The report as one file. The same report gives the same bytes, on any day and in any time zone.

    raises   WriterMissing if python-docx is not there
    """
    try:
        from indicators.present.report import docx_body, docx_sheet
    except ImportError as error:
        raise WriterMissing("paper.no_writer", found="python-docx", form="DOCX") from error
    document = docx_sheet.new_document(report.language, words)
    docx_sheet.set_properties(document, seen(report.cover.title), seen(report.cover.subtitle), report.dated, report.language)
    docx_body.write(document, report, words)
    return docx_sheet.saved(document)
