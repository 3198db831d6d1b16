"""Documents by direct message, taken back after thirty days; and files that people drop to the bot."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot import actions, documents
from bot import settings as reading
from bot.cli.running import Running
from bot.documents import Paper, Wanted
from bot.sandbox.client import Workspace
from storage import people
from storage.database import Database
from storage.models import Action, Letter, Person, Round, SentFile
from storage.words import LetterKind, LetterState, Status
from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, PRIYA, TOMAS, Council, put_action
from tests.verbs.test_tracker import filled_in

NOW = datetime(2025, 3, 14, 10, tzinfo=UTC)
ROUNDS = "Round name,Basis,Start date\nMay 2025,half,01/05/2025\n"
WITH_A_BAD_ROW = f"{ROUNDS}June 2025,by lot,01/06/2025\n"


class Days:
    """A clock that a test puts on."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def bot(
    db: Database, council: Council, environment: dict[str, str], workspace_address: str, days: Days
) -> Iterator[Running]:
    chosen = reading.read(environment, needs_slack=True)
    with Running(chosen, db, clock=days) as bot:
        assert bot.start(threading.Event())
        yield bot


@pytest.fixture
def slack(bot: Running, workspace_address: str) -> Iterator[Slack]:
    workspace = Workspace(workspace_address)
    workspace.connected()
    yield Slack(workspace)
    assert workspace.warnings() == []


def in_direct_message(slack: Slack, user: str) -> list[dict[str, Any]]:
    """What the bot has put into its direct message with the person, for them to keep."""
    (channel,) = (one for one in slack.workspace.screen(user)["channels"] if one["kind"] == "im")
    return [one for one in channel["messages"] if one["user"] != user and not one["ephemeral"]]


def told(slack: Slack, user: str, words: str) -> list[dict[str, Any]]:
    """The same, once a message there says this."""
    since = 0
    while True:
        since = slack.workspace.messages(user, since=since)[-1]["cursor"]
        there = in_direct_message(slack, user)
        if any(words in one["text"] for one in there):
            return there


@over_socket_mode
def test_a_document_comes_by_direct_message_and_is_taken_back_after_thirty_days(
    slack: Slack, bot: Running, days: Days
) -> None:
    slack.command(GRACE, "/g2o export grades 2025 care leavers")
    form = slack.form(GRACE, "make_document")
    assert "Rounds of 2025" in shown(form)
    slack.submit(GRACE, withhold=["5"])
    assert "The file comes to you by direct message" in slack.page(GRACE)
    said, shared = told(slack, GRACE, "I take it back from here after 30 days.")
    assert slack.workspace.file(shared["files"][0]["id"])["content"].startswith(b"PK")
    for part in (
        "Made from the record as it stood on Friday 14 March 2025 at 10:00.",
        "Counts under 5 are left out. It is marked OFFICIAL-SENSITIVE.",
    ):
        assert part in said["text"]
    days.at += timedelta(days=29)
    bot.turn()
    assert len(in_direct_message(slack, GRACE)) == 2
    days.at += timedelta(days=2)
    bot.turn()
    assert [one.get("files") for one in in_direct_message(slack, GRACE)] == [None]
    assert shared["ts"] == in_direct_message(slack, GRACE)[0]["ts"]


@over_socket_mode
def test_whoever_asks_twice_is_sent_one(slack: Slack) -> None:
    for answer in ("The file comes to you", "You asked for the grades a moment ago"):
        slack.command(GRACE, "/g2o export grades")
        slack.form(GRACE, "make_document")
        slack.submit(GRACE)
        assert answer in slack.page(GRACE)
        slack.workspace.close(GRACE)
    assert len(told(slack, GRACE, "I take it back from here")) == 2


@over_socket_mode
def test_where_slack_takes_no_file_nothing_is_half_sent_and_the_person_is_told(slack: Slack) -> None:
    slack.workspace.misbehave("server_error", method="files.completeUploadExternal")
    slack.command(GRACE, "/g2o export grades")
    slack.form(GRACE, "make_document")
    slack.submit(GRACE)
    assert len(told(slack, GRACE, "Nothing was sent. Please ask for it again")) == 1
    deleted = [call for call in slack.workspace.api_calls() if call["method"] == "files.delete"]
    assert [call["response"]["ok"] for call in deleted] == [True]


@over_socket_mode
def test_what_was_cut_short_by_a_stop_is_told_of(slack: Slack, bot: Running, days: Days) -> None:
    with bot.office.db.begin() as session:
        person = session.scalars(sa.select(Person.id).where(Person.slack_id == GRACE)).one()
        session.add(SentFile(person_id=person, paper="grades", asked="a-digest", asked_at=NOW))
    days.at += timedelta(minutes=20)
    bot.turn()
    assert "I was stopped while I was making the grades" in in_direct_message(slack, GRACE)[0]["text"]
    with bot.office.db.reading() as session:
        assert session.scalars(sa.select(SentFile)).all() == []


@over_socket_mode
def test_a_letter_to_a_person_is_deleted_after_thirty_days(slack: Slack, bot: Running, days: Days) -> None:
    posted = bot.office.slack.chat_postMessage(channel=PRIYA, text="K7Q2M is late.")
    with bot.office.db.begin() as session:
        session.add(
            Letter(
                key="a-letter",
                kind=LetterKind.DAILY,
                day=NOW.date(),
                until=NOW.date(),
                state=LetterState.SENT,
                channel=posted["channel"],
                ts=posted["ts"],
                made_at=NOW,
                not_before=NOW,
            )
        )
    days.at += timedelta(days=30)
    bot.turn()
    assert len(in_direct_message(slack, PRIYA)) == 1
    days.at += timedelta(days=1)
    bot.turn()
    assert in_direct_message(slack, PRIYA) == []
    with bot.office.db.reading() as session:
        assert session.scalars(sa.select(Letter.taken_back_at)).one() == days.at


@over_socket_mode
def test_a_home_that_nobody_opens_is_cleared_after_thirty_days_and_drawn_again_when_it_is_opened(
    slack: Slack, bot: Running, days: Days
) -> None:
    with bot.office.db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, date(2025, 3, 10))
    slack.workspace.open_home(TOMAS)
    drawn = slack.workspace.home(TOMAS)
    assert "K7Q2M" in shown(drawn)
    until_noted(bot, days.at.date())
    days.at += timedelta(days=30)
    bot.turn()
    assert slack.workspace.home(TOMAS)["hash"] == drawn["hash"]
    days.at += timedelta(days=1)
    bot.turn()
    cleared = slack.workspace.home(TOMAS, changed_from=drawn["hash"])
    assert "K7Q2M" not in shown(cleared)
    assert "Your list was cleared" in shown(cleared)
    slack.workspace.open_home(TOMAS)
    again = slack.workspace.home(TOMAS, changed_from=cleared["hash"])
    assert "K7Q2M" in shown(again)
    until_noted(bot, days.at.date())


def until_noted(bot: Running, day: date) -> None:
    """That a Home was drawn is noted once it is there to be seen."""
    shown_on = None
    while shown_on != day:
        with bot.office.db.reading() as session:
            shown_on = people.home_shown_on(session, TOMAS)


@over_socket_mode
def test_a_home_is_cleared_at_once_where_a_case_was_purged(slack: Slack, bot: Running, days: Days) -> None:
    slack.workspace.open_home(TOMAS)
    drawn = slack.workspace.home(TOMAS)
    until_noted(bot, days.at.date())
    with bot.office.db.begin() as session:
        people.let_homes_be_cleared(session)
    bot.turn()
    assert "Your list was cleared" in shown(slack.workspace.home(TOMAS, changed_from=drawn["hash"]))


@over_socket_mode
def test_a_file_that_is_dropped_is_tried_and_brought_in_on_a_click(slack: Slack, db: Database) -> None:
    done = slack.workspace.drop(GRACE, "anything.docx", WITH_A_BAD_ROW.encode())
    tried = slack.next_message(GRACE, done)
    for part in ("I take this file for rounds. 2 rows: 1 would be added", "Row 3: ", "without 1 row"):
        assert part in shown(tried)
    assert "by lot" not in shown(tried)
    assert "I have brought in rounds: 1 added" in slack.click(GRACE, tried, "bring_in_file")
    with db.reading() as session:
        assert set(session.scalars(sa.select(Round.name))) == {"March 2025", "May 2025"}
    done = slack.workspace.drop(GRACE, "again.csv", ROUNDS.encode())
    assert "1 would be unchanged" in shown(slack.next_message(GRACE, done))


@over_socket_mode
def test_a_file_is_the_quality_teams_to_bring_in_and_a_list_of_people_the_administrators(
    slack: Slack,
) -> None:
    done = slack.workspace.drop(PRIYA, "rounds.csv", ROUNDS.encode())
    assert "Bringing in files is for the quality team." in shown(slack.next_message(PRIYA, done))
    done = slack.workspace.drop(GRACE, "people.csv", b"Name,Role\nNew Person,administrator\n")
    assert "Setting people up is for administrators." in shown(slack.next_message(GRACE, done))


@over_socket_mode
def test_a_case_file_is_for_quality_and_comes_by_direct_message(slack: Slack) -> None:
    assert "is for the quality team and leaders." in slack.ask(PRIYA, "/g2o export case K7Q2M")
    assert "There is no case" in slack.ask(GRACE, "/g2o export case ZZZ9Z")
    assert "I am making the case file." in slack.ask(GRACE, "/g2o export case K7Q2M")


@over_socket_mode
def test_a_file_that_is_left_stores_nothing(slack: Slack) -> None:
    done = slack.workspace.drop(GRACE, "rounds.csv", ROUNDS.encode())
    tried = slack.next_message(GRACE, done)
    assert "nothing was stored" in slack.click(GRACE, tried, "leave_file")


@over_socket_mode
def test_a_tracker_that_was_filled_in_is_shown_and_carried_out_on_a_click(
    slack: Slack, db: Database, council: Council
) -> None:
    with db.begin() as session:
        action = put_action(session, "K7Q2M", TOMAS, date(2025, 3, 3))
    with db.reading() as session:
        made = documents.make(session, council.quality, Wanted(Paper.ACTIONS)).content
    filled = filled_in(made, {"Status": "Done"})
    tried = slack.next_message(GRACE, slack.workspace.drop(GRACE, "tracker.xlsx", filled))
    for part in ("This is an action tracker. 1 row would be carried out", "Status: Open, now Done."):
        assert part in shown(tried)
    assert "1 row carried out, 0 untouched." in slack.click(GRACE, tried, "carry_out_tracker")
    with db.reading() as session:
        found = session.get(Action, action.id)
        assert found is not None
        assert found.status is Status.DONE
    again = slack.next_message(GRACE, slack.workspace.drop(GRACE, "tracker.xlsx", filled))
    assert "Row 7, A1: It was changed since this tracker was made" in shown(again)


@over_socket_mode
def test_people_read_their_own_history_page_by_page_and_have_it_as_a_file(
    slack: Slack, db: Database, council: Council
) -> None:
    with db.begin() as session:
        mine = [put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1)) for _ in range(11)]
        for action in mine:
            actions.complete(session, council.practitioner, action.id)
    first = slack.answer(TOMAS, "/g2o history")
    assert "Your history: 11 entries" in shown(first)
    assert f"10:00 action completed: {mine[-1].name}, K7Q2M, by you" in shown(first)
    assert "11 to 11 of 11" in slack.click(TOMAS, first, "page_after")
    slack.command(TOMAS, "/g2o export history")
    (_, shared) = told(slack, TOMAS, "I take it back from here after 30 days.")
    assert slack.workspace.file(shared["files"][0]["id"])["content"].startswith(b"PK")
