"""People: who they are, in which role and team, on which days, and who covers for them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import record, staff
from bot.errors import Refusal
from bot.intake import cells, storing, words
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.report import Outcome
from bot.intake.storing import Taken
from bot.visit import Visit
from storage import people as stored
from storage.models import Person, Team
from storage.words import Role


@dataclass(frozen=True)
class PersonRow:
    """A row of people: one role, or one with administrator beside it; `cover` is a name or a Slack id."""

    name: str
    roles: frozenset[Role]
    slack_id: str | None
    team: str | None
    working_days: str | None
    cover: str | None
    active: bool | None = None

    @property
    def role(self) -> Role:
        return next(iter(self.roles - {Role.ADMINISTRATOR}), Role.ADMINISTRATOR)


def read(row: Cells) -> PersonRow:
    """Raises Refusal with what is wrong with the cells."""
    person = PersonRow(
        name=row.need("name", cells.name),
        roles=row.need("role", _roles),
        slack_id=row.take("slack_id", cells.slack_user),
        team=row.take("team", cells.name),
        working_days=row.take("working_days", cells.working_days),
        cover=row.take("cover", cells.reading),
        active=row.take("active", cells.yes_or_no),
    )
    row.refuse_wrong_cells()
    return person


def store(session: Session, visit: Visit, _known: Known, row: PersonRow) -> Taken:
    """Adds the person or changes the one there; not yet the cover, who may stand in a later row."""
    there = _there(session, row)
    notes = _namesakes(session, row) if there is None else []
    said: dict[str, object] = {
        "name": row.name,
        "slack_id": row.slack_id,
        "role": row.role,
        "administrator": len(row.roles) > 1,
        "working_days": row.working_days,
        "active": row.active,
    }
    if row.team is not None:
        said["team_id"] = _team(session, visit, row.team, notes).id
    values = {name: value for name, value in said.items() if value is not None}
    if there is None:
        return Taken(staff.store(session, visit, values), Outcome.ADDED, tuple(notes))
    is_changed = staff.alter(session, visit, there, values)
    return Taken(there, Outcome.CHANGED if is_changed else Outcome.UNCHANGED, tuple(notes))


def finish(session: Session, visit: Visit, known: Known, row: PersonRow, taken: Taken) -> Taken:
    """Names the cover, once everybody is known. One who is not known leaves the place as it was."""
    if row.cover is None:
        return taken
    try:
        cover = known.person("cover", row.cover)
    except Refusal as refusal:
        return taken.noting(f"{refusal.message} The cover stays as it was.")
    if cover.id == taken.record.id:
        return taken.noting("cover: nobody covers for themselves, so that stays as it was.")
    covered = storing.change(session, visit, "cover named", taken.record, {"cover_id": cover.id})
    return taken.and_then(covered)


def _roles(written: str) -> frozenset[Role]:
    read = cells.one_of(words.ROLES)
    roles = frozenset(read(part) for part in cells.parts(written))
    if not roles or len(roles - {Role.ADMINISTRATOR}) > 1:
        raise ValueError(
            "a person has one role, with administrator beside it at most: quality; administrator."
        )
    return roles


def _there(session: Session, row: PersonRow) -> Person | None:
    """The person of that Slack id; else of that name, if no other Slack id is theirs."""
    if row.slack_id is not None:
        person = stored.by_slack_id(session, row.slack_id)
        if person is not None:
            return person
    matches = [
        person
        for person in stored.by_name(session, row.name)
        if row.slack_id is None or person.slack_id is None
    ]
    if len(matches) > 1:
        raise Refusal("name: more than one person has that name. Please give the slack_id.")
    return matches[0] if matches else None


def _namesakes(session: Session, row: PersonRow) -> list[str]:
    if not stored.by_name(session, row.name):
        return []
    return ["somebody of that name, with another Slack id, is known already; this row adds another."]


def _team(session: Session, visit: Visit, name: str, notes: list[str]) -> Team:
    """The team of that name, which the first to mention it adds."""
    team = stored.team_by_name(session, name)
    if team is None:
        team = Team(name=name)
        record.add(session, visit, "team added", team)
        notes.append(f'the team "{name}" was not known; this row adds it.')
    return team
