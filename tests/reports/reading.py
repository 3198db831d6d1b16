"""Reading workbooks back, as another program does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Read:
    """A sheet: what stands above its headings, the headings, and its rows by heading."""

    above: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Mapping[str, Any]] = field(default=())
    below: Sequence[str] = ()

    def column(self, heading: str) -> list[Any]:
        return [row[heading] for row in self.rows]


def sheet(content: bytes, name: str) -> Read:
    """The sheet of that name. The headings follow the first blank row, and the next one ends the table."""
    rows = rows_of(content, name)
    blanks = [number for number, row in enumerate(rows) if not any(cell not in ("", None) for cell in row)]
    top = blanks[0] + 1
    end = blanks[1] if len(blanks) > 1 else len(rows)
    headings = [cell for cell in rows[top] if cell]
    return Read(
        above=[row[0] for row in rows[:top] if row[0]],
        headings=headings,
        rows=[dict(zip(headings, row, strict=False)) for row in rows[top + 1 : end]],
        below=[row[0] for row in rows[end:] if row[0]],
    )


def rows_of(content: bytes, name: str) -> Rows:
    """All rows of a sheet, the first included."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()


def names(content: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names


def everything(content: bytes) -> dict[str, Rows]:
    """Every cell of every sheet."""
    return {name: rows_of(content, name) for name in names(content)}


def part(content: bytes, name: str) -> str:
    """A part of the file as text."""
    with ZipFile(BytesIO(content)) as file:
        return file.read(name).decode()


def parts(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as file:
        return file.namelist()
