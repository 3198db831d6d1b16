"""Files that are malformed, odd, or made to do harm, and what is said of each."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

from bot.intake import Kind
from tests.intake.books import book, part, rezipped, table

SECRET = "Alex Wintle"
GOOD = book(table(("name", "role"), ("Robin Vale", "quality"), ("Wren Ashdale", "leader"), (SECRET, "boss")))
SHEET, TEXTS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
MAIN, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*parts: tuple[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", method) as file:
        for name, content in parts:
            file.writestr(name, content)
    return written.getvalue()


def sheet_of(cells: str) -> bytes:
    """The good workbook with other cells in its sheet."""
    xml = f'<worksheet xmlns="m"><sheetData>{cells}</sheetData></worksheet>'
    return rezipped(GOOD, {SHEET: xml.encode()})


def with_macros() -> bytes:
    return rezipped(GOOD, {"xl/vbaProject.bin": OLE})


def declared_with_macros() -> bytes:
    types = part(GOOD, "[Content_Types].xml")
    return rezipped(
        GOOD,
        {
            "[Content_Types].xml": types.replace(
                b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                b"application/vnd.ms-excel.sheet.macroEnabled.main",
            )
        },
    )


def protected() -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le")


def zeros() -> bytes:
    return zipped(("xl/media/image1.png", bytes(300_000_000)))


def lying_zeros() -> bytes:
    """Says in its directory that it holds a thousand bytes where there are many more."""
    content = zipped(("xl/media/image1.png", bytes(30_000_000)))
    return content.replace((30_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def many_parts() -> bytes:
    return zipped(*((f"xl/{number}.xml", b"") for number in range(5_100)))


def shared_again_and_again() -> bytes:
    """A long text that every cell of the sheet refers to."""
    texts = f'<sst uniqueCount="1"><si><t>{"x" * 5_000_000}</t></si></sst>'
    cells = '<c t="s"><v>0</v></c>' * 500
    content = sheet_of("".join(f"<row>{cells}</row>" for _ in range(200)))
    return rezipped(content, {TEXTS: texts.encode()})


def shared_by_numbers_in_pieces() -> bytes:
    """The long text is the one that calamine finds: it reads the number up to the comment."""
    texts = f"<sst><si><t>{'x' * 5_000_000}</t></si>{'<si><t>y</t></si>' * 9}</sst>"
    cells = '<c t="s"><v>0<!-- -->5</v></c>' * 500
    content = sheet_of("".join(f"<row>{cells}</row>" for _ in range(200)))
    return rezipped(content, {TEXTS: texts.encode()})


def announced() -> bytes:
    return rezipped(GOOD, {TEXTS: b'<sst uniqueCount="99999999999999999"></sst>'})


def merged_often() -> bytes:
    xml = b"<worksheet><sheetData/><mergeCells>%s</mergeCells></worksheet>"
    return rezipped(GOOD, {SHEET: xml % (b'<mergeCell ref="A1:B2"/>' * 200_000)})


@dataclass(frozen=True)
class Malformed:
    """A file, and the sentence that refuses it; `is_understood`: it is taken in, and this is what it says."""

    name: str
    make: Callable[[], bytes]
    said: str
    kind: Kind = Kind.PEOPLE
    is_understood: bool = False


def doctype() -> bytes:
    xml = part(GOOD, SHEET).replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)
    return rezipped(GOOD, {SHEET: xml})


def far_away() -> bytes:
    return sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>')


def two_sheets() -> bytes:
    staff = table(("name", "role"), ("Robin Vale", "quality"))
    return book(Staff=staff, Leavers=staff)


def text(content: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: content.encode(encoding)


def audits(*rows: tuple[object, ...]) -> Callable[[], bytes]:
    """A workbook as councils keep them: a title, headings of their own, and these rows."""
    headings = ("Ref", "Date of audit", "Name of auditor", "Judgement", "Moderated by", "Date moderated")
    return lambda: book(table(("Case audits 2025",), (), headings, *rows))


GOOD_AUDIT = ("K7Q2M", "04.03.25", "Alana Brook", "Good")

MALFORMED = (
    Malformed("macros.xlsm", with_macros, "a workbook with macros"),
    Malformed("macros-declared.xlsx", declared_with_macros, "a workbook with macros"),
    Malformed("old.xls", lambda: OLE, "an old version of Office, such as .xls"),
    Malformed("password.xlsx", protected, "protected by a password"),
    Malformed("binary.xlsb", lambda: zipped(("xl/workbook.bin", b"\x83\x01")), "binary workbook (.xlsb)"),
    Malformed(
        "open-document.ods",
        lambda: zipped(("mimetype", b"application/vnd.oasis"), ("content.xml", b"<a/>")),
        "an OpenDocument file, such as .ods",
    ),
    Malformed("letter.docx", lambda: zipped(("word/document.xml", b"<a/>")), "no Excel workbook in it"),
    Malformed("empty.zip", zipped, "no Excel workbook in it"),
    Malformed("four-bytes.xlsx", lambda: b"PK\x03\x04", "damaged or was not copied whole"),
    Malformed("half-copied.xlsx", lambda: GOOD[: len(GOOD) // 2], "damaged or was not copied whole"),
    Malformed("broken-sheet.xlsx", lambda: rezipped(GOOD, {SHEET: b"<worksheet><sheetData>"}), "damaged"),
    Malformed("no-sheet.xlsx", lambda: rezipped(GOOD, {SHEET: None}), "no visible sheet with cells"),
    Malformed("no-texts.xlsx", lambda: rezipped(GOOD, {TEXTS: None}), "damaged or was not copied whole"),
    Malformed(
        "odd-compression.xlsx",
        lambda: zipped((SHEET, b"<a/>"), method=ZIP_BZIP2),
        "put together as Excel puts none together",
    ),
    Malformed("doctype.xlsx", doctype, "declares a DOCTYPE"),
    Malformed("zip-bomb.xlsx", zeros, "Unpacked, the file is far larger"),
    Malformed("lying-sizes.xlsx", lying_zeros, "damaged or was not copied whole"),
    Malformed("five-thousand-parts.xlsx", many_parts, "more parts than any workbook"),
    Malformed("shared-text-bomb.xlsx", shared_again_and_again, "holds far more text"),
    Malformed("announced-texts.xlsx", announced, "holds far more texts"),
    Malformed("merged-everywhere.xlsx", merged_often, "far too many merged cells"),
    Malformed("cell-far-away.xlsx", far_away, "The cells reach as far as XFD1048576"),
    Malformed("two-sheets.xlsx", two_sheets, "More than one sheet could be meant"),
    Malformed("headings-alone.xlsx", lambda: book(table(("name", "role"))), "no rows below them"),
    Malformed("no-headings.xlsx", lambda: book(table(("a", "b"), ("c", "d"))), "These columns are missing"),
    Malformed("empty.csv", text(""), "The file is empty"),
    Malformed("picture.csv", lambda: b"\x89PNG\r\n\x1a\n\0\0\0", "This is not a text file"),
    Malformed("report.pdf", text("%PDF-1.7\n%binary\n"), "These columns are missing"),
    Malformed("page.xls", text("<html><table><tr><td>name</td></tr></table>"), "These columns are missing"),
    Malformed("open-quote.csv", text('name,role\n"Robin Vale,quality\n'), "has a quotation mark"),
    Malformed("same-heading.csv", text("name,name,role\nA,B,quality\n"), "have the same heading"),
    Malformed(
        "slipped-cells.csv", text("name,role\nVale, Robin,quality\n"), "more cells than there are headings"
    ),
    Malformed("wrong-word.csv", text("name,role\nRobin Vale,boss\n"), "role: this word is not known here"),
    Malformed(
        "formula-error.xlsx",
        lambda: book(table(("name", "role"), ("Robin Vale", "#N/A"))),
        "a formula has no result in this cell",
    ),
    Malformed(
        "month-alone.xlsx",
        audits(("K7Q2M", "Oct 2018", "Alana Brook", "Good")),
        "this is a month without a day",
        Kind.AUDITS,
    ),
    Malformed(
        "three-grades.xlsx",
        audits(("K7Q2M", "04.03.25", "Alana Brook", "Good/RI/Good")),
        "the cell holds more than two grades",
        Kind.AUDITS,
    ),
    Malformed(
        "two-say-otherwise.xlsx",
        audits(GOOD_AUDIT, (*GOOD_AUDIT[:3], "RI")),
        "row 4 is about the same thing and says otherwise",
        Kind.AUDITS,
    ),
    Malformed(
        "unknown-case.xlsx",
        audits(("99999", *GOOD_AUDIT[1:])),
        "there is no case of that reference or number",
        Kind.AUDITS,
    ),
    Malformed(
        "own-moderator.xlsx",
        audits((*GOOD_AUDIT[:3], "Good/RI", "Alana Brook", "05.03.25")),
        "nobody moderates their own audit",
        Kind.AUDITS,
    ),
    Malformed(
        "utf-16.csv", text("name\trole\nÉva Ashdale\tquality\n", "utf-16"), "1 added", is_understood=True
    ),
    Malformed(
        "semicolons.csv", text("sep=;\nname;role\nRobin Vale;quality\n"), "1 added", is_understood=True
    ),
    Malformed(
        "as-text.xls",
        lambda: book(table(("name", "role"), ("Robin Vale", "quality"), ("Wren Ashdale", "leader"))),
        "2 added",
        is_understood=True,
    ),
    Malformed(
        "grades-in-one-cell.xlsx",
        audits(
            ("K7Q2M", "w/c 3 Mar 25", "Alana Brook", "G (mod RI)", "Grace Obi", "7th March 2025"),
            ("1002", "4th March 2025", "Alana Brook", "Ofsted 3"),
            ("K7Q2M", "05/03/25", "Alana Brook", "RI -> Good"),
        ),
        "3 added",
        Kind.AUDITS,
        is_understood=True,
    ),
)
