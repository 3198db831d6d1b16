"""`/audit`, its form, and the buttons under an audit that was logged."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot import audits, corrections, findings, follow_ups, new_cases
from bot.actions import default_due_on
from bot.errors import field_of
from bot.rules.rights import Right
from bot.visit import Visit
from handlers import carried, choices, forms, parsing
from handlers.blocks import audit_form
from handlers.blocks import audits as blocks
from handlers.blocks.audit_form import NEW_CASE, Detail, Shape
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from storage.models import Case
from storage.words import Grade


def log(office: Office, call: Call) -> Message | View:
    """`/audit` opens the form, `/audit REF` opens it for that case, `/audit REF GRADE …` records at once."""
    if len(call.text.split()) < 2:
        return open_form(office, call) if call.answers.can_open else blocks.door(call.text)
    # Read before the transaction: a date may take its time, and other writers would wait.
    line = replace(parsing.audit_line(call.text, call.today(office)), in_one_line=True)
    with office.db.begin() as session:
        result = audits.log(session, call.visit(office, session), line)
    return blocks.logged(result)


def open_form(office: Office, call: Call) -> View:
    """The form of `/audit`; what was typed or clicked tells the case."""
    call.answers.open("Log an audit")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        audits.require_to_log(session, visit)
        case = audits.case_to_audit(session, visit, call.text) if call.text else None
        audits.require_to_log(session, visit, case)
        shape = Shape(with_action=bool(visit.reaches(Right.AGREE_ACTION)))
        values = audit_form.values_at_first(case.reference if case else "", visit.today, visit.actor.name)
        return _of_case(session, visit, values, shape, case) if case else audit_form.form(values, shape)


def add_to_form(office: Office, call: Call) -> View:
    """One more finding or recommendation; all that was typed stays."""
    return _drawn_again(office, call, call.typed.values, Shape.read(call.carried).grown(call.text))


def choose_case(office: Office, call: Call) -> View:
    """A new case is asked for by its number; one that is there may have an audit to follow up."""
    shape = replace(Shape.read(call.carried), new_case=call.text == NEW_CASE)
    if shape.new_case:
        return _drawn_again(office, call, call.typed.values, shape.following(None))
    with office.db.reading() as session:
        visit = call.visit(office, session)
        case = audits.case_to_audit(session, visit, call.text)
        return _of_case(session, visit, call.typed.values, shape, case)


def _of_case(session: Session, visit: Visit, values: Mapping[str, Any], shape: Shape, case: Case) -> View:
    """What follows an Inadequate audit is taken for its follow-up, unless the tick is taken away."""
    first = follow_ups.offered(session, visit, case)
    ticked = [str(first.id)] if first and first.reported_grade is Grade.INADEQUATE else []
    shape = replace(shape, case=choices.written(session, visit, case)).following(first)
    return audit_form.form({**values, "follow_up": ticked}, shape)


def choose_grade(office: Office, call: Call) -> View:
    """The grade tells when actions are due; a date that was chosen by hand stays."""
    shape, values = Shape.read(call.carried), dict(call.typed.values)
    due = default_due_on(office.terms, call.today(office), carried.word(Grade, call.text)).isoformat()
    for position in range(shape.recommendation):
        if values.get(field_of("due", position)) in (None, shape.due):
            values[field_of("due", position)] = due
    return _drawn_again(office, call, values, replace(shape, due=due))


def _drawn_again(office: Office, call: Call, values: Mapping[str, Any], shape: Shape) -> View:
    """The form; only what a new case can be of is looked up."""
    if not shape.new_case:
        return audit_form.form(values, shape)
    with office.db.reading() as session:
        known = new_cases.teams(session, call.visit(office, session))
        teams = [(team.name, str(team.id)) for team in known]
    if len(teams) == 1:
        values = {"team": teams[0][1], **values}
    return audit_form.form(values, shape, teams)


def submit(office: Office, call: Call) -> Message:
    due = Shape.read(call.carried).due
    new = forms.audit_form(call.typed, carried.day(due) if due else None)
    with office.db.begin() as session:
        result = audits.log(session, call.visit(office, session), new)
    return blocks.logged(result)


def open_amendment(office: Office, call: Call) -> View:
    call.answers.open("Detail of the audit")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        audit = corrections.show(session, visit, call.number)
        found = findings.of(session, audit)
    return audit_form.detail_form(audit_form.detail_values(audit, found), Detail.of(audit, found))


def add_to_detail(_: Office, call: Call) -> View:
    """One more finding; all that was typed stays."""
    return audit_form.detail_form(call.typed.values, Detail.read(call.carried).grown(call.text))


def amend(office: Office, call: Call) -> Message:
    new = forms.amendment_form(call.typed, Detail.read(call.carried))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        audit = corrections.amend(session, visit, new)
        found = findings.of(session, audit)
    return blocks.amended(audit, found)


def undo(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        audit = corrections.undo(session, visit, call.number)
    return blocks.undone(audit)
