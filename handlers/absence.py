"""`/g2o pause`, `leave` and `days`: being away, for oneself."""

from bot import absence
from handlers import parsing
from handlers.blocks import absence as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

OFF = frozenset({"off", "end", "stop", "resume", "cancel"})


def pause(office: Office, call: Call) -> Message:
    is_off = _is_off(call.text)
    # Read before the transaction: a date may take its time, and other writers would wait.
    until = None if is_off else parsing.pause_until(call.text, call.today(office))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        if is_off:
            absence.resume(session, visit)
            return blocks.resumed()
        person = absence.pause(session, visit, until)
        return blocks.paused(person.paused_until or visit.today)


def leave(office: Office, call: Call) -> Message:
    is_off = _is_off(call.text)
    asked = None if is_off else parsing.leave(call.text, call.today(office))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        if asked is None:
            return blocks.leave_ended(absence.end_leave(session, visit), visit.today)
        noted = absence.take_leave(session, visit, asked.starts_on, asked.ends_on, asked.cover)
        return blocks.leave_noted(noted, absence.cover_of(session, noted))


def days(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        person = absence.set_working_days(session, call.visit(office, session), call.text)
        return blocks.working_days(person.working_days)


def _is_off(text: str) -> bool:
    return text.strip().lower() in OFF
