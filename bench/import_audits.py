"""How long the import of a long workbook of audits takes, beside reading it and one bulk insert.

    python -m bench.import_audits [--rows 50000] [--database URL]

Both begin with the workbook's file and end with everything committed. The plain way reads the sheet with
python-calamine and inserts the audits in one statement: no check, no journal, no look at what is there.
Without --database a SQLite file is measured, and a PostgreSQL server where the tests can start one.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from bench.import_memory import CASE_HEADINGS, in_letters, write
from bot import settings
from bot.intake import Kind, read_file, take_in
from bot.visit import COMMAND_LINE, Visit
from storage import journal
from storage.database import Database
from storage.models import Audit, Case, JournalEntry, JournalValues
from storage.words import Door, Grade
from tests import postgres

CASES, AUDITORS = 12_500, 40  # each case is audited some times
NOW = datetime(2025, 3, 14, 10, tzinfo=UTC)
HEADINGS = ("case", "date", "auditor", "sources", "grade", "moderated grade", "moderator", "moderated on")
GRADES = {
    "Good": Grade.GOOD,
    "Requires improvement": Grade.REQUIRES_IMPROVEMENT,
    "Outstanding": Grade.OUTSTANDING,
    "Inadequate": Grade.INADEQUATE,
}
TIMES = 3


@dataclass(frozen=True)
class Measured:
    """Seconds: the plain way's, and the import's until the sheet is open and until all is stored."""

    plain: float
    opened: float
    taken: float
    again: float

    @property
    def ratio(self) -> float:
        return self.taken / self.plain


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long importing a long workbook takes.")
    parser.add_argument("--rows", type=int, default=50_000, help="how many audits the workbook has")
    parser.add_argument("--database", help="the address of an empty database to measure on")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        write_workbooks(Path(folder), asked.rows)
        say(_line("database", "rows", "plain", "opened in", "taken in", "ratio", "once more"))
        for name, url in _databases(Path(folder), asked.database):
            _tell(name, asked.rows, measure(Path(folder), url))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _line(*cells: str) -> str:
    return "".join(f"{cell:>12}" for cell in cells)


def _tell(name: str, rows: int, measured: Measured) -> None:
    times = (f"{seconds:.2f} s" for seconds in (measured.plain, measured.opened, measured.taken))
    say(_line(name, f"{rows:,}", *times, f"{measured.ratio:.2f}", f"{measured.again:.2f} s"))


def _databases(folder: Path, url: str | None) -> Iterator[tuple[str, str]]:
    if url is not None:
        yield "the one named", url
        return
    yield "SQLite", f"sqlite:///{folder / 'g2o.db'}"
    with postgres.running() as server:
        yield "PostgreSQL", server.url(server.copy())


def measure(folder: Path, url: str) -> Measured:
    """Both ways in turn, each on the same cases and no audits yet; of each the best of some times."""
    database = Database(url, is_patient=True)
    database.upgrade()
    for kind in (Kind.PEOPLE, Kind.CASES):
        _take_in(database, kind, folder / f"{kind}.xlsx")
    plain, opened, taken, again = [], [], [], []
    with database.reading() as session:
        before = journal.newest(session)
    for _ in range(TIMES):
        plain.append(_timed(lambda: _plainly(database, folder / "audits.xlsx")))
        _clear(database, before)
        opened.append(_timed(lambda: read_file(folder / "audits.xlsx", Kind.AUDITS)))
        taken.append(_timed(lambda: _take_in(database, Kind.AUDITS, folder / "audits.xlsx")))
        again.append(_timed(lambda: _take_in(database, Kind.AUDITS, folder / "audits.xlsx")))
        _require_whole(database)
        _clear(database, before)
    database.close()
    return Measured(min(plain), min(opened), min(taken), min(again))


def _timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def _plainly(database: Database, file: Path) -> None:
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[1:]
    with database.begin() as session:
        case_ids = {number: key for number, key in session.execute(sa.select(Case.system_number, Case.id))}
        values = [
            {
                "case_id": case_ids[str(int(row[0]))],  # type: ignore[arg-type]  # a number stands there
                "audited_on": row[1],
                "auditor_name": row[2],
                "from_file": True,
                "grade": GRADES[str(row[4])],
                "moderated_grade": GRADES.get(str(row[5])),
                "moderator_name": row[6] or None,
                "moderated_on": row[7] or None,
                "logged_at": NOW,
            }
            for row in rows
        ]
        session.execute(sa.insert(Audit), values)


def _take_in(database: Database, kind: Kind, file: Path) -> None:
    visit = Visit(COMMAND_LINE, Door.IMPORT, NOW, NOW.date(), settings.read({}, needs_slack=False).terms)
    with database.begin() as session:
        report = take_in(session, visit, kind, read_file(file, kind).rows, skip_bad=False)
    if report.refused:
        raise SystemExit(f"Refused: {report.refused[0].problem}")


def _require_whole(database: Database) -> None:
    with database.reading() as session:
        faults = list(journal.faults(session))
    if faults:
        raise SystemExit(f"The journal is broken: {faults[0]}.")


def _clear(database: Database, newest: int) -> None:
    """Takes away the audits and what the journal says since that row."""
    with database.begin() as session:
        session.execute(sa.delete(JournalValues).where(JournalValues.number > newest))
        session.execute(sa.delete(JournalEntry).where(JournalEntry.number > newest))
        session.execute(sa.delete(Audit))


# --- the workbooks


def write_workbooks(folder: Path, rows: int) -> None:
    """The people and the cases that the audits are of, and the long one."""
    auditors = ((f"Auditor {in_letters(number)}", "auditor") for number in range(AUDITORS))
    write(folder / "people.xlsx", ("name", "role"), auditors)
    cases = ((100_000 + number, "LAC", "", "", "") for number in range(CASES))
    write(folder / "cases.xlsx", CASE_HEADINGS, cases)
    write(folder / "audits.xlsx", HEADINGS, _audits(rows))


def _audits(rows: int) -> Iterator[Sequence[object]]:
    for number in range(rows):
        day = date(2018, 1, 1) + timedelta(days=number // CASES * 400 + number % 365)
        moderated = number % 4 != 3
        yield (
            100_000 + number % CASES,
            day,
            f"Auditor {in_letters(number % AUDITORS)}",
            ("file", "file; worker", "file; worker; manager")[number % 3],
            tuple(GRADES)[number % 4],
            tuple(GRADES)[number // 2 % 4] if moderated else "",
            f"Auditor {in_letters((number + 1) % AUDITORS)}" if moderated else "",
            day + timedelta(days=14) if moderated else "",
        )


if __name__ == "__main__":
    main()
