"""`/audit`, its form, and the buttons under an audit that was logged."""

import json

from bot import audits, recommendations
from bot.rules import references
from handlers import parsing
from handlers.blocks import audits as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from handlers.parsing import AuditToAmend


def log(office: Office, call: Call) -> Message | View:
    """`/audit` opens the form, `/audit REF` opens it for that case, `/audit REF GRADE …` records at once."""
    if " " not in call.text:
        return open_form(office, call)
    with office.db.begin() as session:
        visit = office.visit(session, call.slack_id, call.door)
        result = audits.log(session, visit, parsing.audit_line(call.text, visit.today))
    return blocks.logged(result)


def open_form(office: Office, call: Call) -> View:
    """The form of `/audit`; what was typed or clicked is the case's reference."""
    call.answers.open("Log an audit")
    with office.db.reading() as session:
        visit = office.visit(session, call.slack_id, call.door)
        audits.require_to_log(session, visit)
    case = references.read(call.text) or ""
    return blocks.log_form(blocks.log_values(case, visit.today, visit.actor.name))


def submit(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = office.visit(session, call.slack_id, call.door)
        result = audits.log(session, visit, parsing.audit_form(call.typed))
    return blocks.logged(result)


def open_amendment(office: Office, call: Call) -> View:
    call.answers.open("Detail of the audit")
    with office.db.reading() as session:
        visit = office.visit(session, call.slack_id, call.door)
        audit = audits.show(session, visit, int(call.text))
    carried = json.dumps([audit.id, audit.version])
    return blocks.amend_form(blocks.amend_values(audit), carried)


def amend(office: Office, call: Call) -> Message:
    opened = AuditToAmend(*json.loads(call.carried))
    with office.db.begin() as session:
        visit = office.visit(session, call.slack_id, call.door)
        audit = audits.amend(session, visit, parsing.amendment_form(call.typed, opened))
    return blocks.amended(audit)


def undo(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = office.visit(session, call.slack_id, call.door)
        audit = audits.undo(session, visit, int(call.text))
    return blocks.undone(audit)


def open_recommendation(office: Office, call: Call) -> View:
    call.answers.open("Add recommendation")
    with office.db.reading() as session:
        visit = office.visit(session, call.slack_id, call.door)
        recommendations.require_to_add(session, visit, int(call.text))
    return blocks.recommendation_form({}, carried=call.text)


def add_recommendation(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = office.visit(session, call.slack_id, call.door)
        new = parsing.recommendation_form(call.typed)
        result = recommendations.add(session, visit, int(call.carried), new)
    return blocks.added(result)
