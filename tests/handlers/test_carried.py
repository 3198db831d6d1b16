"""What buttons and forms carry is read back, or refused as nothing of this version's."""

from collections.abc import Callable

import pytest

from bot.errors import Refusal
from handlers import carried
from handlers.blocks.actions import Listing
from handlers.blocks.audit_form import Detail, Shape
from handlers.blocks.reviews import Walk
from storage.words import Grade


def test_what_the_bot_wrote_is_read_back() -> None:
    assert Shape.read(str(Shape(2, 1, 3, due="2025-04-11"))) == Shape(2, 1, 3, due="2025-04-11")
    assert Detail.read(str(Detail(1, 2, [[3, 4]], []))) == Detail(1, 2, [[3, 4]], [])
    assert Walk.read(str(Walk("r1", 2, goes_on=True))) == Walk("r1", 2, goes_on=True)
    assert Listing.read(str(Listing("due", "me until Friday", 3))) == Listing("due", "me until Friday", 3)
    assert carried.values('[1, "x|case K7Q2M", 7]', int, str, int) == [1, "x|case K7Q2M", 7]
    assert carried.values("[1, null]", int, str | None) == [1, None]


def _pair(text: str) -> object:
    return carried.values(text, int, str)


READ: list[tuple[Callable[[str], object], str]] = [
    *((carried.number, text) for text in ("", "x", "-1", "1.0", "1e3", "٣", "²", "2147483648", "9" * 30)),
    *((carried.day, text) for text in ("", "today", "2025-02-30", "9" * 9)),
    (lambda text: carried.word(Grade, text), "splendid"),
    *((_pair, text) for text in ("", "[]", "[1]", '[true, ""]', "{}")),
    (lambda text: carried.values(text, int), "[" * 100_000),
    *((Listing.read, text) for text in ("", "due", "due x", "due -1")),
    *((Shape.read, text) for text in ("", "null", '{"strength": "x"}', '{"more": 1}')),
    (Shape.read, '{"recommendation": 1000000}'),
    *((Detail.read, text) for text in ("{}", "[1]", "[1, 2, [[3]]]", "[1, 2, [[3, null]]]", "[1, 2, 3]")),
    (Walk.read, '["r1", 2]'),
    (Shape().grown, "first"),
    (Detail(1, 1).grown, "subject_id"),
]


@pytest.mark.parametrize(("read", "text"), READ)
def test_anything_else_is_of_another_version(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(Refusal, match="older version of this bot"):
        read(text)
