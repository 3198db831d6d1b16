"""What a scrape of /metrics costs on a grown record with the letters of three years.

Run: python -m bench.metrics [ACTIONS]
"""

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from slack_sdk import WebClient

from bench import grown
from bot import settings
from handlers import looking
from handlers.metrics import Metrics
from handlers.office import Office
from handlers.website import Request
from storage.database import Database
from storage.models import Letter
from storage.words import LetterKind, LetterState
from tests import postgres

AT = datetime(2026, 3, 25, 10, 0, tzinfo=UTC)
LETTERS = 200 * 230 * 3  # people, working days, years
SCRAPES = 50


def main() -> None:
    """A line for each kind of database."""
    size = int((sys.argv[1:] or ["100000"])[0])
    looking.FRESH_SECONDS = -1.0
    with postgres.running() as server:
        with tempfile.TemporaryDirectory() as folder:
            _measure("SQLite", f"sqlite:///{folder}/grown.db", size)
        _measure("PostgreSQL", server.url(server.copy()), size)


def _measure(kind: str, url: str, size: int) -> None:
    grown.fill(url, size, with_journal=False)
    database = Database(url, is_patient=True)
    with database.begin() as session:
        for first in range(0, LETTERS, grown.BATCH):
            rows = [_letter(n) for n in range(first, min(first + grown.BATCH, LETTERS))]
            session.connection().execute(sa.insert(Letter), rows)
        session.execute(sa.text("ANALYZE"))
    office = Office(database, settings.read({}, needs_slack=False).terms, WebClient(), lambda: AT)
    page = Metrics(office, "socket", lambda: True)
    first_one = _seconds(page)
    later = sorted(_seconds(page) for _ in range(SCRAPES))
    database.close()
    sys.stdout.write(
        f"{kind:12}{size:>9,} actions {LETTERS:>9,} letters   first {first_one * 1e3:.0f} ms   "
        f"then {later[SCRAPES // 2] * 1e3:.1f} ms (slowest {later[-1] * 1e3:.1f})\n"
    )


def _letter(n: int) -> dict[str, object]:
    day = AT.date() - timedelta(days=n // 200)
    # Of each thousand one has failed, and of the last day's some still wait.
    state = LetterState.FAILED if n % 1000 == 999 else LetterState.WAITING if n < 100 else LetterState.SENT
    return {
        "key": f"key-{n}",
        "kind": LetterKind.DAILY,
        "person_id": n % 200 + 1,
        "day": day,
        "until": day,
        "state": state,
        "made_at": AT - timedelta(days=n // 200),
        "not_before": AT,
        "ts": "1.2" if state is LetterState.SENT else None,
    }


def _seconds(page: Metrics) -> float:
    began = time.perf_counter()
    page.tell(Request({}, b""))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
