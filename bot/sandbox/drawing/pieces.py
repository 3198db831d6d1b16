"""Pieces of a drawing: those that fit themselves to the width, and those that stand for what is no text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import Heading, Markdown
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.drawing.words import readable


@dataclass(frozen=True)
class Margin:
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
class Flow:
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
class Fitting:
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


class LeftMarkdown(Markdown):
    """Markdown whose headings are on the left."""

    elements: ClassVar = {**Markdown.elements, "heading_open": _LeftHeading}


def picture(image: Json) -> Text:
    """The words an image has for those who do not see it."""
    return Text(f"Image: {readable(image.get('alt_text', ''))}", "italic")


def undrawable(what: str, thing: Json) -> Text:
    """What stands in the place of a block or element (`what`) of an unknown type."""
    return Text(f"[{what} of a kind this page cannot draw: {readable(str(thing.get('type')))}]", "italic")
