"""The file of a case: everything that is held on it, and nothing of any other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from bot import case_file
from bot.case_file import LEFT_OUT, CaseFile, Sheet, shown
from bot.errors import NotAllowed, NotFound
from bot.reports import case_book
from storage import holdings
from storage.models import Base, Case, JournalEntry, JournalValues
from storage.words import Door
from tests.council import Council, case_of
from tests.verbs.full_case import SAID, fill
from tests.verbs.steps import journal_of, logged

# Tables that hang on a case and are read apart from the rest.
READ_APART = {JournalValues.__tablename__: "in the sheet of the journal"}


@pytest.fixture
def held(session: Session, council: Council) -> CaseFile:
    fill(session, council)
    return case_file.read(session, council.quality, "K7Q2M")


def sheet(held: CaseFile, title: str) -> Sheet:
    return next(one for one in held.sheets if one.title == title)


def column(held: CaseFile, title: str, heading: str) -> list[Any]:
    one = sheet(held, title)
    return [row[one.headings.index(heading)] for row in one.rows]


def hanging_on_cases() -> set[str]:
    """Every table whose rows point to a case, or to what does."""
    there = {Case.__tablename__}
    while True:
        more = {
            table.name
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in there
        }
        if more <= there:
            return there
        there |= more


def test_whatever_hangs_on_a_case_is_in_its_file() -> None:
    in_file = {kind.__tablename__ for kind in holdings.HELD}
    assert hanging_on_cases() == in_file | set(READ_APART)


def test_every_column_is_in_the_file_or_left_out_for_a_reason() -> None:
    left_out = {
        name
        for kind in holdings.HELD
        for column in kind.__table__.columns
        if column not in shown(kind)
        for name in (column.name, f"{kind.__tablename__}.{column.name}")
    }
    assert set(LEFT_OUT) <= left_out
    assert all(LEFT_OUT.values())


def test_a_subject_of_every_table_is_held_in_the_full_case(held: CaseFile) -> None:
    assert [one.title for one in held.sheets if not one.rows] == []


def test_what_was_written_stands_there_as_it_was(held: CaseFile) -> None:
    assert column(held, "Findings", "Text as written")[0] == f"Notes on {SAID}."
    assert column(held, "More time", "Reason") == [f"A flood at {SAID}."]
    assert column(held, "Meetings", "Note as written") == [f"They spoke of {SAID}.", None]
    assert f"Somebody else knows {SAID}." in column(held, "What people were told", "Words that were told")


def test_both_grades_stand_there_with_who_moderated_and_why(held: CaseFile) -> None:
    assert column(held, "Audits", "Auditor's grade")[0] == "Inadequate"
    assert column(held, "Audits", "Moderated grade")[0] == "Requires improvement"
    assert column(held, "Audits", "Moderation note")[0] == f"They saw {SAID}."


def test_people_rounds_and_meetings_stand_there_by_name(held: CaseFile) -> None:
    assert column(held, "The case", "Worker") == ["Tomas Reid"]
    assert column(held, "Draws", "Draw") == ["Spring, drawn on Friday 14 March 2025"]
    assert set(column(held, "Meetings", "Meeting")) == {"Meeting on Friday 14 March 2025"}
    assert column(held, "Audits", "Round")[0] is None


def test_the_case_systems_number_is_in_what_is_made_at_the_command_line_and_never_goes_through_slack(
    session: Session, council: Council
) -> None:
    for door, told in ((Door.COMMAND_LINE, "1001"), (Door.COMMAND, "kept outside Slack")):
        held = case_file.read(session, replace(council.quality, door=door), "K7Q2M")
        assert column(held, "The case", "Case-system number") == [told]
        numbers = [row for sheet in held.sheets for row in sheet.rows if "1001" in map(str, row)]
        assert bool(numbers) is held.tells_number is (door is Door.COMMAND_LINE)


def test_letters_stand_there_with_their_reader_and_no_slack_id(held: CaseFile) -> None:
    assert column(held, "Letters", "To") == ["Tomas Reid", "Tomas Reid"]
    assert column(held, "Letters", "What became of it") == ["Sent", "Waiting"]
    assert not any("U0TOMAS" in str(cell) for one in held.sheets for row in one.rows for cell in row)


def test_who_did_what_includes_what_was_taken_back(held: CaseFile) -> None:
    events = column(held, "Who did what", "What")
    assert "Audit undone" in events
    assert events[-1] == "Case written out"
    assert "Grace Obi" in column(held, "Who did what", "Who")
    moderated = events.index("Audit moderated")
    assert "Moderated grade: Requires improvement" in column(held, "Who did what", "After")[moderated]


def test_nothing_of_another_case_is_in_it(session: Session, council: Council) -> None:
    fill(session, council)
    held = case_file.read(session, council.quality, "P3W6D")
    cells = [str(cell) for one in held.sheets for row in one.rows for cell in row]
    assert not any(SAID in cell for cell in cells)
    assert not any("K7Q2M" in cell for cell in cells)


def test_that_a_case_was_written_out_is_in_the_journal(session: Session, council: Council) -> None:
    case_file.make(session, council.quality, "1001")
    assert journal_of(session) == [("case written out", "cases")]
    (entry,) = session.scalars(sa.select(JournalEntry))
    assert entry.who_id == council.quality.actor.person_id


def test_the_files_name_tells_nothing_of_the_case(session: Session, council: Council) -> None:
    assert case_file.make(session, council.quality, "K7Q2M").file_name == "case-file-2025-03-14.xlsx"


def test_a_manager_is_refused_and_nothing_is_noted(session: Session, council: Council) -> None:
    with pytest.raises(NotAllowed):
        case_file.make(session, council.manager, "K7Q2M")
    assert journal_of(session) == []


def test_a_case_that_is_not_there_is_said_so(session: Session, council: Council) -> None:
    with pytest.raises(NotFound):
        case_file.make(session, council.quality, "ZZZZ9")


# --- the workbook


def cells_of(content: bytes) -> Iterator[tuple[str, list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            yield name, row


def test_the_workbook_begins_with_its_marking_and_what_is_in_it(session: Session, council: Council) -> None:
    fill(session, council)
    made = case_file.make(session, council.quality, "K7Q2M")
    first = [row[0] for name, row in cells_of(made.content) if name == "Contents"]
    assert first[:2] == ["OFFICIAL-SENSITIVE", "Everything held on case K7Q2M"]
    assert first[2].startswith("Made on Friday 14 March 2025 at 10:00 by Grace Obi.")
    assert ["Audits", 2.0] in [row for name, row in cells_of(made.content) if name == "Contents"]


def test_every_sheet_has_a_header_row_and_its_rows(held: CaseFile) -> None:
    rows = list(cells_of(case_book.written(held)))
    audits = [row for name, row in rows if name == "Audits"]
    assert audits[0][0] == "Number"
    assert len(audits) == 3
    assert audits[1][audits[0].index("Audited on")] == date(2025, 2, 3)


def test_what_looks_like_a_formula_stays_text(session: Session, council: Council) -> None:
    logged(session, council.quality, auditor="Alana Brook").moderation_note = "=1+1"
    made = case_file.make(session, council.quality, "K7Q2M")
    assert any("=1+1" in row for name, row in cells_of(made.content) if name == "Audits")


def test_what_is_too_long_for_a_cell_goes_on_below_it(session: Session, council: Council) -> None:
    audit = logged(session, council.quality, auditor="Alana Brook")
    audit.moderation_note = "long " * 10_000
    made = case_file.make(session, council.quality, "K7Q2M")
    rows = [row for name, row in cells_of(made.content) if name == "Audits"]
    place = rows[0].index("Moderation note")
    assert "".join(str(row[place]) for row in rows[1:]) == audit.moderation_note


def test_a_case_of_which_nothing_else_is_known_has_a_file(session: Session, council: Council) -> None:
    made = case_file.make(session, council.leader, "P3W6D")
    assert {name for name, _ in cells_of(made.content)} == {"Contents", "The case", "Who did what"}
    assert case_of(session, "P3W6D").reference == "P3W6D"
