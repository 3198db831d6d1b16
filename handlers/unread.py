"""What is answered where nothing was asked: what to do when a child may be at risk, a greeting, the nearest.

Whatever was typed and could not be carried out passes here: a word of alarm in it, and the duty sentence goes
before everything else.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot import people
from bot.errors import NotUnderstood, Refusal
from bot.visit import Visit
from handlers import questions, refusals
from handlers.blocks import help as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from handlers.questions import Known, Tone
from storage.unavailable import Unavailable


def guarded(office: Office, call: Call, answer: Callable[[], Message | View]) -> Message | View:
    """The answer; or in its place what is said where there is none. Raises as the verbs do."""
    duty = office.terms.duty_sentence
    try:
        return answer()
    except (Refusal, Unavailable) as error:
        is_unread = isinstance(error, NotUnderstood)
        if questions.is_alarm(call.text):
            return blocks.alarm(duty, "" if is_unread else refusals.words(error))
        if not is_unread:
            raise
        return blocks.not_understood(refusals.words(error), duty)


def courtesy(office: Office, call: Call) -> Message | None:
    """The answer to a greeting or to thanks, if it is one."""
    tone = questions.tone_of(call.text)
    if tone is Tone.THANKS:
        return Message.plain("You are welcome.")
    if tone is None:
        return None
    with office.db.reading() as session:
        visit = call.visit(office, session)
        examples = nearest(call.text, known(session, visit), visit)
    return Message.plain(f"Hello. You could write, for example:\n{examples}")


def known(session: Session, visit: Visit) -> Known:
    """The names that whoever asks may mention."""
    return Known(people.team_names(session), people.names(session), people.own_team(session, visit))


def nearest(text: str, names: Known, visit: Visit) -> str:
    """What the person may ask that is nearest to the text, each in a line."""
    sentences = questions.nearest(text, names, visit.today, lambda right: bool(visit.reaches(right)))
    return "\n".join(f"• {sentence}" for sentence in sentences) + "\n`help` lists everything."
