"""The teams of `/g2o people teams`: adding and changing them, and who leads them."""

import json
import logging

from bot import teams
from bot.errors import Refusal
from bot.teams import NewTeam, TeamPage
from handlers import carried, channels, lists
from handlers.blocks import teams as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.forms import Typed
from handlers.office import Office
from handlers.outcomes import UNANSWERED
from handlers.staff import require, setting_up
from storage.models import Person

log = logging.getLogger("g2o")

LISTING = Listing("teams")


def open_adding(office: Office, call: Call) -> View:
    call.answers.open("Add a team")
    require(office, call)
    return blocks.form(None, "")


def add(office: Office, call: Call) -> Message:
    require(office, call)
    form = call.typed
    _require_fit(office, form.text("channel"), "")
    new = NewTeam(
        name=form.text("name"),
        channel=form.text("channel") or None,
        manager=form.text("manager") or None,
        service_manager=form.text("service_manager") or None,
    )
    with setting_up(office, call) as (session, visit):
        team = teams.add(session, visit, new)
        return lists.page(session, visit, LISTING, blocks.added(team))


def open_changing(office: Office, call: Call) -> View:
    call.answers.open("Change a team")
    with office.db.reading() as session:
        shown = teams.show(session, call.visit(office, session), call.number)
        return blocks.form(shown, json.dumps([shown.team.id, shown.team.version, shown.team.channel]))


def change(office: Office, call: Call) -> Message:
    team_id, version, channel = carried.values(call.carried, int, int, str | None)
    require(office, call)
    form = call.typed
    _require_fit(office, form.text("channel"), channel or "")
    with setting_up(office, call) as (session, visit):
        shown = teams.show(session, visit, team_id)
        team = teams.change(session, visit, team_id, version, _changed(form, shown))
        return lists.page(session, visit, LISTING, blocks.changed(team)).in_place()


def _changed(form: Typed, shown: TeamPage) -> NewTeam:
    """A leader without Slack cannot be shown in the form, so an empty field leaves them."""
    return NewTeam(
        name=form.text("name"),
        channel=form.text("channel") or None,
        manager=_leader(form.text("manager"), shown.manager),
        service_manager=_leader(form.text("service_manager"), shown.service_manager),
    )


def _leader(chosen: str, there: Person | None) -> str | None:
    return chosen or (there.name if there is not None and there.slack_id is None else None)


def _require_fit(office: Office, channel: str, before: str) -> None:
    """Raises Refusal where no digest could be posted there; what cannot be judged now is judged then."""
    if not channel or channel == before:
        return
    try:
        unfit = channels.unfit(office.slack, channel)
    except UNANSWERED as error:
        log.warning("a channel could not be looked at: %s", type(error).__name__)
        return
    if unfit is not None:
        raise Refusal(str(unfit), field="channel")
