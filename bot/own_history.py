"""A person's own history: what they did, and what others recorded that concerns them, the latest first.

It tells what was done, when, by whom, and of which case if they may see it now: nothing that others wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot import cases, paging
from bot.errors import NotFound
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions, leave, own_journal, people
from storage import cases as stored_cases
from storage.actions import Which
from storage.models import Action, Audit, Case, Leave, Person
from storage.own_journal import Entry
from storage.sight import Sight

MONTHS = 12
ALL = "all"
A_CASE = "a case"


@dataclass(frozen=True)
class Line:
    """Something that was done: by them where `is_theirs`, else by whom; `about` which action and case."""

    at: datetime
    event: str
    is_theirs: bool
    by: str
    about: Sequence[str]


@dataclass(frozen=True)
class OwnHistory:
    """One page of it, what else is held of the person, and since when it tells; None: from the beginning."""

    person: Person
    leave: Sequence[Leave]
    open_actions: int
    lines: Sequence[Line]
    first: int
    total: int
    since: date | None


def of_me(session: Session, visit: Visit, page: int = 0, *, everything: bool = False) -> OwnHistory:
    """One page of the history of whoever asks. Raises NotFound where that is nobody of the record."""
    since = None if everything else dates.months_later(visit.today, -MONTHS)
    from_moment = datetime.combine(since, time(), visit.terms.zone) if since else None
    person = _me(session, visit)
    total = own_journal.count(session, person.id, from_moment)
    first = paging.there(page, total) * paging.PAGE
    found = own_journal.entries(session, person.id, from_moment, first=first, limit=paging.PAGE)
    return _history(session, visit, person, found, first=first + 1, total=total, since=since)


def whole(session: Session, visit: Visit) -> OwnHistory:
    """All of it, for a file of their own."""
    person = _me(session, visit)
    found = own_journal.entries(session, person.id, None)
    return _history(session, visit, person, found, first=1, total=len(found), since=None)


def _me(session: Session, visit: Visit) -> Person:
    person = people.get(session, visit.actor.person_id) if visit.actor.person_id else None
    if person is None:
        raise NotFound("Only somebody who is set up here has a history. An administrator can set you up.")
    return person


def _history(
    session: Session,
    visit: Visit,
    person: Person,
    found: Sequence[Entry],
    *,
    first: int,
    total: int,
    since: date | None,
) -> OwnHistory:
    telling = _Telling(session, visit, person, found)
    return OwnHistory(
        person=person,
        leave=leave.from_day(session, person.id, visit.today),
        open_actions=actions.count_unfinished(session, Sight(everything=True), Which(owner_id=person.id)),
        lines=[telling.line(entry) for entry in found],
        first=first,
        total=total,
        since=since,
    )


class _Telling:
    """Tells entries in the sight that the person has now."""

    def __init__(self, session: Session, visit: Visit, person: Person, found: Sequence[Entry]) -> None:
        self._session = session
        self._visit = visit
        self._person = person
        self._names = people.of_ids(session, {entry.who_id for entry in found if entry.who_id})
        self._seen: dict[int, str] = {}

    def line(self, entry: Entry) -> Line:
        is_theirs = entry.who_id == self._person.id
        return Line(entry.at, entry.event, is_theirs, self._by(entry), [*self._about(entry)])

    def _by(self, entry: Entry) -> str:
        if entry.who_id is None:
            return "an import" if entry.door == "import" else "the command line"
        person = self._names.get(entry.who_id)
        return person.name if person else "somebody"

    def _about(self, entry: Entry) -> Sequence[str]:
        if entry.subject == Person.__tablename__:
            return [] if entry.subject_id == self._person.id else [self._of_person(entry.subject_id)]
        action = [f"A{entry.subject_id}"] if entry.subject == Action.__tablename__ else []
        case_id = entry.case_id or (entry.subject_id if entry.subject == Case.__tablename__ else None)
        is_of_case = case_id is not None or entry.subject == Audit.__tablename__
        return [*action, *([self._case(case_id)] if is_of_case else [])]

    def _of_person(self, person_id: int) -> str:
        if not self._visit.reaches(Right.SET_PEOPLE_UP):
            return "a person"
        person = people.get(self._session, person_id)
        return person.name if person else "a person"

    def _case(self, case_id: int | None) -> str:
        """Its reference, if they may see it now."""
        if case_id is None:
            return A_CASE
        if case_id not in self._seen:
            case = stored_cases.get(self._session, case_id)
            may_see = case and self._visit.reaches(Right.SEE_CASE)
            is_seen = case is not None and may_see and cases.is_seen(self._session, self._visit, case)
            self._seen[case_id] = case.reference if case is not None and is_seen else A_CASE
        return self._seen[case_id]
