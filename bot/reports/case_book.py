"""What is held on a case or a person as a workbook: what it is first, then a sheet for each subject."""

import io
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import xlsxwriter  # type: ignore[import-untyped]

from bot.case_file import Cell, Sheet
from bot.reports.imprint import Imprint

LONGEST_CELL = 32_767  # characters: Excel takes no more

EMPTY_NOTE = "Columns in which nothing stands are left out."

_WIDTHS = {"Text as written": 60, "Note as written": 40, "Before": 45, "After": 45, "Why": 40, "Number": 9}
_WIDTH = 18
_CONTENTS_WIDTH = 90
_LINE, _HIGHEST = 15, 409  # points: Excel takes no higher row


class Held(Protocol):
    """What is written: what it is called, what is to be known before it is handed on, and its sheets.

    `file_title` is what the file says of itself, which is not for its readers alone: it names nobody.
    """

    @property
    def file_title(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def notes(self) -> Sequence[str]: ...

    @property
    def sheets(self) -> Sequence[Sheet]: ...

    @property
    def imprint(self) -> Imprint: ...


def written(held: Held) -> bytes:
    """The workbook."""
    out = io.BytesIO()
    # Nothing that was typed is taken for a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": held.file_title, "author": held.imprint.made_by})
        writing = _Writing(book, held)
        writing.contents()
        for sheet in held.sheets:
            if sheet.rows:
                writing.sheet(sheet)
    return out.getvalue()


class _Writing:
    def __init__(self, book: Any, held: Held) -> None:
        self._book = book
        self._held = held
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})
        self._number = book.add_format({"align": "left", "valign": "top"})
        self._day = book.add_format({"num_format": "d mmm yyyy", "align": "left", "valign": "top"})
        self._moment = book.add_format({"num_format": "d mmm yyyy hh:mm", "align": "left", "valign": "top"})

    def contents(self) -> None:
        page = self._page("Contents")
        page.set_column(0, 0, _CONTENTS_WIDTH)
        page.set_column(1, 1, 10)
        opening = (
            self._held.imprint.marking,
            self._held.title,
            self._held.imprint.line,
            *self._held.notes,
            EMPTY_NOTE,
        )
        for row, line in enumerate(opening):
            page.set_row(row, _height([(line, _CONTENTS_WIDTH)]) + (4 if row < 2 else 0))
            page.write_string(row, 0, line, self._title if row < 2 else self._plain)
        first = len(opening) + 1
        for column, heading in enumerate(("Sheet", "Rows")):
            page.write_string(first, column, heading, self._head)
        for row, sheet in enumerate(self._held.sheets, first + 1):
            page.write_string(row, 0, sheet.title, self._plain)
            page.write_number(row, 1, len(sheet.rows), self._plain)

    def sheet(self, sheet: Sheet) -> None:
        page = self._page(sheet.title)
        shown = [at for at in range(len(sheet.headings)) if any(_is_said(row[at]) for row in sheet.rows)]
        headings = [sheet.headings[at] for at in shown]
        widths = [_WIDTHS.get(heading, _WIDTH) for heading in headings]
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, heading, self._head)
        page.set_row(0, _height(zip(headings, widths, strict=True)))
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        line = 1
        for row in sheet.rows:
            line += self._row(page, line, [row[at] for at in shown], widths)

    def _page(self, title: str) -> Any:
        page = self._book.add_worksheet(title)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        marking = self._held.imprint.marking.replace("&", "&&")
        page.set_header(f"&C{marking}")
        page.set_footer(f"&L{title}&RPage &P of &N")
        return page

    def _row(self, page: Any, line: int, row: Sequence[Cell], widths: Sequence[int]) -> int:
        """Writes a row and gives how many it took: what is too long for a cell goes on below it."""
        parts = [_parts(cell) for cell in row]
        deepest = max(map(len, parts))
        for number in range(deepest):
            cells = [part[number] if number < len(part) else None for part in parts]
            page.set_row(line + number, _height(zip(cells, widths, strict=True)))
            for column, cell in enumerate(cells):
                self._cell(page, line + number, column, cell)
        return deepest

    def _cell(self, page: Any, line: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            page.write_string(line, column, cell, self._plain)
        elif isinstance(cell, datetime):
            page.write_datetime(line, column, cell, self._moment)
        elif isinstance(cell, date):
            page.write_datetime(line, column, cell, self._day)
        elif cell is not None:
            page.write_number(line, column, cell, self._number)


def _is_said(cell: Cell) -> bool:
    return cell not in (None, "")


def _parts(cell: Cell) -> list[Cell]:
    if not isinstance(cell, str):
        return [cell]
    return [cell[at : at + LONGEST_CELL] for at in range(0, len(cell), LONGEST_CELL)] or [None]


def _height(cells: Iterable[tuple[Cell, int]]) -> int:
    """How high a row is in which all of the texts can be read, at these widths in characters."""
    lines = max((_lines(cell, width) for cell, width in cells if isinstance(cell, str)), default=1)
    return min(lines * _LINE, _HIGHEST)


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(line) * 1.1 / width)) for line in text.split("\n"))
