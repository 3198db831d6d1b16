"""What buttons, menus and forms carry, read back.

None of it is trusted: it may be of another version of the bot, or forged. What cannot be read is refused.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin

from bot.errors import Refusal

OF_ANOTHER_VERSION = (
    "That belongs to an older version of this bot. Please type the command again: `/g2o help`."
)
# The largest that a column of the database holds.
LARGEST = 2_147_483_647

Shape = TypeVar("Shape")
Kind = TypeVar("Kind", bound=StrEnum)


@contextmanager
def reading() -> Iterator[None]:
    """Around what reads such a value and does nothing else. Raises Refusal where it cannot be read."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise Refusal(OF_ANOTHER_VERSION) from None


def number(text: str) -> int:
    """An id or a count. Raises Refusal."""
    with reading():
        return _in_reach(int(text)) if text.isascii() and text.isdecimal() else _unread()


def word(kind: type[Kind], text: str) -> Kind:
    """One of the words of a kind. Raises Refusal."""
    with reading():
        return kind(text)


def day(text: str) -> date:
    """A date as forms have it. Raises Refusal."""
    with reading():
        return date.fromisoformat(text)


def parts(text: str, count: int) -> Sequence[str]:
    """The words of it, the last with all that follows. Raises Refusal where there are fewer."""
    found = text.split(" ", count - 1)
    if len(found) != count:
        _unread()
    return found


def values(text: str, *kinds: Any) -> list[Any]:
    """A list of these kinds of values, written as JSON. Raises Refusal."""
    with reading():
        found = json.loads(text)
        if not isinstance(found, list) or len(found) != len(kinds):
            _unread()
        return [_of_kind(value, kind) for value, kind in zip(found, kinds, strict=True)]


def shape(kind: type[Shape], text: str) -> Shape:
    """A dataclass written as JSON, by the names of its fields or in their order. Raises Refusal."""
    with reading():
        found = json.loads(text)
        made = kind(**found) if isinstance(found, dict) else kind(*found)
        for one in fields(made):  # type: ignore[arg-type]  # it is a dataclass
            _of_kind(getattr(made, one.name), one.type)
        return made


def require(*, holds: bool) -> None:
    """Raises Refusal unless what must be so of a value of the bot's own is."""
    if not holds:
        _unread()


def _of_kind(value: Any, kind: Any) -> Any:
    """The value, if it is of that kind; a truth is no number."""
    if kind is int:
        return _in_reach(value) if type(value) is int else _unread()
    many = get_origin(kind)
    if many is Sequence:
        if not isinstance(value, list | tuple):
            _unread()
        for one in value:
            _of_kind(one, get_args(kind)[0])
    elif not isinstance(value, kind):
        _unread()
    return value


def _in_reach(value: int) -> int:
    return value if 0 <= value <= LARGEST else _unread()


def _unread() -> Any:
    raise Refusal(OF_ANOTHER_VERSION)
