"""Messages, modals and Home as pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.drawing.blocks import draw_blocks
from bot.sandbox.drawing.inputs import as_entered
from bot.sandbox.drawing.mrkdwn import paragraphs
from bot.sandbox.drawing.pen import Pen, Reader, Target
from bot.sandbox.drawing.pieces import Margin
from bot.sandbox.drawing.words import moment, plain, readable


@dataclass(frozen=True)
class Drawing:
    """A picture to print, and its targets in the order of their numbers."""

    picture: RenderableType
    targets: list[Target]


def message(message: Json, reader: Reader, first: int = 1) -> Drawing:
    """Draw a message as `reader` sees it; its targets are numbered from `first`."""
    pen = Pen(message, reader, first)
    if message.get("blocks"):
        body = draw_blocks(pen, message["blocks"])
    else:
        body = Group(*paragraphs(message.get("text", ""), reader))
    files = [_file(one) for one in message.get("files", [])]
    picture = Group(*_message_head(message, reader), Margin("  ", Group(body, *files)))
    return Drawing(picture, pen.targets)


def modal(view: Json, reader: Reader, first: int = 1) -> Drawing:
    """Draw a modal in a frame, with its title above and the words of its own two buttons below."""
    pen = Pen(view, reader, first)
    body = draw_blocks(pen, as_entered(view).get("blocks", []))
    buttons = [plain(view[name]) for name in ("submit", "close") if view.get(name)]
    picture = Panel(
        body,
        title=Text(plain(view.get("title")), "bold"),
        title_align="left",
        subtitle=Text(" | ".join(buttons)) if buttons else None,
        subtitle_align="right",
        padding=(1, 2),
    )
    return Drawing(picture, pen.targets)


def home(view: Json, reader: Reader, first: int = 1) -> Drawing:
    """Draw an app's Home between two rules."""
    pen = Pen(view, reader, first)
    body = draw_blocks(pen, as_entered(view).get("blocks", []))
    picture = Group(Rule(Text("Home", "bold"), align="left"), Text(), Margin("  ", body), Text(), Rule())
    return Drawing(picture, pen.targets)


def _message_head(message: Json, reader: Reader) -> Iterator[Text]:
    if message.get("ephemeral"):
        yield Text("Only visible to you", "italic")
    when = moment(float(message.get("ts") or 0), "{time}, {date_long}", reader)
    marks = [
        " (app)" if message.get("bot_id") else "",
        f"  {when}",
        " (edited)" if message.get("edited") else "",
        " (in a thread)" if message.get("thread_ts", message.get("ts")) != message.get("ts") else "",
    ]
    yield Text.assemble((_sender(message, reader), "bold"), ("".join(marks), "dim"))


def _sender(message: Json, reader: Reader) -> str:
    user = message.get("user", "")
    unnamed = "The app" if message.get("bot_id") else user
    return readable(message.get("username") or reader.names.get(user) or unnamed)


def _file(file: Json) -> Text:
    name, title = readable(file.get("name", "")), readable(file.get("title", ""))
    size = f", {max(1, round(file['size'] / 1024)):,} KB" if file.get("size") else ""
    return Text(f"File: {name}" + (f" ({title})" if title and title != name else "") + size, "underline")
