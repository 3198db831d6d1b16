"""`/g2o hold REF` and `/g2o release REF`: a case that must be kept, and the end of that."""

import re

from bot import holds
from bot.errors import NotUnderstood
from handlers.blocks import holds as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office

_BECAUSE = re.compile(r"^because\b:?\s*(?:of\s+)?", re.IGNORECASE)


def hold(office: Office, call: Call) -> Message | View:
    """In one line with its reason; without one the form asks for it."""
    reference, _, because = call.text.partition(" ")
    if not reference:
        raise NotUnderstood("Which case? Write its reference, for example `/g2o hold K7Q2M`.")
    because = _reason(because)
    if because:
        return _hold(office, call, reference, because)
    if not call.answers.can_open:
        raise NotUnderstood("Please say why, for example `hold K7Q2M because of a complaint`.")
    call.answers.open("Put a case on hold")
    with office.db.reading() as session:
        return blocks.form(holds.to_hold(session, call.visit(office, session), reference).reference)


def submit(office: Office, call: Call) -> Message:
    return _hold(office, call, call.carried, call.typed.text("because"))


def release(office: Office, call: Call) -> Message:
    if not call.text:
        raise NotUnderstood("Which case? Write its reference, for example `/g2o release K7Q2M`.")
    with office.db.begin() as session:
        case = holds.release(session, call.visit(office, session), call.text)
    return Message.plain(blocks.released(case.reference))


def _hold(office: Office, call: Call, reference: str, because: str) -> Message:
    with office.db.begin() as session:
        case = holds.hold(session, call.visit(office, session), reference, because)
    return Message.plain(blocks.held(case.reference))


def _reason(typed: str) -> str:
    """What stands after "because of"."""
    return _BECAUSE.sub("", typed.strip())
