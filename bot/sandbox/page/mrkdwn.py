"""Slack's text objects as HTML. Everything that is not markup of Slack's is escaped."""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby

from bot.sandbox.config import Json
from bot.sandbox.drawing.mrkdwn import INLINE, ITEM, QUOTE
from bot.sandbox.drawing.pen import Reader
from bot.sandbox.drawing.words import moment, readable

_TAGS = {"bold": "strong", "italic": "em", "strike": "s"}
_ADDRESS = re.compile(r"(https?://|mailto:)[^\s]+", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_EMOJI = re.compile(r":([a-z0-9_+-]+):")
_EMOJIS = {
    "+1": "👍",
    "-1": "👎",
    "bell": "🔔",
    "calendar": "📅",
    "eyes": "👀",
    "heavy_check_mark": "✔️",
    "hourglass": "⌛",
    "smile": "😄",
    "tada": "🎉",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "x": "❌",
}


def html(text: Json | None, reader: Reader) -> str:
    """A text object: `mrkdwn` formatted, `plain_text` as it is."""
    text = text or {}
    source = str(text.get("text", ""))
    if text.get("type") != "mrkdwn":
        return _plain(source, has_emoji=text.get("emoji", True))
    return formatted(source, reader)


def formatted(source: str, reader: Reader) -> str:
    """mrkdwn of several lines."""
    parts = source.split("```")
    return "".join(
        f"<pre>{_plain(part.strip(chr(10)))}</pre>" if number % 2 else _lines(part.strip("\n"), reader)
        for number, part in enumerate(parts)
    )


def words(text: Json | None, reader: Reader) -> str:
    """The first line of a text object without any formatting, for a label."""
    first = str((text or {}).get("text", "")).strip().partition("\n")[0]
    return unescape(_TAG.sub("", html({**(text or {}), "text": first}, reader)))


def _lines(source: str, reader: Reader) -> str:
    if not source:
        return ""
    return "".join(
        _quote(lines, reader) if is_quote else _paragraph(lines, reader)
        for is_quote, lines in groupby(source.split("\n"), lambda line: bool(QUOTE.fullmatch(line)))
    )


def _quote(lines: Iterator[str], reader: Reader) -> str:
    quoted = [QUOTE.fullmatch(line) for line in lines]
    inside = "<br>".join(_inline(each["quoted"], reader) for each in quoted if each)
    return f"<blockquote>{inside}</blockquote>"


def _paragraph(lines: Iterator[str], reader: Reader) -> str:
    return "".join(_line(line, reader) for line in lines)


def _line(line: str, reader: Reader) -> str:
    if item := ITEM.fullmatch(line):
        bullet = _plain(item["bullet"].strip())
        return f'<div class="item"><span>{bullet}</span> <span>{_inline(item["item"], reader)}</span></div>'
    return f"<div>{_inline(line, reader) or '<br>'}</div>"


def _inline(source: str, reader: Reader) -> str:
    pieces, at = [], 0
    for match in INLINE.finditer(source):
        pieces += [_plain(source[at : match.start()]), _span(match, reader)]
        at = match.end()
    return "".join([*pieces, _plain(source[at:])])


def _span(match: re.Match[str], reader: Reader) -> str:
    kind = str(match.lastgroup)
    inner = match[kind]
    if kind == "code":
        return f"<code>{_plain(inner, has_emoji=False)}</code>"
    if kind == "angled":
        return _angled(inner, reader)
    return f"<{_TAGS[kind]}>{_inline(inner, reader)}</{_TAGS[kind]}>"


def _angled(inner: str, reader: Reader) -> str:
    """What stands between `<` and `>`: a person, a channel, a date, a call to all, or a link."""
    target, _, shown = inner.partition("|")
    if target.startswith("!date^"):
        return _date(target, shown, reader)
    if target.startswith(("@", "#")):
        name = reader.names.get(target[1:]) or readable(shown) or readable(target[1:])
        return f'<span class="mention">{escape(target[0] + name)}</span>'
    if target.startswith("!"):
        return f'<span class="mention">{_plain(shown or "@" + target[1:].split("^")[0])}</span>'
    return link(target, _plain(shown or target.removeprefix("mailto:")))


def link(address: str, safe_words: str) -> str:
    """A link that opens beside the page; words alone where the address is none to follow."""
    address = readable(address)
    if not _ADDRESS.fullmatch(address):
        return safe_words
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{safe_words}</a>'


def _date(target: str, fallback: str, reader: Reader) -> str:
    """`!date^timestamp^format[^link]`; the fallback when that cannot be read."""
    _, timestamp, form, *_ = [*target.split("^"), "", ""]
    if not (timestamp.isdigit() and form):
        return _plain(fallback)
    return escape(moment(int(timestamp), form, reader))


def _plain(source: str, *, has_emoji: bool = True) -> str:
    """Words without markup: Slack's three escapes undone, and then everything escaped for HTML."""
    safe = escape(readable(source))
    if not has_emoji:
        return safe
    return _EMOJI.sub(lambda found: _EMOJIS.get(found[1], found[0]), safe)
