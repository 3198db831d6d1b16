"""What is typed, read as a number in a list, a name, or the value of a field."""

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo

from bot.sandbox.config import Json


class Unclear(Exception):  # noqa: N818 - said to a person, who was not clear
    """What was typed cannot be used; the message is a sentence that says what to do next."""


class Cancelled(Exception):  # noqa: N818 - a person's decision, no error
    """The person typed `cancel`, or did not confirm."""


def numbered(typed: str, things: Sequence[object]) -> int | None:
    """Where in the list a number typed from 1 points, or None."""
    numbers = [str(number) for number in range(1, len(things) + 1)]
    return numbers.index(typed) if typed in numbers else None


def begins(name: str, typed: str) -> bool:
    """Whether the name, or a word of it, begins with what was typed."""
    name, typed = name.casefold(), typed.casefold()
    return name.startswith(typed) or any(word.startswith(typed) for word in name.split())


def _day(typed: str, _: tzinfo | None) -> str:
    if typed.casefold() == "today":
        return time.strftime("%Y-%m-%d")
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"):
        with contextlib.suppress(ValueError):
            return time.strftime("%Y-%m-%d", time.strptime(typed, form))
    raise Unclear(f"“{typed}” is not a day. Type it as 2025-03-14, 14/3/2025, 14 March 2025 or today.")


def _time_of_day(typed: str, _: tzinfo | None) -> str:
    with contextlib.suppress(ValueError):
        return time.strftime("%H:%M", time.strptime(typed, "%H:%M"))
    raise Unclear(f"“{typed}” is not a time. Type it as 09:30.")


def _moment(typed: str, zone: tzinfo | None) -> int:
    with contextlib.suppress(ValueError):
        return int(datetime.strptime(typed, "%Y-%m-%d %H:%M").replace(tzinfo=zone).timestamp())
    raise Unclear(f"“{typed}” is not a day and a time. Type them as 2025-03-14 09:30.")


def _number(typed: str, _: tzinfo | None) -> str:
    with contextlib.suppress(ValueError):
        float(typed)
        return typed
    raise Unclear(f"“{typed}” is not a number. Type digits only.")


def _rich(typed: str, _: tzinfo | None) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": typed}]}
    return {"type": "rich_text", "elements": [section]}


def _file(_: str, __: tzinfo | None) -> object:
    raise Unclear("Files cannot be added here. Press Enter to go on without, or type cancel.")


READ_AS: Mapping[str, Callable[[str, tzinfo | None], object]] = {
    "datepicker": _day,
    "timepicker": _time_of_day,
    "datetimepicker": _moment,
    "number_input": _number,
    "rich_text_input": _rich,
    "file_input": _file,
}
