"""How long the import of a long workbook of audits takes, beside reading it and one bulk insert.

    python -m bench.import_audits [--rows 50000]

Both begin with the workbook's file and end with everything committed. The plain way reads the sheet with
python-calamine and inserts the audits in one statement: no check, no journal, no look at what is there.
The session inserts them; "least" is the same past the session, which nothing that stores records does.
"once more" is the same file again, of which nothing is new.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from bench.import_memory import CASE_HEADINGS, in_letters, write
from bot import settings
from bot.intake import Kind, read_file, take_in
from bot.visit import COMMAND_LINE, Visit
from storage import chain
from storage.database import Database
from storage.models import Audit, Case
from storage.words import Door, Grade
from tests import postgres
from tests.postgres import Server

CASES, AUDITORS = 12_500, 40  # each case is audited some times
NOW = datetime(2025, 3, 14, 10, tzinfo=UTC)
HEADINGS = ("case", "date", "auditor", "sources", "grade", "moderated grade", "moderator", "moderated on")
GRADES = {
    "Good": Grade.GOOD,
    "Requires improvement": Grade.REQUIRES_IMPROVEMENT,
    "Outstanding": Grade.OUTSTANDING,
    "Inadequate": Grade.INADEQUATE,
}


@dataclass(frozen=True)
class Measured:
    """Seconds: the plain way's, and the import's until the sheet is open and until all is stored."""

    plain: float
    least: float
    opened: float
    taken: float
    again: float

    @property
    def ratio(self) -> float:
        return self.taken / self.plain

    @property
    def ratio_to_least(self) -> float:
        return self.taken / self.least


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long importing a long workbook takes.")
    parser.add_argument("--rows", type=int, default=50_000, help="how many audits the workbook has")
    parser.add_argument("--times", type=int, default=3, help="how often each is measured; the best counts")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, postgres.running() as server:
        write_workbooks(Path(folder), asked.rows)
        say(
            _line(
                "database",
                "rows",
                "plain",
                "least",
                "opened in",
                "taken in",
                "ratio",
                "to least",
                "once more",
            )
        )
        for name, copy in (("SQLite", _files(Path(folder))), ("PostgreSQL", _databases(server))):
            _tell(name, asked.rows, measure(Path(folder), copy, asked.times))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _line(*cells: str) -> str:
    return "".join(f"{cell:>12}" for cell in cells)


def _tell(name: str, rows: int, measured: Measured) -> None:
    times = (
        f"{seconds:.2f} s" for seconds in (measured.plain, measured.least, measured.opened, measured.taken)
    )
    say(
        _line(
            name,
            f"{rows:,}",
            *times,
            f"{measured.ratio:.2f}",
            f"{measured.ratio_to_least:.2f}",
            f"{measured.again:.2f} s",
        )
    )


# Gives the address of a new database: the first time an empty one, then copies of that.
Copy = Callable[[], str]


def _files(folder: Path) -> Copy:
    numbers = count()

    def copy() -> str:
        file = folder / f"{next(numbers)}.db"
        if (folder / "0.db").exists():
            shutil.copy(folder / "0.db", file)
        return f"sqlite:///{file}"

    return copy


def _databases(server: Server) -> Copy:
    first: list[str] = []

    def copy() -> str:
        name = server.copy(*first)
        first[:] = first or [name]
        return server.url(name)

    return copy


def measure(folder: Path, copy: Copy, times: int) -> Measured:
    """Both ways in turn, each on the same cases and no audits yet; of each the best of some times."""
    file = folder / "audits.xlsx"
    with _opened(copy()) as database:
        database.upgrade()
        for kind in (Kind.PEOPLE, Kind.CASES):
            _take_in(database, kind, folder / f"{kind}.xlsx")
    plain, least, opened, taken, again = [], [], [], [], []
    for _ in range(times):
        for times_of, bare in ((plain, False), (least, True)):
            with _opened(copy()) as database:
                times_of.append(
                    _timed(lambda database=database, bare=bare: _plainly(database, file, bare=bare))
                )
        with _opened(copy()) as database:
            opened.append(_timed(lambda: read_file(file, Kind.AUDITS)))
            taken.append(_timed(lambda database=database: _take_in(database, Kind.AUDITS, file)))
            if not again:
                again.append(_timed(lambda database=database: _take_in(database, Kind.AUDITS, file)))
            _require_whole(database)
    return Measured(min(plain), min(least), min(opened), min(taken), min(again))


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url, is_patient=True)
    yield database
    database.close()


def _timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def _plainly(database: Database, file: Path, *, bare: bool) -> None:
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[1:]
    with database.begin() as session:
        cases = session.execute(sa.select(Case.system_number, Case.id))
        case_ids = {case.system_number: case.id for case in cases}
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
                "version": 1,
            }
            for row in rows
        ]
        if bare:
            session.connection().execute(sa.insert(Audit.__table__), values)  # type: ignore[arg-type]
        else:
            session.execute(sa.insert(Audit), values)


def _take_in(database: Database, kind: Kind, file: Path) -> None:
    visit = Visit(COMMAND_LINE, Door.IMPORT, NOW, NOW.date(), settings.read({}, needs_slack=False).terms)
    with database.begin() as session:
        report = take_in(session, visit, kind, read_file(file, kind).rows, skip_bad=False)
    if report.refused:
        raise SystemExit(f"Refused: {report.refused[0].problem}")


def _require_whole(database: Database) -> None:
    with database.reading() as session:
        faults = list(chain.faults(session))
    if faults:
        raise SystemExit(f"The journal is broken: {faults[0]}.")


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
