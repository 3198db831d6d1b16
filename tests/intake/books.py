"""Workbooks as tests make them."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from bot.intake import Kind, Sheet, read_file

Workbook = Any
Worksheet = Any
Fill = Callable[[Workbook, Worksheet], object]


def book(*fills: Fill, **named: Fill) -> bytes:
    """A workbook of sheets, each filled by a function; the named ones under their names."""
    written = BytesIO()
    with xlsxwriter.Workbook(written) as workbook:
        for fill in fills:
            fill(workbook, workbook.add_worksheet())
        for name, fill in named.items():
            fill(workbook, workbook.add_worksheet(name))
    return written.getvalue()


def table(*rows: tuple[object, ...], top: int = 0, left: int = 0) -> Fill:
    """Writes the rows as they are."""

    def fill(_workbook: Workbook, sheet: Worksheet) -> None:
        for number, cells in enumerate(rows):
            sheet.write_row(top + number, left, cells)

    return fill


def rezipped(content: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """The workbook with other bytes in some of its parts, or without them where those are None."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        unchanged = {name: before.read(name) for name in before.namelist() if name not in changed}
        for name, part in {**unchanged, **changed}.items():
            if part is not None:
                after.writestr(name, part)
    return written.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as file:
        return file.read(name)


def read(tmp_path: Path, content: bytes, kind: Kind = Kind.PEOPLE, sheet: str | None = None) -> Sheet:
    file = tmp_path / "book.xlsx"
    file.write_bytes(content)
    return read_file(file, kind, sheet=sheet)


def cells(sheet: Sheet) -> list[tuple[int, list[str]]]:
    return [(row.number, list(row.cells.values())) for row in sheet.rows]
