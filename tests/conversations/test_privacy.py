"""What identifies somebody, at every door of the real bot: refused, and then nowhere, and in no log."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.sandbox.client import Workspace
from storage.database import Database
from storage.models import Base
from tests.conversations.conftest import Served, Slack, over_socket_mode, shown, system_numbers
from tests.council import GRACE, HELEN, PRIYA, STRANGER, TOMAS, Council, put_action

GENERAL = "C0GENERAL1"
TELEPHONE = "07700 900123"
MUM = "Ring Mum Wilhelmina"
SAID = f"{MUM} on {TELEPHONE}"
PEOPLE = {HELEN, PRIYA, TOMAS}
REFUSED = "Nothing was stored: what you wrote seems to contain a phone number."


def everything(db: Database) -> str:
    """All rows of all tables, as text."""
    with db.reading() as session:
        tables = Base.metadata.sorted_tables
        return "\n".join(str(tuple(row)) for table in tables for row in session.execute(sa.select(table)))


def said_by_bot(slack: Slack) -> str:
    """Everything that the bot has sent to Slack, and all messages that are not people's own."""
    calls = [call["args"] for call in slack.workspace.api_calls()]
    channels = [
        channel for user in (HELEN, PRIYA, TOMAS) for channel in slack.workspace.screen(user)["channels"]
    ]
    shown_messages = [
        message for channel in channels for message in channel["messages"] if message["user"] not in PEOPLE
    ]
    return json.dumps([calls, shown_messages])


def held_to_tell_how_to_delete(answer: str) -> str:
    assert "delete the message as well: point at it, press the three dots, Delete message." in answer
    return answer


def refusals_at_every_door(slack: Slack, action: int) -> Iterator[str]:
    """The answer to each, and what is in front of the person where that is a form."""
    workspace = slack.workspace
    for line in (
        f"/audit K7Q2M good by {SAID}",
        f"/g2o {SAID}",
        f"/overdue {SAID}",
        f"/g2o hold K7Q2M {SAID}",
    ):
        yield held_to_tell_how_to_delete(slack.ask(HELEN, line))
    for text in (SAID, f"what about {SAID}?", f"hold K7Q2M because {SAID}"):
        yield held_to_tell_how_to_delete(shown(slack.next_message(HELEN, workspace.say(HELEN, text))))
    yield shown(slack.next_message(HELEN, workspace.say(HELEN, f"<@U0BOT00001> {SAID}", channel=GENERAL)))
    slack.command(HELEN, "/audit K7Q2M")
    slack.form(HELEN, "log_audit")
    yield slack.submit(HELEN, grade="good", recommendation=SAID).errors["recommendation"]
    workspace.close(HELEN)
    slack.command(HELEN, "/g2o hold K7Q2M")
    slack.form(HELEN, "hold_case")
    yield slack.submit(HELEN, because=SAID).errors["because"]
    workspace.close(HELEN)
    message = slack.answer(TOMAS, f"/g2o action A{action}")
    workspace.click(TOMAS, message, "ask_more_time", str(action))
    slack.form(TOMAS, "ask_more_time")
    yield slack.submit(TOMAS, reason=SAID, wanted="2025-04-30").errors["reason"]


@over_socket_mode
def test_it_is_refused_at_every_door_kept_nowhere_and_repeated_nowhere(
    slack: Slack, db: Database, council: Council
) -> None:
    with db.begin() as session:
        action = put_action(session, "K7Q2M", TOMAS, council.manager.today).id
    for answer in refusals_at_every_door(slack, action):
        assert REFUSED in answer
        assert "the child's details are in the case system" in answer
        assert "does not catch everything" in answer
    for text in (everything(db), said_by_bot(slack)):
        assert "Wilhelmina" not in text
        assert "900123" not in text
    assert "K7Q2M" in said_by_bot(slack)


@over_socket_mode
@pytest.mark.parametrize(
    "text", ["what about Jane Smith 12/03/2009?", "<@U0BOT00001> jane smith, 12 March 2009"]
)
def test_a_question_with_a_day_of_years_ago_may_tell_when_a_child_was_born(
    slack: Slack, db: Database, text: str
) -> None:
    channel = GENERAL if text.startswith("<") else None
    answer = shown(slack.next_message(PRIYA, slack.workspace.say(PRIYA, text, channel=channel)))
    assert "seems to contain a date of birth" in answer
    for told in (answer, everything(db), said_by_bot(slack)):
        assert "smith" not in told.lower()
        assert "2009" not in told


@over_socket_mode
def test_a_number_of_the_case_system_is_refused_and_its_reference_is_told(slack: Slack, db: Database) -> None:
    answer = slack.ask(GRACE, "/g2o hold K7Q2M as is 1002, by Wilhelmina")
    assert "a case's number in the case system" in answer
    assert "`/case` and the number tells it" in answer
    assert "1002" not in answer
    assert "Wilhelmina" not in everything(db)


@over_socket_mode
@pytest.mark.parametrize("text", [SAID, "As for case 1002."])
def test_a_form_that_grows_does_not_bring_it_back(slack: Slack, text: str) -> None:
    slack.command(PRIYA, "/audit K7Q2M")
    slack.form(PRIYA, "log_audit")
    slack.fill(PRIYA, "recommendation", text)
    slack.fill(PRIYA, "strength", "Seen weekly")
    form = slack.grow(PRIYA, "grade", "good")
    assert "Nothing was stored: what you wrote seems to contain" in shown(form)
    filled = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    assert "initial_value" not in filled["recommendation"]
    assert filled["strength"]["initial_value"] == "Seen weekly"
    assert text not in said_by_bot(slack)


@over_socket_mode
def test_a_message_that_is_to_be_an_action_does_not_bring_it_back(slack: Slack) -> None:
    slack.workspace.say(PRIYA, "Look at 1002, too", channel=GENERAL)
    (said,) = [one for one in general(slack) if "Look at" in one["text"]]
    slack.workspace.message_shortcut(PRIYA, said, "make_action")
    assert "so I left its words out" in shown(slack.form(PRIYA, "make_action"))
    assert "1002" not in said_by_bot(slack)


def general(slack: Slack) -> list[dict[str, Any]]:
    (channel,) = (one for one in slack.workspace.screen(PRIYA)["channels"] if one["id"] == GENERAL)
    return list(channel["messages"])


# --- the log


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.txt"


@pytest.fixture
def logging_bot(
    council: Council, environment: dict[str, str], workspace_address: str, log: Path
) -> Iterator[Workspace]:
    """The bot as a process of its own that logs all it can, into a file."""
    with log.open("w") as file:
        bot = Served(environment | {"LOG_LEVEL": "DEBUG"}, file)
        workspace = Workspace(workspace_address)
        if not environment["SLACK_APP_TOKEN"]:
            workspace.set_request_url(f"{bot.address}/slack/events")
        workspace.connected()
        yield workspace
        bot.kill()


MARK = "Wilhelmina"
LINES = (
    f"/audit K7Q2M good by {MARK}",
    f"/audit K7Q2M {MARK}",
    f"/case {MARK}",
    f"/g2o {MARK}",
    f"/overdue {MARK}",
    f"/g2o hold K7Q2M because of {MARK}",
    f"/g2o leave {MARK}",
    f"/g2o export {MARK}",
    f"/g2o {MARK} {TELEPHONE}",
)


def test_the_log_has_no_word_of_what_people_wrote(logging_bot: Workspace, db: Database, log: Path) -> None:
    slack = Slack(logging_bot)
    for user in (GRACE, STRANGER):
        for line in LINES:
            slack.ask(user, line)
        for text in (f"{MARK}?", f"what about {MARK} {TELEPHONE}?", f"thanks {MARK}"):
            slack.next_message(user, logging_bot.say(user, text))
    logging_bot.drop(GRACE, f"{MARK}.csv", f"name,kind\n{MARK},{MARK}\n".encode(), text=MARK)
    slack.command(GRACE, "/audit K7Q2M")
    slack.form(GRACE, "log_audit")
    slack.submit(GRACE, grade="good", recommendation=f"Ask {MARK}", strength=f"{MARK} was seen")
    slack.page_saying(GRACE, "Recorded")
    logging_bot.close(GRACE)
    _through_faults(slack, db, log)
    text = log.read_text()
    assert "(report " in text
    assert "an answer was not taken" in text
    for word in (MARK, "900123", "K7Q2M"):
        assert word not in text
    assert system_numbers(text) == []


def _through_faults(slack: Slack, db: Database, log: Path) -> None:
    """A fault of the database's that quotes the row it refuses, one of the code's, and some of Slack's."""
    with db.begin() as session:
        session.execute(sa.text("ALTER TABLE findings RENAME TO lost"))
    slack.command(GRACE, "/audit K7Q2M")
    slack.form(GRACE, "log_audit")
    done = slack.submit(GRACE, grade="good", strength=f"{MARK} again")
    assert "Something went wrong" in json.dumps(done.errors) or done.acknowledged
    slack.workspace.close(GRACE)
    slack.ask(GRACE, f"/case K7Q2M {MARK}")
    with db.begin() as session:
        session.execute(sa.text("ALTER TABLE lost RENAME TO findings"))
    for fault in ("server_error", "drop_before"):
        slack.workspace.misbehave(fault, method="chat.postEphemeral")
        slack.workspace.say(GRACE, f"{MARK} and {fault}")
        while log.read_text().count("an answer was not taken") < 1 + (fault == "drop_before"):
            time.sleep(0.05)
        slack.workspace.behave()
