"""Reading a CSV file as Excel writes one: its encoding, its delimiter, its headings and its rows."""

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Refusal

MOST_BYTES = 50_000_000
DELIMITERS = ",;\t"

_SAVE_AS_CSV = "Open it in Excel and choose File, Save a copy, CSV UTF-8."
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class RawRow:
    """One row: its number as Excel counts it, and its cells by the file's own headings.

    `is_too_long`: it has more cells than there are headings, so its cells may stand in the wrong columns.
    """

    number: int
    cells: Mapping[str, str]
    is_too_long: bool = False


@dataclass(frozen=True)
class Sheet:
    """A file's headings and those of its rows that are not blank."""

    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]


def read_csv(path: Path) -> Sheet:
    """The sheet in a CSV file. Raises Refusal where the file is no such thing."""
    rows = list(_rows(_text(_bytes(path))))
    if not rows:
        raise Refusal("The file is empty. Its first row should hold the headings of the columns.")
    (_, first), *others = rows
    headings = _headings(first)
    if not others:
        raise Refusal("The file has headings and no rows below them, so there is nothing to take in.")
    return Sheet(headings, tuple(_raw_row(number, headings, cells) for number, cells in others))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal("The file is far larger than any of the seven kinds would be. Is it the right one?")
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal(f"There is no file {path}. Please check its name and folder.") from None
    except IsADirectoryError:
        raise Refusal(f"{path} is a folder. Please name the file in it.") from None
    except OSError as error:
        raise Refusal(f"{path} could not be read: {error.strerror}.") from None


def _text(content: bytes) -> str:
    if content.startswith(_WORKBOOKS):
        raise Refusal(f"This is a workbook or a zip file, not CSV. {_SAVE_AS_CSV}")
    text = _decoded(content)
    if text is None or "\0" in text:
        raise Refusal(f"This is not a text file, so it cannot be CSV. {_SAVE_AS_CSV}")
    return text


def _decoded(content: bytes) -> str | None:
    """Excel's "CSV UTF-8" has a byte order mark, its "Unicode text" is UTF-16, its plain CSV Windows-1252."""
    marked = [encoding for bom, encoding in _BOMS.items() if content.startswith(bom)]
    for encoding in marked or ["utf-8", "windows-1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with its number; cells without spaces around them."""
    declared, text = _declared_delimiter(text)
    for number, cells in enumerate(_parsed(text, declared or _delimiter(text)), start=1):
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield number, stripped


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    number = 0
    # Cut at line ends and nowhere else: a cell may hold other characters that str.splitlines cuts at.
    lines = iter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
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


def _delimiter(text: str) -> str:
    """The one that cuts the headings into most cells."""
    headings = text.lstrip(f"{DELIMITERS}\r\n ").partition("\n")[0]
    return max(DELIMITERS, key=headings.count)


def _headings(cells: list[str]) -> tuple[str, ...]:
    """The headings; a column without one goes by its letter. Raises Refusal where two are the same."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    headings = [heading or f"column {_letter(place)}" for place, heading in enumerate(cells)]
    if len(set(headings)) < len(headings):
        raise Refusal(
            "Two columns have the same heading. Please keep one of them, or check that the first row "
            "holds the headings."
        )
    return tuple(headings)


def _letter(place: int) -> str:
    """What Excel calls the column: 0 is A, 26 is AA."""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _raw_row(number: int, headings: tuple[str, ...], cells: list[str]) -> RawRow:
    padded = cells + [""] * (len(headings) - len(cells))
    return RawRow(
        number=number,
        cells=dict(zip(headings, padded, strict=False)),
        is_too_long=any(cells[len(headings) :]),
    )
