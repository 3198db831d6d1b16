"""Ask for more time, and the two buttons that answer."""

from bot import extensions
from handlers import forms, lists, places
from handlers.blocks import extensions as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office


def waiting(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("requests"))


def open_asking(office: Office, call: Call) -> View:
    call.answers.open("Ask for more time")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        action = extensions.to_ask(session, visit, call.number)
    return blocks.ask_form(action, visit.day, places.carry(call))


def ask(office: Office, call: Call) -> Message:
    number, place = places.brought(call)
    wanted_on = forms.chosen_day(call.typed, "wanted")
    with office.db.begin() as session:
        visit = call.visit(office, session)
        extension = extensions.ask(session, visit, number, wanted_on, call.typed.text("reason"))
        decides = extensions.who_decides(session, visit, extension)
    places.redraw(office, place)
    return Message.plain(blocks.asked(extension, decides))


def grant(office: Office, call: Call) -> Message:
    return _decided(office, call, is_granted=True)


def refuse(office: Office, call: Call) -> Message:
    return _decided(office, call, is_granted=False)


def _decided(office: Office, call: Call, *, is_granted: bool) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        extension = extensions.decide(session, visit, call.number, is_granted=is_granted)
        note = blocks.decided(extension)
        return places.again(session, visit, call.place, extension.action_id, note)
