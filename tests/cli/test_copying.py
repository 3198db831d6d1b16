"""`db copy`: the whole record in another database of either kind, or nothing in it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import Result

from storage.database import Database
from storage.models import Action, Base, InboxEvent, Person, Team
from storage.words import Role
from tests import records
from tests.backends import Backend, Holding, PostgreSQL
from tests.cli.conftest import Run
from tests.conftest import NOW, on_postgresql, on_sqlite
from tests.council import TOMAS, Council, put_action
from tests.records import close, everything, faults
from tests.tampering import tamper
from tests.verbs.steps import logged


class Move:
    """A filled record, the empty database it is to be copied to, and the command that does it."""

    def __init__(self, run: Run, source: Database, target_url: str) -> None:
        self._run = run
        self.source = source
        self.source_url = source.engine.url.render_as_string(hide_password=False)
        self.target_url = target_url
        self.target = Database(target_url)

    def __call__(self) -> Result:
        return self._run("db", "copy", self.source_url, self.target_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind in turn."""
    kind: Backend = request.getfixturevalue(request.param)
    (tmp_path / "target").mkdir()
    url = kind.make(Holding.NOTHING, tmp_path / "target")
    yield url
    kind.drop(url)


@pytest.fixture
def move(run: Run, db: Database, council: Council, target_url: str) -> Iterator[Move]:
    with db.begin() as session:
        records.fill(session, council)
    move = Move(run, db, target_url)
    yield move
    move.target.close()


@pytest.fixture
def to_server(
    run: Run, db: Database, council: Council, postgresql: PostgreSQL, tmp_path: Path
) -> Iterator[Move]:
    """A move to a server, from either kind."""
    with db.begin() as session:
        records.fill(session, council)
    url = postgresql.make(Holding.TABLES, tmp_path)
    move = Move(run, db, url)
    yield move
    move.target.close()
    postgresql.drop(url)


def rows_in(db: Database) -> int:
    return sum(len(rows) for rows in everything(db).values())


def refuses(move: Move, said: str) -> None:
    """Holds that nothing is copied and the record is as it was."""
    before = everything(move.source)
    result = move()
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert everything(move.source) == before


def test_every_row_of_every_table_arrives(move: Move) -> None:
    result = move()
    assert (result.exit_code, result.stderr) == (0, "")
    wanted = everything(move.source)
    assert all(wanted.values())
    assert everything(move.target) == wanted
    assert faults(move.target) == []


def test_it_is_told_what_was_copied(move: Move) -> None:
    tables = len(Base.metadata.tables)
    assert move().stdout == (
        f"Copied {rows_in(move.source)} rows of {tables} tables. "
        "The journal's 3 rows form one unbroken chain in both.\n"
    )


def test_an_id_that_was_given_out_is_not_given_out_again(move: Move, council: Council) -> None:
    with move.source.begin() as session:
        later = put_action(session, "K7Q2M", TOMAS, date(2025, 3, 20)).id
        session.execute(sa.delete(Action).where(Action.id == later))
    move()
    with move.target.begin() as session:
        assert put_action(session, "K7Q2M", TOMAS, date(2025, 3, 20)).id == later + 1


def test_every_tables_ids_go_on(move: Move) -> None:
    move()
    with move.source.reading() as session:
        last = session.scalar(sa.select(sa.func.max(Person.id)))
    with move.target.begin() as session:
        person = Person(name="Robin Vale", role=Role.MANAGER)
        session.add(person)
        session.flush()
        assert last is not None
        assert person.id == last + 1


def test_the_copy_is_guarded_and_goes_on(move: Move, council: Council) -> None:
    move()
    with move.target.begin() as session:
        logged(session, council.manager, "M4T9X")
    with pytest.raises(sa.exc.IntegrityError, match="only ever added to"), move.target.begin() as session:
        session.execute(sa.text("UPDATE journal SET event = 'nothing'"))
    assert faults(move.target) == []
    assert len(everything(move.target)["journal"]) == 4


def test_what_is_not_yet_committed_is_not_in_the_copy(move: Move) -> None:
    wanted = everything(move.source)
    with move.source.begin() as session:
        session.add(Team(name="Not yet there"))
        session.flush()
        assert move().exit_code == 0
    assert everything(move.target) == wanted


def test_more_rows_than_one_batch_arrive(move: Move) -> None:
    with move.source.begin() as session:
        session.add_all(InboxEvent(event_id=f"Many{number}", received_at=NOW) for number in range(2500))
    assert move().exit_code == 0
    assert everything(move.target) == everything(move.source)


def test_a_copy_of_a_copy_is_the_same(move: Move, run: Run, tmp_path: Path) -> None:
    move()
    assert run("db", "copy", close(move.target), "sqlite:///back.db").exit_code == 0
    back = Database(f"sqlite:///{tmp_path}/back.db")
    assert everything(back) == everything(move.source)
    back.close()
    assert (tmp_path / "back.db").stat().st_mode & 0o077 == 0


# --- what is refused


def test_a_database_that_holds_rows_is_left_alone(move: Move) -> None:
    move.target.upgrade()
    with move.target.begin() as session:
        session.add(Team(name="Already here"))
    before = everything(move.target)
    refuses(move, "The database to copy to is not empty: it holds rows of teams.")
    assert everything(move.target) == before


def test_a_database_of_something_else_is_left_alone(move: Move) -> None:
    with move.target.begin() as session:
        session.execute(sa.text("CREATE TABLE recipes (name TEXT)"))
    refuses(move, "it holds a table recipes that is not this bot's.")
    with move.target.reading() as session:
        assert sa.inspect(session.connection()).get_table_names() == ["recipes"]


@pytest.mark.parametrize("version", ["0000", "9999"])
def test_tables_of_another_version_are_not_copied_to(move: Move, version: str) -> None:
    move.target.upgrade()
    set_version(move.target, version)
    refuses(move, f"it holds tables of version {version}.")


@pytest.mark.parametrize(("version", "said"), [("0000", "older version"), ("9999", "newer version")])
def test_tables_of_another_version_are_not_copied(move: Move, version: str, said: str) -> None:
    set_version(move.source, version)
    refuses(move, said)


def set_version(db: Database, version: str) -> None:
    with db.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_a_broken_chain_is_not_copied(move: Move) -> None:
    tamper(move.source, "UPDATE journal SET event = 'nothing' WHERE number = 2")
    refuses(move, "so nothing was copied: journal row 2 was altered")
    assert rows_in(move.target) == 0


@on_sqlite
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE actions SET text = 'Ring' || char(0) || 'the school'", "The row of actions with id 1 holds"),
        ("UPDATE cases SET id = 5000000000 WHERE id = 3", "The row of cases with id 5000000000 holds"),
        ("UPDATE inbox SET event_id = 'Ev' || char(0)", "The row of inbox with some key holds"),
    ],
)
def test_what_a_server_does_not_take_is_named_by_its_row(to_server: Move, change: str, said: str) -> None:
    tamper(to_server.source, change)
    refuses(to_server, said)
    assert rows_in(to_server.target) == 0


@on_sqlite
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases SET cohort = 'nobody' WHERE id = 2",
        "UPDATE cases SET opened_on = 'yesterday' WHERE id = 2",
        "UPDATE cases SET reference = CAST(x'ff41' AS TEXT) WHERE id = 2",
    ],
)
def test_what_the_bot_never_writes_is_named_by_its_table(to_server: Move, change: str) -> None:
    tamper(to_server.source, change)
    result = to_server()
    assert result.exit_code == 1
    assert "The record to copy from has faults" in result.stderr or "A row of cases holds" in result.stderr
    assert rows_in(to_server.target) == 0


@on_postgresql
def test_a_refusal_at_the_very_end_leaves_nothing_behind(to_server: Move) -> None:
    with to_server.target.begin() as session:
        session.execute(sa.text("CREATE RULE lost AS ON INSERT TO journal_values DO INSTEAD NOTHING"))
    refuses(to_server, "Of 3 rows of journal_values only 0 arrived. Nothing was copied.")
    assert rows_in(to_server.target) == 0


def test_a_database_is_not_copied_onto_itself(run: Run, db: Database) -> None:
    url = close(db)
    assert "FROM and TO are the same database." in run("db", "copy", url, url).stderr


def test_a_mistyped_source_is_not_made_and_copied(run: Run, target_url: str, tmp_path: Path) -> None:
    result = run("db", "copy", "sqlite:///mistyped.db", target_url)
    assert result.exit_code == 1
    assert "There is no database at mistyped.db" in result.stderr
    assert not (tmp_path / "mistyped.db").exists()


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        (("g2o.db", "sqlite:///new.db"), "FROM is not the address of a database"),
        (("sqlite:///g2o.db", "postgresql://g2o:s3cret@server"), "TO is not the address of a database"),
        (("sqlite:///g2o.db", "postgresql://g2o:s3cret@server:s3/g2o"), "TO is not the address of a server"),
    ],
)
def test_an_address_that_is_none_is_told_by_its_place(
    run: Run, addresses: tuple[str, str], said: str
) -> None:
    result = run("db", "copy", *addresses)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "s3cret" not in result.output


def test_a_server_that_is_away_is_told_without_its_password(run: Run, db: Database) -> None:
    away = "postgresql://g2o:s3cret@127.0.0.1:9/g2o?password=s3cret"
    result = run("db", "copy", close(db), away)
    assert result.exit_code == 1
    assert "g2o:***@127.0.0.1:9/g2o is out of reach" in result.stderr
    assert "s3cret" not in result.output
