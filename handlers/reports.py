"""`/g2o grades`."""

from bot.documents import Paper
from bot.reports import figures
from handlers import documents, parsing
from handlers.blocks import reports as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office


def grades(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        visit = call.visit(office, session)
        cohort, years = parsing.grades_asked(call.text)
        table = figures.grades(session, visit, cohort, years)
    shown = blocks.grades(table)
    if years and years.first != years.last:
        return shown  # a document is of one year, or of all
    of = [*([cohort.value] if cohort else []), *([str(years.first)] if years else [])]
    return documents.beside(visit, shown, Paper.GRADES, " ".join(of))
