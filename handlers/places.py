"""Where a click happened: that place shown again as it is now, and carried along by the forms it opens.

A place is a block's id: what stands after its "|" says whether it was in a letter, on the page of a case
or in a list. Everything else is the page of an action.
"""

import json
from typing import Any

from sqlalchemy.orm import Session

from bot import standing
from bot.visit import Visit
from handlers import carried, cases, lists
from handlers.blocks import standing as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office


def again(session: Session, visit: Visit, place: str, action_id: int, note: str) -> Message:
    """What was clicked in, as it is now, with what was just done above it."""
    return _page(session, visit, place, action_id, note).in_place()


def action_page(session: Session, visit: Visit, action_id: int, note: str = "") -> Message:
    """The page of one action, for whoever looks."""
    return blocks.page(standing.of(session, visit, action_id), visit.day, note)


def carry(call: Call, *more: int) -> str:
    """What a form brings along: the number that was clicked and the place, and more numbers."""
    return json.dumps([call.number, call.place, *more])


def brought(call: Call, *more: Any) -> list[Any]:
    """The same, out of the form that was submitted; `more` are the kinds of what comes after the place."""
    return carried.values(call.carried, int, str, *more)


def redraw(office: Office, place: str) -> None:
    """A form cannot answer in the place that it was opened from; a letter there is drawn anew."""
    from handlers import letters  # noqa: PLC0415 - letters are made of pages, too

    letters.redraw(office, place)


def _page(session: Session, visit: Visit, place: str, action_id: int, note: str) -> Message:
    where = place.partition("|")[2]
    kind, _, name = where.partition(" ")
    if kind == "letter":
        from handlers import letters  # noqa: PLC0415 - as above

        return letters.page(session, visit, carried.number(name), note)
    if kind == "case":
        return cases.page(session, visit, name, note)
    if kind in lists.LISTS:
        return lists.page(session, visit, Listing.read(where), note)
    return action_page(session, visit, action_id, note)
