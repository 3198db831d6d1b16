"""Workbooks: sheets that read well on a screen and in print, with real dates and text that stays text.

The same record at the same moment gives the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from enum import Enum, auto
from io import BytesIO
from textwrap import wrap
from typing import Any

from bot.reports.imprint import Imprint
from bot.rules.small_numbers import WITHHELD, shown, withheld

MOST_PRINTED = 80  # characters of a marking or a title: Excel reads 255 of a page's header
SHEET_OF_LISTS = "Lists"
A3, A4 = 8, 9
# How many characters stand beside each other on A4 before they are too small to read.
WIDEST_ON_A4 = 150
LINE = 13.5  # points
A_LINE = 1.2  # so many letters of a text stand in the width of one figure
AS_TEXT = 49  # the number of the format
MOST_LINES = 30  # Excel shows no higher row
NOTHING = "There is nothing to list."

# A cell: None is a blank one.
Cell = str | int | date | None


class Holds(Enum):
    """What a column's cells are."""

    TEXT = auto()
    DAY = auto()
    COUNT = auto()


@dataclass(frozen=True)
class Column:
    """A column. `width` is in characters, `choices` are the only values that it takes.

    `may_change`: it is for filling in, and is shaded as such.
    """

    heading: str
    width: int
    holds: Holds = Holds.TEXT
    choices: Sequence[str] = ()
    may_change: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class Stacked:
    """A chart of stacked columns, drawn from another sheet of the book: one for each of its rows.

    `names` is the column of that sheet that names them, `series` are those that hold the counts. `finding` is
    said to whoever cannot see it.
    """

    title: str
    finding: str
    sheet: str
    names: int
    series: Sequence[int]
    across: str
    up: str


@dataclass(frozen=True)
class Sheet:
    """One table with its headings; `says` are sentences above it and `below` those under it.

    `kept` columns stay in sight at the left. `is_long`: rows are written as they come, and not held.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    says: Sequence[str] = ()
    below: Sequence[str] = ()
    kept: int = 1
    chart: Stacked | None = None


@dataclass(frozen=True)
class Book:
    """A workbook: its name in the document's properties, and its sheets in order."""

    title: str
    imprint: Imprint
    sheets: Sequence[Sheet]
    is_long: bool = False


def write(book: Book) -> bytes:
    """The workbook as a file."""
    return _Writer(book).written()


def explained(name: str, title: str, lines: Iterable[tuple[str, str]]) -> Sheet:
    """A sheet that says what things mean, a line for each."""
    return Sheet(name, title, (Column("What", 26), Column("What it means", 100)), list(lines))


def counted(count: int, fewest: int) -> Cell:
    """A count that stands alone: a number, or words where it is left out."""
    return shown(count, fewest) if 0 < count < fewest else count


def parts(counts: Sequence[int], fewest: int) -> Sequence[Cell]:
    """The counts of a row that is printed with its total, those that are left out in words."""
    return [WITHHELD if one is None else one for one in withheld(counts, fewest, has_total=True)]


def left_out(fewest: int) -> Sequence[str]:
    """What to say under a table whose small counts are left out."""
    if not fewest:
        return []
    return [f"Counts under {fewest} are left out, and others where they could be reckoned from the rest."]


@dataclass(frozen=True)
class _Span:
    """The rows in which a table's entries stand, counted from 0."""

    first: int
    last: int


class _Writer:
    """Writes a book, sheet by sheet and row by row."""

    def __init__(self, book: Book) -> None:
        from xlsxwriter import Workbook, utility  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

        self._book = book
        self._file = BytesIO()
        self._names_of: Any = utility
        self._workbook: Any = Workbook(self._file, {"constant_memory": book.is_long})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._spans: dict[str, _Span] = {}
        self._workbook.set_properties(
            {
                "title": book.title,
                "author": book.imprint.made_by,
                "category": book.imprint.marking,
                "created": book.imprint.made_at.astimezone(UTC).replace(tzinfo=None),
            }
        )

    def written(self) -> bytes:
        """The file's bytes."""
        sheets = [(sheet, self._workbook.add_worksheet(sheet.name)) for sheet in self._book.sheets]
        lists = self._lists()
        for sheet, page in sheets:
            self._spans[sheet.name] = self._fill(sheet, page, lists)
        for sheet, page in sheets:
            if sheet.chart is not None:
                self._draw(sheet, page, sheet.chart)
        self._workbook.close()
        return self._file.getvalue()

    def _lists(self) -> Mapping[str, str]:
        """Puts the choices of every column on a hidden sheet; gives where they stand, by heading."""
        columns = [column for sheet in self._book.sheets for column in sheet.columns if column.choices]
        if not columns:
            return {}
        page = self._workbook.add_worksheet(SHEET_OF_LISTS)
        page.hide()
        longest = max(len(column.choices) for column in columns)
        for row in range(longest):
            for place, column in enumerate(columns):
                if row < len(column.choices):
                    page.write_string(row, place, column.choices[row])
        span = self._names_of.xl_range_abs
        return {
            column.heading: f"={SHEET_OF_LISTS}!{span(0, place, len(column.choices) - 1, place)}"
            for place, column in enumerate(columns)
        }

    def _fill(self, sheet: Sheet, page: Any, lists: Mapping[str, str]) -> _Span:
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width, None, {"hidden": column.is_hidden})
        top = self._head(sheet, page)
        self._headings(sheet, page, top)
        formats = [self._body(column) for column in sheet.columns]
        row = top
        for row, cells in enumerate(sheet.rows, start=top + 1):
            page.set_row(row, _height(sheet.columns, cells))
            for place, (cell, style) in enumerate(zip(cells, formats, strict=True)):
                _put(page, row, place, cell, style)
        span = _Span(top + 1, row)
        if row > top:
            page.autofilter(top, 0, row, len(sheet.columns) - 1)
            table = self._names_of.xl_range(top, 0, row, len(sheet.columns) - 1)
            page.ignore_errors({"number_stored_as_text": table})
            _offer(sheet, page, span, lists)
        last = self._foot(sheet, page, row + 1, is_empty=row == top)
        page.freeze_panes(top + 1, sheet.kept)
        self._set_up_print(sheet, page, top, last)
        return span

    def _head(self, sheet: Sheet, page: Any) -> int:
        """The title, the marking, who made it and what to know; gives the row of the headings."""
        imprint = self._book.imprint
        page.set_row(0, 24)
        page.write_string(0, 0, sheet.title, self._format(bold=True, font_size=16))
        page.write_string(1, 0, imprint.marking, self._format(bold=True))
        row = 2
        for sentence in (imprint.line, *sheet.says):
            row = self._say(sheet, page, row, sentence)
        return row + 1

    def _say(self, sheet: Sheet, page: Any, row: int, sentence: str) -> int:
        """A sentence over as many rows as it takes; gives the row below it."""
        plain = self._format()
        for line in wrap(sentence, _width(sheet)) or [""]:
            page.write_string(row, 0, line, plain)
            row += 1
        return row

    def _headings(self, sheet: Sheet, page: Any, row: int) -> None:
        # Bold, and with the button of the filter beside them.
        narrow = [Column("", max(1, column.width - 3)) for column in sheet.columns]
        page.set_row(row, 4 + _height(narrow, [column.heading for column in sheet.columns]))
        for place, column in enumerate(sheet.columns):
            shade = "#FFF2CC" if column.may_change else "#D9E2EC"
            side = {"indent": 1} if column.holds is Holds.TEXT else {"align": "center"}
            style = self._format(
                bold=True, text_wrap=True, valign="vcenter", bg_color=shade, border=1, **side
            )
            page.write_string(row, place, column.heading, style)

    def _body(self, column: Column) -> Any:
        # What is typed into a cell of text stays text, too.
        forms: dict[Holds, dict[str, Any]] = {
            Holds.TEXT: {"num_format": AS_TEXT, "text_wrap": True, "align": "left", "indent": 1},
            Holds.DAY: {"num_format": "dd/mm/yyyy", "align": "center"},
            Holds.COUNT: {"num_format": "#,##0", "align": "center", "text_wrap": True},
        }
        return self._format(valign="top", border=1, border_color="#BFBFBF", **forms[column.holds])

    def _foot(self, sheet: Sheet, page: Any, row: int, *, is_empty: bool) -> int:
        """What stands under the table; gives the last row that is printed."""
        sentences = [*([NOTHING] if is_empty else []), *sheet.below]
        for sentence in sentences:
            row = self._say(sheet, page, row + 1, sentence) - 1
        return row

    def _set_up_print(self, sheet: Sheet, page: Any, top: int, last: int) -> None:
        marking, title = (_for_print(text) for text in (self._book.imprint.marking, sheet.title))
        page.set_landscape()
        page.set_paper(A3 if _width(sheet) > WIDEST_ON_A4 else A4)
        page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.8)
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)
        page.set_header(f"&L{marking}&R{title}")
        page.set_footer(f"&L{marking}&RPage &P of &N")
        if sheet.chart is None:
            shown = [place for place, column in enumerate(sheet.columns) if not column.is_hidden]
            page.print_area(0, 0, last, shown[-1])

    def _draw(self, sheet: Sheet, page: Any, drawn: Stacked) -> None:
        span, source = self._spans[drawn.sheet], self._columns_of(drawn.sheet)
        chart = self._workbook.add_chart({"type": "column", "subtype": "stacked"})
        for place, fill in zip(drawn.series, _FILLS, strict=True):
            chart.add_series(
                {
                    "name": source[place].heading,
                    "categories": [drawn.sheet, span.first, drawn.names, span.last, drawn.names],
                    "values": [drawn.sheet, span.first, place, span.last, place],
                    **fill,
                    "border": {"color": "black"},
                    "gap": 60,
                    # A count of 0 has no column to be written on.
                    "data_labels": {
                        "value": True,
                        "num_format": "#,##0;;",
                        "fill": {"color": "white"},
                        "font": {"bold": True, "size": 11},
                    },
                }
            )
        chart.set_title({"name": drawn.title, "name_font": {"size": 14}, "overlay": False})
        chart.set_x_axis({"name": drawn.across, "num_font": {"size": 10}})
        chart.set_y_axis({"name": drawn.up, "num_format": "#,##0", "min": 0})
        chart.set_legend({"position": "bottom", "font": {"size": 11}})
        chart.set_size({"width": 7 * _width(sheet), "height": 440})
        own = self._spans[sheet.name]
        below = own.last + len(sheet.below) + 3
        placed = {"description": drawn.finding, "object_position": 2, "x_offset": 4}
        page.insert_chart(below, 0, chart, placed)

    def _columns_of(self, name: str) -> Sequence[Column]:
        return next(sheet.columns for sheet in self._book.sheets if sheet.name == name)

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(
                {"font_name": "Arial", "font_size": 10, **properties}
            )
        return self._formats[key]


# From Inadequate to Outstanding, told apart without colours.
_FILLS: Sequence[Mapping[str, Mapping[str, str]]] = (
    {"fill": {"color": "#404040"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "black", "bg_color": "white"}},
    {"fill": {"color": "#D0D0D0"}},
    {"pattern": {"pattern": "dotted_grid", "fg_color": "#404040", "bg_color": "white"}},
)


def _put(page: Any, row: int, place: int, cell: Cell, style: Any) -> None:
    """Never `write`, which takes some texts for formulas, numbers and links."""
    if cell is None or cell == "":
        page.write_blank(row, place, None, style)
    elif isinstance(cell, str):
        page.write_string(row, place, cell, style)
    elif isinstance(cell, date):
        page.write_datetime(row, place, cell, style)
    else:
        page.write_number(row, place, cell, style)


_LIKELY = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}


def _height(columns: Sequence[Column], cells: Sequence[Cell]) -> float:
    """As high as the cell that takes most lines: not every program finds that out by itself."""
    lines = 1
    for column, cell in zip(columns, cells, strict=True):
        fitting = int(column.width * A_LINE)
        if isinstance(cell, str) and len(cell) > fitting and not column.is_hidden:
            # Half a word of each line is lost where it is broken.
            lines = max(lines, -(-len(cell) // max(1, fitting - 2)))
    return LINE * min(lines, MOST_LINES) + 2


def _offer(sheet: Sheet, page: Any, span: _Span, lists: Mapping[str, str]) -> None:
    """What cells take: one of the choices, or a day."""
    for place, column in enumerate(sheet.columns):
        if column.choices:
            rule: dict[str, Any] = {"validate": "list", "source": lists[column.heading]}
            told = f"Please choose one from the list of {column.heading.lower()}."
        elif column.may_change and column.holds is Holds.DAY:
            rule = {"validate": "date", "criteria": "between", **_LIKELY}
            told = "Please give a date, such as 14/03/2025."
        else:
            continue
        page.data_validation(
            span.first,
            place,
            span.last,
            place,
            {**rule, "error_title": column.heading[:32], "error_message": told},
        )


def _width(sheet: Sheet) -> int:
    """How many characters stand beside each other over the whole sheet."""
    return max(60, sum(column.width for column in sheet.columns if not column.is_hidden))


def _for_print(text: str) -> str:
    """Text for the head and foot of a page, where & begins a code."""
    return text[:MOST_PRINTED].replace("&", "&&")
