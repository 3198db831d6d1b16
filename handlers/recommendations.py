"""The buttons and forms that add a recommendation: to an audit, and to the service."""

from bot import recommendations
from bot.rules.rights import Right
from handlers import forms
from handlers.blocks import recommendations as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office


def open_form(office: Office, call: Call) -> View:
    call.answers.open("Add recommendation")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        recommendations.require_to_add(session, visit, call.number)
    return blocks.recommendation_form(
        {}, carried=call.text, with_action=bool(visit.reaches(Right.AGREE_ACTION))
    )


def add(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        new = forms.recommendation_form(call.typed)
        result = recommendations.add(session, visit, call.carried_number, new)
    return blocks.added(result)


def open_for_service(office: Office, call: Call) -> View:
    """From the plan, or from the round out of which it comes, whose id is the button's value."""
    call.answers.open("Recommend to the service")
    with office.db.reading() as session:
        recommendations.require_for_service(session, call.visit(office, session))
    return blocks.service_form(call.text)


def add_for_service(office: Office, call: Call) -> Message:
    new = forms.recommendation_form(call.typed)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        round_id = call.carried_number if call.carried else None
        return blocks.added(recommendations.add_for_service(session, visit, new, round_id))
