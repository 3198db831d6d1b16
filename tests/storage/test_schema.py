"""The schema: what the migrations build is what the models say, and the database holds its own rules."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError, InvalidRequestError, StatementError
from sqlalchemy.orm import Mapper, Session

from storage import migrations
from storage.database import Database
from storage.migrations import HEAD
from storage.models import Action, Audit, Base, Case, InboxEvent, Post, Recommendation
from storage.words import Grade, Origin, Status
from tests.council import TOMAS, Council, case_of, person_id, put_action
from tests.records import put_cycle, put_findings, put_letters

DAY = date(2025, 3, 14)
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)

MAPPERS: list[Mapper[Base]] = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
RELATIONSHIPS = [(mapper.class_, entry.key) for mapper in MAPPERS for entry in mapper.relationships]
WORDS = [
    (table, column)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, sa.Enum) and table.name != "journal"
]


@pytest.fixture
def filled(session: Session, council: Council) -> Session:
    """The council's database with a row of every kind that people edit."""
    audit = an_audit(session, "A. Auditor")
    session.add(audit)
    session.flush()
    case_id = audit.case_id
    session.add(Recommendation(case_id=case_id, text="Visit.", origin=Origin.AUDIT, made_at=AT))
    action = put_action(session, "K7Q2M", TOMAS, DAY)
    put_letters(session, action)
    put_findings(session, audit.id, audit.id)
    put_cycle(session, action)
    session.expunge_all()
    return session


def an_audit(session: Session, auditor: str) -> Audit:
    case_id = case_of(session, "K7Q2M").id
    return Audit(case_id=case_id, audited_on=DAY, auditor_name=auditor, grade=Grade.GOOD, logged_at=AT)


def definitions(engine: sa.Engine) -> dict[str, list[str]]:
    """Every table and index by name, with the parts of its definition: columns, types, keys, checks."""
    with engine.connect() as connection:
        rows = connection.execute(sa.text(DEFINITIONS[engine.dialect.name])).all()
    return {
        name: sorted(filter(None, (line.strip(" \t,)") for line in _LINE_END.split(_apart(definition)))))
        for name, definition in rows
        if not name.startswith(("alembic", "sqlite"))
    }


def _apart(definition: str) -> str:
    """A link that was added later stands in the line of its column."""
    return _LINK.sub(r"\n\1 INTEGER\n\2 FOREIGN KEY(\1) \3\n", definition)


_LINK = re.compile(r",? (\w+) INTEGER (CONSTRAINT \w+) (REFERENCES \w+ \(id\))")
# Columns that were added to a SQLite table later stand together in its last line.
_LINE_END = re.compile(r"\n|,\s(?=\w+ (?:DATE|TEXT))")

DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL",
    "postgresql": """
        SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT relname, string_agg(part, chr(10)) FROM (
            SELECT conrelid AS table_id, conname || ' ' || pg_get_constraintdef(oid) AS part
            FROM pg_constraint WHERE contype <> 'n'
            UNION ALL
            SELECT attrelid, concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull,
                pg_get_expr(adbin, adrelid))
            FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0
        ) AS parts JOIN pg_class ON pg_class.oid = table_id
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' GROUP BY relname
    """,
}


def test_what_the_migrations_build_is_what_the_models_say(db: Database, empty_url: str) -> None:
    fresh = Database(empty_url)
    Base.metadata.create_all(fresh.engine)
    expected = definitions(fresh.engine)
    fresh.close()
    assert set(Base.metadata.tables) <= set(expected)
    assert definitions(db.engine) == expected


def test_the_version_the_bot_asks_for_is_the_last_of_the_migrations() -> None:
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_heads() == [HEAD]


@pytest.mark.parametrize(("kind", "name"), RELATIONSHIPS)
def test_a_relationship_that_no_query_loaded_raises(filled: Session, kind: type[Base], name: str) -> None:
    record = filled.scalars(sa.select(kind)).first()
    assert record is not None
    with pytest.raises(InvalidRequestError, match="not available due to lazy='raise'"):
        getattr(record, name)


@pytest.mark.parametrize(("table", "column"), WORDS, ids=str)
def test_the_database_refuses_a_word_it_does_not_know(
    filled: Session, table: sa.Table, column: sa.Column[str]
) -> None:
    with pytest.raises(IntegrityError, match=f"ck_{table.name}_{column.name}"):
        filled.execute(sa.update(table).values({column.name: sa.literal_column("'splendid'")}))


def test_the_journal_refuses_a_door_it_does_not_know(session: Session) -> None:
    row = (
        "INSERT INTO journal (number, at, door, event, subject, subject_id, previous_hash, hash) "
        "VALUES (1, '2025-03-14 10:00:00', 'window', 'seen', 'cases', 1, '0', '1')"
    )
    with pytest.raises(IntegrityError, match="ck_journal_door"):
        session.execute(sa.text(row))


def test_a_post_is_a_managers_or_a_service_managers(session: Session) -> None:
    session.add(Post(team_id=1, post="caretaker", person_id=person_id(session, TOMAS)))
    with pytest.raises(IntegrityError, match="ck_posts_post"):
        session.flush()


def test_an_action_is_for_a_case_or_for_a_recommendation(session: Session) -> None:
    action = put_action(session, "K7Q2M", TOMAS, DAY)
    action.case_id = None
    with pytest.raises(IntegrityError, match="ck_actions_for_something"):
        session.flush()


def test_an_action_is_never_due_before_its_first_date(session: Session) -> None:
    with pytest.raises(IntegrityError, match="ck_actions_first_date_first"):
        put_action(session, "K7Q2M", TOMAS, DAY, first_due_on=DAY + timedelta(days=1))


@pytest.mark.parametrize("round_id", [None, 1])
def test_an_audit_is_stored_once_with_or_without_a_round(session: Session, round_id: int | None) -> None:
    first, second = an_audit(session, "A. Auditor"), an_audit(session, "A. Auditor")
    first.round_id = second.round_id = round_id
    session.add_all((first, second))
    with pytest.raises(IntegrityError, match=r"UNIQUE constraint failed: audits|uq_audits_once_"):
        session.flush()


def test_a_row_may_not_point_to_one_that_is_not_there(session: Session) -> None:
    with pytest.raises(IntegrityError, match=r"FOREIGN KEY|fk_cases_team_id"):
        session.execute(sa.update(Case).values(team_id=99))


def test_the_number_of_an_action_is_never_given_again(session: Session) -> None:
    gone = put_action(session, "K7Q2M", TOMAS, DAY)
    session.delete(gone)
    session.flush()
    assert put_action(session, "K7Q2M", TOMAS, DAY).id == gone.id + 1


def test_every_edit_counts_the_version_up(session: Session) -> None:
    action = put_action(session, "K7Q2M", TOMAS, DAY)
    assert action.version == 1
    action.status = Status.STARTED
    session.flush()
    assert action.version == 2


def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    session.add(InboxEvent(event_id="Ev1", received_at=AT.replace(tzinfo=None)))
    with pytest.raises(StatementError, match="an instant needs a time zone"):
        session.flush()


def test_an_instant_comes_back_in_utc(session: Session) -> None:
    summer = timezone(timedelta(hours=1))
    session.add(InboxEvent(event_id="Ev1", received_at=datetime(2025, 6, 2, 10, 30, 0, 7, tzinfo=summer)))
    session.flush()
    session.expire_all()
    stored = session.scalars(sa.select(InboxEvent.received_at)).one()
    assert stored.isoformat() == "2025-06-02T09:30:00.000007+00:00"


def test_a_query_may_ask_by_an_instant_of_any_zone(session: Session) -> None:
    session.add(InboxEvent(event_id="Ev1", received_at=AT))
    summer = AT.astimezone(timezone(timedelta(hours=1)))
    assert session.scalar(sa.select(InboxEvent.event_id).where(InboxEvent.received_at == summer)) == "Ev1"


def test_only_actions_that_are_not_finished_are_in_the_index_of_the_unfinished(db: Database) -> None:
    (index,) = definitions(db.engine)["ix_actions_unfinished"]
    assert "(first_due_on, id) WHERE " in index
    assert re.findall(r"'(\w+)'", index) == ["open", "started"]


def test_every_table_that_people_edit_has_a_version() -> None:
    edited = {"teams", "people", "leave", "cases", "rounds", "audits", "recommendations", "actions"}
    edited |= {"extensions", "checks", "endings", "findings", "challenges"}
    edited |= {"holds", "draws", "picks", "activities", "meetings", "items", "reviews"}
    assert {table.name for table in Base.metadata.sorted_tables if "version" in table.columns} == edited


def test_an_action_is_named_as_people_say_it() -> None:
    assert Action(id=17).name == "A17"
