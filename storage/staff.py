"""Queries for setting people up: who is in the list, who may set people up, and what is still somebody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from storage import cases, coverage, meetings
from storage.actions import UNFINISHED
from storage.models import Action, Case, Person, Post, Round, Team
from storage.words import MeetingState, Role

_IS_ADMINISTRATOR = sa.or_(Person.role == Role.ADMINISTRATOR, Person.administrator)
_ACTIONS, _CASES = sa.select(sa.func.count(Action.id)), sa.select(sa.func.count(Case.id))
_IS_IN_SLACK = sa.and_(Person.slack_id.is_not(None), Person.unreachable_since.is_(None))


@dataclass(frozen=True)
class Which:
    """Which people: by a part of their name, a role, a team; those who have left, those without Slack.

    `has_left` is None where both are meant.
    """

    name: str = ""
    slack_id: str = ""
    role: Role | None = None
    team: str = ""
    has_left: bool | None = False
    without_slack: bool = False


@dataclass(frozen=True)
class Led:
    """A post that somebody holds in a team."""

    team: str
    post: str


@dataclass(frozen=True)
class Belongings:
    """What is still somebody's. `chairs_on`: the day of a meeting to come that they chair."""

    actions: int = 0
    cases: int = 0
    audits: int = 0
    posts: Sequence[Led] = ()
    covers_for: Sequence[str] = ()
    chairs_on: date | None = None

    @property
    def is_nothing(self) -> bool:
        return self == Belongings()


@dataclass(frozen=True)
class TeamEntry:
    """A team, who leads it, and how many people are in it; or an outside organisation of auditors."""

    team: Team
    manager: Person | None
    service_manager: Person | None
    people: int
    is_outside: bool = False


def administrators(session: Session) -> Sequence[Person]:
    """Everybody who can set people up from Slack, by name."""
    query = sa.select(Person).where(_IS_ADMINISTRATOR, Person.active, _IS_IN_SLACK)
    return session.scalars(query.order_by(Person.name, Person.id)).all()


def listed(session: Session, which: Which, offset: int, limit: int | None) -> Sequence[Person]:
    """People by team, and by name within it; whoever has no team comes last."""
    query = (
        sa.select(Person)
        .outerjoin(Person.team)
        .where(*_conditions(which))
        .options(selectinload(Person.team), selectinload(Person.posts))
        .order_by(Person.team_id.is_(None), Team.name, Person.name, Person.id)
    )
    return session.scalars(query.offset(offset).limit(limit)).all()


def count_listed(session: Session, which: Which) -> int:
    query = sa.select(sa.func.count(Person.id)).outerjoin(Person.team).where(*_conditions(which))
    return session.scalar(query) or 0


def with_accounts(session: Session) -> Sequence[Person]:
    """Everybody with a Slack id who is here, or whose account Slack has called gone."""
    of_interest = sa.or_(Person.active, Person.unreachable_since.is_not(None))
    return session.scalars(sa.select(Person).where(Person.slack_id.is_not(None), of_interest)).all()


def belongings(session: Session, person: Person, today: date) -> Belongings:
    """What is still theirs: how much of it, and never what it is about."""
    return Belongings(
        actions=_count(session, _ACTIONS.where(Action.owner_id == person.id, UNFINISHED)),
        cases=_count(session, _CASES.where(Case.worker_id == person.id, *cases.there_on(today))),
        audits=coverage.count_to_audit(session, person.id, today),
        posts=posts_of(session, person.id),
        covers_for=_covered_by(session, person.id),
        chairs_on=_chairs_on(session, person.id),
    )


def posts_of(session: Session, person_id: int) -> Sequence[Led]:
    """The posts that the person holds, by team."""
    query = sa.select(Team.name, Post.post).join(Team, Post.team_id == Team.id)
    found = session.execute(query.where(Post.person_id == person_id).order_by(Team.name, Post.post))
    return [Led(team, post) for team, post in found]


def teams(session: Session, offset: int, limit: int) -> Sequence[TeamEntry]:
    """The teams by name, with who leads them."""
    found = session.scalars(sa.select(Team).order_by(Team.name).offset(offset).limit(limit)).all()
    ids = [team.id for team in found]
    held = leaders_of(session, ids)
    people = sa.select(Person.team_id, sa.func.count(Person.id)).where(Person.team_id.in_(ids), Person.active)
    counted = {team: count for team, count in session.execute(people.group_by(Person.team_id))}  # noqa: C416 - rows, not pairs
    return [
        TeamEntry(
            team,
            held.get((team.id, "manager")),
            held.get((team.id, "service_manager")),
            counted.get(team.id, 0),
            is_outside(session, team.id),
        )
        for team in found
    ]


def count_teams(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count(Team.id))) or 0


def leaders_of(session: Session, team_ids: Sequence[int]) -> dict[tuple[int, str], Person]:
    """Who holds the posts of these teams, by team and post."""
    query = sa.select(Post).where(Post.team_id.in_(team_ids)).options(selectinload(Post.person))
    return {(post.team_id, post.post): post.person for post in session.scalars(query)}


def is_outside(session: Session, team_id: int) -> bool:
    """Whether the team is an outside organisation: it has auditors in it."""
    query = sa.select(Person.id).where(Person.team_id == team_id, Person.role == Role.AUDITOR)
    return session.scalar(query.limit(1)) is not None


def is_the_councils(session: Session, team_id: int) -> bool:
    """Whether the team is the council's own: it has cases, or people who are no auditors."""
    has_people = sa.exists().where(
        Person.team_id == team_id, Person.role.not_in((Role.AUDITOR, Role.ADMINISTRATOR))
    )
    has_cases = sa.exists().where(Case.team_id == team_id)
    return bool(session.scalar(sa.select(sa.or_(has_people, has_cases))))


def audits_rounds(session: Session, organisation: str) -> bool:
    """Whether any round is audited by an organisation of that name."""
    query = sa.select(Round.id).where(Round.organisation == organisation)
    return session.scalar(query.limit(1)) is not None


def _conditions(which: Which) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if which.has_left is not None:
        conditions.append(Person.active.is_(not which.has_left))
    if which.slack_id:
        conditions.append(Person.slack_id == which.slack_id)
    if which.name:
        conditions.append(sa.func.lower(Person.name).contains(which.name.lower(), autoescape=True))
    if which.role is Role.ADMINISTRATOR:
        conditions.append(_IS_ADMINISTRATOR)
    elif which.role is not None:
        conditions.append(Person.role == which.role)
    if which.team:
        conditions.append(Team.name == which.team)
    if which.without_slack:
        conditions.append(Person.slack_id.is_(None))
    return conditions


def _covered_by(session: Session, person_id: int) -> Sequence[str]:
    query = sa.select(Person.name).where(Person.cover_id == person_id, Person.active)
    return session.scalars(query.order_by(Person.name)).all()


def _chairs_on(session: Session, person_id: int) -> date | None:
    ahead = meetings.ahead(session)
    is_theirs = ahead is not None and ahead.chair_id == person_id and ahead.state is not MeetingState.CLOSED
    return ahead.held_on if ahead is not None and is_theirs else None


def _count(session: Session, query: sa.Select[int]) -> int:
    return session.scalar(query) or 0
