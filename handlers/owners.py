"""Pick a day, Not mine, and whose an action is to be: the buttons and their forms."""

from bot import actions, owners
from handlers import forms, places
from handlers.blocks import owners as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office


def open_pick(office: Office, call: Call) -> View:
    call.answers.open("Pick a day")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        action = actions.to_be_done(session, visit, call.number)
    return blocks.pick_form(action, visit.day, places.carry(call))


def pick(office: Office, call: Call) -> Message:
    number, place = places.brought(call)
    day = forms.chosen_day(call.typed, "day")
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = owners.pick_day(session, visit, number, day)
    places.redraw(office, place)
    return Message.plain(blocks.picked(action, day, is_own=action.owner_id == visit.actor.person_id))


def open_disowning(office: Office, call: Call) -> View:
    call.answers.open("Not mine")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        action = owners.to_disown(session, visit, call.number)
    return blocks.disown_form(action, visit.day, places.carry(call))


def disown(office: Office, call: Call) -> Message:
    number, place = places.brought(call)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = owners.disown(session, visit, number, call.typed.text("note"))
        decides = owners.who_decides(session, visit, action)
    places.redraw(office, place)
    return Message.plain(blocks.disowned(action, decides))


def keep(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = owners.keep(session, visit, call.number)
        return places.again(session, visit, call.place, action.id, blocks.kept(action))


def open_giving(office: Office, call: Call) -> View:
    call.answers.open("Give to somebody")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        action = owners.to_give(session, visit, call.number)
    return blocks.give_form(action, visit.day, places.carry(call))


def give(office: Office, call: Call) -> Message:
    number, place = places.brought(call)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = owners.give(session, visit, number, call.typed.text("owner"))
    places.redraw(office, place)
    return Message.plain(blocks.given(action))
