"""Teams: their channel, and who leads them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import record, teams
from bot.errors import Refusal
from bot.intake import cells, storing
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.report import Outcome
from bot.intake.storing import Taken
from bot.visit import Visit
from storage import people as stored
from storage.models import Team

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
    team = stored.team_by_name(session, row.name)
    if team is not None:
        taken = storing.change(session, visit, "team changed", team, values)
    else:
        team = Team(name=row.name, channel=row.channel)
        record.add(session, visit, "team added", team)
        taken = Taken(team, Outcome.ADDED)
    for post, leader in zip(teams.POSTS, (row.manager, row.service_manager), strict=True):
        if leader is not None:
            try:
                is_changed = teams.fill(session, visit, team, post, known.person(post, leader))
            except Refusal as refusal:
                taken = taken.noting(f"{refusal.message} {WAITING}")
            else:
                filled = Outcome.CHANGED if is_changed else Outcome.UNCHANGED
                taken = taken.and_then(Taken(team, filled))
    return taken
