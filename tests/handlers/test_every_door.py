"""Every door of `handlers/routes.py`: for strangers, leavers, other workspaces, and without the right."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot.settings import Terms
from handlers import routes
from storage.database import Database
from storage.models import Base, InboxEvent, Person, Round
from storage.people import by_slack_id
from storage.words import Role
from tests.conftest import on_sqlite
from tests.council import ALANA, GRACE, HELEN, STRANGER, TOMAS, Council
from tests.handlers.doors import OURS, THEIRS, House, every_door, house
from tests.records import Rows, everything, fill

OMARA = "U0OMARA08"
UNKNOWN = "I do not know you yet"
SECRETS = ("M4T9X", "P3W6D", "Ring the school: ", "voice is heard", "Tomas Reid", "Jude Ellery", "1001")
FAULT = "Something went wrong on my side"
# One's own: whatever role somebody has, they may say when they are away.
OWN = {"/g2o pause", "/g2o leave", "/g2o days"}


@pytest.fixture
def doors(db: Database, council: Council, terms: Terms) -> House:
    with db.begin() as session:
        fill(session, council)
    return house(db, terms)


def record(db: Database) -> Rows:
    """Everything but the ids of the events that came in, and the day on which somebody's Home was drawn."""
    drawn = [column.name for column in Person.__table__.columns].index("home_shown_on")
    rows = {name: rows for name, rows in everything(db).items() if name != InboxEvent.__tablename__}
    return rows | {
        Person.__tablename__: [row[:drawn] + row[drawn + 1 :] for row in rows[Person.__tablename__]]
    }


class Watch:
    """Whether the record is another than when it was looked at last. SQLite tells cheaply where it is not."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._connection = db.engine.connect()
        self._version, self._rows = self._now(), record(db)

    def has_changed(self) -> bool:
        version = self._now()
        if version == self._version:
            return False
        before, self._version, self._rows = self._rows, version, record(self._db)
        return before != self._rows

    def close(self) -> None:
        self._connection.close()

    def _now(self) -> int:
        version: int = self._connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        self._connection.rollback()
        return version


def change(db: Database, slack_id: str, **values: object) -> None:
    with db.begin() as session:
        person = by_slack_id(session, slack_id)
        assert person is not None
        for name, value in values.items():
            setattr(person, name, value)


def wrong(doors: House, slack_id: str, team_id: str, is_wrong: Callable[[str], bool]) -> list[str]:
    """The doors behind which something is wrong, or after which the record is another."""
    watch, found = Watch(doors.office.db), []
    for name, payload in every_door(slack_id, team_id):
        shown, has_changed = doors.knock(payload), watch.has_changed()
        if is_wrong(shown):
            found.append(name)
        if has_changed and name not in OWN:
            found.append(f"{name} changed something")
    watch.close()
    return found


def is_let_in(shown: str) -> bool:
    """Whether anything but the sentence for strangers was shown; a list that offers nothing shows nothing."""
    is_nothing = shown in ("[{}]", '[{"options": []}]')
    return (UNKNOWN not in shown and not is_nothing) or any(word in shown for word in SECRETS)


@on_sqlite
def test_a_stranger_passes_no_door(doors: House) -> None:
    assert wrong(doors, STRANGER, OURS, is_let_in) == []


@on_sqlite
def test_who_has_left_passes_no_door(doors: House) -> None:
    change(doors.office.db, TOMAS, active=False)
    assert wrong(doors, TOMAS, OURS, is_let_in) == []


@on_sqlite
def test_nobody_of_another_workspace_passes_though_the_id_is_known(doors: House) -> None:
    assert wrong(doors, GRACE, THEIRS, is_let_in) == []


@on_sqlite
@pytest.mark.parametrize("slack_id", [GRACE, HELEN])
def test_a_right_that_was_taken_away_before_the_click_is_gone(doors: House, slack_id: str) -> None:
    change(doors.office.db, slack_id, role=Role.PRACTITIONER)
    assert wrong(doors, slack_id, OURS, lambda shown: any(word in shown for word in SECRETS)) == []


@on_sqlite
def test_a_manager_of_another_team_finds_nothing_of_this_one(doors: House) -> None:
    others = [word for word in SECRETS if word != "P3W6D"]
    assert wrong(doors, OMARA, OURS, lambda shown: any(word in shown for word in others)) == []


@on_sqlite
def test_an_auditor_of_another_organisation_finds_nothing_of_these_rounds(doors: House) -> None:
    with doors.office.db.begin() as session:
        session.execute(sa.update(Round).values(organisation="Another Company"))
    assert wrong(doors, ALANA, OURS, lambda shown: any(word in shown for word in SECRETS)) == []


@on_sqlite
def test_what_is_knocked_with_would_open_the_doors(doors: House) -> None:
    """Or the tests above could not fail: with the right most show or change something, and all are read."""
    change(doors.office.db, HELEN, administrator=True)
    watch, faulty, opened = Watch(doors.office.db), [], 0
    for name, payload in every_door(HELEN):
        shown = doors.knock(payload)
        opened += watch.has_changed() or any(word in shown for word in SECRETS)
        faulty += [name] if FAULT in shown else []
    watch.close()
    assert faulty == []
    assert opened > 50, opened


def test_every_event_is_knocked_with_or_is_about_somebody_else() -> None:
    names = {name.removeprefix("event ") for name, _ in every_door(GRACE) if name.startswith("event ")}
    assert names | {"user_change"} == set(routes.EVENTS.values())


@on_sqlite
def test_the_record_that_is_compared_is_the_whole_one(doors: House) -> None:
    assert set(record(doors.office.db)) == set(Base.metadata.tables) - {InboxEvent.__tablename__}
