"""`/g2o pause`, `leave` and `days`: being away."""

from bot import absence, people
from handlers import parsing, when
from handlers.blocks import absence as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

OFF = frozenset({"off", "end", "stop", "resume", "cancel"})


def pause(office: Office, call: Call) -> Message:
    is_off = _is_off(call.text)
    # Read before the transaction: a date may take its time, and other writers would wait.
    until = None if is_off else when.pause_until(call.text, call.today(office))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        if is_off:
            absence.resume(session, visit)
            return blocks.resumed()
        person = absence.pause(session, visit, until)
        return blocks.paused(person.paused_until or visit.today)


def leave(office: Office, call: Call) -> Message:
    before, whose = when.whose_leave(call.text)
    asked = None if _is_off(before) else when.leave(call.text, call.today(office))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        names = people.names(session)
        whose = parsing.person(whose, names) if whose else None
        if asked is None:
            ended = absence.end_leave(session, visit, whose)
            return blocks.leave_ended(ended, visit.today, absence.somebody_else(session, visit, ended))
        covered_by = parsing.person(asked.cover, names) if asked.cover else None
        noted = absence.take_leave(
            session, visit, asked.starts_on, asked.ends_on, cover=covered_by, whose=whose
        )
        cover, person = absence.cover_of(session, noted), absence.somebody_else(session, visit, noted)
        return blocks.leave_noted(noted, cover, person)


def days(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        person = absence.set_working_days(session, call.visit(office, session), call.text)
        return blocks.working_days(person.working_days)


def _is_off(text: str) -> bool:
    return text.strip().lower() in OFF
