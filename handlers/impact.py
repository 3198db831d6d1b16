"""`/g2o impact`."""

from bot.errors import NotUnderstood
from bot.reports import impact
from handlers.blocks import impact as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office


def show(office: Office, call: Call) -> Message:
    if call.text:
        raise NotUnderstood("`/g2o impact` takes nothing more: it tells of the whole service.")
    with office.db.reading() as session:
        report = impact.report(session, call.visit(office, session))
    return blocks.report(report)
