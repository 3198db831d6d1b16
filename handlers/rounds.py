"""`/g2o rounds`, and the form that plans a round or changes one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import rounds
from bot.errors import NotUnderstood
from bot.rounds import Plan
from handlers import carried, draws, forms, lists, recommendations
from handlers.blocks import rounds as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.forms import Typed
from handlers.office import Office
from storage.words import Basis

LISTING = Listing("rounds")


def shown(office: Office, call: Call) -> Message:
    return lists.answer(office, call, LISTING)


def open_form(office: Office, call: Call) -> View:
    call.answers.open("New round")
    with office.db.reading() as session:
        earlier = rounds.earlier(session, call.visit(office, session))
    return blocks.form({"kind": "Case audits"}, earlier)


def choose(office: Office, call: Call) -> Message | View:
    """An entry of a round's menu: the word and the round's id."""
    word, number = carried.parts(call.text, 2)
    carried.require(holds=word in MENU)
    return MENU[word](office, replace(call, text=number))


def _open_change(office: Office, call: Call) -> View:
    call.answers.open("Change a round")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        there = rounds.to_change(session, visit, call.number)
        earlier = [one for one in rounds.earlier(session, visit) if one.id != there.id]
    return blocks.form(blocks.values_of(there), earlier, json.dumps([there.id, there.version]))


def save(office: Office, call: Call) -> Message:
    """Plans the round, or changes the one that the form was opened for."""
    plan = _plan(call.typed)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        if call.carried:
            round_id, version = carried.values(call.carried, int, int)
            made = rounds.change(session, visit, round_id, version, plan)
        else:
            made = rounds.plan(session, visit, plan)
        return blocks.listing(LISTING, rounds.listed(session, visit), blocks.saved(made))


def _plan(form: Typed) -> Plan:
    planned, comparable = form.text("planned"), form.text("comparable")
    if planned and not (planned.isascii() and planned.isdigit()):
        raise NotUnderstood("Please write a number, such as 31.", field="planned")
    return Plan(
        name=form.text("name"),
        basis=carried.word(Basis, form.text("basis")),
        starts_on=forms.chosen_day(form, "starts"),
        ends_on=form.day("ends"),
        kind=form.text("kind"),
        theme=form.text("theme"),
        organisation=form.text("organisation"),
        planned=carried.number(planned) if planned else None,
        domains=form.text("domains"),
        comparable_id=carried.number(comparable) if comparable else None,
    )


MENU: Mapping[str, Callable[[Office, Call], Message | View]] = {
    "change": _open_change,
    "draw": draws.open_form,
    "sample": draws.show,
    "recommend": recommendations.open_for_service,
}
