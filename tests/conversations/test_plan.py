"""The improvement plan in Slack: a line opened, and the quarterly review a line at a time."""

import pytest

from storage.database import Database
from storage.models import Review
from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, TOMAS, Council
from tests.verbs.plan_lines import asked, found


@pytest.fixture
def three_lines(db: Database, council: Council) -> None:
    """Two recommendations to the service and an area for development."""
    with db.begin() as session:
        asked(session, council.quality, theme="Assessment")
        asked(session, council.quality, theme="Visits")
        found(session, council.quality, theme="Supervision")


@over_socket_mode
def test_the_review_goes_from_line_to_line_and_begins_again_where_it_was_left(
    slack: Slack, three_lines: None, db: Database
) -> None:
    slack.command(GRACE, "/g2o plan review")
    form = slack.form(GRACE, "review_line")
    assert "Recommendation: Assessment" in shown(form)
    assert "3 lines left to review" in shown(form)
    later = slack.grow(GRACE, "leave_line", None)
    assert "Area: Supervision, Care leavers" in shown(later)
    assert "Notes are late." in shown(later)
    done = slack.submit(GRACE, position="actioned", note="Call 07700 900123.")
    assert "Nothing was stored" in done.errors["note"]
    slack.submit(GRACE, position="actioned", note="All notes are typed up.", evidence="Dip sample of March")
    following = slack.workspace.view(GRACE)
    assert "Saved: Area: Supervision, Care leavers · This has been actioned." in shown(following)
    assert "Recommendation: Visits" in shown(following)
    slack.submit(GRACE, position="in_progress")
    assert "1 line is left for later" in slack.page(GRACE)
    slack.workspace.close(GRACE)
    slack.command(GRACE, "/g2o plan review")
    assert "Recommendation: Assessment" in shown(slack.form(GRACE, "review_line"))
    slack.submit(GRACE, position="embedded")
    assert "Every line is reviewed for January to March 2025." in slack.page(GRACE)
    with db.reading() as session:
        assert session.query(Review).count() == 3


@over_socket_mode
def test_a_line_opens_to_its_case_and_is_reviewed_from_its_page(slack: Slack, three_lines: None) -> None:
    assert "is for managers, the quality team and leaders" in slack.ask(TOMAS, "/g2o plan")
    plan = slack.answer(GRACE, "/g2o plan")
    assert "Service Improvement Plan: 3 lines" in shown(plan)
    one_theme = slack.clicked(GRACE, plan, "plan_theme", "plan 0 Supervision")
    assert "1 line, Supervision" in shown(one_theme)
    line = slack.clicked(GRACE, one_theme, "open_line")
    assert "Notes are late." in shown(line)
    assert "Case K7Q2M" in slack.click(GRACE, line, "open_case", "K7Q2M")
    slack.workspace.click(GRACE, line, "review_line")
    slack.form(GRACE, "review_line")
    slack.submit(GRACE, position="embedded", impact="yes")
    page = slack.page(GRACE)
    assert "January to March 2025 by Grace Obi: Embedded in practice. Made a difference: yes." in page
    slack.workspace.close(GRACE)
    assert "• Newly embedded in practice: 1" in slack.ask(GRACE, "/g2o plan board")
