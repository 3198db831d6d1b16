"""A case purged from Slack: a leader approves what the quality team asked for."""

from storage.database import Database
from tests.conversations.conftest import Slack, over_socket_mode
from tests.council import GRACE, HELEN, Council
from tests.records import faults
from tests.verbs.full_case import fill


@over_socket_mode
def test_a_leader_approves_and_the_case_is_gone(slack: Slack, db: Database, council: Council) -> None:
    with db.begin() as session:
        fill(session, council)
    slack.command(HELEN, "/g2o purge k7q2m")
    slack.form(HELEN, "purge_case")
    assert "On case K7Q2M are held 2 audits" in slack.page_saying(HELEN, "are held")
    done = slack.submit(HELEN, asked_by=GRACE, again="M4T9X")
    assert "not the reference of this case" in done.errors["again"]
    done = slack.submit(HELEN, asked_by=HELEN, again="K7Q2M")
    assert "Two people" in done.errors["asked_by"]
    slack.submit(HELEN, asked_by=GRACE, again="k7q2m")
    said = slack.page(HELEN)
    assert "Case K7Q2M is purged." in said
    assert "the letter to Tomas Reid of Thursday 13 March 2025: Slack refused" in said
    assert "There is no case of that reference" in slack.ask(HELEN, "/case K7Q2M")
    assert faults(db) == []


@over_socket_mode
def test_the_quality_team_is_told_whom_it_is_for(slack: Slack) -> None:
    slack.command(GRACE, "/g2o purge K7Q2M")
    assert "is for leaders" in slack.page_saying(GRACE, "is for")
