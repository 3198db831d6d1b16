"""A PostgreSQL server that goes away and comes back while people are at work."""

import signal
from pathlib import Path

import pytest

from storage import audits, cases, chain
from storage.database import Database
from tests.backends import Holding, PostgreSQL
from tests.conftest import FILLS
from tests.conversations.conftest import Slack, shown
from tests.council import PRIYA
from tests.postgres import Server


@pytest.fixture
def db_url(own_server: Server, tmp_path: Path) -> str:
    """The council's database on it."""
    return PostgreSQL(own_server, FILLS).make(Holding.COUNCIL, tmp_path)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_command_is_acknowledged_and_answered_in_a_sentence_and_all_is_well_when_it_is_back(
    slack: Slack, own_server: Server, how: signal.Signals
) -> None:
    assert "Recorded: K7Q2M" in slack.ask(PRIYA, "/audit K7Q2M good on 13 March")
    own_server.stop(how)
    for line in ("/audit K7Q2M good", "/case K7Q2M", "/overdue"):
        assert "The record is out of reach just now, so nothing was stored." in slack.ask(PRIYA, line)
    own_server.start()
    assert "Recorded: K7Q2M" in slack.ask(PRIYA, "/audit K7Q2M good on 14 March")
    assert "13 March 2025" in slack.ask(PRIYA, "/case K7Q2M")


def test_a_form_comes_back_as_it_was_filled_in_and_can_be_submitted_again(
    slack: Slack, own_server: Server, db: Database
) -> None:
    slack.command(PRIYA, "/audit K7Q2M")
    slack.form(PRIYA, "log_audit")
    own_server.stop()
    done = slack.submit(PRIYA, grade="good", recommendation="Bring the plan up to date")
    assert "The record is out of reach just now" in next(iter(done.errors.values()))
    own_server.start()
    slack.submit(PRIYA)
    assert "Recorded: K7Q2M is Good." in slack.page(PRIYA)
    with db.reading() as session:
        case = cases.by_reference(session, "K7Q2M")
        assert case is not None
        assert len(audits.of_case(session, case.id)) == 1
        assert list(chain.faults(session)) == []


def test_a_form_in_which_a_case_is_chosen_keeps_what_was_typed(slack: Slack, own_server: Server) -> None:
    slack.command(PRIYA, "/audit")
    slack.form(PRIYA, "log_audit")
    slack.fill(PRIYA, "strength", "Visits are weekly")
    slack.workspace.suggest(PRIYA, "case", "K7Q2M")
    own_server.stop()
    form = slack.grow(PRIYA, "case", "K7Q2M")
    assert "The record is out of reach just now" in shown(form)
    assert form["state"]["values"]["strength"]["strength"]["value"] == "Visits are weekly"
    assert slack.workspace.suggest(PRIYA, "case", "K7Q2M") == []
    own_server.start()
    slack.submit(PRIYA, case="K7Q2M", grade="good")
    assert "Found: 1 strength." in slack.page(PRIYA)


def test_an_event_comes_again_until_it_could_be_taken_in(slack: Slack, own_server: Server) -> None:
    own_server.stop()
    done = slack.workspace.say(PRIYA, "case K7Q2M")
    assert not done.acknowledged
    own_server.start()
    assert "Case K7Q2M" in shown(slack.workspace.messages(PRIYA, since=done.since, timeout=20)[-1])
