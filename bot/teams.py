"""Teams: adding and changing them, their channel, and who leads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import free_text, granting, paging, people, record
from bot.errors import Conflict, NotFound, Refusal
from bot.paging import PAGE
from bot.particulars import LONGEST_NAME
from bot.rules.rights import Right
from bot.visit import Visit
from storage import people as stored_people
from storage import staff as stored
from storage.models import Person, Post, Team
from storage.staff import TeamEntry

POSTS = ("manager", "service_manager")


@dataclass(frozen=True)
class NewTeam:
    """What a form says of a team: its leaders by Slack user id or name, or None where there is none."""

    name: str
    channel: str | None = None
    manager: str | None = None
    service_manager: str | None = None


@dataclass(frozen=True)
class TeamList:
    """One page of the teams; `first` is the position of its first entry, counted from 1."""

    teams: Sequence[TeamEntry]
    first: int
    total: int


@dataclass(frozen=True)
class TeamPage:
    """A team and who leads it."""

    team: Team
    manager: Person | None
    service_manager: Person | None


def listed(session: Session, visit: Visit, page: int = 0) -> TeamList:
    """The teams by name. Raises NotAllowed."""
    people.require(session, visit, Right.SET_PEOPLE_UP)
    total = stored.count_teams(session)
    page = paging.there(page, total)
    return TeamList(stored.teams(session, page * PAGE, PAGE), page * PAGE + 1, total)


def show(session: Session, visit: Visit, team_id: int) -> TeamPage:
    """Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.SET_PEOPLE_UP)
    team = stored_people.team(session, team_id)
    if team is None:
        raise NotFound("There is no such team. `/g2o people teams` lists those that there are.")
    leaders = stored.leaders_of(session, [team.id])
    return TeamPage(team, leaders.get((team.id, "manager")), leaders.get((team.id, "service_manager")))


def add(session: Session, visit: Visit, new: NewTeam) -> Team:
    """Adds a team and fills its posts. Raises NotAllowed, Conflict or Refusal."""
    people.require(session, visit, Right.SET_PEOPLE_UP)
    team = Team(name=_free_name(session, new.name, None), channel=new.channel)
    record.add(session, visit, "team added", team)
    _lead(session, visit, team, new)
    return team


def change(session: Session, visit: Visit, team_id: int, version: int, new: NewTeam) -> Team:
    """Changes a team and its posts. Raises as `add` does; Conflict also where it was changed meanwhile."""
    team = show(session, visit, team_id).team
    if team.version != version:
        raise Conflict(
            "This team was changed while your form was open, so yours was not stored. Please open it again."
        )
    name = _free_name(session, new.name, team)
    with record.change(session, visit, "team changed", team):
        team.name, team.channel = name, new.channel
    _lead(session, visit, team, new)
    return team


def organisation(session: Session, visit: Visit, name: str) -> int:
    """The id of the outside organisation of that name, which its first auditor adds. Raises Refusal."""
    name = free_text.accept(name, "The organisation", field="organisation", longest=LONGEST_NAME)
    team = stored_people.team_by_name(session, name)
    if team is None:
        team = Team(name=name)
        record.add(session, visit, "team added", team)
    elif stored.is_the_councils(session, team.id):
        raise Refusal(
            f"{team.name} is a team of your own. Please write the organisation that they audit for.",
            field="organisation",
        )
    return team.id


def fill(session: Session, visit: Visit, team: Team, post: str, person: Person | None) -> bool:
    """Gives a post of the team to somebody, or to nobody; whether that changed anything. Raises Refusal."""
    there = stored_people.posts_of_team(session, team.id).get(post)
    if (there.person_id if there else None) == (person.id if person else None):
        return False
    if person is not None:
        _require_fit(session, visit, team, person, post)
    if person is None:
        if there is not None:
            record.remove(session, visit, "post emptied", there)
    elif there is None:
        record.add(session, visit, "post filled", Post(team_id=team.id, post=post, person_id=person.id))
    else:
        with record.change(session, visit, "post filled", there):
            there.person_id = person.id
    return True


def _lead(session: Session, visit: Visit, team: Team, new: NewTeam) -> None:
    for post, named in zip(POSTS, (new.manager, new.service_manager), strict=True):
        person = people.find(session, named, field=post) if named else None
        fill(session, visit, team, post, person)


def _require_fit(session: Session, visit: Visit, team: Team, person: Person, post: str) -> None:
    """Whoever leads a team sees its cases."""
    if person.organisation is not None:
        raise Refusal(
            f"{person.name} audits for {person.organisation}, and would see what becomes of the audits. "
            "Please choose somebody of your own.",
            field=post,
        )
    leads = people.actor(person).team_ids
    if person.id == visit.actor.person_id and team.id not in leads:
        granting.require_nobody_else(session, visit)


def _free_name(session: Session, written: str, team: Team | None) -> str:
    name = free_text.accept(written, "The name", field="name", longest=LONGEST_NAME)
    other = stored_people.team_by_name(session, name)
    if other is not None and other is not team:
        raise Conflict("There is a team of that name already. Please choose another name.", field="name")
    if team is not None and team.name != name and stored.audits_rounds(session, team.name):
        raise Refusal(
            f"Rounds are audited by {team.name} under that name, so it stays. A new name would part its "
            "auditors from their rounds.",
            field="name",
        )
    return name
