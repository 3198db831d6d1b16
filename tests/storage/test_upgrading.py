"""Upgrading a filled database of an earlier version: all that was in it stays, and the new works with it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage import actions, holds, migrations, notices
from storage.database import Database
from storage.models import ALWAYS, Audit, Hold, Person
from storage.words import Grade, Status, Told
from tests.records import faults

# A little of everything that later steps add to, as the first version stored it.
FIRST_VERSION = (
    "INSERT INTO teams (id, name, version) VALUES (1, 'Children and Families', 1)",
    "INSERT INTO people (id, slack_id, name, role, administrator, team_id, working_days, active, version) "
    "VALUES (1, 'U0TOMAS02', 'Tomas Reid', 'practitioner', false, 1, 'mon-fri', true, 3)",
    "INSERT INTO cases (id, reference, cohort, team_id, version) VALUES (1, 'K7Q2M', 'care_leaver', 1, 1)",
    "INSERT INTO audits (id, case_id, audited_on, auditor_name, from_file, from_worker, from_manager, "
    "from_family, grade, logged_at, version) VALUES (1, 1, '2025-03-03', 'A. Auditor', true, false, false, "
    "false, 'good', '2025-03-03 10:00:00+00:00', 2)",
    "INSERT INTO actions (id, case_id, text, owner_id, first_due_on, due_on, status, agreed_at, version) "
    "VALUES (1, 1, 'Visit.', 1, '2025-03-14', '2025-03-20', 'open', '2025-03-03 10:00:00+00:00', 5)",
    "INSERT INTO actions (id, case_id, text, owner_id, first_due_on, due_on, status, agreed_at, done_on, "
    "version) VALUES (2, 1, 'Ring.', 1, '2025-03-10', '2025-03-10', 'done', '2025-03-03 10:00:00+00:00', "
    "'2025-03-09', 2)",
    "INSERT INTO journal (number, at, door, event, subject, subject_id, previous_hash, hash) "
    "VALUES (1, '2025-03-03 10:00:00+00:00', 'import', 'action added', 'actions', 1, '0', '1')",
)


def to_version(session: Session, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = session.connection()
    command.upgrade(config, revision)


@pytest.fixture
def first_version(empty_url: str) -> Database:
    """A filled database of the first version."""
    database = Database(empty_url)
    with database.begin() as session:
        to_version(session, "0001")
        for statement in FIRST_VERSION:
            session.execute(sa.text(statement))
    return database


def test_what_was_stored_stays_as_it_was(first_version: Database) -> None:
    assert first_version.upgrade()
    with first_version.reading() as session:
        person = session.get_one(Person, 1)
        audit = session.get_one(Audit, 1)
        unfinished = actions.get(session, 1)
        done = actions.get(session, 2)
    first_version.close()
    assert (person.name, person.version, person.paused_until) == ("Tomas Reid", 3, None)
    assert (audit.grade, audit.sources, audit.version) == (Grade.GOOD, audit.sources, 2)
    assert unfinished is not None
    assert (unfinished.due_on, unfinished.version, unfinished.picked_on) == (date(2025, 3, 20), 5, None)
    assert done is not None
    assert (done.status, done.done_on) == (Status.DONE, date(2025, 3, 9))


def test_what_was_not_finished_is_looked_at_by_the_clock(first_version: Database) -> None:
    first_version.upgrade()
    with first_version.reading() as session:
        looked_at = actions.to_look_at(session, date(2025, 3, 14), 10)
    first_version.close()
    assert [(action.id, action.quiet_until) for action in looked_at] == [(1, ALWAYS)]


def test_what_people_were_told_stays_told_and_more_can_be_told(first_version: Database) -> None:
    with first_version.begin() as session:
        to_version(session, "0002")
        session.execute(
            sa.text(
                "INSERT INTO notices (id, key, person_id, told, action_id, rung, made_on) "
                "VALUES (1, 'reminder:1', 1, 'reminder', 1, -5, '2025-03-13')"
            )
        )
    first_version.upgrade()
    with first_version.begin() as session:
        session.execute(
            sa.text(
                "INSERT INTO notices (id, key, person_id, told, action_id, made_on) "
                "VALUES (2, 'ended:1', 1, 'ended', 1, '2025-03-14')"
            )
        )
    with first_version.reading() as session:
        told = [(notice.told, notice.rung) for notice in notices.waiting(session)]
    first_version.close()
    assert told == [(Told.REMINDER, -5), (Told.ENDED, None)]


def test_a_case_of_before_is_on_no_hold_and_can_be_put_on_one(first_version: Database) -> None:
    first_version.upgrade()
    with first_version.begin() as session:
        assert holds.of_case(session, 1) is None
        session.add(Hold(case_id=1, because="A complaint.", held_at=datetime(2025, 3, 14, 10, tzinfo=UTC)))
    with first_version.reading() as session:
        hold = holds.of_case(session, 1)
        home_shown_on = session.get_one(Person, 1).home_shown_on
    first_version.close()
    assert hold is not None
    assert (hold.because, home_shown_on) == ("A complaint.", None)


def test_the_journal_stays_guarded(first_version: Database) -> None:
    first_version.upgrade()
    with pytest.raises(DBAPIError, match="only ever added to"), first_version.begin() as session:
        session.execute(sa.text("UPDATE journal SET event = 'nothing' WHERE number = 1"))
    found = faults(first_version)
    first_version.close()
    # The one row of the journal is invented, and has no chain; nothing else is wrong.
    assert [fault for fault in found if not fault.startswith("journal row 1")] == []
