"""The file of a case as a workbook: what it is first, then a sheet for each subject."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from bot.case_file import CaseFile, Cell, Sheet

LONGEST_CELL = 32_767  # characters: Excel takes no more

NUMBER_NOTE = (
    "This file holds the case system's number, as it is for the child's record. Keep it where the record is "
    "kept, and send it nowhere else."
)
OTHERS_NOTE = (
    "It is complete and as written: who answers a request looks through it for what is about other people "
    "before anything is handed over. docs/records.md says how."
)

_WIDTHS = {"Text as written": 60, "Note as written": 40, "Before": 45, "After": 45, "Why": 40}
_WIDTH = 18


def written(held: CaseFile) -> bytes:
    """The workbook."""
    out = io.BytesIO()
    # Nothing that was typed is taken for a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Everything held on a case", "author": held.imprint.made_by})
        writing = _Writing(book, held)
        writing.contents()
        for sheet in held.sheets:
            if sheet.rows:
                writing.sheet(sheet)
    return out.getvalue()


class _Writing:
    def __init__(self, book: Any, held: CaseFile) -> None:
        self._book = book
        self._held = held
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "d mmm yyyy", "align": "left", "valign": "top"})
        self._moment = book.add_format({"num_format": "d mmm yyyy hh:mm", "align": "left", "valign": "top"})

    def contents(self) -> None:
        page = self._page("Contents")
        page.set_column(0, 0, 80)
        page.set_column(1, 1, 10)
        opening = (
            self._held.imprint.marking,
            f"Everything held on case {self._held.reference}",
            self._held.imprint.line,
            NUMBER_NOTE,
            OTHERS_NOTE,
        )
        for row, line in enumerate(opening):
            page.write_string(row, 0, line, self._title if row < 2 else self._plain)
        first = len(opening) + 1
        for column, heading in enumerate(("Sheet", "Rows")):
            page.write_string(first, column, heading, self._head)
        for row, sheet in enumerate(self._held.sheets, first + 1):
            page.write_string(row, 0, sheet.title, self._plain)
            page.write_number(row, 1, len(sheet.rows), self._plain)

    def sheet(self, sheet: Sheet) -> None:
        page = self._page(sheet.title)
        for column, heading in enumerate(sheet.headings):
            page.set_column(column, column, _WIDTHS.get(heading, _WIDTH))
            page.write_string(0, column, heading, self._head)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        line = 1
        for row in sheet.rows:
            line += self._row(page, line, row)

    def _page(self, title: str) -> Any:
        page = self._book.add_worksheet(title)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        marking = self._held.imprint.marking.replace("&", "&&")
        page.set_header(f"&C{marking}")
        page.set_footer(f"&L{title}&RPage &P of &N")
        return page

    def _row(self, page: Any, line: int, row: Sequence[Cell]) -> int:
        """Writes a row and gives how many lines it took: what is too long for a cell goes on below it."""
        deepest = 1
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                parts = [cell[at : at + LONGEST_CELL] for at in range(0, len(cell), LONGEST_CELL)]
                for number, part in enumerate(parts):
                    page.write_string(line + number, column, part, self._plain)
                deepest = max(deepest, len(parts))
            elif isinstance(cell, datetime):
                page.write_datetime(line, column, cell, self._moment)
            elif isinstance(cell, date):
                page.write_datetime(line, column, cell, self._day)
            elif cell is not None:
                page.write_number(line, column, cell, self._plain)
        return deepest
