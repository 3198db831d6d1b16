"""Words, dates and figures as strings that are safe to print."""

import re
from datetime import datetime
from typing import Any

from bot.sandbox.drawing.pen import Reader

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but tab and newline, what reverses the direction of writing, halves of letters."""

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


def plain(text: Any) -> str:
    """The words of a text object, or of a bare string, without any formatting."""
    return readable(text.get("text", "") if isinstance(text, dict) else text or "")


def readable(source: str) -> str:
    """Slack's three escapes undone, and no control character left in that a terminal would obey."""
    return _CONTROL.sub("", source.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def moment(timestamp: float, form: str, reader: Reader) -> str:
    """Slack's date tokens filled in the way dates are written in Britain."""
    when = datetime.fromtimestamp(timestamp, reader.zone)

    def filled(token: re.Match[str]) -> str:
        return _DATE_FORMATS.get(token[1], token[0]).format(when)

    return re.sub(r"\{(\w+)\}", filled, readable(form))


def figure(value: Any) -> str:
    """A number with its thousands set apart; anything else as it is."""
    return f"{value:,}" if isinstance(value, int | float) else str(value)
