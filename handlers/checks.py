"""`/g2o check`, the two buttons that check, and whether an action made a difference."""

from bot import actions, checks
from handlers import carried, lists, places
from handlers.blocks import checks as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from storage.words import Impact


def waiting(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("check"))


def is_done(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        check = checks.check(session, visit, call.number, is_done=True)
        action = actions.show(session, visit, check.action_id)
        return places.again(session, visit, call.place, action.id, blocks.checked(action))


def open_not_yet(office: Office, call: Call) -> View:
    call.answers.open("Not yet done")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        action = checks.to_check(session, visit, call.number)
    return blocks.not_yet_form(action, visit.day, places.carry(call))


def not_yet(office: Office, call: Call) -> Message:
    number, place = places.brought(call)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        checks.check(session, visit, number, is_done=False, note=call.typed.text("note"))
        action = actions.show(session, visit, number)
    places.redraw(office, place)
    return Message.plain(blocks.opened_again(action))


def say_impact(office: Office, call: Call) -> Message:
    """What was chosen is the answer and the action's number: "yes 17"."""
    word, number = carried.parts(call.text, 2)
    impact, action_id = carried.word(Impact, word), carried.number(number)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        checks.say_impact(session, visit, action_id, impact)
        action = actions.show(session, visit, action_id)
        note = blocks.impact_said(action, impact)
        return places.again(session, visit, call.place, action.id, note)
