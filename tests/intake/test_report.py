"""The report of an import, as a person reads it."""

import pytest

from bot.intake import Kind, Outcome, Report, RowReport
from bot.intake.report import text

ROWS = (
    RowReport(2, Outcome.ADDED, notes=("the team is new.",)),
    RowReport(3, Outcome.ADDED),
    RowReport(4, Outcome.UNCHANGED),
)
REFUSED = RowReport(5, Outcome.REFUSED, "owner: I do not know that person.")


def report(*rows: RowReport, skip_bad: bool = False, unknown: tuple[str, ...] = ()) -> Report:
    return Report(Kind.ACTIONS, rows, unknown, skip_bad)


def test_the_counts_come_first_then_what_to_know() -> None:
    assert text(report(*ROWS, unknown=("Floor", "Budget"))).splitlines() == [
        "Actions: 2 added, 1 unchanged.",
        "Please note, row 2: the team is new.",
        "Columns that were not read: Floor, Budget.",
    ]


def test_where_a_row_is_wrong_it_says_that_nothing_was_stored_and_what_to_do() -> None:
    assert text(report(*ROWS[1:], REFUSED)).splitlines() == [
        "Nothing was stored, because of 1 wrong row among 3. "
        "1 would be added, 1 would be unchanged, 1 would be refused.",
        "Mend the rows below and import the file again, or leave them out with --skip-bad.",
        "Row 5: owner: I do not know that person.",
    ]


def test_skipped_rows_are_told_beside_what_was_stored() -> None:
    assert text(report(*ROWS[1:], REFUSED, skip_bad=True)).splitlines() == [
        "Actions: 1 added, 1 unchanged, 1 refused.",
        "Row 5: owner: I do not know that person.",
    ]


@pytest.mark.parametrize("rows", [ROWS, (*ROWS, REFUSED)])
def test_a_dry_run_claims_nothing(rows: tuple[RowReport, ...]) -> None:
    said = text(report(*rows), dry_run=True)
    assert said.startswith("Dry run: nothing was stored.")
    assert "2 would be added" in said


def test_large_counts_are_written_for_reading() -> None:
    many = [RowReport(number, Outcome.ADDED) for number in range(2, 1502)]
    assert text(report(*many)) == "Actions: 1,500 added."
