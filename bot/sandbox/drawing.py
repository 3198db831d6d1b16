"""Slack messages, modals and Home views as rich renderables, a number in brackets at all one can click.

Words from people and from the app are only ever put into `Text` objects, never into rich's markup, and
lose their control characters on the way, so that nobody can colour, move or overwrite somebody else's
terminal.
"""

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, ClassVar

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, JustifyMethod, RenderableType, RenderResult
from rich.markdown import Heading, Markdown
from rich.measure import Measurement
from rich.panel import Panel
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from bot.sandbox import forms
from bot.sandbox.config import Json

BAR_WIDTH = 30
"""Columns of a chart's longest bar: leaves room for labels of 20 characters and a value on 80 columns."""

PICKERS = forms.VALUE_NAMES.keys() - {"radio_buttons", "checkboxes"}
"""Elements that take one number whatever they offer: what is chosen is asked for when the number is typed."""

_SITS_CLOSE = {"actions", "context", "context_actions", "divider"}


@dataclass(frozen=True)
class Reader:
    """Whose eyes a drawing is for: names by Slack id (of people and channels alike) and the time zone.

    No zone means that of this machine.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo | None = UTC


@dataclass(frozen=True)
class Target:
    """What a number in brackets stands for.

    `value` is a button's value or an option's; it is None where the person has yet to choose, as in a select.
    """

    surface: Json
    action_id: str
    block_id: str
    value: str | None
    label: str
    element: Json


@dataclass(frozen=True)
class Drawing:
    """A picture to print, and its targets in the order of their numbers."""

    picture: RenderableType
    targets: list[Target]


def message(message: Json, reader: Reader, first: int = 1) -> Drawing:
    """Draw a message as `reader` sees it; its targets are numbered from `first`."""
    pen = _Pen(message, reader, first)
    if message.get("blocks"):
        body = _blocks(pen, message["blocks"])
    else:
        body = Group(*_paragraphs(message.get("text", ""), reader))
    files = [_file(one) for one in message.get("files", [])]
    picture = Group(*_message_head(message, reader), _Margin("  ", Group(body, *files)))
    return Drawing(picture, pen.targets)


def modal(view: Json, reader: Reader, first: int = 1) -> Drawing:
    """Draw a modal in a frame, with its title above and the words of its own two buttons below."""
    pen = _Pen(view, reader, first)
    body = _blocks(pen, as_entered(view).get("blocks", []))
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
    pen = _Pen(view, reader, first)
    body = _blocks(pen, as_entered(view).get("blocks", []))
    picture = Group(Rule(Text("Home", "bold"), align="left"), Text(), _Margin("  ", body), Text(), Rule())
    return Drawing(picture, pen.targets)


def as_entered(view: Json) -> Json:
    """The view with what the person has entered so far (its `state`) in place of what it began with."""
    values = view.get("state", {}).get("values")
    if not values:
        return view
    view = copy.deepcopy(view)
    for each in forms.fields(view["blocks"]):
        block_id, action_id = each.key
        if entered := values.get(block_id, {}).get(action_id):
            value_name, initial_name = forms.VALUE_NAMES[each.type]
            each.element[initial_name] = entered.get(value_name)
    return view


def plain(text: Any) -> str:
    """The words of a text object, or of a bare string, without any formatting."""
    return _words(text.get("text", "") if isinstance(text, dict) else text or "")


def formatted(text: Json | None, reader: Reader) -> Text:
    """A text object on one line of thought: `mrkdwn` formatted, `plain_text` as it is."""
    if text and text.get("type") == "mrkdwn":
        return _inline(text.get("text", ""), reader)
    return Text(plain(text))


def labelled(option: Json, reader: Reader) -> Text:
    """An option's text, with its description when it has one."""
    text = formatted(option["text"], reader)
    description = option.get("description")
    return Text.assemble(text, ": ", formatted(description, reader)) if description else text


def initial(element: Json, reader: Reader) -> str:
    """What an input holds before anybody touches it, in words; empty when it starts empty."""
    given = (value for name, value in element.items() if name.startswith("initial_") and value)
    return next((_said(value, reader) for value in given), "")


def _said(value: Any, reader: Reader) -> str:
    if isinstance(value, list):
        return ", ".join(_said(one, reader) for one in value)
    if isinstance(value, dict):
        return _rich_words(value, reader).plain if value.get("type") == "rich_text" else plain(value["text"])
    if isinstance(value, int):
        return _moment(value, "{date_short} {time}", reader)
    return _words(reader.names.get(value, value))


# Text


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but tab and newline, what reverses the direction of writing, halves of letters."""

_INLINE = re.compile(
    r"""
      `(?P<code>[^`\n]+)`
    | <(?P<angled>[^<>\n]+)>
    | (?<![\w*])\*(?P<bold>(?!\s)[^*\n]+(?<!\s))\*(?![\w*])
    | (?<!\w)_(?P<italic>(?!\s)[^\n]+?(?<!\s))_(?!\w)
    | (?<![\w~])~(?P<strike>(?!\s)[^~\n]+(?<!\s))~(?![\w~])
    """,
    re.VERBOSE,
)

_QUOTE = re.compile(r"(?:>|&gt;)\s?(?P<quoted>.*)")
_ITEM = re.compile(r"(?P<bullet>\s*(?:[-•*◦▪]|\d+[.)])\s+)(?P<item>.+)")

_DATE_FORMATS = {
    "date_num": "{0:%Y-%m-%d}",
    "date": "{0.day} {0:%B %Y}",
    "date_pretty": "{0.day} {0:%B %Y}",
    "date_short": "{0.day} {0:%b %Y}",
    "date_short_pretty": "{0.day} {0:%b %Y}",
    "date_long": "{0:%A} {0.day} {0:%B %Y}",
    "date_long_pretty": "{0:%A} {0.day} {0:%B %Y}",
    "day_divider_pretty": "{0:%A} {0.day} {0:%B %Y}",
    "ago": "{0.day} {0:%B %Y}",
    "time": "{0:%H:%M}",
    "time_secs": "{0:%H:%M:%S}",
}


def _words(source: str) -> str:
    """Slack's three escapes undone, and no control character left in that a terminal would obey."""
    return _CONTROL.sub("", source.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _inline(source: str, reader: Reader) -> Text:
    """mrkdwn within a line as styled text; a newline stays a newline."""
    text, at = Text(), 0
    for match in _INLINE.finditer(source):
        text.append(_words(source[at : match.start()]))
        text.append_text(_span(match, reader))
        at = match.end()
    return text.append(_words(source[at:]))


def _span(match: re.Match[str], reader: Reader) -> Text:
    kind = str(match.lastgroup)
    inner = match[kind]
    if kind == "code":
        return Text(f"`{_words(inner)}`", "cyan")
    if kind == "angled":
        return _angled(inner, reader)
    span = _inline(inner, reader)
    span.stylize(kind)
    # A line through the words is lost where there are no styles, and with it the meaning.
    return Text.assemble("~", span, "~") if kind == "strike" else span


def _angled(inner: str, reader: Reader) -> Text:
    """What stands between `<` and `>`: a person, a channel, a date, a call to all, or a link."""
    target, _, shown = inner.partition("|")
    if target.startswith("!date^"):
        return Text(_date(target, shown, reader))
    if target.startswith("@"):
        return _mention("@", target[1:], shown, reader)
    if target.startswith("#"):
        return _mention("#", target[1:], shown, reader)
    if target.startswith("!"):
        return Text(_words(shown) or "@" + _words(target[1:].split("^")[0]), "bold")
    return _link(target, shown)


def _mention(sign: str, slack_id: str, shown: str, reader: Reader) -> Text:
    return Text(sign + _words(reader.names.get(slack_id) or shown or slack_id), "bold")


def _link(address: str, shown: str) -> Text:
    address, shown = _words(address).removeprefix("mailto:"), _words(shown)
    if not shown or shown in address:
        return Text(address, "underline")
    return Text.assemble((shown, "underline"), f" ({address})")


def _date(target: str, fallback: str, reader: Reader) -> str:
    """`!date^timestamp^format[^link]`; the fallback when that cannot be read."""
    _, timestamp, form, *_ = [*target.split("^"), "", ""]
    return _moment(int(timestamp), form, reader) if timestamp.isdigit() and form else _words(fallback)


def _moment(timestamp: float, form: str, reader: Reader) -> str:
    """Slack's date tokens filled in the way dates are written in Britain."""
    when = datetime.fromtimestamp(timestamp, reader.zone)

    def filled(token: re.Match[str]) -> str:
        return _DATE_FORMATS.get(token[1], token[0]).format(when)

    return re.sub(r"\{(\w+)\}", filled, _words(form))


def _paragraphs(source: str, reader: Reader) -> Iterator[RenderableType]:
    """mrkdwn of several lines: code blocks, quotes and lists keep their margin when they wrap."""
    for number, part in enumerate(source.split("```")):
        inside = part.strip("\n")
        if number % 2:
            yield _Margin("    ", Text(_words(inside), "cyan"))
        elif inside:
            yield from (_line(line, reader) for line in inside.split("\n"))


def _line(line: str, reader: Reader) -> RenderableType:
    if quote := _QUOTE.fullmatch(line):
        return _Margin("│ ", _inline(quote["quoted"], reader))
    if item := _ITEM.fullmatch(line):
        return _Margin(item["bullet"], _inline(item["item"], reader), " " * len(item["bullet"]))
    return _inline(line, reader)


def _text_object(text: Json, reader: Reader) -> RenderableType:
    if text.get("type") == "mrkdwn":
        return Group(*_paragraphs(text.get("text", ""), reader))
    return Text(plain(text))


# Pieces that fit themselves to the width


@dataclass(frozen=True)
class _Margin:
    """A body with something in the margin of its first line and of its others (`rest`, else the same)."""

    first: str
    body: RenderableType
    rest: str | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rest = self.first if self.rest is None else self.rest
        inside = options.update_width(max(options.max_width - cell_len(self.first), 1))
        for number, line in enumerate(console.render_lines(self.body, inside, pad=False)):
            yield Segment(rest if number else self.first)
            yield from line
            yield Segment.line()


@dataclass(frozen=True)
class _Flow:
    """Short pieces side by side, as many to a line as fit; none is broken that fits on a line."""

    pieces: Sequence[Text]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line = Text()
        for piece in self.pieces:
            if line and line.cell_len + 2 + piece.cell_len > options.max_width:
                yield line
                line = Text()
            line = Text.assemble(line, "  ", piece) if line else piece
        yield line


@dataclass(frozen=True)
class _Fitting:
    """A table, or where its narrowest form is too wide, its rows as lists of "heading: value"."""

    table: Table
    records: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        fits = Measurement.get(console, options.update_width(10_000), self.table).minimum <= options.max_width
        yield self.table if fits else self.records


class _LeftHeading(Heading):
    """A heading as Slack sets it: bold, on the left."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        yield self.text


class _Markdown(Markdown):
    elements: ClassVar = {**Markdown.elements, "heading_open": _LeftHeading}


# Blocks


@dataclass
class _Pen:
    """What draws one surface: it numbers the targets as it meets them."""

    surface: Json
    reader: Reader
    first: int
    targets: list[Target] = field(default_factory=list)

    def target(
        self, label: str, element: Json, block: Json, value: str | None = None, style: str = "bold"
    ) -> Text:
        number = self.first + len(self.targets)
        action_id, block_id = element.get("action_id", ""), block.get("block_id", "")
        self.targets.append(Target(self.surface, action_id, block_id, value, label, element))
        return Text(f"[{number} {label}]", style)


def _blocks(pen: _Pen, blocks: Iterable[Json]) -> Group:
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


def _block(pen: _Pen, block: Json) -> RenderableType:
    draw = _BLOCKS.get(block.get("type", ""))
    return draw(pen, block) if draw else _undrawable("block", block)


def _undrawable(what: str, thing: Json) -> Text:
    return Text(f"[{what} of a kind this page cannot draw: {_words(str(thing.get('type')))}]", "italic")


def _message_head(message: Json, reader: Reader) -> Iterator[Text]:
    if message.get("ephemeral"):
        yield Text("Only visible to you", "italic")
    when = _moment(float(message.get("ts") or 0), "{time}, {date_long}", reader)
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
    return _words(message.get("username") or reader.names.get(user) or unnamed)


def _file(file: Json) -> Text:
    name, title = _words(file.get("name", "")), _words(file.get("title", ""))
    size = f", {max(1, round(file['size'] / 1024)):,} KB" if file.get("size") else ""
    return Text(f"File: {name}" + (f" ({title})" if title and title != name else "") + size, "underline")


def _section(pen: _Pen, block: Json) -> RenderableType:
    rows: list[RenderableType] = []
    if block.get("text"):
        rows.append(_text_object(block["text"], pen.reader))
    if block.get("fields"):
        rows.append(_fields(block["fields"], pen.reader))
    if block.get("accessory"):
        rows.append(_Flow(_element(pen, block["accessory"], block)))
    return Group(*rows)


def _fields(fields: Sequence[Json], reader: Reader) -> Table:
    """Fields two to a row, as Slack sets them."""
    grid = Table.grid(padding=(0, 3, 0, 0), expand=True)
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    for at in range(0, len(fields), 2):
        grid.add_row(*(_text_object(text, reader) for text in fields[at : at + 2]))
    return grid


def _header(_: _Pen, block: Json) -> RenderableType:
    words = Text(plain(block.get("text")), "bold")
    return Group(words, Text("━" * min(words.cell_len, 40), "dim"))


def _context(pen: _Pen, block: Json) -> RenderableType:
    pieces = [
        _picture(one) if one.get("type") == "image" else formatted(one, pen.reader)
        for one in block.get("elements", [])
    ]
    line = Text(" · ").join(pieces)
    line.style = "dim"
    return line


def _divider(_: _Pen, __: Json) -> RenderableType:
    return Rule(style="dim")


def _actions(pen: _Pen, block: Json) -> RenderableType:
    return _Flow([piece for one in block.get("elements", []) for piece in _element(pen, one, block)])


def _image(_: _Pen, block: Json) -> RenderableType:
    title = plain(block.get("title"))
    return Group(*([Text(title, "bold")] if title else []), _Margin("▧ ", _picture(block), "  "))


def _picture(image: Json) -> Text:
    return Text(f"Image: {_words(image.get('alt_text', ''))}", "italic")


def _markdown(pen: _Pen, block: Json) -> RenderableType:
    def named(match: re.Match[str]) -> str:
        return _angled(match[1], pen.reader).plain

    source = re.sub(r"<([@#!][^<>\n]+)>", named, block.get("text", ""))
    return _Markdown(_words(source), hyperlinks=False)


def _alert(pen: _Pen, block: Json) -> RenderableType:
    level = block.get("level", "default")
    word = {"default": "Note", "info": "For information"}.get(level, level.capitalize())
    return _Margin("┃ ", Group(Text(_words(word), "bold"), _text_object(block.get("text", {}), pen.reader)))


def _container(pen: _Pen, block: Json) -> RenderableType:
    if block.get("rich_text_title"):
        title = _rich_words(block["rich_text_title"], pen.reader)
    else:
        title = Text(plain(block.get("title")))
    title.stylize("bold")
    subtitle = [formatted(block["subtitle"], pen.reader)] if block.get("subtitle") else []
    return _Margin("┊ ", Group(title, *subtitle, _blocks(pen, block.get("child_blocks", []))))


def _input(pen: _Pen, block: Json) -> RenderableType:
    element = block.get("element", {})
    optional = (" (optional)", "dim") if block.get("optional") else ""
    rows: list[RenderableType] = [Text.assemble((plain(block.get("label")), "bold"), optional)]
    # A form is asked field by field; elsewhere an input is of use only if the app hears of it at once.
    if block.get("dispatch_action") and pen.surface.get("type") != "modal":
        rows.append(_Margin("  ", _Flow(_element(pen, element, block))))
    else:
        rows += [_Margin("  ", row) for row in _input_element(element, pen.reader)]
    if block.get("hint"):
        rows.append(_Margin("  ", Text(plain(block["hint"]), "italic")))
    return Group(*rows)


def _input_element(element: Json, reader: Reader) -> list[Text]:
    """An input as it stands in a form: its choices when they are on show, else its value or placeholder."""
    if element.get("type") in {"radio_buttons", "checkboxes"}:
        return [_choice(element, option, reader) for option in forms.options(element)]
    if value := initial(element, reader):
        return [Text(f"▸ {value}")]
    return [Text(f"▸ ({plain(element.get('placeholder')) or 'empty'})", "dim")]


def _choice(element: Json, option: Json, reader: Reader) -> Text:
    return Text.assemble(_mark(element, option), " ", labelled(option, reader))


def _mark(element: Json, option: Json) -> str:
    """The ring or box before an option, filled when the option is chosen to begin with."""
    chosen = element.get("initial_options") or [element.get("initial_option") or {}]
    filled = any(one.get("value") == option.get("value") for one in chosen)
    if element.get("type") == "checkboxes":
        return "[x]" if filled else "[ ]"
    return "(•)" if filled else "( )"


# Elements that are clicked


def _element(pen: _Pen, element: Json, block: Json) -> list[Text]:
    draw = _ELEMENTS.get(element.get("type", ""))
    return draw(pen, element, block) if draw else [_undrawable("element", element)]


def _button(pen: _Pen, element: Json, block: Json) -> list[Text]:
    style = {"primary": "bold green", "danger": "bold red"}.get(element.get("style", ""), "bold")
    return [pen.target(_with_address(element), element, block, element.get("value"), style)]


def _menu(pen: _Pen, element: Json, block: Json) -> list[Text]:
    return [
        pen.target(_with_address(option), element, block, option["value"])
        for option in forms.options(element)
    ]


def _with_address(clicked: Json) -> str:
    """The words of a button or option, and where it leads when it is a link."""
    address = _words(clicked.get("url", ""))
    return f"{plain(clicked.get('text'))}: {address}" if address else plain(clicked.get("text"))


def _feedback(pen: _Pen, element: Json, block: Json) -> list[Text]:
    both = [element.get("positive_button", {}), element.get("negative_button", {})]
    return [pen.target(plain(each.get("text")), element, block, each.get("value")) for each in both]


def _workflow(_: _Pen, element: Json, __: Json) -> list[Text]:
    """Slack starts the workflow by itself, so there is nothing to press here."""
    return [Text(f"Workflow: {plain(element.get('text'))}", "bold")]


def _marked_menu(pen: _Pen, element: Json, block: Json) -> list[Text]:
    return [
        pen.target(_choice(element, option, pen.reader).plain, element, block, option.get("value"))
        for option in forms.options(element)
    ]


def _picker(pen: _Pen, element: Json, block: Json) -> list[Text]:
    """One number for the lot, and dots: the question follows when the number is typed."""
    words = initial(element, pen.reader) or plain(element.get("placeholder")) or "Choose"
    return [pen.target(f"{words} …", element, block)]


def _still(_: _Pen, element: Json, __: Json) -> list[Text]:
    return [_picture(element)]


# Tables and charts


def _table(pen: _Pen, block: Json) -> RenderableType:
    settings = block.get("column_settings") or []
    aligned = {at: one["align"] for at, one in enumerate(settings) if one and one.get("align")}
    return _grid(block.get("rows", []), aligned, pen.reader)


def _data_table(pen: _Pen, block: Json) -> RenderableType:
    return Group(Text(_words(block.get("caption", "")), "bold"), _grid(block.get("rows", []), {}, pen.reader))


def _grid(
    rows: Sequence[Sequence[Json]], aligned: Mapping[int, JustifyMethod], reader: Reader
) -> RenderableType:
    """Rows of cells with the first as headings; columns that hold numbers are set to the right."""
    headings, *body = [[_cell(cell, reader) for cell in row] for row in rows] or [[]]
    numeric = {at for row in rows[1:] for at, cell in enumerate(row) if cell.get("type") == "raw_number"}
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
    for at, heading in enumerate(headings):
        usual: JustifyMethod = "right" if at in numeric else "left"
        table.add_column(heading, justify=aligned.get(at, usual), overflow="fold")
    for row in body:
        table.add_row(*row)
    return _Fitting(table, _records(headings, body))


def _records(headings: Sequence[Text], body: Sequence[Sequence[Text]]) -> RenderableType:
    rows = (
        Group(*(Text.assemble(heading, ": ", cell) for heading, cell in zip(headings, row, strict=False)))
        for row in body
    )
    return Group(*(_Margin("• ", row, "  ") for row in rows))


def _cell(cell: Json, reader: Reader) -> Text:
    if cell.get("type") == "rich_text":
        return _rich_words(cell, reader)
    return Text(_words(str(cell.get("text") or _figure(cell.get("value", "")))))


def _chart(_: _Pen, block: Json) -> RenderableType:
    chart = block.get("chart", {})
    bars = _slices(chart) if chart.get("type") == "pie" else _series(chart)
    return Group(Text(_words(block.get("title", "")), "bold"), bars)


def _slices(chart: Json) -> RenderableType:
    segments = chart.get("segments", [])
    total = sum(one["value"] for one in segments) or 1
    return _bars([(one["label"], one["value"], f" ({one['value'] / total:.0%})") for one in segments])


def _series(chart: Json) -> RenderableType:
    """Bars grouped by category, as Slack groups them; what the axes mean stands above."""
    axes, series = chart.get("axis_config", {}), chart.get("series", [])
    rows: list[RenderableType] = []
    if labels := [_words(axes[name]) for name in ("y_label", "x_label") if axes.get(name)]:
        rows.append(Text(" by ".join(labels), "dim"))
    points = [(name["name"], point["label"], point["value"]) for name in series for point in name["data"]]
    return Group(*rows, _grouped(axes.get("categories", []), points))


def _grouped(categories: Sequence[str], points: Sequence[tuple[str, str, float]]) -> RenderableType:
    names = list(dict.fromkeys(name for name, _, _ in points))
    if len(names) == 1:
        return _bars([(label, value, "") for _, label, value in points])
    bars: list[tuple[str, float | None, str]] = []
    for category in categories:
        bars.append((category, None, ""))
        bars += [(f"  {name}", value, "") for name, label, value in points if label == category]
    return _bars(bars)


def _bars(bars: Sequence[tuple[str, float | None, str]]) -> Table:
    """Rows of label, bar and value; a row without a value is a heading."""
    longest = max((abs(value) for _, value, _ in bars if value is not None), default=0) or 1
    grid = Table.grid(padding=(0, 1, 0, 0))
    for label, value, note in bars:
        if value is None:
            grid.add_row(Text(_words(label), "bold"))
        else:
            grid.add_row(Text(_words(label)), _bar(value / longest).append(_figure(value) + note))
    return grid


def _bar(share: float) -> Text:
    """A bar of full blocks and a space; anything but nothing shows, and what is below zero is hatched."""
    length = max(1, round(abs(share) * BAR_WIDTH)) if share else 0
    return Text.assemble((("█" if share > 0 else "░") * length, "blue"), " " if length else "")


def _figure(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


# Rich text


def _rich_text(pen: _Pen, block: Json) -> RenderableType:
    return Group(*(_rich_part(part, pen.reader) for part in block.get("elements", [])))


def _rich_part(part: Json, reader: Reader) -> RenderableType:
    kind, inside = part.get("type"), part.get("elements", [])
    if kind == "rich_text_list":
        return Group(*_rich_items(part, reader))
    if kind == "rich_text_section":
        return _rich_line(inside, reader)
    if kind == "rich_text_quote":
        return _Margin("│ ", _rich_line(inside, reader))
    if kind == "rich_text_preformatted":
        return _Margin("    ", _rich_line(inside, reader))
    return _undrawable("block", part)


def _rich_items(part: Json, reader: Reader) -> Iterator[RenderableType]:
    margin = "  " * part.get("indent", 0)
    for number, item in enumerate(part.get("elements", []), start=1 + part.get("offset", 0)):
        bullet = margin + (f"{number}. " if part.get("style") == "ordered" else "• ")
        yield _Margin(bullet, _rich_part(item, reader), " " * len(bullet))


def _rich_words(block: Json, reader: Reader) -> Text:
    """A rich text block as one text, for a table's cell or a form's field."""
    lines = [
        _rich_line(line.get("elements", []) if "elements" in line else [line], reader)
        for part in block.get("elements", [])
        for line in (part["elements"] if part.get("type") == "rich_text_list" else [part])
    ]
    return Text("\n").join(lines)


def _rich_line(elements: Iterable[Json], reader: Reader) -> Text:
    line = Text()
    for element in elements:
        span = _rich_span(element, reader)
        for style in ("bold", "italic", "strike", "underline"):
            if element.get("style", {}).get(style):
                span.stylize(style)
        line.append_text(span)
    return line


def _rich_span(element: Json, reader: Reader) -> Text:
    draw = _SPANS.get(element.get("type", ""))
    return draw(element, reader) if draw else _undrawable("element", element)


def _run(element: Json, _: Reader) -> Text:
    words, style = _words(element.get("text", "")), element.get("style", {})
    around = "`" if style.get("code") else "~" if style.get("strike") else ""
    return Text(around + words + around)


def _rich_date(element: Json, reader: Reader) -> Text:
    return Text(_moment(element["timestamp"], element.get("format", "{date} {time}"), reader))


_SPANS: dict[str, Callable[[Json, Reader], Text]] = {
    "broadcast": lambda element, _: Text("@" + _words(element.get("range", "")), "bold"),
    "channel": lambda element, reader: _mention("#", element.get("channel_id", ""), "", reader),
    "color": lambda element, _: Text(_words(element.get("value", ""))),
    "date": _rich_date,
    "emoji": lambda element, _: Text(f":{_words(element.get('name', ''))}:"),
    "link": lambda element, _: _link(element.get("url", ""), element.get("text", "")),
    "text": _run,
    "user": lambda element, reader: _mention("@", element.get("user_id", ""), "", reader),
    "usergroup": lambda element, reader: _mention("@", element.get("usergroup_id", ""), "", reader),
}

_BLOCKS: dict[str, Callable[[_Pen, Json], RenderableType]] = {
    "actions": _actions,
    "alert": _alert,
    "container": _container,
    "context": _context,
    "context_actions": _actions,
    "data_table": _data_table,
    "data_visualization": _chart,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}

_ELEMENTS: dict[str, Callable[[_Pen, Json, Json], list[Text]]] = {
    "button": _button,
    "checkboxes": _marked_menu,
    "feedback_buttons": _feedback,
    "icon_button": _button,
    "image": _still,
    "overflow": _menu,
    "radio_buttons": _marked_menu,
    "workflow_button": _workflow,
    **dict.fromkeys(PICKERS, _picker),
}
