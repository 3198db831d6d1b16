"""Blocks, one under another."""

import re
from collections.abc import Callable, Iterable, Sequence

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.drawing.charts import chart
from bot.sandbox.drawing.elements import draw_element
from bot.sandbox.drawing.inputs import field_lines
from bot.sandbox.drawing.mrkdwn import angled, formatted, in_paragraphs
from bot.sandbox.drawing.pen import Pen, Reader
from bot.sandbox.drawing.pieces import Flow, LeftMarkdown, Margin, picture, undrawable
from bot.sandbox.drawing.rich_text import rich_text, rich_words
from bot.sandbox.drawing.tables import data_table, table
from bot.sandbox.drawing.words import plain, readable

_SITS_CLOSE = {"actions", "context", "context_actions", "divider"}


def draw_blocks(pen: Pen, blocks: Iterable[Json]) -> Group:
    """Blocks one under another, with an empty line before each that begins something new."""
    rows: list[RenderableType] = []
    before = "divider"
    for block in blocks:
        kind = block.get("type", "")
        if before != "divider" and (kind not in _SITS_CLOSE or before == "input"):
            rows.append(Text())
        rows.append(_block(pen, block))
        before = kind
    return Group(*rows)


def _block(pen: Pen, block: Json) -> RenderableType:
    draw = _BLOCKS.get(block.get("type", ""))
    return draw(pen, block) if draw else undrawable("block", block)


def _section(pen: Pen, block: Json) -> RenderableType:
    rows: list[RenderableType] = []
    if block.get("text"):
        rows.append(in_paragraphs(block["text"], pen.reader))
    if block.get("fields"):
        rows.append(_fields(block["fields"], pen.reader))
    if block.get("accessory"):
        rows.append(Flow(draw_element(pen, block["accessory"], block)))
    return Group(*rows)


def _fields(fields: Sequence[Json], reader: Reader) -> Table:
    """Fields two to a row, as Slack sets them."""
    grid = Table.grid(padding=(0, 3, 0, 0), expand=True)
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    for at in range(0, len(fields), 2):
        grid.add_row(*(in_paragraphs(text, reader) for text in fields[at : at + 2]))
    return grid


def _header(_: Pen, block: Json) -> RenderableType:
    words = Text(plain(block.get("text")), "bold")
    return Group(words, Text("━" * min(words.cell_len, 40), "dim"))


def _context(pen: Pen, block: Json) -> RenderableType:
    pieces = [
        picture(one) if one.get("type") == "image" else formatted(one, pen.reader)
        for one in block.get("elements", [])
    ]
    line = Text(" · ").join(pieces)
    line.style = "dim"
    return line


def _divider(_: Pen, __: Json) -> RenderableType:
    return Rule(style="dim")


def _actions(pen: Pen, block: Json) -> RenderableType:
    return Flow([piece for one in block.get("elements", []) for piece in draw_element(pen, one, block)])


def _image(_: Pen, block: Json) -> RenderableType:
    title = plain(block.get("title"))
    return Group(*([Text(title, "bold")] if title else []), Margin("▧ ", picture(block), "  "))


def _markdown(pen: Pen, block: Json) -> RenderableType:
    def named(match: re.Match[str]) -> str:
        return angled(match[1], pen.reader).plain

    source = re.sub(r"<([@#!][^<>\n]+)>", named, block.get("text", ""))
    return LeftMarkdown(readable(source), hyperlinks=False)


def _alert(pen: Pen, block: Json) -> RenderableType:
    level = block.get("level", "default")
    word = {"default": "Note", "info": "For information"}.get(level, level.capitalize())
    return Margin("┃ ", Group(Text(readable(word), "bold"), in_paragraphs(block.get("text", {}), pen.reader)))


def _container(pen: Pen, block: Json) -> RenderableType:
    if block.get("rich_text_title"):
        title = rich_words(block["rich_text_title"], pen.reader)
    else:
        title = Text(plain(block.get("title")))
    title.stylize("bold")
    subtitle = [formatted(block["subtitle"], pen.reader)] if block.get("subtitle") else []
    return Margin("┊ ", Group(title, *subtitle, draw_blocks(pen, block.get("child_blocks", []))))


def _input(pen: Pen, block: Json) -> RenderableType:
    element = block.get("element", {})
    optional = (" (optional)", "dim") if block.get("optional") else ""
    rows: list[RenderableType] = [Text.assemble((plain(block.get("label")), "bold"), optional)]
    # A form is asked field by field; elsewhere an input is of use only if the app hears of it at once.
    if block.get("dispatch_action") and pen.surface.get("type") != "modal":
        rows.append(Margin("  ", Flow(draw_element(pen, element, block))))
    else:
        rows += [Margin("  ", row) for row in field_lines(element, pen.reader)]
    if block.get("hint"):
        rows.append(Margin("  ", Text(plain(block["hint"]), "italic")))
    return Group(*rows)


_BLOCKS: dict[str, Callable[[Pen, Json], RenderableType]] = {
    "actions": _actions,
    "alert": _alert,
    "container": _container,
    "context": _context,
    "context_actions": _actions,
    "data_table": data_table,
    "data_visualization": chart,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": rich_text,
    "section": _section,
    "table": table,
}
