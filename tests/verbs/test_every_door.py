"""Every column of text: what people write in it is checked on its way in, or here is said why it is not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import free_text, notices, record
from bot.errors import PersonalDetails
from bot.intake import Kind, take_in
from bot.visit import Visit
from storage.models import WRITTEN, Audit, Base, Notice, Person, Record
from storage.words import Told
from tests import records
from tests.council import HELEN, Council, case_of, put_action
from tests.intake.sheets import SHEETS, rows, take

TELEPHONE = "07700 900123"
NUMBER = "LB-10423"

# Columns of text that are not checked as they are stored, and why.
NOT_CHECKED = {
    "teams.name": "named by whoever sets people up; files of teams are checked as they are read",
    "teams.channel": "Slack's id of a channel",
    "people.slack_id": "Slack's id of a person",
    "people.name": "the name of somebody who works here, checked in files for all but that",
    "people.working_days": "one of our own words for days of the week",
    "posts.post": "one of two words",
    "cases.reference": "the bot's own",
    "cases.system_number": "is the case system's number, which is never shown",
    "draws.seed": "checked as it is typed, but for the six figures that the bot itself offers",
    "picks.why": "a sentence of the bot's own",
    "items.section": "one of our own words",
    "letters.key": "made of our own words and ids",
    "letters.channel": "Slack's id",
    "letters.slack_id": "Slack's id",
    "letters.ts": "Slack's time stamp",
    "letters.reason": "Slack's word for what was wrong",
    "sent_files.paper": "our own word for a document",
    "sent_files.asked": "a digest",
    "sent_files.channel": "Slack's id",
    "sent_files.ts": "Slack's time stamp",
    "sent_files.file_id": "Slack's id",
    "notices.key": "made of our own words and ids",
    "remembered.name": "our own word",
    "remembered.words": "the settings that were last reckoned with",
    "inbox.event_id": "Slack's id",
    "journal.event": "our own words",
    "journal.subject": "a table's name",
    "journal.before_digest": "a digest",
    "journal.after_digest": "a digest",
    "journal.previous_hash": "a hash",
    "journal.hash": "a hash",
    "journal_values.salt": "drawn by lot",
    "journal_values.before": "values of records, each of which was checked as it was stored",
    "journal_values.after": "values of records, each of which was checked as it was stored",
}

KINDS: list[type[Base]] = sorted((mapper.class_ for mapper in Base.registry.mappers), key=str)
CHECKED = [(kind, column) for kind in KINDS for column in sorted(free_text.written_in(kind))]


def columns_of_text() -> Iterator[sa.Column[object]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum):
                yield column


def test_every_column_of_text_is_checked_or_it_is_said_why_not() -> None:
    checked = {str(column) for column in columns_of_text() if WRITTEN in column.info}
    assert checked & set(NOT_CHECKED) == set()
    assert {str(column) for column in columns_of_text()} == checked | set(NOT_CHECKED)
    assert all(NOT_CHECKED.values())


def put(session: Session, visit: Visit, kind: type[Base], column: str, text: str) -> None:
    """Stores a new record of that kind by the way that every verb takes."""
    if kind is Notice:
        action = put_action(session, "K7Q2M", HELEN, visit.today)
        told = session.get_one(Person, action.owner_id)
        notices.tell(session, visit, Told.NOT_MINE, told, action=action, note=text)
    else:
        record.add(session, visit, "added", kind(**{column: text}))


TEXTS = (f"Ring Mum, {TELEPHONE}", f"As for {NUMBER}.", "as for lb 10423")


@pytest.mark.parametrize(("kind", "column"), CHECKED, ids=lambda part: getattr(part, "__name__", part))
def test_no_new_record_takes_what_identifies_somebody(
    session: Session, council: Council, kind: type[Base], column: str
) -> None:
    case_of(session, "P3W6D").system_number = NUMBER
    session.flush()
    for text in TEXTS:
        with pytest.raises(PersonalDetails) as caught, session.begin_nested():
            put(session, council.manager, kind, column, text)
        for word in ("Mum", TELEPHONE, NUMBER, "10423"):
            assert word not in caught.value.message
        assert not is_held(session, text)


def test_no_record_is_changed_to_what_identifies_somebody(session: Session, council: Council) -> None:
    records.fill(session, council)
    changed = set()
    for kind, column in CHECKED:
        there = session.scalars(sa.select(kind)).first()
        if there is None or not isinstance(there, Record):
            continue
        with (
            pytest.raises(PersonalDetails),
            session.begin_nested(),
            record.change(session, council.manager, "changed", there),
        ):
            setattr(there, column, f"Ring Mum, {TELEPHONE}")
        session.expire(there)
        assert TELEPHONE not in str(getattr(there, column))
        changed.add(kind)
    assert changed == {kind for kind, _ in CHECKED if issubclass(kind, Record)}


def test_a_year_a_sum_and_a_reference_pass(session: Session, council: Council) -> None:
    text = "K7Q2M: see 2018/19, £12,500 and section 47 on 3 March 2025."
    action = put_action(session, "K7Q2M", HELEN, council.manager.today)
    with record.change(session, council.manager, "changed", action):
        action.text = text
    assert action.text == text


def test_nothing_but_these_modules_puts_rows_into_the_record() -> None:
    """A verb that stored past `bot/record.py` would store past the check."""
    root = Path(free_text.__file__).parent
    storing = re.compile(r"session\.(?:add|add_all|merge)\(|sa\.insert\(|bulk_")
    found = {
        file.relative_to(root).as_posix()
        for file in [*root.glob("*.py"), *root.glob("intake/*.py"), *root.glob("reports/*.py")]
        if storing.search(file.read_text())
    }
    assert found == {"record.py", "sent_files.py"}


# --- files

# Who works here has a name, whatever it is.
OF_PEOPLE = {Kind.PEOPLE, Kind.TEAMS}


@pytest.mark.parametrize("kind", Kind)
def test_no_cell_of_a_file_stores_what_identifies_somebody(
    session: Session, council: Council, kind: Kind
) -> None:
    case_of(session, "P3W6D").system_number = NUMBER
    kinds = list(SHEETS)
    for before in kinds[: kinds.index(kind)]:
        take(session, council.quality, before, SHEETS[before], skip_bad=True)
    row = rows(SHEETS[kind])[-1]
    stored_as_it_is = False
    for column in ("", *row.cells):
        for text in (f"Ring Mum, {TELEPHONE}", *([] if kind in OF_PEOPLE else [f"As for {NUMBER}."])):
            with session.begin_nested() as attempt:
                cells = {**row.cells, column: text} if column else row.cells
                report = take_in(session, council.quality, kind, [replace(row, cells=cells)], skip_bad=True)
                assert not is_held(session, text), column
                stored_as_it_is |= not column and not report.refused
                attempt.rollback()
    assert stored_as_it_is


def is_held(session: Session, text: str) -> bool:
    """Whether the text is in any cell of any table."""
    return any(
        isinstance(cell, str) and text in cell
        for table in Base.metadata.sorted_tables
        for row in session.execute(sa.select(table))
        for cell in row
    )


def test_a_number_of_the_case_system_in_a_files_text_is_refused_with_its_row(
    session: Session, council: Council
) -> None:
    written = "case,date,auditor,grade\nK7Q2M,03/03/2025,The team of 1002,Good\n"
    report = take(session, council.quality, Kind.AUDITS, written, skip_bad=True)
    (refused,) = report.refused
    assert "a text seems to hold a case's number in the case system" in str(refused.problem)
    assert "1002" not in str(refused.problem)
    assert session.scalars(sa.select(Audit)).all() == []
