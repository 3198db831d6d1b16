"""`/audit`, its form, and the buttons under an audit that was logged."""

import json

from bot import audits, recommendations
from bot.rules.rights import Right
from bot.visit import Visit
from handlers import forms, parsing
from handlers.blocks import audits as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.forms import AuditToAmend
from handlers.office import Office


def log(office: Office, call: Call) -> Message | View:
    """`/audit` opens the form, `/audit REF` opens it for that case, `/audit REF GRADE …` records at once."""
    if len(call.text.split()) < 2:
        return open_form(office, call)
    # Read before the transaction: a date may take its time, and other writers would wait.
    line = parsing.audit_line(call.text, call.today(office))
    with office.db.begin() as session:
        result = audits.log(session, call.visit(office, session), line)
    return blocks.logged(result)


def open_form(office: Office, call: Call) -> View:
    """The form of `/audit`; what was typed or clicked tells the case."""
    call.answers.open("Log an audit")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        audits.require_to_log(session, visit)
        case = audits.case_to_audit(session, visit, call.text).reference if call.text else ""
    values = blocks.log_values(case, visit.today, visit.actor.name)
    return blocks.log_form(values, with_action=_may_agree(visit))


def submit(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        result = audits.log(session, visit, forms.audit_form(call.typed))
    return blocks.logged(result)


def open_amendment(office: Office, call: Call) -> View:
    call.answers.open("Detail of the audit")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        audit = audits.show(session, visit, int(call.text))
    carried = json.dumps([audit.id, audit.version])
    return blocks.amend_form(blocks.amend_values(audit), carried)


def amend(office: Office, call: Call) -> Message:
    opened = AuditToAmend(*json.loads(call.carried))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        audit = audits.amend(session, visit, forms.amendment_form(call.typed, opened))
    return blocks.amended(audit)


def undo(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        audit = audits.undo(session, visit, int(call.text))
    return blocks.undone(audit)


def open_recommendation(office: Office, call: Call) -> View:
    call.answers.open("Add recommendation")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        recommendations.require_to_add(session, visit, int(call.text))
    return blocks.recommendation_form({}, carried=call.text, with_action=_may_agree(visit))


def add_recommendation(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        new = forms.recommendation_form(call.typed)
        result = recommendations.add(session, visit, int(call.carried), new)
    return blocks.added(result)


def _may_agree(visit: Visit) -> bool:
    return bool(visit.reaches(Right.AGREE_ACTION))
