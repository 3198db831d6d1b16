"""How much memory the import of a long workbook takes, beside what the open sheet takes by itself.

    python -m bench.import_memory [--rows 50000] [--kind actions]

Makes the workbook, imports it into a fresh SQLite file in a process of its own, prints one table. "before"
is the process that has imported a short workbook already: what is loaded once does not grow with a file.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from bot import settings
from bot.intake import Kind, Sheet, read_file, take_in
from bot.visit import COMMAND_LINE, Visit
from storage.database import Database
from storage.words import Door

MEASURED = (Kind.CASES, Kind.ACTIONS)
SHORT = 100  # rows of what is imported first
CASES, PEOPLE, RECOMMENDATIONS = 2_000, 50, 200  # that the long sheets refer to
MB = 1_000_000
NOW = datetime(2025, 3, 14, 10, tzinfo=UTC)

Cells = Sequence[object]


@dataclass(frozen=True)
class Measured:
    """Bytes and seconds. `sheet_open` is the memory with the sheet open and nothing taken in."""

    kind: str
    rows: int
    before: int
    opening_peak: int
    sheet_open: int
    peak: int
    opening_seconds: float
    seconds: float

    @property
    def ratio(self) -> float:
        """How many times the sheet's own memory is taken, at most, while it is taken in."""
        return (self.peak - self.before) / max(1, self.sheet_open - self.before)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the memory that importing a long workbook takes.")
    parser.add_argument("--rows", type=int, default=50_000, help="how many the workbook has")
    parser.add_argument("--kind", type=Kind, choices=MEASURED, action="append", help="both unless named")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        say(json.dumps(asdict(measure(asked.child, asked.kind[0]))))
        return
    say(_line("kind", "rows", "before", "opening", "sheet open", "peak", "ratio", "opened in", "taken in"))
    for kind in asked.kind or MEASURED:
        with TemporaryDirectory() as folder:
            write_workbooks(Path(folder), kind, asked.rows)
            say(_row(_measured_in_child(Path(folder), kind)))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _line(*cells: str) -> str:
    return "".join(f"{cell:>12}" for cell in cells)


def _row(measured: Measured) -> str:
    sizes = (measured.before, measured.opening_peak, measured.sheet_open, measured.peak)
    memory = (f"{size / MB:.0f} MB" for size in sizes)
    times = (f"{seconds:.1f} s" for seconds in (measured.opening_seconds, measured.seconds))
    return _line(measured.kind, f"{measured.rows:,}", *memory, f"{measured.ratio:.2f}", *times)


def _measured_in_child(folder: Path, kind: Kind) -> Measured:
    command = [sys.executable, "-m", "bench.import_memory", "--kind", kind, "--child", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 - this very file
    return Measured(**json.loads(done.stdout))


# --- in the child


def measure(folder: Path, kind: Kind) -> Measured:
    """Imports the long workbook after the short ones that it refers to."""
    database = Database(f"sqlite:///{folder / 'g2o.db'}")
    database.upgrade()
    for first in Kind:
        if (folder / f"{first}.xlsx").exists():
            _take_in(database, first, read_file(folder / f"{first}.xlsx", first))
    before = _memory("VmRSS")
    with _watched() as opening:
        sheet = read_file(folder / "long.xlsx", kind)
    opening_peak, sheet_open = _memory("VmHWM"), _memory("VmRSS")
    with _watched() as taking:
        _take_in(database, kind, sheet)
    peak = _memory("VmHWM")
    database.close()
    return Measured(
        kind, len(sheet.rows), before, opening_peak, sheet_open, peak, opening.seconds, taking.seconds
    )


def _take_in(database: Database, kind: Kind, sheet: Sheet) -> None:
    visit = Visit(COMMAND_LINE, Door.IMPORT, NOW, NOW.date(), settings.read({}, needs_slack=False).terms)
    with database.begin() as session:
        report = take_in(session, visit, kind, sheet.rows, skip_bad=False)
    if report.refused:
        raise SystemExit(f"Refused: {report.refused[0].problem}")


class Watch:
    """How long a block took."""

    seconds = 0.0


@contextmanager
def _watched() -> Iterator[Watch]:
    """Around what is measured: the peak of memory is counted from here."""
    Path("/proc/self/clear_refs").write_text("5")
    watch, start = Watch(), time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - start


def _memory(what: str) -> int:
    """VmRSS: what the process holds in memory now. VmHWM: the most that it held since the last reset."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith(f"{what}:"))
    return int(kilobytes) * 1024


# --- the workbooks


def write_workbooks(folder: Path, kind: Kind, rows: int) -> None:
    """The short workbooks that the long one refers to, a short one of its own kind, and the long one."""
    write(folder / "people.xlsx", ("name", "role"), _people())
    write(folder / "cases.xlsx", CASE_HEADINGS, _cases(0, CASES if kind is Kind.ACTIONS else SHORT))
    if kind is Kind.CASES:
        write(folder / "long.xlsx", CASE_HEADINGS, _cases(CASES, CASES + rows))
        return
    write(folder / "recommendations.xlsx", ("number", "text", "source"), _recommendations())
    write(folder / "actions.xlsx", ACTION_HEADINGS, _actions(0, SHORT))
    write(folder / "long.xlsx", ACTION_HEADINGS, _actions(SHORT, SHORT + rows))


CASE_HEADINGS = ("system_number", "cohort", "worker", "opened", "closed")
ACTION_HEADINGS = ("recommendation", "case", "text", "owner", "due", "status", "done_on")


def write(file: Path, headings: Cells, rows: Iterable[Cells]) -> None:
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate([headings, *rows]):
            sheet.write_row(number, 0, cells)


def _people() -> Iterator[Cells]:
    return ((f"Worker {in_letters(number)}", "practitioner") for number in range(PEOPLE))


def _cases(first: int, last: int) -> Iterator[Cells]:
    for number in range(first, last):
        opened = date(2024, 1, 1) + timedelta(days=number % 365)
        worker = f"Worker {in_letters(number % PEOPLE)}"
        yield 100_000 + number, ("LAC", "Child in need", "Care leaver")[number % 3], worker, opened, ""


def _recommendations() -> Iterator[Cells]:
    for number in range(RECOMMENDATIONS):
        yield number + 1, f"Strengthen what group {in_letters(number)} of audits found wanting", "audit"


def _actions(first: int, last: int) -> Iterator[Cells]:
    for number in range(first, last):
        yield (
            number % RECOMMENDATIONS + 1,
            100_000 + number % CASES,
            f"Bring part {in_letters(number)} of the plan up to date and agree it in supervision",
            f"Worker {in_letters(number % PEOPLE)}",
            date(2025, 3, 17) + timedelta(days=number % 60),
            ("not started", "in progress", "done")[number % 3],
            date(2025, 3, 10) if number % 3 == 2 else "",
        )


def in_letters(number: int) -> str:
    """A number as a word, for a name has no digits: 0 is "A", 27 is "AB"."""
    before, last = divmod(number, 26)
    return (in_letters(before - 1).upper() if before else "") + chr(ord("A") + last)


if __name__ == "__main__":
    main()
