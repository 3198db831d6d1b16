"""`/case REF`, `/g2o recommendations REF`, and the button that opens a case."""

from bot import cases
from bot.errors import NotUnderstood
from handlers.blocks import cases as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

WHICH = "Which case? Write its reference, for example `/case K7Q2M`."


def show(office: Office, call: Call, note: str = "") -> Message:
    return page(office, call, call.text, note)


def page(office: Office, call: Call, reference: str, note: str = "") -> Message:
    """The page of a case; `note` is what was just done to it."""
    if not reference:
        raise NotUnderstood(WHICH)
    with office.db.reading() as session:
        visit = office.visit(session, call.slack_id, call.door)
        shown = cases.page(session, visit, reference)
    return blocks.page(shown, visit.day, note)


def recommendations(office: Office, call: Call) -> Message:
    if not call.text:
        raise NotUnderstood("Which case? Write its reference, for example `/g2o recommendations K7Q2M`.")
    with office.db.reading() as session:
        visit = office.visit(session, call.slack_id, call.door)
        shown = cases.page(session, visit, call.text)
    return blocks.recommendations(shown)
