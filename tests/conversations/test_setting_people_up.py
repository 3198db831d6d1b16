"""Setting people up in Slack; and people whose account ends there, whether Slack tells of it or not."""

from bot.cli.running import Running
from storage.database import Database
from storage.people import by_slack_id
from storage.words import Role
from tests.conftest import on_sqlite
from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, PRIYA, SAMIR, STRANGER, TOMAS

pytestmark = over_socket_mode

UNKNOWN = "I do not know you yet"


def role_of(db: Database, slack_id: str) -> Role | None:
    with db.reading() as session:
        person = by_slack_id(session, slack_id)
        return person.role if person is not None and person.active else None


def opened(slack: Slack, user: str, line: str, action_id: str) -> None:
    """Opens the form behind a button under an answer."""
    slack.workspace.click(user, slack.answer(user, line), action_id)


def test_somebody_is_added_changed_leaves_and_is_back(slack: Slack, db: Database) -> None:
    assert UNKNOWN in slack.ask(STRANGER, "/g2o mine")
    opened(slack, SAMIR, "/g2o people", "add_person")
    slack.form(SAMIR, "add_person")
    slack.submit(SAMIR, slack=STRANGER, role="practitioner", team="1")
    assert "is in the list now" in slack.page_saying(SAMIR, "in the list now")
    assert "You have no open actions" in slack.ask(STRANGER, "/g2o mine")

    found = slack.answer(SAMIR, "/g2o people Robin")
    assert "Robin Vale · practitioner" in shown(found)
    person = slack.clicked(SAMIR, found, "show_person")
    slack.workspace.close(SAMIR)
    slack.workspace.click(SAMIR, person, "change_person")
    slack.form(SAMIR, "change_person")
    slack.submit(SAMIR, role="manager", name="Robin J. Vale")
    slack.page_saying(SAMIR, "is changed")
    assert role_of(db, STRANGER) is Role.MANAGER

    slack.workspace.close(SAMIR)
    gone = slack.clicked(SAMIR, person, "person_left")
    assert "sees nothing any more" in shown(gone)
    assert UNKNOWN in slack.ask(STRANGER, "/g2o mine")
    assert "Robin J. Vale" in slack.ask(SAMIR, "/g2o people left")
    assert "is back" in slack.click(SAMIR, gone, "person_back")
    assert role_of(db, STRANGER) is Role.MANAGER


def test_at_the_first_start_whom_the_settings_name_sets_people_up(slack: Slack, db: Database) -> None:
    with db.begin() as session:
        samir = by_slack_id(session, SAMIR)
        assert samir is not None
        samir.slack_id = "U0NOLONGER"
        samir.active = False
    opened(slack, SAMIR, "/g2o people", "add_person")
    slack.form(SAMIR, "add_person")
    slack.submit(SAMIR, slack=STRANGER, role="quality")
    slack.page_saying(SAMIR, "in the list now")
    assert role_of(db, SAMIR) is Role.ADMINISTRATOR
    assert role_of(db, STRANGER) is Role.QUALITY


def test_an_account_that_is_no_members_is_not_added(slack: Slack) -> None:
    slack.workspace.add_user(id="U0GUEST09", name="guest", real_name="Guest Example", is_restricted=True)
    opened(slack, SAMIR, "/g2o people", "add_person")
    slack.form(SAMIR, "add_person")
    done = slack.submit(SAMIR, slack="U0GUEST09", role="quality")
    assert "guests see nothing here" in done.errors["slack"]


@on_sqlite
def test_a_team_is_added_with_its_manager(slack: Slack) -> None:
    opened(slack, SAMIR, "/g2o people teams", "add_team")
    slack.form(SAMIR, "add_team")
    slack.submit(SAMIR, name="Leaving Care", manager=TOMAS)
    slack.page_saying(SAMIR, "Leaving Care is added")
    assert "/audit" in slack.ask(TOMAS, "/g2o help")


def test_whose_account_is_switched_off_loses_their_home_and_rights_at_once(
    slack: Slack, db: Database
) -> None:
    slack.workspace.open_home(PRIYA)
    assert UNKNOWN not in shown(slack.workspace.home(PRIYA))
    home = slack.workspace.home(PRIYA)
    slack.workspace.add_user(id=PRIYA, name="priya", real_name="Priya Shah", is_ultra_restricted=True)
    assert UNKNOWN in shown(slack.workspace.home(PRIYA, changed_from=home["hash"]))
    assert role_of(db, PRIYA) is None
    slack.workspace.add_user(id=PRIYA, name="priya", real_name="Priya Shah")
    assert UNKNOWN in slack.ask(PRIYA, "/g2o mine")
    assert "has left" in slack.click(SAMIR, slack.answer(SAMIR, "/g2o people left"), "show_person")


def test_what_the_event_would_have_told_is_found_the_same_day(
    slack: Slack, db: Database, running: Running
) -> None:
    slack.workspace.remove_user(TOMAS, is_told=False)
    running.turn()
    assert role_of(db, TOMAS) is None
    assert role_of(db, GRACE) is Role.QUALITY


@on_sqlite
def test_a_new_status_is_no_event_that_is_written_down(slack: Slack, db: Database) -> None:
    import sqlalchemy as sa

    from storage.models import InboxEvent

    slack.workspace.add_user(id=TOMAS, name="tomas", real_name="Tomas Reid", tz="Europe/Paris")
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.count(InboxEvent.event_id))) == 0
    assert role_of(db, TOMAS) is Role.PRACTITIONER


def test_a_member_of_another_workspace_is_turned_away_in_a_shared_channel(slack: Slack) -> None:
    slack.workspace.add_user(
        is_told=False, id=GRACE, name="grace", real_name="Grace Obi", team_id="T0OTHERS02"
    )
    assert UNKNOWN in slack.ask(GRACE, "/case K7Q2M")
    done = slack.workspace.say(GRACE, "case K7Q2M")
    assert UNKNOWN in shown(slack.next_message(GRACE, done))
