"""`/case REF`, `/g2o recommendations REF`, `/g2o history [REF]`, and the button that opens a case."""

from sqlalchemy.orm import Session

from bot import cases
from bot import history as of_a_case
from bot.errors import NotUnderstood
from bot.visit import Visit
from handlers import lists, own_history
from handlers.blocks import cases as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office


def show(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        return page(session, call.visit(office, session), _reference(call, "/case"))


def mine(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("cases"))


def page(session: Session, visit: Visit, reference: str, note: str = "") -> Message:
    """The page of a case; `note` is what was just done to it."""
    return blocks.page(cases.page(session, visit, reference), visit.day, note)


def recommendations(office: Office, call: Call) -> Message:
    reference = _reference(call, "/g2o recommendations")
    with office.db.reading() as session:
        return blocks.recommendations(cases.page(session, call.visit(office, session), reference))


def history(office: Office, call: Call) -> Message:
    """Of a case; without a reference of whoever asks."""
    if call.text.lower() in own_history.WORDS:
        return lists.answer(office, call, own_history.listing(call.text))
    reference = _reference(call, "/g2o history")
    with office.db.reading() as session:
        return blocks.history(of_a_case.of(session, call.visit(office, session), reference))


def _reference(call: Call, command: str) -> str:
    if not call.text:
        raise NotUnderstood(f"Which case? Write its reference, for example `{command} K7Q2M`.")
    return call.text
