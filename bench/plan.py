"""What it costs to read the improvement plan, a line of it and the board's pack, and to review a line.

Run: python -m bench.plan [FINDINGS [ACTIONS]]
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench import grown
from bot import board, line_page, people, plan, reviews, settings
from bot.plan import Wanted
from bot.reviews import NewReview
from bot.rules import periods
from bot.rules.themes import THEMES
from bot.visit import Visit
from storage import people as stored_people
from storage.database import Database
from storage.models import Finding, Person, Recommendation, Review
from storage.words import Door, FindingKind, Origin, Position, Role
from tests import postgres

FINDINGS, ACTIONS, ASKED = 6_000, 100_000, 200
QUARTERS = (date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1))
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)
TIMES = 5


def main() -> None:
    """A line for each thing that is asked, on both kinds of database."""
    findings, actions = (*(int(word) for word in sys.argv[1:]), FINDINGS, ACTIONS)[:2]
    with postgres.running() as server, tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", f"sqlite:///{folder}/grown.db", findings, actions)
        _measure("PostgreSQL", server.url(server.copy()), findings, actions)


def _measure(kind: str, url: str, findings: int, actions: int) -> None:
    grown.fill(url, actions, with_journal=False)
    database = Database(url, is_patient=True)
    with database.begin() as session:
        _fill(session, findings, actions)
    asked = iter(range(actions, actions + ASKED))
    works: dict[str, Callable[[Session, Visit], object]] = {
        "a page": lambda session, visit: plan.page(session, visit, plan.read(session, visit), Wanted()),
        "themes": plan.common_themes,
        "the board": lambda session, visit: board.board(session, visit, periods.quarter_of(visit.today)),
        "a line": lambda session, visit: line_page.line_page(session, visit, "F1"),
        "a review, and the next": lambda session, visit: _review(session, visit, f"R{next(asked)}"),
    }
    for name, work in works.items():
        taken = min(_seconds(database, work) for _ in range(TIMES))
        sys.stdout.write(f"{kind:<12}{name:<24}{taken * 1000:>6.0f} ms\n")
    database.close()


def _fill(session: Session, findings: int, actions: int) -> None:
    chance = random.Random(1)  # noqa: S311 - it is the same each time
    connection = session.connection()
    for number, theme in enumerate(THEMES):
        own = sa.update(Recommendation).where(Recommendation.id % len(THEMES) == number)
        connection.execute(own.values(theme=theme))
    areas = [
        {"audit_id": chance.randrange(actions // 10) + 1, "theme": chance.choice(THEMES)}
        for _ in range(findings)
    ]
    found = {"version": 1, "kind": FindingKind.AREA, "text": "Notes are late."}
    connection.execute(sa.insert(Finding), [{**found, **area} for area in areas])
    asked = {"version": 1, "text": "Rewrite the policy.", "origin": Origin.AUDIT, "made_at": AT}
    ids = [actions + number for number in range(ASKED)]
    connection.execute(
        sa.insert(Recommendation), [{**asked, "id": number, "theme": chance.choice(THEMES)} for number in ids]
    )
    said = {"version": 1, "position": Position.IN_PROGRESS}
    connection.execute(
        sa.insert(Review),
        [
            {**said, "recommendation_id": number, "quarter": day, "made_on": day}
            for number in ids
            for day in QUARTERS
        ],
    )
    session.get_one(Person, 1).role = Role.QUALITY
    session.flush()
    session.execute(sa.text("ANALYZE"))


def _review(session: Session, visit: Visit, key: str) -> object:
    """Stores a review of a line that nobody reviewed yet, and reads what the next form shows."""
    new = NewReview(key, 0, Position.ACTIONED, "The policy is used.")
    left = reviews.left(session, visit, after=reviews.review(session, visit, new).key)
    return reviews.sheet(session, visit, left.key) if left.key else None


def _seconds(database: Database, work: Callable[[Session, Visit], object]) -> float:
    terms = settings.read({}, needs_slack=False).terms
    with database.begin() as session:
        person = stored_people.get(session, 1)
        if person is None:
            raise LookupError
        visit = Visit(people.actor(person), Door.BUTTON, AT, AT.date(), terms)
        begun = time.perf_counter()
        work(session, visit)
        return time.perf_counter() - begun


if __name__ == "__main__":
    main()
