"""People's letters as Slack shows them: when they are sent, and drawn again after a click."""

import logging

from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot import correspondence
from bot.visit import Day, Moment, Visit
from handlers.blocks import letters as blocks
from handlers.blocks import parts
from handlers.blocks.parts import Message
from handlers.office import Office
from storage import letters as stored
from storage.models import Letter
from storage.words import LetterState

log = logging.getLogger("g2o")


def written(session: Session, letter: Letter, moment: Moment) -> Message | None:
    """The letter as it is to be sent; None where nothing of it is left to say."""
    said = correspondence.of(session, letter, moment)
    return blocks.letter(said, Day(moment.today, moment.terms.calendar)) if said.items else None


def page(session: Session, visit: Visit, letter_id: int, note: str) -> Message:
    """The person's own letter as it stands after a click; `note` says what the click did."""
    letter = stored.get(session, letter_id)
    if letter is None or letter.person_id != visit.actor.person_id:
        return Message.plain(note)
    # A click proves that it arrived, though the answer to its post may have been lost.
    said = correspondence.of(session, letter, Moment(visit.at, visit.terms), has_arrived=True)
    return blocks.letter(said, visit.day, note)


def redraw(office: Office, place: str) -> None:
    """Draws the letter anew that a form was opened from; `place` is the block's id. Elsewhere: nothing."""
    letter_id = letter_at(place)
    if letter_id is None:
        return
    moment = Moment(office.clock(), office.terms)
    with office.db.reading() as session:
        letter = stored.get(session, letter_id)
        if letter is None or letter.state is not LetterState.SENT:
            return
        message = written(session, letter, moment)
    if message is None or letter.channel is None or letter.ts is None:
        return
    try:
        office.slack.chat_update(
            channel=letter.channel,
            ts=letter.ts,
            text=message.text,
            blocks=message.blocks,
            metadata=parts.metadata(letter.key),
        )
    except (SlackApiError, OSError):
        # What was stored is stored, and the form has said so; the letter shows it after the next click.
        log.warning("letter %s could not be drawn anew", letter.id)


def letter_at(place: str) -> int | None:
    """Which letter a block's id belongs to: "12|letter 7"."""
    kind, _, number = place.partition("|")[2].partition(" ")
    return int(number) if kind == "letter" and number.isdecimal() else None
