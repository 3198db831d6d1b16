"""The buttons in people's letters, and the letters drawn again after a click."""

from sqlalchemy.orm import Session

from bot.visit import Visit
from handlers.blocks.parts import Message
from handlers.office import Office


def redraw(office: Office, place: str) -> None:
    """Draws the letter anew that a form was opened from; `place` is the block's id. Elsewhere: nothing."""


def page(session: Session, visit: Visit, letter_id: int, note: str) -> Message:  # noqa: ARG001 - a stub
    """The letter as it is now; `note` is what was just done."""
    return Message.plain(note)
