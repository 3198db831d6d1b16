"""`/g2o meeting`: when it is, its pack and its minutes, and the forms that plan it."""

import json
from datetime import date

from sqlalchemy.orm import Session

from bot import free_text, meetings, packs
from bot.documents import Paper
from bot.errors import NotUnderstood
from bot.meetings import Plan
from bot.visit import Visit
from handlers import carried, documents, forms, lists, when
from handlers.blocks import meetings as blocks
from handlers.blocks import packs as pack_blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.forms import Typed
from handlers.office import Office

# What people write for the pack and for the minutes.
PACK = ("pack", "the pack", "agenda")
MINUTES = "minutes"

FORM = (
    "Write `/g2o meeting`, `/g2o meeting pack`, or `/g2o meeting minutes 14 March` for those of another "
    "meeting than the last."
)


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
        return where(session, call.visit(office, session))


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
        pack = pack_blocks.pack(shown, visit.terms.meeting_name, visit.day)
        return documents.beside(visit, pack, Paper.PACK, str(shown.meeting.id))


def show_minutes(office: Office, call: Call) -> Message:
    """The button, whose value is the meeting's day."""
    return lists.answer(office, call, Listing(MINUTES, call.text))


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
        return where(session, visit, blocks.planned(meeting, visit.day)).in_place()


def open_change(office: Office, call: Call) -> View:
    call.answers.open("Change the meeting")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        meeting = meetings.to_change(session, visit, call.number)
        members = meetings.members_of(session, meeting)
    return blocks.plan_form(meeting, members, is_new=False, carried=json.dumps([meeting.id, meeting.version]))


def change(office: Office, call: Call) -> Message:
    number, version = carried.values(call.carried, int, int)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        meeting = meetings.change(session, visit, number, version, _plan(call.typed))
        return where(session, visit, blocks.planned(meeting, visit.day)).in_place()


def where(session: Session, visit: Visit, note: str = "") -> Message:
    """When the next meeting is; of one that is under way, the item that is before it."""
    return blocks.outlook(meetings.outlook(session, visit), visit.terms.meeting_name, visit.day, note)


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
