"""Who is who: adding people, changing them, who has left or is back. Files are taken in by the same verbs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot import free_text, granting, notices, paging, people, record, teams
from bot.errors import Conflict, NotFound, Refusal
from bot.notices import News
from bot.paging import PAGE
from bot.particulars import LONGEST_NAME
from bot.rules.rights import Right
from bot.visit import Visit
from storage import people as stored_people
from storage import staff as stored
from storage.models import Person
from storage.staff import Belongings, Which
from storage.words import Role


@dataclass(frozen=True)
class Particulars:
    """What a form says of somebody. An auditor has an `organisation`, everybody else a team, or none."""

    name: str
    role: Role
    administrator: bool = False
    slack_id: str | None = None
    team_id: int | None = None
    organisation: str = ""
    cover_id: int | None = None

    @classmethod
    def of(cls, person: Person) -> "Particulars":
        return cls(
            name=person.name,
            role=person.role,
            administrator=person.administrator,
            slack_id=person.slack_id,
            team_id=None if person.organisation else person.team_id,
            organisation=person.organisation or "",
            cover_id=person.cover_id,
        )


@dataclass(frozen=True)
class Opened:
    """Whom a form was opened for, and as which version."""

    person_id: int
    version: int


@dataclass(frozen=True)
class StaffList:
    """One page of the list; `first` is the position of its first entry, counted from 1.

    `leaders` has who leads the teams on it, by team and post.
    """

    which: Which
    people: Sequence[Person]
    first: int
    total: int
    leaders: Mapping[tuple[int, str], Person]


@dataclass(frozen=True)
class PersonPage:
    """Somebody, who covers for them, and what is still theirs."""

    person: Person
    cover: Person | None
    belongings: Belongings


def listed(session: Session, visit: Visit, which: Which, page: int = 0) -> StaffList:
    """People by team. Raises NotAllowed."""
    people.require(session, visit, Right.SET_PEOPLE_UP)
    total = stored.count_listed(session, which)
    page = paging.there(page, total)
    shown = stored.listed(session, which, page * PAGE, PAGE)
    leaders = stored.leaders_of(session, [one.team_id for one in shown if one.team_id])
    return StaffList(which, shown, page * PAGE + 1, total, leaders)


def require(session: Session, visit: Visit) -> None:
    """Raises NotAllowed for whoever may not set people up."""
    people.require(session, visit, Right.SET_PEOPLE_UP)


def show(session: Session, visit: Visit, person_id: int) -> PersonPage:
    """Raises NotAllowed or NotFound."""
    person = known(session, visit, person_id)
    cover = stored_people.get(session, person.cover_id) if person.cover_id else None
    return PersonPage(person, cover, stored.belongings(session, person, visit.today))


def known(session: Session, visit: Visit, person_id: int) -> Person:
    """Somebody in the list, whether they have left or not. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.SET_PEOPLE_UP)
    person = stored_people.get(session, person_id)
    if person is None:
        raise NotFound("There is nobody of that number. `/g2o people` lists everybody.")
    return person


def settle(session: Session, visit: Visit, name: str) -> Visit:
    """Whom the settings name becomes an administrator of the record: it is to tell who did what follows."""
    people.require(session, visit, Right.SET_PEOPLE_UP)
    first = Person(slack_id=visit.actor.slack_id, name=_name(name), role=Role.ADMINISTRATOR)
    record.add(session, visit, "first administrator added", first)
    settled = stored_people.get(session, first.id)
    return replace(visit, actor=people.actor(settled or first))


def add(session: Session, visit: Visit, new: Particulars) -> Person:
    """Adds somebody. Raises NotAllowed, Conflict, or Refusal with the field that is wrong."""
    people.require(session, visit, Right.SET_PEOPLE_UP)
    _require_new(session, new)
    return store(session, visit, _values(session, visit, new, None))


def change(session: Session, visit: Visit, opened: Opened, new: Particulars) -> Person:
    """Changes somebody. Raises as `add` does; Conflict also where somebody else changed them meanwhile."""
    person = known(session, visit, opened.person_id)
    if person.version != opened.version:
        raise Conflict(
            f"{person.name} was changed while your form was open, so yours was not stored. "
            "Please open it again."
        )
    _require_free(session, new.slack_id, person)
    alter(session, visit, person, _values(session, visit, new, person))
    return person


def leave(session: Session, visit: Visit, person_id: int) -> PersonPage:
    """Somebody has left: their rights end with this transaction, and their letters go to whoever stands in.

    Raises NotAllowed, NotFound, Conflict where they have left already, or LastAdministrator.
    """
    person = known(session, visit, person_id)
    if not person.active:
        raise Conflict(f"{person.name} is noted as somebody who has left already. Nothing was changed.")
    alter(session, visit, person, {"active": False})
    return show(session, visit, person_id)


def return_(session: Session, visit: Visit, person_id: int) -> PersonPage:
    """Somebody is back, as who they were. Raises NotAllowed, NotFound or Conflict."""
    person = known(session, visit, person_id)
    if person.active and person.unreachable_since is None:
        raise Conflict(f"{person.name} is here already. Nothing was changed.")
    alter(session, visit, person, {"active": True})
    stored_people.can_be_reached_again(session, person.id)
    return show(session, visit, person_id)


def store(session: Session, visit: Visit, values: Mapping[str, object]) -> Person:
    """Stores somebody new, as a form or a row of a file says. Raises as `granting.require` does."""
    is_own = granting.require(session, visit, None, values)
    person = Person(**values)
    record.add(session, visit, "own role taken" if is_own else "person added", person)
    if is_own:
        notices.tell_of_somebody(session, visit.moment, person, News.OWN_ROLE)
    return person


def alter(session: Session, visit: Visit, person: Person, values: Mapping[str, object]) -> bool:
    """Gives somebody these values; whether that changed anything. Raises as `granting.require` does."""
    different = {name: value for name, value in values.items() if getattr(person, name) != value}
    if not different:
        return False
    is_own = granting.require(session, visit, person, different)
    with record.change(session, visit, _event(different, is_own=is_own), person):
        for name, value in different.items():
            setattr(person, name, value)
    stored_people.can_be_reached_again(session, person.id)
    if is_own:
        notices.tell_of_somebody(session, visit.moment, person, News.OWN_ROLE)
    return True


def _event(different: Mapping[str, object], *, is_own: bool) -> str:
    if is_own:
        return "own role taken"
    if "active" in different:
        return "person back" if different["active"] else "person left"
    return "person changed"


def _values(session: Session, visit: Visit, new: Particulars, there: Person | None) -> Mapping[str, object]:
    """The values of the record."""
    is_auditor = new.role is Role.AUDITOR
    team_id = teams.organisation(session, visit, new.organisation) if is_auditor else _team(session, new)
    if there is not None and new.cover_id == there.id:
        raise Refusal("Nobody covers for themselves. Please choose somebody else.", field="cover")
    return {
        "name": _name(new.name),
        "role": new.role,
        "administrator": new.administrator and new.role is not Role.ADMINISTRATOR,
        "slack_id": new.slack_id,
        "team_id": team_id,
        "cover_id": new.cover_id,
    }


def _name(written: str) -> str:
    return free_text.accept(written, "The name", field="name", longest=LONGEST_NAME)


def _team(session: Session, new: Particulars) -> int | None:
    if new.organisation.strip():
        raise Refusal("Only auditors have an organisation. Please leave it empty.", field="organisation")
    if new.team_id is not None and stored.is_outside(session, new.team_id):
        raise Refusal("That is an outside organisation. Please choose a team of your own.", field="team")
    return new.team_id


def _require_new(session: Session, new: Particulars) -> None:
    _require_free(session, new.slack_id, None)
    waiting = [one for one in stored_people.by_name(session, new.name.strip()) if one.slack_id is None]
    if waiting:
        name = waiting[0].name
        how = (
            "*Change* there gives them an account." if waiting[0].active else "*Is back* takes them up again."
        )
        raise Conflict(
            f"{name} is in the list already, without Slack: `/g2o people {name}`. {how}",
            field="name",
        )


def _require_free(session: Session, slack_id: str | None, person: Person | None) -> None:
    """Raises Conflict where the account is somebody else's."""
    holder = stored_people.by_slack_id(session, slack_id) if slack_id else None
    if holder is not None and holder is not person:
        left = "" if holder.active else ", as somebody who has left"
        raise Conflict(
            f"That Slack account is in the list already: {holder.name}{left}. "
            f"`/g2o people {'left ' if left else ''}{holder.name}` shows them.",
            field="slack",
        )
