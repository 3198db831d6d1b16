"""The same sheets as CSV and as a workbook: the same report, and the same records."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest
import sqlalchemy as sa

from bot.intake import Kind, Report, read_file, take_in
from bot.visit import Visit
from storage.database import Database
from storage.models import Base
from tests.backends import Backend, Holding
from tests.intake.books import Workbook, Worksheet, book
from tests.intake.sheets import SHEETS, rows

WRONG = {
    Kind.CASES: "    no number here,,LAC,,,,\n",
    Kind.AUDITS: "    K7Q2M,March 2025,31/02/2025,alana brook,,,RI,,,\n",
    Kind.ACTIONS: "    1,,Ring 07700 900123,U0PRIYA01,31/03/2025,,\n",
}
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4})|(\d{4})-(\d\d)-(\d\d)")


def as_csv(text: str) -> bytes:
    return dedent(text).strip().encode()


def as_workbook(text: str) -> bytes:
    """The sheet with real dates and numbers where Excel would make them of what is typed."""

    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        lines = rows(text)
        sheet.write_row(0, 0, list(lines[0].cells))
        for row in lines:
            for column, cell in enumerate(row.cells.values()):
                value = typed(cell or "")
                sheet.write(row.number - 1, column, value, day if isinstance(value, datetime) else None)

    return book(fill)


def typed(cell: str) -> object:
    """What Excel makes of a cell."""
    day = _DAY.fullmatch(cell)
    if day:
        there = [int(part) for part in day.groups() if part]
        year, month, of_month = there if len(day[0].split("-")) == 3 else reversed(there)
        try:
            return datetime(year % 100 + 2000, month, of_month)  # noqa: DTZ001 - Excel knows no zones
        except ValueError:
            return cell
    return float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else cell


@pytest.fixture
def databases(backend: Backend, tmp_path: Path) -> Iterator[list[Database]]:
    """Two databases with the same council in them."""
    urls = []
    for name in ("csv", "xlsx"):
        folder = tmp_path / name
        folder.mkdir()
        urls.append(backend.make(Holding.COUNCIL, folder))
    made = [Database(url) for url in urls]
    yield made
    for database, url in zip(made, urls, strict=True):
        database.close()
        backend.drop(url)


def take_all(database: Database, visit: Visit, folder: Path, *, as_book: bool) -> list[Report]:
    reports = []
    for kind, text in SHEETS.items():
        whole = text.rstrip() + "\n" + WRONG.get(kind, "")
        file = folder / f"{kind}.file"
        file.write_bytes((as_workbook if as_book else as_csv)(whole))
        with database.begin() as session:
            reports.append(take_in(session, visit, kind, read_file(file, kind).rows, skip_bad=True))
    return reports


def records(database: Database) -> dict[str, list[dict[str, object]]]:
    """Every record, but for references, which are drawn, and the journal, whose salts are."""
    with database.reading() as session:
        return {
            table.name: [
                {key: value for key, value in row.items() if key != "reference"}
                for row in session.execute(sa.select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in Base.metadata.sorted_tables
            if not table.name.startswith("journal")
        }


def test_a_workbook_is_taken_in_as_the_same_sheet_in_csv(
    databases: list[Database], visit: Visit, tmp_path: Path
) -> None:
    from_csv = take_all(databases[0], visit, tmp_path, as_book=False)
    from_workbooks = take_all(databases[1], visit, tmp_path, as_book=True)
    assert from_workbooks == from_csv
    assert [len(report.refused) for report in from_csv] == [0, 0, 1, 0, 1, 0, 1, 0]
    assert records(databases[1]) == records(databases[0])
