"""The database: all or nothing, one writer at a time, readers of one moment, and its schema."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage import database, integrity
from storage.database import Database, NewerSchema, OldSchema, Unavailable
from storage.migrations import HEAD
from storage.models import Team
from tests.council import Council

PATIENCE = 5.0  # seconds: a thread that needs longer hangs


@pytest.fixture
def hasty(db: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The same file, opened by a bot that waits a tenth of a second only."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(database, "CONNECTIONS", 1)
    opened = Database(str(db.engine.url))
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


@pytest.mark.parametrize("error", [ValueError, Unavailable, KeyboardInterrupt, SystemExit])
def test_whatever_goes_wrong_leaves_nothing_behind(db: Database, error: type[BaseException]) -> None:
    def write() -> None:
        with db.begin() as session:
            session.add(Team(name="North"))
            session.flush()
            raise error

    with pytest.raises(error):
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


def test_a_writer_waits_for_another_and_then_goes_on(db: Database) -> None:
    done = threading.Event()

    def write_south() -> None:
        with db.begin() as session:
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
    assert stored(db) == ["North", "South"]


def test_two_writers_read_what_the_other_wrote(db: Database) -> None:
    """A writer holds the lock from its first read on, so that no decision rests on what has passed."""

    def add_next() -> None:
        with db.begin() as session:
            session.add(Team(name=f"Team {len(team_names(session)) + 1}"))

    writers = [threading.Thread(target=add_next) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(PATIENCE)
    assert stored(db) == ["Team 1", "Team 2", "Team 3", "Team 4"]


def test_a_database_that_stays_locked_is_unavailable(db: Database, hasty: Database) -> None:
    with db.begin() as session:
        assert team_names(session) == []
        with pytest.raises(Unavailable), hasty.begin() as waiting:
            team_names(waiting)


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
        with pytest.raises(Unavailable):
            stored(hasty)


def test_a_connection_is_given_back_whatever_happens(hasty: Database) -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="refused"), hasty.begin():
            raise ValueError("refused")
        assert stored(hasty) == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_every_connection_is_set_up_for_a_record_that_must_not_be_lost(
    db: Database, pragma: str, value: object
) -> None:
    with db.reading() as session, db.begin() as writing:
        for connection in (session.connection(), writing.connection()):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


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
def fresh(tmp_path: Path) -> Iterator[Database]:
    """A file that does not exist yet."""
    opened = Database(f"sqlite:///{tmp_path}/fresh.db")
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


def test_an_upgrade_that_fails_leaves_nothing_behind(fresh: Database) -> None:
    with fresh.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE actions (id INTEGER)")
    with pytest.raises(Unavailable):
        fresh.upgrade()
    with fresh.engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["actions"]


def test_the_tables_of_a_newer_bot_are_left_alone(db: Database) -> None:
    with db.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OldSchema):
        db.require_current()
    with pytest.raises(NewerSchema):
        db.upgrade()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear colleague, " * 1000)
    opened = Database(f"sqlite:///{file}")
    with pytest.raises(Unavailable):
        opened.schema_version()
    opened.close()


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    opened = Database(f"sqlite:///{tmp_path}/nowhere/g2o.db")
    with pytest.raises(Unavailable), opened.begin() as session:
        team_names(session)
    opened.close()


# --- its soundness


def test_a_sound_file_has_no_faults(db: Database) -> None:
    with db.reading() as session:
        assert list(integrity.faults(session)) == []


def test_a_row_that_points_nowhere_is_named(db: Database) -> None:
    with closing(connect(str(db.engine.url.database), isolation_level=None)) as raw:
        raw.execute("INSERT INTO posts (team_id, post, person_id) VALUES (7, 'manager', 8)")
    with db.reading() as session:
        assert set(integrity.faults(session)) == {"a row of posts points to one that is not there"}


def test_an_index_that_does_not_fit_its_table_is_named(db: Database, council: Council) -> None:
    with closing(connect(str(db.engine.url.database), isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(role)', '(name)') WHERE name = 'ix_people_role'"
        )
    db.close()
    with db.reading() as session:
        assert "the database file: row 1 missing from index ix_people_role" in integrity.faults(session)
