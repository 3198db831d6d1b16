"""Tables; one too wide for the page becomes a list."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.drawing.pen import Pen, Reader
from bot.sandbox.drawing.pieces import Fitting, Margin
from bot.sandbox.drawing.rich_text import rich_words
from bot.sandbox.drawing.words import figure, readable


def table(pen: Pen, block: Json) -> RenderableType:
    """A `table` block, aligned as its column settings say."""
    settings = block.get("column_settings") or []
    aligned = {at: one["align"] for at, one in enumerate(settings) if one and one.get("align")}
    return _grid(block.get("rows", []), aligned, pen.reader)


def data_table(pen: Pen, block: Json) -> RenderableType:
    """A `data_table` block under its caption."""
    caption = Text(readable(block.get("caption", "")), "bold")
    return Group(caption, _grid(block.get("rows", []), {}, pen.reader))


def _grid(
    rows: Sequence[Sequence[Json]], aligned: Mapping[int, JustifyMethod], reader: Reader
) -> RenderableType:
    """Rows of cells with the first as headings; columns that hold numbers are set to the right."""
    headings, *body = [[_cell(cell, reader) for cell in row] for row in rows] or [[]]
    numeric = {at for row in rows[1:] for at, cell in enumerate(row) if cell.get("type") == "raw_number"}
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
    for at, heading in enumerate(headings):
        usual: JustifyMethod = "right" if at in numeric else "left"
        grid.add_column(heading, justify=aligned.get(at, usual), overflow="fold")
    for row in body:
        grid.add_row(*row)
    return Fitting(grid, _records(headings, body))


def _records(headings: Sequence[Text], body: Sequence[Sequence[Text]]) -> RenderableType:
    rows = (
        Group(*(Text.assemble(heading, ": ", cell) for heading, cell in zip(headings, row, strict=False)))
        for row in body
    )
    return Group(*(Margin("• ", row, "  ") for row in rows))


def _cell(cell: Json, reader: Reader) -> Text:
    if cell.get("type") == "rich_text":
        return rich_words(cell, reader)
    return Text(readable(str(cell.get("text") or figure(cell.get("value", "")))))
