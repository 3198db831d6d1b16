"""The database: all or nothing, one writer at a time, readers of one moment, and its schema."""

import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, PendingRollbackError
from sqlalchemy.orm import Session

from storage import engines, integrity
from storage.database import Database, NewerSchema, OldSchema, WrongLetters
from storage.migrations import HEAD
from storage.models import Team
from storage.unavailable import Unavailable, Why
from tests.conftest import on_postgresql, on_sqlite
from tests.council import Council
from tests.postgres import Server
from tests.records import NEWER, make_newer

PATIENCE = 5.0  # seconds: a thread that needs longer hangs


@pytest.fixture
def hasty(db: Database, db_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The same database, opened by a bot that waits a tenth of a second only."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(engines, "CONNECTIONS", 1)
    opened = Database(db_url)
    yield opened
    opened.close()


def team_names(session: Session) -> list[str]:
    return list(session.scalars(sa.select(Team.name).order_by(Team.name)))


def stored(db: Database) -> list[str]:
    with db.reading() as session:
        return team_names(session)


def test_what_is_written_in_the_block_is_stored_at_its_end(db: Database) -> None:
    with db.begin() as session:
        session.add(Team(name="North"))
    assert stored(db) == ["North"]


@pytest.mark.parametrize(
    "error", [ValueError(), Unavailable(Why.BUSY, "locked"), KeyboardInterrupt(), SystemExit()], ids=repr
)
def test_whatever_goes_wrong_leaves_nothing_behind(db: Database, error: BaseException) -> None:
    def write() -> None:
        with db.begin() as session:
            session.add(Team(name="North"))
            session.flush()
            raise error

    with pytest.raises(type(error)):
        write()
    assert stored(db) == []


def test_a_row_the_database_refuses_takes_the_others_with_it(db: Database) -> None:
    with db.begin() as session:
        session.add(Team(name="South"))
    with pytest.raises(IntegrityError), db.begin() as session:
        session.add_all((Team(name="North"), Team(name="South")))
    assert stored(db) == ["South"]


def test_an_error_never_tells_the_values(db: Database) -> None:
    with pytest.raises(IntegrityError) as caught, db.begin() as session:
        session.add_all((Team(name="Somebody's name"), Team(name="Somebody's name")))
    assert "Somebody" not in str(caught.value)


def test_what_was_read_can_be_looked_at_after_the_block(db: Database) -> None:
    with db.begin() as session:
        team = Team(name="North")
        session.add(team)
    assert team.name == "North"


def test_what_failed_in_the_block_and_was_overlooked_is_not_taken_for_stored(db: Database) -> None:
    def overlook() -> None:
        with db.begin() as session:
            session.add_all((Team(name="North"), Team(name="North")))
            with pytest.raises(IntegrityError):
                session.flush()

    with pytest.raises(PendingRollbackError):
        overlook()
    assert stored(db) == []


@pytest.mark.parametrize("is_another", [False, True], ids=["of this process", "of another process"])
def test_a_writer_waits_for_another_and_then_goes_on(db: Database, db_url: str, is_another: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    done = threading.Event()
    second = Database(db_url) if is_another else db

    def write_south() -> None:
        with second.begin() as session:
            session.add(Team(name="South"))
        done.set()

    with db.begin() as session:
        session.add(Team(name="North"))
        session.flush()
        writer = threading.Thread(target=write_south)
        writer.start()
        assert not done.wait(0.05)
    assert done.wait(PATIENCE)
    writer.join()
    second.close()
    assert stored(db) == ["North", "South"]


def test_two_writers_read_what_the_other_wrote(db: Database, db_url: str) -> None:
    """A writer holds the lock from its first read on, so that no decision rests on what has passed."""
    replica = Database(db_url)

    def add_next(opened: Database) -> None:
        with opened.begin() as session:
            session.add(Team(name=f"Team {len(team_names(session)) + 1}"))

    writers = [threading.Thread(target=add_next, args=[opened]) for opened in (db, replica) * 2]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(PATIENCE)
    replica.close()
    assert stored(db) == ["Team 1", "Team 2", "Team 3", "Team 4"]


def test_a_database_that_stays_locked_is_unavailable(db: Database, hasty: Database) -> None:
    with db.begin() as session:
        assert team_names(session) == []
        with pytest.raises(Unavailable) as caught, hasty.begin() as waiting:
            team_names(waiting)
    assert caught.value.why is Why.BUSY


def test_a_locked_database_can_still_be_read(db: Database, hasty: Database) -> None:
    with db.begin() as session:
        session.add(Team(name="North"))
        session.flush()
        assert stored(hasty) == []
    assert stored(hasty) == ["North"]


def test_what_is_read_in_one_block_is_of_one_moment(db: Database) -> None:
    with db.reading() as session:
        assert team_names(session) == []
        with db.begin() as writing:
            writing.add(Team(name="North"))
        assert team_names(session) == []
    assert stored(db) == ["North"]


def test_when_every_connection_is_taken_the_database_is_unavailable(hasty: Database) -> None:
    with hasty.reading() as session:
        assert team_names(session) == []
        with pytest.raises(Unavailable) as caught:
            stored(hasty)
    assert caught.value.why is Why.BUSY


def test_a_connection_is_given_back_whatever_happens(hasty: Database) -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="refused"), hasty.begin():
            raise ValueError("refused")
        assert stored(hasty) == []


@on_sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_every_connection_to_a_file_is_set_up_for_a_record_that_must_not_be_lost(
    db: Database, pragma: str, value: object
) -> None:
    with db.reading() as session, db.begin() as writing:
        for connection in (session.connection(), writing.connection()):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


@on_postgresql
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("synchronous_commit", "on"),
        ("timezone", "UTC"),
        ("lock_timeout", "5s"),
        ("statement_timeout", "8s"),
        ("idle_in_transaction_session_timeout", "15s"),
    ],
)
def test_every_connection_to_a_server_is_set_up_for_a_record_that_must_not_be_lost(
    db: Database, setting: str, value: str
) -> None:
    with db.reading() as session, db.begin() as writing:
        for connection in (session.connection(), writing.connection()):
            assert connection.exec_driver_sql(f"SHOW {setting}").scalar() == value


@on_postgresql
def test_the_command_line_may_take_its_time(db_url: str) -> None:
    patient = Database(db_url, is_patient=True)
    with patient.reading() as session:
        assert session.connection().exec_driver_sql("SHOW statement_timeout").scalar() == "0"
    patient.close()


@on_postgresql
def test_nothing_can_be_written_in_a_block_for_reading(db: Database) -> None:
    with pytest.raises(Unavailable) as caught, db.reading() as session:
        session.execute(sa.insert(Team).values(name="North", version=1))
    assert caught.value.why is Why.READ_ONLY


@pytest.mark.parametrize(("name", "asked"), [("Éva", "éVA"), ("ŁUKASZ", "łukasz"), ("North", "nORTH")])
def test_capitals_of_every_alphabet_are_the_same_letters(db: Database, name: str, asked: str) -> None:
    with db.begin() as session:
        session.add(Team(name=name))
    with db.reading() as session:
        found = session.scalar(sa.select(Team.name).where(sa.func.lower(Team.name) == asked.lower()))
    assert found == name


def test_the_lower_case_of_nothing_is_nothing(db: Database) -> None:
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.lower(sa.null()))) is None


# --- the schema


@pytest.fixture
def fresh(empty_url: str) -> Iterator[Database]:
    """A database without any tables."""
    opened = Database(empty_url)
    yield opened
    opened.close()


def test_an_empty_database_has_no_version_and_is_refused(fresh: Database) -> None:
    assert fresh.schema_version() is None
    with pytest.raises(OldSchema):
        fresh.require_current()


def test_an_upgrade_is_done_once(fresh: Database) -> None:
    assert fresh.upgrade()
    assert fresh.schema_version() == HEAD
    assert not fresh.upgrade()
    fresh.require_current()


def test_two_bots_that_upgrade_at_once_do_it_once(fresh: Database, empty_url: str) -> None:
    other = Database(empty_url)
    outcomes: list[bool] = []
    bots = [threading.Thread(target=lambda bot=bot: outcomes.append(bot.upgrade())) for bot in (fresh, other)]
    for bot in bots:
        bot.start()
    for bot in bots:
        bot.join()
    other.close()
    assert sorted(outcomes) == [False, True]
    fresh.require_current()


def test_an_upgrade_that_fails_leaves_nothing_behind(fresh: Database) -> None:
    with fresh.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE actions (id INTEGER)")
    with pytest.raises(Unavailable) as caught:
        fresh.upgrade()
    assert caught.value.why is Why.DAMAGED
    with fresh.engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["actions"]


def test_the_tables_of_a_newer_bot_are_left_alone_and_will_do(db: Database) -> None:
    make_newer(db)
    db.require_current()
    assert not db.upgrade()
    assert db.schema_version() == NEWER
    with pytest.raises(NewerSchema):
        db.require_same()


def test_a_version_that_no_step_leads_from_is_left_alone(db: Database) -> None:
    with db.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(OldSchema):
        db.require_current()
    with pytest.raises(OldSchema):
        db.require_same()
    with pytest.raises(NewerSchema):
        db.upgrade()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear colleague, " * 1000)
    opened = Database(f"sqlite:///{file}")
    with pytest.raises(Unavailable) as caught:
        opened.schema_version()
    assert caught.value.why is Why.DAMAGED
    opened.close()


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    opened = Database(f"sqlite:///{tmp_path}/nowhere/g2o.db")
    with pytest.raises(Unavailable) as caught, opened.begin() as session:
        team_names(session)
    assert caught.value.why is Why.AWAY
    opened.close()


@pytest.mark.parametrize(
    "made",
    ["ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc", "LOCALE 'C' LOCALE_PROVIDER libc"],
)
def test_a_database_of_too_few_letters_is_refused(server: Server, made: str) -> None:
    server.execute("DROP DATABASE IF EXISTS few_letters")
    server.execute(f"CREATE DATABASE few_letters TEMPLATE template0 {made}")
    opened = Database(server.url("few_letters"))
    with pytest.raises(WrongLetters):
        opened.upgrade()
    assert opened.schema_version() is None
    opened.close()


def test_a_database_that_is_not_there_is_unavailable(server: Server) -> None:
    opened = Database(server.url("nowhere"))
    with pytest.raises(Unavailable) as caught:
        opened.schema_version()
    assert caught.value.why is Why.AWAY
    opened.close()


# --- a server that fails


@pytest.fixture
def served(own_server: Server) -> Iterator[Database]:
    """A database on it."""
    opened = Database(own_server.url(own_server.copy()))
    opened.upgrade()
    yield opened
    opened.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_server_that_went_away_is_unavailable_and_used_again_when_it_is_back(
    own_server: Server, served: Database, how: signal.Signals
) -> None:
    assert stored(served) == []
    own_server.stop(how)
    with pytest.raises(Unavailable) as caught:
        stored(served)
    assert (caught.value.why, caught.value.is_certain) == (Why.AWAY, True)
    own_server.start()
    with served.begin() as session:
        session.add(Team(name="North"))
    assert stored(served) == ["North"]


@pytest.mark.parametrize("is_at_end", [False, True], ids=["in the middle of a block", "at its end"])
def test_a_server_that_is_lost_leaves_nothing_behind_or_says_that_it_is_not_certain(
    own_server: Server,
    served: Database,
    is_at_end: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    def write() -> None:
        with served.begin() as session:
            session.add(Team(name="North"))
            session.flush()
            own_server.stop(signal.SIGQUIT)
            if not is_at_end:
                team_names(session)

    with pytest.raises(Unavailable) as caught:
        write()
    assert (caught.value.why, caught.value.is_certain) == (Why.AWAY, not is_at_end)
    own_server.start()
    assert stored(served) == []


@on_postgresql
def test_a_server_that_only_lets_read_is_told_apart(db: Database, server: Server, db_url: str) -> None:
    server.execute(f"ALTER DATABASE {db_url.rpartition('/')[2]} SET default_transaction_read_only = on")
    with pytest.raises(Unavailable) as caught, db.begin() as session:
        session.add(Team(name="North"))
    assert caught.value.why is Why.READ_ONLY
    assert stored(db) == []


@on_postgresql
def test_a_statement_that_takes_too_long_is_ended(db_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "STATEMENT_SECONDS", 0.05)
    opened = Database(db_url)
    with pytest.raises(Unavailable) as caught, opened.reading() as session:
        session.execute(sa.text("SELECT pg_sleep(5)"))
    assert caught.value.why is Why.BUSY
    opened.close()


# --- a file that fails


@on_sqlite
def test_a_file_that_only_lets_read_is_told_apart(db: Database) -> None:
    # A file's mode keeps root from nothing, so the connections are told.
    sa.event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    with pytest.raises(Unavailable) as caught, db.begin() as session:
        session.add(Team(name="North"))
    assert caught.value.why is Why.READ_ONLY
    assert stored(db) == []


@on_sqlite
def test_a_disk_that_is_full_is_told_apart_and_nothing_is_half_written(db: Database) -> None:
    def leave_no_page(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    sa.event.listen(db.engine, "connect", leave_no_page)
    with pytest.raises(Unavailable) as caught, db.begin() as session:
        session.add_all(Team(name=f"Team {number} {'of a long name ' * 100}") for number in range(100))
    assert caught.value.why is Why.FULL
    assert stored(db) == []


# --- its soundness


def test_a_sound_database_has_no_faults(db: Database) -> None:
    with db.reading() as session:
        assert list(integrity.faults(session)) == []


@on_sqlite
def test_a_row_that_points_nowhere_is_named(db: Database) -> None:
    with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as raw:
        raw.execute("INSERT INTO posts (team_id, post, person_id) VALUES (7, 'manager', 8)")
    with db.reading() as session:
        assert set(integrity.faults(session)) == {"a row of posts points to one that is not there"}


@on_sqlite
def test_an_index_that_does_not_fit_its_table_is_named(db: Database, council: Council) -> None:
    with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(role)', '(name)') WHERE name = 'ix_people_role'"
        )
    db.close()
    with db.reading() as session:
        assert "the database file: row 1 missing from index ix_people_role" in integrity.faults(session)
