"""Files made for tests, byte by byte, good ones and hostile ones. Nothing here is taken from anybody's file."""

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

HEADER = ("Stadt", "Indikator", "Zeitraum", "Wert")
ROWS = (HEADER, ("Dortmund", "Arbeitslosenquote", "2023", "11,5"), ("Dortmund", "Arbeitslosenquote", "2024", "11,7"))
TABLE = "".join(";".join(row) + "\n" for row in ROWS)
CSV = TABLE.encode()


# -- ZIP


def zipped(parts: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def claiming(data: bytes, size: int) -> bytes:
    """The same ZIP, its directory claiming another size of every part."""
    changed = bytearray(data)
    for match in re.finditer(b"PK\x01\x02", data):
        struct.pack_into("<I", changed, match.start() + 24, size)
    return bytes(changed)


def locked(data: bytes) -> bytes:
    """The same ZIP, its parts marked as encrypted."""
    changed = bytearray(data)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(sign), data):
            changed[match.start() + offset] |= 1
    return bytes(changed)


def named(name: str, content: bytes = CSV) -> bytes:
    """A ZIP whose one part has a name that no tool would write."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, content)
    return target.getvalue()


# -- workbooks

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def xlsx_parts(rows: tuple[tuple[str, ...], ...] = ROWS, *, cells: str = "", state: str = "") -> dict[str, bytes | str]:
    """The parts of the smallest workbook that Excel opens. `cells` is XML behind the rows, `state` hides the sheet."""
    lines = "".join(
        f'<row r="{line}">'
        + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' for cell in row)
        + "</row>"
        for line, row in enumerate(rows, start=1)
    )
    sheet_state = f' state="{state}"' if state else ""
    return {
        "[Content_Types].xml": _XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": _XML + f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": _XML + f'<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}"><sheets>'
        f'<sheet name="Tabelle1" sheetId="1"{sheet_state} r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _XML + f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": _XML + f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}{cells}</sheetData></worksheet>',
    }


def xlsx(**changes: str) -> bytes:
    return zipped(xlsx_parts(**changes))  # type: ignore[arg-type]


def xlsx_with(name: str, content: bytes | str) -> bytes:
    """A workbook with one further or other part."""
    return zipped(xlsx_parts() | {name: content})


def xlsx_with_doctype(part: str, doctype: str, encoding: str = "utf-8") -> bytes:
    parts = xlsx_parts()
    text = str(parts[part]).replace('encoding="UTF-8"', f'encoding="{encoding.upper()}"')
    end = text.index("?>") + 2
    parts[part] = (text[:end] + doctype + text[end:]).encode(encoding)
    return zipped(parts)


def ods_parts(rows: tuple[tuple[str, ...], ...] = ROWS) -> dict[str, bytes | str]:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": _XML + f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>',
        "content.xml": _XML + f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Blatt">{lines}'
        "</table:table></office:spreadsheet></office:body></office:document-content>",
    }


def ods_with(changes: Mapping[str, bytes | str]) -> bytes:
    return zipped(ods_parts() | dict(changes), method=zipfile.ZIP_STORED)


def compound(*streams: str) -> bytes:
    """The smallest compound file (OLE) with a root and these empty streams ([MS-CFB], sections 2.2 and 2.6)."""
    end, free, table_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    sectors = -(-(len(streams) + 1) // 4)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += struct.pack("<108I", *[free] * 108)
    chain = [table_sector, *range(2, sectors + 1), end]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    directory = b"".join(_entry(name, 5 if name == "Root Entry" else 2, end) for name in ("Root Entry", *streams))
    return header + table + directory.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, start: int) -> bytes:
    free = 0xFFFFFFFF
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, free, free, free)
        + bytes(36)
        + struct.pack("<IQ", start, 0)
    )


# -- what a bad file may be; the names are those in cases/bad_files.toml


def _line(text: str, line: int, change: Callable[[bytes], bytes], encoding: str = "utf-8") -> bytes:
    """A table with one line changed as bytes."""
    lines = text.encode(encoding).split(b"\n")
    lines[line - 1] = change(lines[line - 1])
    return b"\n".join(lines)


_MEN = "Dortmund;Arbeitslosenquote;Männer"
_UMLAUTS = f"Stadt;Indikator;Gruppe;Zeitraum;Wert\n{_MEN};2023;11,5\n{_MEN};2024;11,7\n"


def _row(number: int, value: str) -> str:
    city = ("Dortmund", "Krefeld", "Kassel", "Stuttgart")[number % 4]
    return f"{city};Arbeitslosenquote;{1910 + number // 4 % 110}-{number // 440 + 1:02d};{value}\n"


def _long(last: str) -> bytes:
    """A table of 1,002 lines, the last one with another value."""
    rows = "".join(_row(number, f"{number % 90},{number % 10}") for number in range(1000))
    return f"{';'.join(HEADER)}\n{rows}{_row(1000, last)}".encode()


_DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_STATUS = {
    "Ident": {"Service": "data", "Method": "tablefile"},
    "Status": {"Code": 104, "Content": "Es gibt keine Objekte zum angegebenen Selektionskriterium", "Type": "Information"},
}

BUILDERS: dict[str, Callable[[], bytes]] = {
    # encodings
    "UTF-16 without mark": lambda: TABLE.encode("utf-16-le"),
    "UTF-16 big end first without mark": lambda: TABLE.encode("utf-16-be"),
    "UTF-16 cut inside a letter": lambda: b"\xff\xfe" + TABLE.encode("utf-16-le")[:-1],
    "UTF-16 with half a pair": lambda: b"\xff\xfe" + "Stadt;Indikator\n".encode("utf-16-le") + b"\x00\xd8A\x00",
    "UTF-16 with NUL": lambda: ("\ufeff" + TABLE.replace("11,7", "11,7\0")).encode("utf-16-le"),
    "NUL in line 3": lambda: _line(TABLE, 3, lambda line: line + b"\0"),
    "NUL bytes only": lambda: bytes(100),
    "UTF-8 and cp1252 mixed": lambda: _line(_UMLAUTS, 3, lambda line: line.replace("ä".encode(), b"\xe4")),
    "UTF-8 cut inside a letter": lambda: (_UMLAUTS + "Dortmund;Arbeitslosenquote;M").encode() + b"\xc3",
    "UTF-8 too long": lambda: _line(_UMLAUTS, 2, lambda line: line.replace(b"2023", b"2\xc0\xb023")),
    "DOS letters": lambda: _UMLAUTS.replace("Dortmund", "Köln").encode("cp850"),
    "DOS letter that cp1252 lacks": lambda: _UMLAUTS.replace("Männer", "Düren").encode("cp850"),
    "mojibake": lambda: _line(_UMLAUTS, 3, lambda line: line.decode().encode().decode("cp1252").encode()),
    "mojibake in the header": lambda: CSV.replace(b"Stadt", "SchlÃ¼ssel".encode()),
    "mojibake twice": lambda: _UMLAUTS.encode().decode("cp1252").encode().decode("cp1252").encode(),
    "lost letters": lambda: _UMLAUTS.replace("ä", "\ufffd").encode(),
    "mark read as letters": lambda: "ï»¿".encode() + CSV,
    # a fault far below
    "style contradicts itself in line 1002": lambda: _long("11.7"),
    "contradiction in line 502": lambda: ("".join(_long("11,7").decode().splitlines(True)[:501]) + _row(0, "99,9")).encode(),
    # shapes
    "10,000 columns": lambda: (";".join(["Stadt", "Indikator", *map(str, range(10_000))]) + "\n").encode() + CSV,
    "10,000 columns below a title": lambda: b"Titel\n\n" + b";" * 10_000 + b"\n" + CSV,
    "one line of 5 MB": lambda: CSV + b"x" * 5_000_000 + b"\n" + CSV,
    "5 MB without a line end": lambda: b"Stadt;Indikator;Zeitraum;Wert;" * 170_000,
    "cell of 200,000 letters": lambda: CSV + b'"' + b"x" * 200_000 + b'";Arbeitslosenquote;2022;11,1\n',
    "more than 50 MB": lambda: CSV + b"\n" * (50 << 20),
    # other kinds of file
    "PDF": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "PostScript": lambda: b"%!PS-Adobe-3.0\n",
    "RTF": lambda: rb"{\rtf1\ansi Stadt;Indikator}",
    "PNG": lambda: b"\x89PNG\r\n\x1a\n" + bytes(16),
    "JPEG": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(16),
    "GIF": lambda: b"GIF89a" + bytes(16),
    "TIFF": lambda: b"II*\0" + bytes(16),
    "BMP": lambda: b"BM" + struct.pack("<IHHI", 200, 0, 0, 54) + bytes(186),
    "WebP": lambda: b"RIFF\x24\0\0\0WEBPVP8 " + bytes(16),
    "HEIC": lambda: b"\0\0\0\x18ftypheic" + bytes(16),
    "SVG": lambda: b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "gzip": lambda: b"\x1f\x8b\x08\0" + bytes(20),
    "7z": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(20),
    "RAR": lambda: b"Rar!\x1a\x07\x01\0" + bytes(20),
    "bzip2": lambda: b"BZh91AY&SY" + bytes(20),
    "xz": lambda: b"\xfd7zXZ\0" + bytes(20),
    "tar": lambda: b"tabelle.csv".ljust(257, b"\0") + b"ustar\x0000" + bytes(248),
    "Windows program": lambda: b"MZ\x90\0\x03\0\0\0" + bytes(60) + b"PE\0\0",
    "Linux program": lambda: b"\x7fELF\x02\x01\x01" + bytes(60),
    "script": lambda: b"#!/bin/sh\nrm -rf /\n",
    "SQLite": lambda: b"SQLite format 3\0" + bytes(84),
    "Parquet": lambda: b"PAR1" + bytes(20) + b"PAR1",
    "error page": lambda: b"<!DOCTYPE html>\n<html><head>\n<title>502 Bad\n Gateway</title></head><body></body></html>\n",
    "login page behind blank lines": lambda: b"\n\n  <html lang=de><h1>Bitte anmelden</h1><script>var a;</script></html>",
    "HTML table named xls": lambda: b"<table><tr><td>Stadt</td><td>Indikator</td></tr></table>",
    "HTML in UTF-16": lambda: "<html><title>Fehler</title></html>".encode("utf-16"),
    "XML": lambda: b'<?xml version="1.0"?>\n<data><row city="Dortmund"/></data>\n',
    "XML spreadsheet of 2003": lambda: b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>\n',
    "JSON status of GENESIS": lambda: json.dumps(_STATUS, ensure_ascii=False).encode(),
    "JSON message": lambda: b'{"error": {"code": 401, "message": "Token abgelaufen"}}',
    "JSON with broken end": lambda: b'{"Status": {"Code": 98, "Content": "Zu viele Werte',
    "JSON list": lambda: b'[["Stadt", "Wert"], ["Dortmund", 11.7]]',
    "JSON nested without end": lambda: b"[" * 100_000,
    "e-mail": lambda: b"From: amt@example.org\nTo: stadt@example.org\nSubject: Zahlen\n\nanbei\n",
    # compound files
    "password-protected xlsx": lambda: compound("EncryptionInfo", "EncryptedPackage"),
    "xls with macros": lambda: compound("Workbook", "_VBA_PROJECT_CUR", "VBA"),
    "Word document (doc)": lambda: compound("WordDocument", "1Table"),
    "slides (ppt)": lambda: compound("PowerPoint Document"),
    "mail of Outlook (msg)": lambda: compound("__properties_version1.0"),
    "compound file without a workbook": lambda: compound("Etwas"),
    "compound file cut off": lambda: compound("Workbook")[:700],
    "xls with an empty workbook stream": lambda: compound("Workbook"),
    # ZIP
    "ZIP cut off": lambda: zipped({"a.csv": CSV})[:-30],
    "ZIP with wrong checksum": lambda: zipped({"a.csv": CSV}, method=zipfile.ZIP_STORED).replace(b"Dortmund", b"Dortmond", 1),
    "empty ZIP": lambda: zipped({}),
    "ZIP with folders only": lambda: zipped({"ordner/": b"", "__MACOSX/._a": b"x"}),
    "ZIP with two tables": lambda: zipped({"a_2023.csv": CSV, "a_2024.csv": CSV, "lies.txt": b"x"}),
    "ZIP with a PDF": lambda: zipped({"bericht.pdf": b"%PDF-1.7"}),
    "ZIP with a workbook": lambda: zipped({"tabelle.xlsx": xlsx()}),
    "ZIP in a ZIP": lambda: zipped({"innen.zip": zipped({"a.csv": CSV})}),
    "ZIP in a ZIP named csv": lambda: zipped({"a.csv": zipped({"a.csv": CSV})}),
    "ZIP with an error page": lambda: zipped({"a.csv": b"<html><title>Fehler 500</title></html>"}),
    "ZIP with an empty table": lambda: zipped({"a.csv": b""}),
    "ZIP with a broken table": lambda: zipped({"a.csv": _line(TABLE, 2, lambda line: b'"' + line)}),
    "ZIP with password": lambda: locked(zipped({"a.csv": CSV})),
    "ZIP packed by bzip2": lambda: zipped({"a.csv": CSV}, method=zipfile.ZIP_BZIP2),
    "ZIP path upwards": lambda: named("../../etc/cron.d/a.csv"),
    "ZIP path upwards for Windows": lambda: named("a\\..\\..\\b.csv"),
    "ZIP path from the root": lambda: named("/etc/passwd.csv"),
    "ZIP path with a drive": lambda: named("C:\\a.csv"),
    "ZIP claiming 4 GB": lambda: claiming(zipped({"a.csv": CSV}), 0xFFFFFFFE),
    "ZIP claiming less than it holds": lambda: claiming(zipped({"a.csv": CSV * 1000}), 10),
    "ZIP of 6,000 files": lambda: zipped({f"{number}.csv": b"" for number in range(6000)}),
    "ZIP with one name twice": lambda: _twice("a.csv"),
    "Word document (docx)": lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
    "slides (pptx)": lambda: zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}),
    "text document (odt)": lambda: ods_with({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "Numbers": lambda: zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}),
    # workbooks
    "xlsm with macros": lambda: xlsx_with("xl/vbaProject.bin", b"\xd0\xcf"),
    "xlsx with a hidden sheet only": lambda: xlsx(state="hidden"),
    "xlsx with a very hidden sheet only": lambda: xlsx(state="veryHidden"),
    "xlsx without a cell": lambda: xlsx(rows=()),  # type: ignore[arg-type]
    "xlsx cut off": lambda: xlsx()[:-200],
    "xlsx with broken XML": lambda: xlsx_with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"),
    "xlsx without its sheet": lambda: zipped({name: part for name, part in xlsx_parts().items() if "sheet1" not in name}),
    "xlsx with entities in the sheet": lambda: xlsx_with_doctype("xl/worksheets/sheet1.xml", _DOCTYPE),
    "xlsx with entities in UTF-16": lambda: xlsx_with_doctype("xl/worksheets/sheet1.xml", _DOCTYPE, "utf-16"),
    "xlsx that refers to a file": lambda: xlsx_with_doctype("xl/workbook.xml", '<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
    "xlsx with entities in a part nobody reads": lambda: xlsx_with("docProps/app.xml", _XML + _DOCTYPE + "<x>&b;</x>"),
    "xlsx with one cell at its far end": lambda: xlsx(
        cells='<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    ),
    "xlsx with 16,000 columns": lambda: xlsx(cells='<row r="9"><c r="WQJ9" t="inlineStr"><is><t>x</t></is></c></row>'),
    "xlsx claiming 4 GB": lambda: claiming(xlsx(), 0xFFFFFFFE),
    "xlsx claiming less than it holds": lambda: claiming(xlsx(), 10),
    "ods with entities": lambda: ods_with({"content.xml": str(ods_parts()["content.xml"]).replace("\n", "\n" + _DOCTYPE, 1)}),
    "ods with password": lambda: ods_with({"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
}  # fmt: skip


def _twice(name: str) -> bytes:
    return zipped({name: CSV, "b" + name[1:]: CSV}).replace(b"b" + name[1:].encode(), name.encode())
