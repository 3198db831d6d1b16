"""People's letters as Slack shows them: when they are sent, and drawn again after a click."""

from sqlalchemy.orm import Session

from bot import correspondence
from bot.visit import Day, Moment, Visit
from handlers.answers import Answers, Clicked
from handlers.blocks import letters as blocks
from handlers.blocks.parts import Message
from handlers.office import Office
from storage import letters as stored
from storage.models import Letter
from storage.words import LetterState


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
    # What was stored is stored, and the form has said so; if this fails, the next click shows it.
    Answers(office.slack, letter.slack_id or "", clicked=Clicked(letter.channel, letter.ts)).show(message)


def letter_at(place: str) -> int | None:
    """Which letter a block's id belongs to: "12|letter 7"."""
    kind, _, number = place.partition("|")[2].partition(" ")
    return int(number) if kind == "letter" and number.isdecimal() else None
