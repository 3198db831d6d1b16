"""Teams: their channel, and who leads them."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.intake import cells, known, storing
from bot.intake.cells import Cells
from bot.intake.report import Outcome
from bot.intake.storing import Taken
from bot.visit import Visit
from storage import journal
from storage import people as stored
from storage.models import Post, Team


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


def store(session: Session, visit: Visit, row: TeamRow) -> Taken:
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
            taken = _fill(session, visit, taken, post, leader)
    return taken


def _fill(session: Session, visit: Visit, taken: Taken, post: str, leader: str) -> Taken:
    try:
        person = known.person(session, post, leader)
    except Refusal as refusal:
        note = f"{refusal.message} The post was left as it was; import the people, then the teams again."
        return replace(taken, notes=(*taken.notes, note))
    there = stored.posts_of_team(session, taken.record.id).get(post)
    if there is not None and there.person_id == person.id:
        return taken
    before = journal.values_of(there) if there else None
    held = there or Post(team_id=taken.record.id, post=post)
    held.person_id = person.id
    session.add(held)
    _write(session, visit, held, before)
    return taken.and_then(replace(taken, outcome=Outcome.CHANGED, notes=()))


def _write(session: Session, visit: Visit, post: Post, before: journal.Values | None) -> None:
    session.flush()
    journal.append(
        session,
        at=visit.at,
        who_id=visit.actor.person_id,
        door=visit.door,
        event="post filled",
        record=post,
        before=before,
        after=journal.values_of(post),
        case_id=None,
    )
