"""A record that has grown for years: any number of actions, and all that they hang on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.rules import references
from storage import journal
from storage.database import Database
from storage.models import (
    Action,
    Audit,
    Base,
    Case,
    JournalEntry,
    JournalValues,
    Person,
    Recommendation,
    Team,
)
from storage.words import Cohort, Door, Grade, Origin, Role, Status

BATCH = 5_000
TEAMS, PEOPLE = 20, 200
# Whoever sees everything.
QUALITY = 3
DAY, AT = date(2020, 1, 6), datetime(2020, 1, 6, 10, 0, tzinfo=UTC)
COHORTS, GRADES = tuple(Cohort), tuple(Grade)

Row = dict[str, Any]


def fill(url: str, actions: int, *, with_journal: bool = True) -> str:
    """One case and audit for ten actions, one recommendation for two, and the journal's row for each."""
    database = Database(url, is_patient=True)
    database.upgrade()
    with database.begin() as session:
        _add(session, Team, [{"id": n, "name": f"Team {n}"} for n in range(1, TEAMS + 1)])
        _add(session, Person, [_person(n) for n in range(1, PEOPLE + 1)])
        chain = _Chain(session)
        for model, make, count in (
            (Case, _case, actions // 10),
            (Audit, _audit, actions // 10),
            (Recommendation, _recommendation, actions // 2),
            (Action, _action, actions),
        ):
            for first in range(1, count + 1, BATCH):
                rows = [make(n) for n in range(first, min(first + BATCH, count + 1))]
                _add(session, model, rows)
                if with_journal:
                    chain.add(model, rows)
    database.close()
    return f"{actions:,} actions"


def _add(session: Session, model: type[Base], rows: list[Row]) -> None:
    # What people edit starts with version 1.
    session.connection().execute(sa.insert(model), [{"version": 1, **row} for row in rows])


def _person(n: int) -> Row:
    return {
        "id": n,
        "slack_id": f"U{n:06}",
        "name": f"Person {n}",
        "role": Role.QUALITY if n == QUALITY else Role.MANAGER,
        "team_id": (n - 1) % TEAMS + 1,
    }


def reference(n: int) -> str:
    """That of the n-th case: one that people can type."""
    digits, letters = references.ALPHABET[:8], references.ALPHABET[8:]
    rest, last = divmod(n, len(digits))
    rest, letter = divmod(rest, len(letters))
    drawn = ""
    for _ in range(references.LENGTH - 2):
        rest, place = divmod(rest, len(references.ALPHABET))
        drawn += references.ALPHABET[place]
    return f"{drawn}{letters[letter]}{digits[last]}"


def _case(n: int) -> Row:
    return {"id": n, "reference": reference(n), "cohort": COHORTS[n % 5], "team_id": n % TEAMS + 1}


def _audit(n: int) -> Row:
    return {
        "id": n,
        "case_id": n,
        "audited_on": DAY + timedelta(days=n % 2000),
        "auditor_name": "A. Auditor",
        "grade": GRADES[n % 5],
        "logged_by_id": n % PEOPLE + 1,
        "logged_at": AT,
    }


def _recommendation(n: int) -> Row:
    case_id = (n - 1) // 5 + 1
    return {
        "id": n,
        "case_id": case_id,
        "audit_id": case_id,
        "text": "Bring the pathway plan up to date with the young person.",
        "origin": Origin.AUDIT,
        "made_at": AT,
    }


def _action(n: int) -> Row:
    due = DAY + timedelta(days=n % 2000)
    return {
        "id": n,
        "recommendation_id": (n - 1) // 2 + 1,
        "case_id": (n - 1) // 10 + 1,
        "text": "Meet the young person and update the plan together.",
        "owner_id": n % PEOPLE + 1,
        "first_due_on": due,
        "due_on": due,
        "status": Status.OPEN if n % 10 == 0 else Status.CHECKED,
        "agreed_at": AT,
    }


class _Chain:
    """Writes the journal's rows as `journal.append` does, many at once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number, self._hash = 0, journal.NO_HASH

    def add(self, model: type[Base], rows: list[Row]) -> None:
        written = [self._written(model.__tablename__, row) for row in rows]
        connection = self._session.connection()
        connection.execute(sa.insert(JournalEntry), [entry for entry, _ in written])
        connection.execute(sa.insert(JournalValues), [values for _, values in written])

    def _written(self, subject: str, row: Row) -> tuple[Row, Row]:
        self._number += 1
        salt, after = f"{self._number:032x}", journal._written(row)
        entry: Row = {
            "number": self._number,
            "at": AT + timedelta(seconds=self._number),
            "who_id": 1,
            "door": Door.COMMAND,
            "event": "added",
            "subject": subject,
            "subject_id": row["id"],
            "before_digest": None,
            "after_digest": journal._digest(salt, after),
            "previous_hash": self._hash,
        }
        self._hash = entry["hash"] = journal._hash(entry)
        case_id = row["id"] if subject == "cases" else row["case_id"]
        return entry, {
            "number": self._number,
            "case_id": case_id,
            "salt": salt,
            "before": None,
            "after": after,
        }
