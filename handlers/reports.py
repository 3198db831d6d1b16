"""`/g2o grades`."""

from bot.reports import figures
from handlers import parsing
from handlers.blocks import reports as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office


def grades(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        visit = call.visit(office, session)
        cohort, years = parsing.grades_asked(call.text)
        table = figures.grades(session, visit, cohort, years)
    return blocks.grades(table)
