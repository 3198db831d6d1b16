"""Slack's text objects and their markup, mrkdwn, as rich's text."""

import re
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.drawing.pen import Reader
from bot.sandbox.drawing.pieces import Margin
from bot.sandbox.drawing.words import moment, plain, readable

INLINE = re.compile(
    r"""
      `(?P<code>[^`\n]+)`
    | <(?P<angled>[^<>\n]+)>
    | (?<![\w*])\*(?P<bold>(?!\s)[^*\n]+(?<!\s))\*(?![\w*])
    | (?<!\w)_(?P<italic>(?!\s)[^\n]+?(?<!\s))_(?!\w)
    | (?<![\w~])~(?P<strike>(?!\s)[^~\n]+(?<!\s))~(?![\w~])
    """,
    re.VERBOSE,
)

QUOTE = re.compile(r"(?:>|&gt;)\s?(?P<quoted>.*)")
ITEM = re.compile(r"(?P<bullet>\s*(?:[-•*◦▪]|\d+[.)])\s+)(?P<item>.+)")


def formatted(text: Json | None, reader: Reader) -> Text:
    """A text object on one line of thought: `mrkdwn` formatted, `plain_text` as it is."""
    if text and text.get("type") == "mrkdwn":
        return _inline(text.get("text", ""), reader)
    return Text(plain(text))


def in_paragraphs(text: Json, reader: Reader) -> RenderableType:
    """A text object of any length, its `mrkdwn` line by line."""
    if text.get("type") == "mrkdwn":
        return Group(*paragraphs(text.get("text", ""), reader))
    return Text(plain(text))


def paragraphs(source: str, reader: Reader) -> Iterator[RenderableType]:
    """mrkdwn of several lines: code blocks, quotes and lists keep their margin when they wrap."""
    for number, part in enumerate(source.split("```")):
        inside = part.strip("\n")
        if number % 2:
            yield Margin("    ", Text(readable(inside), "cyan"))
        elif inside:
            yield from (_line(line, reader) for line in inside.split("\n"))


def _line(line: str, reader: Reader) -> RenderableType:
    if quote := QUOTE.fullmatch(line):
        return Margin("│ ", _inline(quote["quoted"], reader))
    if item := ITEM.fullmatch(line):
        return Margin(item["bullet"], _inline(item["item"], reader), " " * len(item["bullet"]))
    return _inline(line, reader)


def _inline(source: str, reader: Reader) -> Text:
    """mrkdwn within a line as styled text; a newline stays a newline."""
    text, at = Text(), 0
    for match in INLINE.finditer(source):
        text.append(readable(source[at : match.start()]))
        text.append_text(_span(match, reader))
        at = match.end()
    return text.append(readable(source[at:]))


def _span(match: re.Match[str], reader: Reader) -> Text:
    kind = str(match.lastgroup)
    inner = match[kind]
    if kind == "code":
        return Text(f"`{readable(inner)}`", "cyan")
    if kind == "angled":
        return angled(inner, reader)
    span = _inline(inner, reader)
    span.stylize(kind)
    # A line through the words is lost where there are no styles, and with it the meaning.
    return Text.assemble("~", span, "~") if kind == "strike" else span


def angled(inner: str, reader: Reader) -> Text:
    """What stands between `<` and `>`: a person, a channel, a date, a call to all, or a link."""
    target, _, shown = inner.partition("|")
    if target.startswith("!date^"):
        return Text(_date(target, shown, reader))
    if target.startswith("@"):
        return mention("@", target[1:], shown, reader)
    if target.startswith("#"):
        return mention("#", target[1:], shown, reader)
    if target.startswith("!"):
        return Text(readable(shown) or "@" + readable(target[1:].split("^")[0]), "bold")
    return link(target, shown)


def mention(sign: str, slack_id: str, shown: str, reader: Reader) -> Text:
    """A person (`@`) or channel (`#`) by the name `reader` knows, else by the one that is `shown`."""
    return Text(sign + readable(reader.names.get(slack_id) or shown or slack_id), "bold")


def link(address: str, shown: str) -> Text:
    """The words of a link and its address, which is not hidden behind them."""
    address, shown = readable(address).removeprefix("mailto:"), readable(shown)
    if not shown or shown in address:
        return Text(address, "underline")
    return Text.assemble((shown, "underline"), f" ({address})")


def _date(target: str, fallback: str, reader: Reader) -> str:
    """`!date^timestamp^format[^link]`; the fallback when that cannot be read."""
    _, timestamp, form, *_ = [*target.split("^"), "", ""]
    return moment(int(timestamp), form, reader) if timestamp.isdigit() and form else readable(fallback)
