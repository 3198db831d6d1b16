"""How long it takes to move a grown record from a SQLite file to a PostgreSQL server, and in how much memory.

Run: python -m bench.copy [ACTIONS]
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

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
from tests import postgres

ACTIONS = 100_000
BATCH = 5_000
DAY, AT = date(2020, 1, 6), datetime(2020, 1, 6, 10, 0, tzinfo=UTC)
COHORTS, GRADES = tuple(Cohort), tuple(Grade)

Row = dict[str, Any]


def main() -> None:
    """Fills, copies, and verifies both."""
    actions = int(sys.argv[1]) if len(sys.argv) > 1 else ACTIONS
    with tempfile.TemporaryDirectory() as folder, postgres.running() as server:
        source = f"sqlite:///{folder}/grown.db"
        target = server.url(server.copy())
        _tell("filled", lambda: _fill(source, actions))
        size = Path(f"{folder}/grown.db").stat().st_size
        sys.stdout.write(f"  a file of {size / 1_000_000:.0f} MB\n")
        _tell("copied", lambda: _bot(folder, "db", "copy", source, target))
        _tell("verified the file", lambda: _bot(folder, "verify", DATABASE_URL=source))
        _tell("verified the server", lambda: _bot(folder, "verify", DATABASE_URL=target))
        os.environ["PATH"] = f"{server.bin}{os.pathsep}{os.environ['PATH']}"
        for name, url in (("file", source), ("server", target)):
            backup = ("db", "backup", f"{folder}/{name}.backup")
            restore = ("db", "restore", "--yes", f"{folder}/{name}.backup")
            _tell(
                f"backed the {name} up", lambda words=backup, url=url: _bot(folder, *words, DATABASE_URL=url)
            )
            _tell(
                f"restored the {name}", lambda words=restore, url=url: _bot(folder, *words, DATABASE_URL=url)
            )


def _tell(what: str, do: Callable[[], str]) -> None:
    begun = time.perf_counter()
    said = do()
    sys.stdout.write(f"{what} in {time.perf_counter() - begun:.1f} s: {said}\n")
    sys.stdout.flush()


def _bot(folder: str, *words: str, **variables: str) -> str:
    """Runs a command in a process of its own; gives what it said and the most memory it held."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **variables}
    with subprocess.Popen(  # noqa: S603 - its own words
        [sys.executable, "-m", "bot", *words], stdout=subprocess.PIPE, text=True, cwd=folder, env=environment
    ) as process:
        said = process.stdout.read().strip() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return f"{said} ({usage.ru_maxrss / 1024:.0f} MB)"


# --- a grown record


def _fill(url: str, actions: int) -> str:
    """One case and audit for ten actions, one recommendation for two, and the journal's row for each."""
    database = Database(url, is_patient=True)
    database.upgrade()
    with database.begin() as session:
        _add(session, Team, [{"id": n, "name": f"Team {n}"} for n in range(1, 21)])
        _add(session, Person, [_person(n) for n in range(1, 201)])
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
                chain.add(model, rows)
    database.close()
    return f"{actions:,} actions"


def _add(session: Session, model: type[Base], rows: list[Row]) -> None:
    # What people edit starts with version 1.
    session.connection().execute(sa.insert(model), [{"version": 1, **row} for row in rows])


def _person(n: int) -> Row:
    return {"id": n, "name": f"Person {n}", "role": Role.MANAGER, "team_id": (n - 1) % 20 + 1}


def _case(n: int) -> Row:
    return {"id": n, "reference": f"C{n:06}", "cohort": COHORTS[n % 5], "team_id": n % 20 + 1}


def _audit(n: int) -> Row:
    return {
        "id": n,
        "case_id": n,
        "audited_on": DAY + timedelta(days=n % 2000),
        "auditor_name": "A. Auditor",
        "grade": GRADES[n % 5],
        "logged_by_id": n % 200 + 1,
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
        "owner_id": n % 200 + 1,
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


if __name__ == "__main__":
    main()
