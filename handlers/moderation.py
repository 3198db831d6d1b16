"""`/g2o moderate`, and the form that gives an audit its moderated grade."""

from bot import moderation
from bot.moderation import Moderation
from handlers import carried, lists, places
from handlers.blocks import moderation as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from storage.words import Grade


def waiting(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("moderate"))


def open_form(office: Office, call: Call) -> View:
    call.answers.open("Moderate an audit")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        audit = moderation.to_moderate(session, visit, call.number)
        challenges = moderation.asked(session, audit)
    return blocks.form(audit, challenges, places.carry(call, audit.version))


def moderate(office: Office, call: Call) -> Message:
    number, place, version = places.brought(call, int)
    grade = carried.word(Grade, call.typed.text("grade"))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        new = Moderation(number, version, grade, call.typed.text("why"))
        audit = moderation.moderate(session, visit, new)
    places.redraw(office, place)
    return Message.plain(blocks.moderated(audit))


def open_challenge(office: Office, call: Call) -> View:
    call.answers.open("Challenge the grade")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        audit = moderation.to_challenge(session, visit, call.number)
    return blocks.challenge_form(audit, call.text)


def challenge(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        audit = moderation.challenge(session, visit, call.carried_number, call.typed.text("why"))
    return Message.plain(blocks.challenged(audit))
