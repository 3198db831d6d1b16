"""The journal: only ever added to, and every way of tampering with it is named."""

import itertools
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage import chain as chains
from storage import integrity, journal
from storage.database import Database
from storage.models import JournalEntry, JournalValues, Team
from storage.words import Door
from tests.conftest import on_postgresql, on_sqlite
from tests.tampering import tamper

AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)
WHOLE_ROW = (
    "INTO journal (number, at, door, event, subject, subject_id, previous_hash, hash) "
    "VALUES ({number}, '2025-03-14 10:00:00', 'command', 'forged', 'teams', 1, '0', '{hash}')"
)


@pytest.fixture
def chain(db: Database) -> Database:
    """A journal of four rows: two teams, each added and renamed."""
    for name in ("North", "South"):
        with db.begin() as session:
            write(session, name, at=AT)
    return db


def write(session: Session, name: str, at: datetime) -> Team:
    """A new team and its new name, with the journal's rows."""
    team = Team(name=name)
    session.add(team)
    session.flush()
    added = journal.values_of(team)
    append(session, team, at, before=None, after=added)
    team.name = f"{name} East"
    session.flush()
    append(session, team, at, before=added, after=journal.values_of(team))
    return team


def append(
    session: Session, team: Team, at: datetime, *, before: journal.Values | None, after: journal.Values
) -> None:
    journal.append(
        session,
        at=at,
        who_id=None,
        door=Door.COMMAND,
        event="team changed",
        record=team,
        before=before,
        after=after,
        case_id=None,
    )


def alter(db: Database, table: str, change: str) -> None:
    """Tampers with row 2."""
    tamper(db, f"UPDATE {table} SET {change} WHERE number = 2")  # noqa: S608 - the test's own words


def faults(db: Database) -> list[str]:
    with db.reading() as session:
        return [*map(str, chains.faults(session))]


def test_a_journal_that_was_left_alone_has_no_faults(chain: Database) -> None:
    assert faults(chain) == []
    with chain.reading() as session:
        assert journal.length(session) == 4


def test_what_a_savepoint_takes_back_leaves_no_gap(chain: Database) -> None:
    with chain.begin() as session:
        team = session.get_one(Team, 1)
        append(session, team, AT, before=None, after={"name": "kept"})
        with session.begin_nested() as savepoint:
            append(session, team, AT, before=None, after={"name": "taken back"})
            savepoint.rollback()
        append(session, team, AT, before=None, after={"name": "kept too"})
    assert faults(chain) == []
    with chain.reading() as session:
        assert journal.length(session) == 6


def test_two_transactions_of_one_session_continue_what_others_wrote_between(chain: Database) -> None:
    with Session(chain.engine) as session:
        for number in (5, 7):
            append(session, session.get_one(Team, 1), AT, before=None, after={"name": str(number)})
            session.commit()
            with chain.begin() as between:
                append(between, between.get_one(Team, 2), AT, before=None, after={"name": str(number + 1)})
    assert faults(chain) == []


def test_an_empty_journal_is_sound(db: Database) -> None:
    assert faults(db) == []


def test_every_row_carries_the_hash_of_the_one_before(chain: Database) -> None:
    with chain.reading() as session:
        rows = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.number)).all()
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert rows[0].previous_hash == journal.NO_HASH
    assert all(later.previous_hash == row.hash for row, later in itertools.pairwise(rows))


def test_the_values_before_and_after_lie_beside_the_chain(chain: Database) -> None:
    with chain.reading() as session:
        values = session.get_one(JournalValues, 2)
    assert json.loads(values.before or "") == {"id": 1, "name": "North", "channel": None, "version": 1}
    assert json.loads(values.after or "") == {"id": 1, "name": "North East", "channel": None, "version": 2}


def test_the_chain_itself_holds_no_values(chain: Database) -> None:
    with chain.reading() as session:
        cells = itertools.chain.from_iterable(session.execute(sa.text("SELECT * FROM journal")))
        assert not any("North" in str(cell) for cell in cells)


def test_the_same_values_never_have_the_same_digest(chain: Database) -> None:
    with chain.begin() as session:
        team = session.get_one(Team, 1)
        for _ in range(2):
            append(session, team, AT, before=None, after={"name": "North"})
    with chain.reading() as session:
        first, second = session.scalars(
            sa.select(JournalEntry.after_digest).where(JournalEntry.number > 4)
        ).all()
    assert first != second


def test_a_moment_of_another_zone_keeps_the_chain_whole(db: Database) -> None:
    with db.begin() as session:
        write(session, "North", at=datetime(2025, 6, 2, 10, 30, 0, 7, tzinfo=timezone(timedelta(hours=1))))
    assert faults(db) == []


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE journal SET event = 'nothing'", "only ever added to"),
        ("DELETE FROM journal WHERE number = 4", "only ever added to"),
        ("DELETE FROM journal", "only ever added to"),
        (f"INSERT {WHOLE_ROW.format(number=6, hash='new')}", "written in order"),
        (f"INSERT {WHOLE_ROW.format(number=0, hash='new')}", "written in order"),
        (f"INSERT {WHOLE_ROW.format(number=-1, hash='new')}", "written in order"),
        ("UPDATE journal_values SET after = '{}'", "never change"),
    ],
)
def test_the_database_refuses_to_change_what_was_written(
    chain: Database, statement: str, reason: str
) -> None:
    refuses(chain, statement, reason)


@on_sqlite
@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT OR REPLACE {WHOLE_ROW.format(number=4, hash='new')}",
        f"REPLACE {WHOLE_ROW.format(number=1, hash='new')}",
        f"INSERT OR IGNORE {WHOLE_ROW.format(number=4, hash='new')}",
    ],
)
def test_sqlite_refuses_to_replace_what_was_written(chain: Database, statement: str) -> None:
    refuses(chain, statement, "written in order")


@on_postgresql
@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("TRUNCATE journal CASCADE", "only ever added to"),
        (
            f"INSERT {WHOLE_ROW.format(number=4, hash='new')} ON CONFLICT (number) DO UPDATE SET hash = 'x'",
            "only ever added to",
        ),
        (f"INSERT {WHOLE_ROW.format(number=4, hash='new')} ON CONFLICT DO NOTHING", "written in order"),
    ],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_postgresql_refuses_it_to_whatever_a_session_calls_itself(
    chain: Database, statement: str, reason: str, role: str
) -> None:
    refuses(chain, f"SET LOCAL session_replication_role = {role}; {statement}", reason)


def refuses(chain: Database, statement: str, reason: str) -> None:
    """Holds that the statement is refused and the chain is whole after it."""
    with chain.begin() as session, pytest.raises(IntegrityError, match=reason):
        session.execute(sa.text(statement))
    assert faults(chain) == []


@on_sqlite
def test_replacing_a_row_by_its_hash_is_refused(chain: Database) -> None:
    with chain.begin() as session:
        newest = session.get_one(JournalEntry, 4).hash
        with pytest.raises(IntegrityError, match="only ever added to"):
            session.execute(sa.text(f"INSERT OR REPLACE {WHOLE_ROW.format(number=5, hash=newest)}"))


@pytest.mark.parametrize(
    "change",
    [
        "at = '2025-03-15 10:00:00.000000'",
        "who_id = 7",
        "door = 'form'",
        "event = 'team closed'",
        "subject = 'cases'",
        "subject_id = 9",
        "before_digest = NULL",
        "after_digest = 'f'",
        "hash = 'f'",
    ],
)
def test_a_changed_cell_is_named(chain: Database, change: str) -> None:
    alter(chain, "journal", change)
    assert "journal row 2 was altered" in faults(chain)


def test_a_door_that_is_none_is_a_fault_and_no_crash(chain: Database) -> None:
    alter(chain, "journal", "door = 'window'")
    assert faults(chain) == ["journal row 2 holds what the bot never writes"]


@on_sqlite
@pytest.mark.parametrize("change", ["at = 'yesterday'", "at = 5"])
def test_a_moment_that_is_none_is_a_fault_and_no_crash(chain: Database, change: str) -> None:
    alter(chain, "journal", change)
    assert faults(chain) == ["journal row 2 holds what the bot never writes"]


def test_a_changed_row_that_was_hashed_anew_breaks_the_next(chain: Database) -> None:
    alter(chain, "journal", "event = 'team closed'")
    with chain.reading() as session:
        rehashed = journal.hash_of(journal.values_of(session.get_one(JournalEntry, 2)))
    alter(chain, "journal", f"hash = '{rehashed}'")
    assert faults(chain) == ["journal row 3 does not follow the row before it"]


def test_a_row_taken_out_of_the_middle_is_named(chain: Database) -> None:
    tamper(chain, "DELETE FROM journal WHERE number = 2")
    assert faults(chain)[:2] == [
        "journal row 2 is missing",
        "journal row 3 does not follow the row before it",
    ]


def test_the_first_row_is_missed_too(chain: Database) -> None:
    tamper(chain, "DELETE FROM journal WHERE number = 1")
    assert faults(chain)[0] == "journal row 1 is missing"


def test_a_row_cut_from_the_end_leaves_its_values_without_it(chain: Database) -> None:
    tamper(chain, "DELETE FROM journal WHERE number = 4")
    with chain.reading() as session:
        assert list(integrity.faults(session)) == ["a row of journal_values points to one that is not there"]


def test_rows_that_changed_places_are_named(chain: Database) -> None:
    tamper(
        chain,
        "UPDATE journal SET number = 9 WHERE number = 2",
        "UPDATE journal SET number = 2 WHERE number = 3",
        "UPDATE journal SET number = 3 WHERE number = 9",
    )
    found = faults(chain)
    assert "journal row 2 was altered" in found
    assert "journal row 3 was altered" in found
    assert "journal row 2 does not follow the row before it" in found


def test_a_row_put_in_from_outside_is_named(chain: Database) -> None:
    tamper(chain, f"INSERT {WHOLE_ROW.format(number=5, hash='forged')}")
    assert "journal row 5 was altered" in faults(chain)


@pytest.mark.parametrize(
    "change",
    ['before = \'{"name":"West"}\'', "after = '{}'", "before = NULL", "after = NULL", "salt = 'sweet'"],
)
def test_changed_values_are_named(chain: Database, change: str) -> None:
    alter(chain, "journal_values", change)
    assert faults(chain) == ["the values of journal row 2 were altered"]


def test_values_put_in_place_of_others_are_named(chain: Database) -> None:
    with chain.begin() as session:
        session.execute(sa.text("DELETE FROM journal_values WHERE number = 3"))
        session.execute(sa.text("INSERT INTO journal_values (number, salt) VALUES (3, 'sweet')"))
    assert faults(chain) == ["the values of journal row 3 were altered"]


def test_a_purge_of_the_values_leaves_the_chain_whole(chain: Database) -> None:
    with chain.begin() as session:
        session.execute(sa.delete(JournalValues))
    assert faults(chain) == []
    with chain.reading() as session:
        assert journal.length(session) == 4
