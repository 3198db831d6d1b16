"""What must hold of the record whatever people do, looked at after each step."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import chain, journal
from storage.database import Database
from storage.models import Action, Audit, Base, Case, Check, Ending, Person, Pick, Post, Record, Round, Team
from storage.words import Role

# From which status an action comes to which, in one move.
MOVES = {
    *((before, "started") for before in ("open",)),
    *((before, "done") for before in ("open", "started")),
    ("done", "checked"),
    *((before, "open") for before in ("done", "checked", "not_doing", "no_longer_applies")),
    *(
        (before, after)
        for before in ("open", "started", "not_doing", "no_longer_applies")
        for after in ("not_doing", "no_longer_applies")
        if before != after
    ),
}
# What the hostile record begins with, past every check.
POISONED = "=1+1 <@"
RECORDS = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)]


@dataclass(frozen=True)
class Snapshot:
    """The record as it was: the version of each row, how actions stood, how long the journal was."""

    versions: Mapping[tuple[str, int], int]
    actions: Mapping[int, tuple[str, date, int]]
    checks: frozenset[int]
    moderated: frozenset[int]
    journal: int


@dataclass
class Watched:
    """The record, and what it was at the last look."""

    db: Database
    before: Snapshot = field(init=False)

    def __post_init__(self) -> None:
        with self.db.reading() as session:
            self.before = _taken(session)

    def faults(self, today: date, *, takes_any_status: bool = False) -> list[str]:
        """What is wrong with the record, or with how it came to be what it is.

        `takes_any_status`: files were brought in, which may say anything of an action.
        """
        with self.db.reading() as session:
            now = _taken(session)
            found = [*_of_changes(self.before, now), *_of_people(session, self.before, now, today)]
            if not takes_any_status:
                found += _of_moves(session, self.before, now)
        self.before = now
        return found

    def slow_faults(self) -> list[str]:
        """What takes longer to look at: the whole journal, and every text that is stored."""
        with self.db.reading() as session:
            return [*map(str, chain.faults(session)), *_of_texts(session)]

    def references(self) -> dict[str, str | None]:
        """Every case's reference and its case-system number."""
        with self.db.reading() as session:
            return {one.reference: one.number for one in session.execute(_NUMBERS)}

    def seen_by(self, slack_id: str) -> frozenset[str] | None:
        """The references that the person may be shown; None for all."""
        with self.db.reading() as session:
            person = session.scalar(sa.select(Person).where(Person.slack_id == slack_id, Person.active))
            if person is None or person.role is Role.ADMINISTRATOR:
                return frozenset()
            if person.role in (Role.QUALITY, Role.LEADER):
                return None
            return frozenset(session.scalars(_in_sight(session, person)))


_NUMBERS = sa.select(Case.reference, Case.system_number.label("number"))


def _in_sight(session: Session, person: Person) -> sa.Select[str]:
    """The cases that are theirs, of their teams, with an action or a pick of theirs, or of their rounds."""
    led = [*session.scalars(sa.select(Post.team_id).where(Post.person_id == person.id))]
    if person.role is Role.MANAGER and person.team_id:
        led.append(person.team_id)
    ways: list[sa.ColumnElement[bool]] = [
        Case.team_id.in_(led),
        Case.id.in_(sa.select(Pick.case_id).where(Pick.auditor_id == person.id)),
    ]
    if person.role is Role.AUDITOR:
        organisation = session.scalar(sa.select(Team.name).where(Team.id == person.team_id))
        rounds = sa.select(Round.id).where(Round.organisation == organisation)
        ways.append(Case.id.in_(sa.select(Audit.case_id).where(Audit.round_id.in_(rounds))))
    else:
        ways += [
            Case.worker_id == person.id,
            Case.id.in_(sa.select(Action.case_id).where(Action.owner_id == person.id)),
        ]
    return sa.select(Case.reference).where(sa.or_(*ways))


def _taken(session: Session) -> Snapshot:
    versions = {
        (kind.__tablename__, number): version
        for kind in RECORDS
        for number, version in session.execute(sa.select(kind.id, kind.version))
    }
    actions = {
        number: (status.value, first, owner)
        for number, status, first, owner in session.execute(
            sa.select(Action.id, Action.status, Action.first_due_on, Action.owner_id)
        )
    }
    return Snapshot(
        versions,
        actions,
        frozenset(session.scalars(sa.select(Check.id))),
        frozenset(session.scalars(sa.select(Audit.id).where(Audit.moderated_grade.is_not(None)))),
        journal.end(session).number,
    )


def _of_texts(session: Session) -> Iterator[str]:
    """Nothing is stored that nobody sees, or that turns other text round."""
    for kind in RECORDS:
        for column in kind.__table__.columns:
            if isinstance(column.type, sa.Text) and not isinstance(column.type, sa.Enum):
                for text in session.scalars(sa.select(column).where(column.is_not(None))):
                    odd = {one for one in text if unicodedata.category(one).startswith("C")}
                    if odd and not text.startswith(POISONED):
                        yield f"{column} holds {sorted(map(ascii, odd))}"


def _of_changes(before: Snapshot, now: Snapshot) -> Iterator[str]:
    for row, version in now.versions.items():
        if version < before.versions.get(row, version):
            yield f"the version of {row} went back"
    rows = {row for row, _ in set(before.versions.items()) ^ set(now.versions.items())}
    # What a meeting has before it is reckoned from the record; the journal tells of what it decides.
    changed = {row for row in rows if row[0] != "items"}
    if changed and now.journal <= before.journal:
        yield f"the journal has no row about {sorted(changed)[:5]}"
    for number, (_, first, _) in now.actions.items():
        if number in before.actions and before.actions[number][1] != first:
            yield f"the first date of A{number} changed"


def _of_moves(session: Session, before: Snapshot, now: Snapshot) -> Iterator[str]:
    for number, (status, _, _) in now.actions.items():
        was = before.actions[number][0] if number in before.actions else "open"
        if status != was and (was, status) not in MOVES:
            yield f"A{number} went from {was} to {status}"
        if status != was and status in ("not_doing", "no_longer_applies"):
            approver = session.scalar(
                sa.select(Ending.approved_by_id)
                .where(Ending.action_id == number)
                .order_by(Ending.id.desc())
                .limit(1)
            )
            if approver is None:
                yield f"A{number} ended without an approver"


def _of_people(session: Session, before: Snapshot, now: Snapshot, today: date) -> Iterator[str]:
    for number in now.checks - before.checks:
        check: Any = session.execute(
            sa.select(Check.checked_by_id, Action.owner_id, Action.done_by_id)
            .join(Action, Action.id == Check.action_id)
            .where(Check.id == number)
        ).one()
        if check.checked_by_id in (check.owner_id, check.done_by_id):
            yield f"check {number} is of the checker's own work"
    for number in now.moderated - before.moderated:
        audit: Any = session.execute(
            sa.select(Audit.auditor_name, Audit.moderator_name).where(Audit.id == number)
        ).one()
        if audit.auditor_name.casefold() == (audit.moderator_name or "").casefold():
            yield f"audit {number} is moderated by who did it"
    if session.scalar(sa.select(sa.func.count()).where(Audit.audited_on > today)):
        yield "an audit lies in the future"
