"""`/g2o people`: who is in the list; adding people, changing them, and who has left or is back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.orm import Session

from bot import people, staff
from bot.errors import NotUnderstood
from bot.rules.spellings import plain
from bot.staff import Opened, Particulars
from bot.visit import Visit
from handlers import accounts, carried, home, lists
from handlers.blocks import staff as blocks
from handlers.blocks import staff_forms
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.forms import Typed
from handlers.office import Office
from storage import people as stored_people
from storage.words import Role

TEAMS = "teams"


def shown(office: Office, call: Call) -> Message:
    """The people, or the teams."""
    if plain(call.text) == TEAMS:
        return lists.answer(office, call, Listing("teams"))
    return lists.answer(office, call, Listing("people", " ".join(call.text.split())))


def show(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        return blocks.page(staff.show(session, call.visit(office, session), call.number))


def open_adding(office: Office, call: Call) -> View:
    call.answers.open("Add somebody")
    require(office, call)
    with office.db.reading() as session:
        return staff_forms.add_form(stored_people.teams_with_cases(session))


def add(office: Office, call: Call) -> Message:
    require(office, call)
    new = _particulars(office, call.typed, None)
    with setting_up(office, call, is_first=new.slack_id == call.slack_id) as (session, visit):
        person = staff.add(session, visit, new)
        return blocks.page(staff.show(session, visit, person.id), blocks.added(person))


def open_changing(office: Office, call: Call) -> View:
    call.answers.open("Change somebody")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        shown = staff.show(session, visit, call.number)
        seen = json.dumps([shown.person.id, shown.person.version, shown.person.slack_id])
        return staff_forms.change_form(shown, stored_people.teams_with_cases(session), seen)


def change(office: Office, call: Call) -> Message:
    require(office, call)
    person_id, version, slack_id = carried.values(call.carried, int, int, str | None)
    new = _particulars(office, call.typed, slack_id)
    with setting_up(office, call) as (session, visit):
        new = replace(new, cover_id=_cover(session, visit, person_id, call.typed.text("cover")))
        person = staff.change(session, visit, Opened(person_id, version), new)
        return blocks.page(staff.show(session, visit, person.id), blocks.changed(person)).in_place()


def _cover(session: Session, visit: Visit, person_id: int, chosen: str) -> int | None:
    """Who covers, by id. One without Slack cannot be shown in the form, so an empty field leaves them."""
    if not chosen:
        there = staff.show(session, visit, person_id).cover
        return there.id if there is not None and there.slack_id is None else None
    return people.find(session, chosen, field="cover").id


def leave(office: Office, call: Call) -> Message:
    with setting_up(office, call) as (session, visit):
        left = staff.leave(session, visit, call.number)
        slack_id = left.person.slack_id
        answer = blocks.page(left, blocks.has_left(left)).in_place()
    if slack_id:
        home.empty(office, slack_id)
    return answer


def return_(office: Office, call: Call) -> Message:
    with setting_up(office, call) as (session, visit):
        back = staff.return_(session, visit, call.number)
        return blocks.page(back, blocks.is_back(back)).in_place()


def require(office: Office, call: Call) -> None:
    """Raises NotAllowed before Slack is asked anything for whoever may not set people up."""
    with office.db.reading() as session:
        staff.require(session, call.visit(office, session))


@contextmanager
def setting_up(office: Office, call: Call, *, is_first: bool = False) -> Iterator[tuple[Session, Visit]]:
    """A transaction in which the list of people changes.

    Whom the settings name becomes an administrator of the record first, unless they add themselves now.
    """
    with office.db.reading() as session:
        is_new = call.visit(office, session).actor.person_id is None and not is_first
    name = accounts.name_of(accounts.member(office.slack, call.slack_id)) if is_new else ""
    with office.db.begin() as session:
        visit = call.visit(office, session)
        yield session, staff.settle(session, visit, name) if name else visit


def _particulars(office: Office, form: Typed, slack_id: str | None) -> Particulars:
    """What the form says; `slack_id` is the account that they have already, which need not be looked up."""
    chosen = form.text("slack") or None
    name = form.text("name")
    if chosen and chosen != slack_id:
        member = accounts.member(office.slack, chosen, field="slack")
        name = name or accounts.name_of(member)
    if not name:
        raise NotUnderstood("Please write the name, or choose their Slack account.", field="name")
    team = form.text("team")
    return Particulars(
        name=name,
        role=carried.word(Role, form.text("role")),
        administrator=bool(form.words("administrator")),
        slack_id=chosen,
        team_id=carried.number(team) if team else None,
        organisation=form.text("organisation"),
    )
