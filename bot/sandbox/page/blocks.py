"""Block Kit as elements of the page."""

from collections.abc import Callable, Mapping

from nicegui import ui

from bot.sandbox.config import Json
from bot.sandbox.page import charts, inputs, mrkdwn, pictures, tables
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import Piece, markup, tag


def pieces(surface: Surface, blocks: list[Json]) -> list[Piece]:
    """Blocks as children to be kept where they stay the same."""
    return [
        Piece(block["block_id"], (block, surface.refused.get(block["block_id"])), _builder(surface, block))
        for block in blocks
    ]


def draw(surface: Surface, block: Json) -> ui.element:
    """One block."""
    kind = str(block.get("type"))
    with tag("div", css=f"bk bk-{kind}") as row:
        if kind in _BLOCKS:
            _BLOCKS[kind](surface, block)
        else:
            tag("p", f"This block ({kind}) is not drawn here.", css="undrawn")
    return row


def _builder(surface: Surface, block: Json) -> Callable[[], ui.element]:
    return lambda: draw(surface, block)


def _section(surface: Surface, block: Json) -> None:
    with tag("div", css="words"):
        if block.get("text"):
            markup(mrkdwn.html(block["text"], surface.reader), css="text")
        if block.get("fields"):
            with tag("div", css="fields"):
                for field in block["fields"]:
                    markup(mrkdwn.html(field, surface.reader), css="text")
    if accessory := block.get("accessory"):
        with tag("div", css="accessory"):
            inputs.element(surface, block, accessory)


def _header(surface: Surface, block: Json) -> None:
    markup(mrkdwn.html(block["text"], surface.reader), kind="h3")


def _context(surface: Surface, block: Json) -> None:
    for each in block["elements"]:
        if each["type"] == "image":
            pictures.picture(surface, each)
        else:
            markup(mrkdwn.html(each, surface.reader), css="text")


def _actions(surface: Surface, block: Json) -> None:
    for each in block["elements"]:
        inputs.element(surface, block, each)


def _image(surface: Surface, block: Json) -> None:
    with tag("figure"):
        if block.get("title"):
            tag("figcaption", mrkdwn.words(block["title"], surface.reader))
        pictures.picture(surface, block)


def _divider(_: Surface, __: Json) -> None:
    tag("hr")


_BLOCKS: Mapping[str, Callable[[Surface, Json], None]] = {
    "actions": _actions,
    "context": _context,
    "data_table": tables.table,
    "data_visualization": charts.chart,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": inputs.field,
    "section": _section,
    "table": tables.table,
}
