"""Teams: their channel, and who leads them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import record
from bot.errors import Refusal
from bot.intake import cells, storing
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.report import Outcome
from bot.intake.storing import Taken
from bot.visit import Visit
from storage import people as stored
from storage.models import Person, Post, Record, Team

WAITING = "The post stays as it was: import the people, then the teams again."


@dataclass(frozen=True)
class TeamRow:
    """A row of teams; its leaders by name or Slack id."""

    name: str
    channel: str | None
    manager: str | None
    service_manager: str | None


def read(row: Cells) -> TeamRow:
    """Raises Refusal with what is wrong with the cells."""
    team = TeamRow(
        name=row.need("name", cells.name),
        channel=row.take("channel", cells.slack_channel),
        manager=row.take("manager", cells.reading),
        service_manager=row.take("service_manager", cells.reading),
    )
    row.refuse_wrong_cells()
    return team


def store(session: Session, visit: Visit, known: Known, row: TeamRow) -> Taken:
    """Adds the team or changes the one there, and fills its posts.

    Teams may be imported before the people they name: such a post waits for the second time, with a note.
    """
    values = {"name": row.name, "channel": row.channel}
    there = stored.team_by_name(session, row.name)
    taken = (
        storing.change(session, visit, "team changed", there, values)
        if there is not None
        else storing.add(session, visit, "team added", Team, values)
    )
    for post, leader in (("manager", row.manager), ("service_manager", row.service_manager)):
        if leader is not None:
            try:
                filled = _fill(session, visit, taken.record, post, known.person(post, leader))
            except Refusal as refusal:
                taken = taken.noting(f"{refusal.message} {WAITING}")
            else:
                taken = taken.and_then(filled)
    return taken


def _fill(session: Session, visit: Visit, team: Record, post: str, person: Person) -> Taken:
    there = stored.posts_of_team(session, team.id).get(post)
    if there is not None and there.person_id == person.id:
        return Taken(team, Outcome.UNCHANGED)
    if there is None:
        record.add(session, visit, "post filled", Post(team_id=team.id, post=post, person_id=person.id))
    else:
        with record.change(session, visit, "post filled", there):
            there.person_id = person.id
    return Taken(team, Outcome.CHANGED)
