"""Reading a CSV file as Excel writes one: its encoding, its delimiter and its rows."""

import codecs
import csv
import re
from collections.abc import Iterator

from bot.errors import Refusal
from bot.intake.rows import Line, Table

DELIMITERS = ",;\t"

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Lines end here and nowhere else: a cell may hold other characters that str.splitlines cuts at.
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")


def read(content: bytes) -> list[Table]:
    """What a CSV file holds, by each delimiter that it may have, the likeliest first.

    Raises Refusal where the file is no such thing.
    """
    text = _decoded(content)
    if text is None or "\0" in text:
        raise Refusal(
            "This is not a text file, so it cannot be CSV. "
            "Open it in Excel and choose File, Save a copy, Excel workbook (.xlsx)."
        )
    declared, text = _declared_delimiter(text)
    return [_table(text, delimiter) for delimiter in ([declared] if declared else _likeliest(text))]


def _table(text: str, delimiter: str) -> Table:
    return Table(lambda: _lines(text, delimiter), can_slip=True)


def _decoded(content: bytes) -> str | None:
    """Excel's "CSV UTF-8" has a byte order mark, its "Unicode text" is UTF-16, its plain CSV Windows-1252."""
    marked = [encoding for bom, encoding in _BOMS.items() if content.startswith(bom)]
    for encoding in marked or ["utf-8", "windows-1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    """The rows that are not blank; cells without spaces around them."""
    for number, cells in enumerate(_parsed(text, delimiter), start=1):
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield Line(number, stripped)


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    number = 0
    lines = (f"{line[1]}\n" for line in _LINE.finditer(text))
    try:
        for cells in csv.reader(lines, delimiter=delimiter, strict=True):
            number += 1
            yield cells
    except csv.Error:
        raise Refusal(
            f"Row {number + 1} has a quotation mark that does not end, or that stands in the middle of a "
            "cell. Please mend it there, or save the file from Excel again."
        ) from None


def _declared_delimiter(text: str) -> tuple[str | None, str]:
    """Excel obeys a first line "sep=;" and does not count it as a row."""
    line, _, rest = text.partition("\n")
    declared = line.rstrip("\r ")
    if declared.startswith("sep=") and declared[4:] and declared[4:] in DELIMITERS:
        return declared[4:], rest
    return None, text


def _likeliest(text: str) -> list[str]:
    """The delimiters, first the one that cuts the first row into most cells."""
    first = text.lstrip(f"{DELIMITERS}\r\n ").partition("\n")[0]
    return sorted(DELIMITERS, key=first.count, reverse=True)
