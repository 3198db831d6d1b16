"""Running a meeting: begin, go on and back, decide on the item that is before it, who came, end."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot import chairing, decisions, meetings
from bot.decisions import Seen
from bot.packs import Section
from bot.visit import Visit
from handlers import carried, forms
from handlers.blocks import chairing as blocks
from handlers.blocks import minutes as minutes_blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.meetings import MINUTES, where
from handlers.office import Office
from storage.models import Item
from storage.words import Impact

MOVED_ON = "Somebody has gone on meanwhile. This is where the meeting is now."


def go_on(office: Office, call: Call) -> Message:
    """Where the meeting is now."""
    with office.db.reading() as session:
        return where(session, call.visit(office, session)).in_place()


def begin(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        chairing.begin(session, visit, call.number)
        return where(session, visit).in_place()


def go_to_next(office: Office, call: Call) -> Message:
    return _moved(office, call, 1)


def go_back(office: Office, call: Call) -> Message:
    return _moved(office, call, -1)


def go_to_section(office: Office, call: Call) -> Message:
    number, section = carried.parts(call.text, 2)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        is_there = chairing.go_to(session, visit, carried.number(number), carried.word(Section, section))
        return where(session, visit, "" if is_there else MOVED_ON).in_place()


def keep(office: Office, call: Call) -> Message:
    return _decided(office, call, decisions.keep)


def check(office: Office, call: Call) -> Message:
    return _decided(office, call, decisions.check)


def take_up_again(office: Office, call: Call) -> Message:
    return _decided(office, call, decisions.take_up_again)


def say_impact(office: Office, call: Call) -> Message:
    impact = carried.word(Impact, call.text.rpartition(" ")[2])
    return _decided(
        office, call, lambda session, visit, seen: decisions.say_impact(session, visit, seen, impact)
    )


def open_date(office: Office, call: Call) -> View:
    return _open(office, call, "date")


def open_giving(office: Office, call: Call) -> View:
    return _open(office, call, "give")


def open_not_to_do(office: Office, call: Call) -> View:
    return _open(office, call, "not_to_do")


def open_not_yet(office: Office, call: Call) -> View:
    return _open(office, call, "not_yet")


def open_note(office: Office, call: Call) -> View:
    return _open(office, call, "note")


def agree_date(office: Office, call: Call) -> Message:
    day, note = forms.chosen_day(call.typed, "day"), call.typed.text("note")
    return _decided(
        office, call, lambda session, visit, seen: decisions.agree_date(session, visit, seen, day, note)
    )


def give(office: Office, call: Call) -> Message:
    owner, note = forms.owner(call.typed), call.typed.text("note")
    return _decided(
        office, call, lambda session, visit, seen: decisions.give(session, visit, seen, owner, note)
    )


def agree_not_to_do(office: Office, call: Call) -> Message:
    why, review_on = call.typed.text("why"), forms.chosen_day(call.typed, "review")
    return _decided(
        office,
        call,
        lambda session, visit, seen: decisions.agree_not_to_do(session, visit, seen, why, review_on),
    )


def not_yet(office: Office, call: Call) -> Message:
    note = call.typed.text("note")
    return _decided(office, call, lambda session, visit, seen: decisions.not_yet(session, visit, seen, note))


def note_decision(office: Office, call: Call) -> Message:
    text = call.typed.text("note")
    return _decided(office, call, lambda session, visit, seen: decisions.note(session, visit, seen, text))


def open_who_came(office: Office, call: Call) -> View:
    call.answers.open("Who came")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        meeting = chairing.to_run(session, visit, call.number)
        members = meetings.members_of(session, meeting)
    return blocks.who_came_form(members, call.text)


def note_who_came(office: Office, call: Call) -> Message:
    ticked = (value for field in call.typed.values for value in call.typed.words(field))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        chairing.note_who_came(
            session, visit, call.carried_number, {carried.number(value) for value in ticked}
        )
        return where(session, visit, "Who came is noted.").in_place()


def end(office: Office, call: Call) -> Message:
    """The minutes take its place."""
    with office.db.begin() as session:
        visit = call.visit(office, session)
        meeting = chairing.end(session, visit, call.number)
        shown = meetings.minutes(session, visit, meeting.held_on)
        listing = Listing(MINUTES, meeting.held_on.isoformat())
        note = minutes_blocks.ended(meeting, shown.total)
        return minutes_blocks.minutes(listing, shown, visit.terms.meeting_name, note).in_place()


def _moved(office: Office, call: Call, step: int) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        is_there = chairing.move(session, visit, call.number, step)
        return where(session, visit, "" if is_there else MOVED_ON).in_place()


def _open(office: Office, call: Call, form: str) -> View:
    call.answers.open("Decide")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        item, meeting = decisions.to_decide(session, visit, _seen(call.text))
        current = chairing.current(session, visit, meeting, item)
    return blocks.FORMS[form](current, visit.day, call.text)


def _decided(office: Office, call: Call, decide: Callable[[Session, Visit, Seen], Item]) -> Message:
    """The item as it is now, from which one goes on."""
    with office.db.begin() as session:
        visit = call.visit(office, session)
        decide(session, visit, _seen(call.text or call.carried))
        return where(session, visit).in_place()


def _seen(text: str) -> Seen:
    with carried.reading():
        item_id, version, *_ = text.split()
    return Seen(carried.number(item_id), carried.number(version))
