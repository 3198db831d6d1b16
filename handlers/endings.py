"""Not to be done: the button, and the form by which somebody other than the owner approves it."""

from bot import actions, endings
from bot.endings import Approval
from bot.rules.lifecycle import Move
from handlers import carried, places
from handlers.blocks import endings as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office


def open_form(office: Office, call: Call) -> View:
    call.answers.open("Not to be done")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        action = endings.to_end(session, visit, call.number)
    return blocks.form(action, visit.day, places.carry(call))


def end(office: Office, call: Call) -> Message:
    number, place = places.brought(call)
    form = call.typed
    with office.db.begin() as session:
        visit = call.visit(office, session)
        way = carried.word(Move, form.text("way"))
        approval = Approval(way, form.text("why"), form.day("review"))
        endings.end(session, visit, number, approval)
        action = actions.show(session, visit, number)
    places.redraw(office, place)
    return Message.plain(blocks.ended(action))
