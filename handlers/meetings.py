"""`/g2o meeting`: planned, begun, gone through item by item, ended; its pack and its minutes."""

import json
from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from bot import free_text, meetings, packs
from bot.errors import NotUnderstood
from bot.meetings import Plan, Seen
from bot.packs import Section
from bot.visit import Visit
from handlers import forms, lists, when
from handlers.blocks import meetings as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.forms import Typed
from handlers.office import Office
from storage.models import Item

# What people write for the pack and for the minutes.
PACK = ("pack", "the pack", "agenda")
MINUTES = "minutes"

FORM = (
    "Write `/g2o meeting`, `/g2o meeting pack`, or `/g2o meeting minutes 14 March` for those of another "
    "meeting than the last."
)
MOVED_ON = "Somebody has gone on meanwhile. This is where the meeting is now."


def show(office: Office, call: Call) -> Message:
    words = " ".join(call.text.lower().split()).strip("?.! ")
    if words in PACK:
        return show_pack(office, call)
    if words == MINUTES or words.startswith(f"{MINUTES} "):
        return lists.answer(office, call, Listing(MINUTES, _day(call, office)))
    if words:
        free_text.refuse_personal_details(call.text)
        raise NotUnderstood(f"I did not understand that. {FORM}")
    with office.db.reading() as session:
        return _where(session, call.visit(office, session))


def is_asked(text: str, today: date) -> bool:
    """Whether it is what `/g2o meeting` takes. Raises NotUnderstood of a date that cannot be read."""
    words = " ".join(text.lower().split())
    first, _, rest = words.partition(" ")
    return not words or words in PACK or (first == MINUTES and (not rest or bool(when.day(rest, today))))


def show_pack(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        visit = call.visit(office, session)
        packs.require_any(session, visit)
        shown = packs.of(session, visit, meetings.pack_ahead(session))
        return blocks.pack(shown, visit.terms.meeting_name, visit.day)


def show_minutes(office: Office, call: Call) -> Message:
    """The button, whose value is the meeting's day."""
    return lists.answer(office, call, Listing(MINUTES, call.text))


def go_on(office: Office, call: Call) -> Message:
    """Where the meeting is now, as from Home."""
    with office.db.reading() as session:
        return _where(session, call.visit(office, session))


def open_plan(office: Office, call: Call) -> View:
    """It opens with those who were at the last one, and who plans it in the chair if they lead."""
    call.answers.open("Plan a meeting")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        last, members = meetings.before(session, visit)
    return blocks.plan_form(last, members, is_new=True, carried="new")


def plan(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        meeting = meetings.plan(session, visit, _plan(call.typed))
        return _where(session, visit, blocks.planned(meeting, visit.day))


def open_change(office: Office, call: Call) -> View:
    call.answers.open("Change the meeting")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        meeting = meetings.to_change(session, visit, int(call.text))
        members = meetings.members_of(session, meeting)
    return blocks.plan_form(meeting, members, is_new=False, carried=json.dumps([meeting.id, meeting.version]))


def change(office: Office, call: Call) -> Message:
    number, version = json.loads(call.carried)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        meeting = meetings.change(session, visit, number, version, _plan(call.typed))
        return _where(session, visit, blocks.planned(meeting, visit.day))


def begin(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        meetings.begin(session, visit, int(call.text))
        return _where(session, visit).in_place()


def go_to_next(office: Office, call: Call) -> Message:
    return _moved(office, call, 1)


def go_back(office: Office, call: Call) -> Message:
    return _moved(office, call, -1)


def go_to_section(office: Office, call: Call) -> Message:
    number, section = call.text.split(" ", 1)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        is_there = meetings.go_to(session, visit, int(number), Section(section))
        return _where(session, visit, "" if is_there else MOVED_ON).in_place()


def keep(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        meetings.keep(session, visit, _seen(call.text))
        return _where(session, visit).in_place()


def open_date(office: Office, call: Call) -> View:
    return _open(office, call, "date")


def open_giving(office: Office, call: Call) -> View:
    return _open(office, call, "give")


def open_not_to_do(office: Office, call: Call) -> View:
    return _open(office, call, "not_to_do")


def open_note(office: Office, call: Call) -> View:
    return _open(office, call, "note")


def agree_date(office: Office, call: Call) -> Message:
    day, note = forms.chosen_day(call.typed, "day"), call.typed.text("note")
    return _decided(
        office, call, lambda session, visit, seen: meetings.agree_date(session, visit, seen, day, note)
    )


def give(office: Office, call: Call) -> Message:
    owner, note = forms.owner(call.typed), call.typed.text("note")
    return _decided(
        office, call, lambda session, visit, seen: meetings.give(session, visit, seen, owner, note)
    )


def agree_not_to_do(office: Office, call: Call) -> Message:
    why, review_on = call.typed.text("why"), forms.chosen_day(call.typed, "review")
    return _decided(
        office,
        call,
        lambda session, visit, seen: meetings.agree_not_to_do(session, visit, seen, why, review_on),
    )


def note_decision(office: Office, call: Call) -> Message:
    text = call.typed.text("note")
    return _decided(
        office, call, lambda session, visit, seen: meetings.note_decision(session, visit, seen, text)
    )


def open_who_came(office: Office, call: Call) -> View:
    call.answers.open("Who came")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        meeting = meetings.to_run(session, visit, int(call.text))
        members = meetings.members_of(session, meeting)
    return blocks.who_came_form(members, call.text)


def note_who_came(office: Office, call: Call) -> Message:
    ticked = (value for field in call.typed.values for value in call.typed.words(field))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        meetings.note_who_came(session, visit, int(call.carried), {int(value) for value in ticked})
        return _where(session, visit, "Who came is noted.")


def end(office: Office, call: Call) -> Message:
    """The minutes take its place."""
    with office.db.begin() as session:
        visit = call.visit(office, session)
        meeting = meetings.end(session, visit, int(call.text))
        shown = meetings.minutes(session, visit, meeting.held_on)
        listing = Listing(MINUTES, meeting.held_on.isoformat())
        note = blocks.ended(meeting, shown.total)
        return blocks.minutes(listing, shown, visit.terms.meeting_name, note).in_place()


def _where(session: Session, visit: Visit, note: str = "") -> Message:
    return blocks.outlook(meetings.outlook(session, visit), visit.terms.meeting_name, visit.day, note)


def _moved(office: Office, call: Call, step: int) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        is_there = meetings.move(session, visit, int(call.text), step)
        return _where(session, visit, "" if is_there else MOVED_ON).in_place()


def _open(office: Office, call: Call, form: str) -> View:
    call.answers.open("Decide")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        item, _ = meetings.to_decide(session, visit, _seen(call.text))
        current = meetings.current(session, visit, item)
    return blocks.FORMS[form](current, visit.day, call.text)


def _decided(office: Office, call: Call, decide: Callable[[Session, Visit, Seen], Item]) -> Message:
    """The item as it is now, from which one goes on."""
    with office.db.begin() as session:
        visit = call.visit(office, session)
        decide(session, visit, _seen(call.carried))
        return _where(session, visit)


def _seen(text: str) -> Seen:
    item_id, version = text.split()
    return Seen(int(item_id), int(version))


def _plan(form: Typed) -> Plan:
    named = [name.strip() for name in form.text("named").split(",")]
    return Plan(
        forms.chosen_day(form, "day"),
        form.text("chair"),
        form.words("members"),
        [name for name in named if name],
    )


def _day(call: Call, office: Office) -> str:
    """The day that stands after the word, as a list carries it."""
    rest = " ".join(call.text.split()[1:])
    if not rest:
        return ""
    try:
        return when.day(rest, call.today(office)).isoformat()
    except NotUnderstood as problem:
        free_text.refuse_personal_details(rest)
        raise NotUnderstood(f"{problem.message} {FORM}") from None
