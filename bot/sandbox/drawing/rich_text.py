"""Rich text blocks: sections, lists, quotes and code made of spans."""

from collections.abc import Callable, Iterable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.drawing.mrkdwn import link, mention
from bot.sandbox.drawing.pen import Pen, Reader
from bot.sandbox.drawing.pieces import Margin, undrawable
from bot.sandbox.drawing.words import moment, readable


def rich_text(pen: Pen, block: Json) -> RenderableType:
    """A rich text block, part under part."""
    return Group(*(_part(part, pen.reader) for part in block.get("elements", [])))


def rich_words(block: Json, reader: Reader) -> Text:
    """A rich text block as one text, for a table's cell or a form's field."""
    lines = [
        _line(line.get("elements", []) if "elements" in line else [line], reader)
        for part in block.get("elements", [])
        for line in (part["elements"] if part.get("type") == "rich_text_list" else [part])
    ]
    return Text("\n").join(lines)


def _part(part: Json, reader: Reader) -> RenderableType:
    kind, inside = part.get("type"), part.get("elements", [])
    if kind == "rich_text_list":
        return Group(*_items(part, reader))
    if kind == "rich_text_section":
        return _line(inside, reader)
    if kind == "rich_text_quote":
        return Margin("│ ", _line(inside, reader))
    if kind == "rich_text_preformatted":
        return Margin("    ", _line(inside, reader))
    return undrawable("block", part)


def _items(part: Json, reader: Reader) -> Iterator[RenderableType]:
    margin = "  " * part.get("indent", 0)
    for number, item in enumerate(part.get("elements", []), start=1 + part.get("offset", 0)):
        bullet = margin + (f"{number}. " if part.get("style") == "ordered" else "• ")
        yield Margin(bullet, _part(item, reader), " " * len(bullet))


def _line(elements: Iterable[Json], reader: Reader) -> Text:
    line = Text()
    for element in elements:
        span = _span(element, reader)
        for style in ("bold", "italic", "strike", "underline"):
            if element.get("style", {}).get(style):
                span.stylize(style)
        line.append_text(span)
    return line


def _span(element: Json, reader: Reader) -> Text:
    draw = _SPANS.get(element.get("type", ""))
    return draw(element, reader) if draw else undrawable("element", element)


def _run(element: Json, _: Reader) -> Text:
    words, style = readable(element.get("text", "")), element.get("style", {})
    around = "`" if style.get("code") else "~" if style.get("strike") else ""
    return Text(around + words + around)


def _date(element: Json, reader: Reader) -> Text:
    return Text(moment(element["timestamp"], element.get("format", "{date} {time}"), reader))


_SPANS: dict[str, Callable[[Json, Reader], Text]] = {
    "broadcast": lambda element, _: Text("@" + readable(element.get("range", "")), "bold"),
    "channel": lambda element, reader: mention("#", element.get("channel_id", ""), "", reader),
    "color": lambda element, _: Text(readable(element.get("value", ""))),
    "date": _date,
    "emoji": lambda element, _: Text(f":{readable(element.get('name', ''))}:"),
    "link": lambda element, _: link(element.get("url", ""), element.get("text", "")),
    "text": _run,
    "user": lambda element, reader: mention("@", element.get("user_id", ""), "", reader),
    "usergroup": lambda element, reader: mention("@", element.get("usergroup_id", ""), "", reader),
}
