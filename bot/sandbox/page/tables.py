"""Tables, of both kinds that Slack has."""

from collections.abc import Sequence
from html import escape

from bot.sandbox.config import Json
from bot.sandbox.drawing.words import figure, readable
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import markup, tag


def table(_: Surface, block: Json) -> None:
    """A `table` or `data_table`; one that is too wide is moved sideways on its own."""
    caption = readable(block.get("caption", "")) or "Table"
    with tag("div", css="rows", role="region", tabindex="0", aria_label=caption):
        markup(html(block.get("rows", []), readable(block.get("caption", ""))))


def html(rows: Sequence[Sequence[Json]], caption: str = "") -> str:
    """Rows as an HTML table, the first row as headings; numbers are set to the right."""
    headings, *body = rows or [[]]
    head = "".join(f'<th scope="col">{_cell(cell)}</th>' for cell in headings)
    lines = "".join(f"<tr>{''.join(_data(cell) for cell in row)}</tr>" for row in body)
    above = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{above}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _data(cell: Json) -> str:
    numeric = ' class="number"' if cell.get("type") == "raw_number" else ""
    return f"<td{numeric}>{_cell(cell)}</td>"


def _cell(cell: Json) -> str:
    if cell.get("type") not in ("raw_text", "raw_number"):
        return f"<em>This cell ({escape(str(cell.get('type')))}) is not drawn here</em>"
    return escape(readable(str(cell.get("text") or figure(cell.get("value", "")))))
